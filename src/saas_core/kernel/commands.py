"""Commands answered once: a repeat with the same idempotency key gets the first result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

import cattrs.preconf.json

from saas_core.kernel import text
from saas_core.kernel.errors import KeyReused
from saas_core.kernel.ids import TenantId
from saas_core.kernel.journal import Value
from saas_core.kernel.work import Reply, Transactions, Work

R = TypeVar("R")
W = TypeVar("W", bound=Work)

_converter = cattrs.preconf.json.make_converter()
_converter.register_unstructure_hook(UUID, str)
_converter.register_structure_hook(UUID, lambda value, _type: UUID(value))


def request_digest(request: Mapping[str, Value]) -> str:
    """Give a digest of a request, the same for the same fields in any order."""
    return hashlib.sha256(json.dumps(dict(request), sort_keys=True).encode()).hexdigest()


def once(  # noqa: PLR0913 - a command is its key, its name, its request and its result; none can be left out
    work: Work,
    *,
    key: str | None,
    command: str,
    request: Mapping[str, Value],
    result: type[R],
    do: Callable[[], R],
) -> R:
    """Carry out a command once per key, and answer a repeat with the first result.

    Without a key it is simply carried out. The result is kept as JSON in the same transaction; it must not
    hold secrets. Raises KeyReused when the key came before with another command or request, InvalidValue for a key that
    is empty, longer than 200 characters or holds control characters.
    """
    first = answered(work, key=key, command=command, request=request, result=result)
    if first is not None:
        return first
    answer = do()
    if key is not None:
        kept = _converter.dumps(answer)
        work.replies.put(Reply(key=key, command=command, request=request_digest(request), result=kept))
    return answer


def once_across(  # noqa: PLR0913 - as `once`, and where, and who may
    transactions: Transactions[W],
    tenant_id: TenantId,
    *,
    key: str | None,
    command: str,
    request: Mapping[str, Value],
    result: type[R],
    allow: Callable[[W], object],
    do: Callable[[], R],
) -> R:
    """Carry out a command that no single unit of work holds; its first result is kept when all of it is done.

    `allow` judges in a unit of work of its own, before anything is told or done. After a crash in between a repeat
    carries it out anew, so it must be one that may be done twice. Raises as `once` does, and what `allow` raises.
    """
    with transactions.read(tenant_id) as work:
        allow(work)
        first = answered(work, key=key, command=command, request=request, result=result)
    if first is not None:
        return first
    answer = do()
    if key is None:
        return answer
    with transactions.begin(tenant_id) as work:
        kept = once(work, key=key, command=command, request=request, result=result, do=lambda: answer)
        work.commit()
    return kept


def answered(work: Work, *, key: str | None, command: str, request: Mapping[str, Value], result: type[R]) -> R | None:
    """Give the first result kept under a key, None when there is none; raises as `once` does."""
    if key is None:
        return None
    text.name(key, "idempotency_key")
    first = work.replies.get(key)
    if first is None:
        return None
    if (first.command, first.request) != (command, request_digest(request)):
        message = f"was used before, for {first.command}."
        raise KeyReused(message, field="idempotency_key", remedy="Use a new key for a new request.")
    return _converter.loads(first.result, result)
