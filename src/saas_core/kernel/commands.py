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
from saas_core.kernel.journal import Value
from saas_core.kernel.work import Reply, Work

R = TypeVar("R")

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
    if key is None:
        return do()
    text.name(key, "idempotency_key")
    digest = request_digest(request)
    first = work.replies.get(key)
    if first is not None:
        if (first.command, first.request) != (command, digest):
            message = f"was used before, for {first.command}."
            raise KeyReused(message, field="idempotency_key", remedy="Use a new key for a new request.")
        return _converter.loads(first.result, result)
    answer = do()
    work.replies.put(Reply(key=key, command=command, request=digest, result=_converter.dumps(answer)))
    return answer
