"""Commands answered once: a repeat with the same idempotency key gets the first result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import ClassVar, Protocol, TypeVar
from uuid import UUID

import cattrs.preconf.json
from attrs import Attribute, AttrsInstance, field, fields, frozen

from saas_core.kernel import text
from saas_core.kernel.bounds import UNSAID, marks
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
    """Return the digest of a request; the order of its fields makes no difference."""
    return hashlib.sha256(json.dumps(dict(request), sort_keys=True).encode()).hexdigest()


class Command(AttrsInstance, Protocol):
    """A command as a value: a frozen attrs class with a name, whose fields say what is requested."""

    NAME: ClassVar[str]


@frozen
class Request:
    """A command as it was requested: its name, its content as plain data, and the key under which it is done once.

    Without a key it is simply done. Its content holds personal values only as keyed digests.
    """

    command: str
    content: Mapping[str, Value] = field(factory=dict)
    key: str | None = None

    def once(self, work: Work, result: type[R], do: Callable[[], R]) -> R:
        """Carry the request out once per key, and answer a repeat with the first result.

        The result is kept as JSON in the same transaction; it must not hold secrets. Raises KeyReused when the key came
        earlier with a different command or request, InvalidValue for a key that is empty, longer than 200 characters or
        holds control characters.
        """
        first = self.answered(work, result)
        if first is not None:
            return first
        answer = do()
        if self.key is not None:
            kept = _converter.dumps(answer)
            work.replies.put(
                Reply(key=self.key, command=self.command, request=request_digest(self.content), result=kept)
            )
        return answer

    def answered(self, work: Work, result: type[R]) -> R | None:
        """Return the first result stored under the key, or None; raises as `once` does."""
        if self.key is not None:
            text.name(self.key, "idempotency_key")
        first = self._kept(work)
        if first is None:
            return None
        if not self._made(first):
            message = f"was used before, for {first.command}."
            raise KeyReused(message, field="idempotency_key", remedy="Use a new key for a new request.")
        return _converter.loads(first.result, result)

    def repeats(self, work: Work) -> bool:
        """Return whether this very request was carried out before under its key."""
        first = self._kept(work)
        return first is not None and self._made(first)

    def _kept(self, work: Work) -> Reply | None:
        return None if self.key is None else work.replies.get(self.key)

    def _made(self, first: Reply) -> bool:
        return (first.command, first.request) == (self.command, request_digest(self.content))


def request_of(command: Command, key: str | None = None) -> Request:
    """Return the request of a command: its fields by name, ids without the ending of theirs."""
    return Request(command.NAME, _content(command, fields(type(command))), key)


def journal_form(command: Command) -> dict[str, Value]:
    """Return a command as the journal keeps it: its fields except for the unsaid ones."""
    said = marks(type(command))
    return _content(command, (each for each in fields(type(command)) if UNSAID not in said[each.name]))


def _content(command: Command, parts: Iterable[Attribute[object]]) -> dict[str, Value]:
    return {each.name.removesuffix("_id"): _plain(getattr(command, each.name)) for each in parts}


def _plain(value: object) -> Value:
    match value:
        case None | bool() | int() | str():
            return value
        case Enum():
            return _plain(value.value)
        case datetime():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            message = f"a command cannot hold a {type(value).__name__}"
            raise TypeError(message)


def once_across(  # noqa: PLR0913 - what, where, what comes of it, who may, how
    transactions: Transactions[W],
    tenant_id: TenantId,
    request: Request,
    result: type[R],
    *,
    allow: Callable[[W], object],
    do: Callable[[], R],
) -> R:
    """Carry out a request that spans several units of work; its first result is stored when all of it is done.

    `allow` judges in a unit of work of its own, before anything is revealed or done. After a crash in between, a repeat
    carries the request out again, so it must be safe to do twice. Raises as `Request.once` does, and whatever `allow`
    raises.
    """
    with transactions.read(tenant_id) as work:
        allow(work)
        first = request.answered(work, result)
    if first is not None:
        return first
    answer = do()
    if request.key is None:
        return answer
    with transactions.begin(tenant_id) as work:
        kept = request.once(work, result, lambda: answer)
        work.commit()
    return kept
