"""Commands answered once: a repeat with the same idempotency key gets the first result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final, Protocol, TypeVar
from uuid import UUID

from attrs import AttrsInstance, evolve, field, fields, frozen, has

from saas_core.kernel import text
from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.bounds import PERSONAL, UNSAID, content_names, marks
from saas_core.kernel.errors import KeyReused
from saas_core.kernel.journal import Value
from saas_core.kernel.secrets import Digests, Secret
from saas_core.kernel.work import Reply, Work

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter

R = TypeVar("R")
_DIGESTED: Final = frozenset({PERSONAL, Secret})


@cache
def _converter() -> JsonConverter:
    # Imported only here, since nothing but a command with a key needs it.
    from cattrs.preconf.json import make_converter  # noqa: PLC0415

    made = make_converter()
    made.register_unstructure_hook(UUID, str)
    made.register_structure_hook(UUID, lambda value, _type: UUID(value))
    return made


def request_digest(request: Mapping[str, Value]) -> str:
    """Return the digest of a request; the order of its fields makes no difference."""
    return hashlib.sha256(json.dumps(dict(request), sort_keys=True).encode()).hexdigest()


class Command(AttrsInstance, Protocol):
    """A command as a value: a frozen attrs class with a name, whose fields say what is requested."""

    NAME: ClassVar[str]


@frozen
class Request:
    """A command as it was requested: its name, its content as plain data, and the key under which it is done once.

    Without a key it is simply done. Its content holds personal values only as keyed digests. A key belongs to `whose`
    request it is, the actor as the journal names it: a person, a program by its key, or a member of staff. With
    `digests` its own digest is keyed, so that no text in it can be tried out.
    """

    command: str
    content: Mapping[str, Value] = field(factory=dict)
    key: str | None = None
    whose: str = ""
    digests: Digests | None = None

    def of(self, actor: Actor) -> Request:
        """Return the same request as one by this actor."""
        return evolve(self, whose=actor_name(actor))

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
            kept = _converter().dumps(answer)
            work.replies.put(Reply(key=self._place, command=self.command, request=self._digest, result=kept))
        return answer

    def answered(self, work: Work, result: type[R]) -> R | None:
        """Return the first result stored under the key, or None; raises as `once` does."""
        first = self._kept(work)
        if first is None:
            return None
        if not self._made(first):
            message = f"was used before, for {first.command}."
            raise KeyReused(message, field="idempotency_key", remedy="Use a new key for a new request.")
        return _converter().loads(first.result, result)

    def repeats(self, work: Work) -> bool:
        """Return whether this very request was carried out before under its key."""
        first = self._kept(work)
        return first is not None and self._made(first)

    def _kept(self, work: Work) -> Reply | None:
        if self.key is None:
            return None
        text.name(self.key, "idempotency_key")
        # Replies of former versions stand under the key alone. No key holds a line break, so none reaches another's.
        return work.replies.get(self._place) or work.replies.get(self.key)

    @property
    def _place(self) -> str:
        """The key together with whose it is."""
        return f"{self.whose}\n{self.key}" if self.whose else f"{self.key}"

    def _made(self, first: Reply) -> bool:
        return (first.command, first.request) == (self.command, self._digest)

    @property
    def _digest(self) -> str:
        plain = request_digest(self.content)
        return plain if self.digests is None else self.digests.of(f"request {plain}")


def request_of(command: Command, key: str | None = None, digests: Digests | None = None) -> Request:
    """Return the request of a command: its fields by their names, those of ids without their ending.

    Personal and secret values stand in it as keyed digests; raises TypeError for a command with such a field when
    `digests` are missing.
    """
    return Request(command.NAME, _content(command, digests, frozenset()), key)


def journal_form(command: Command, digests: Digests | None = None) -> dict[str, Value]:
    """Return a command as the journal keeps it: its fields but for those that are unsaid or secret.

    Personal values stand in it as keyed digests; raises TypeError as `request_of` does.
    """
    return _content(command, digests, frozenset({UNSAID, Secret}))


def _content(command: Command, digests: Digests | None, left_out: AbstractSet[object]) -> dict[str, Value]:
    kind = type(command)
    said, content = marks(kind), {}
    for field_name, name in content_names(kind).items():
        about = set(said[field_name])
        if about & left_out:
            continue
        value = _form(getattr(command, field_name))
        content[name] = _digested(digests, value, field_name) if about & _DIGESTED else value
    return content


def _digested(digests: Digests | None, value: Value, field_name: str) -> Value:
    """Return the keyed digest of a value, or of each in a list; raises TypeError naming the field without digests."""
    if digests is None:
        message = f"{field_name} is personal or secret: digests are needed to make a request or an entry of it"
        raise TypeError(message)
    match value:
        case None:
            return None
        case list():
            return [_digested(digests, each, field_name) for each in value]
        case _:
            return digests.of(str(value))


def _form(value: object) -> Value:
    match value:
        case tuple():
            return [_plain(each) for each in value]
        case frozenset():
            return sorted(map(_plain, value), key=lambda each: (type(each).__name__, each))
        case _:
            return _plain(value)


def _plain(value: object) -> str | int | bool | None:
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
            kind = type(value)
            if has(kind):
                # A part of a command with fields of its own, such as a line of an estimate.
                parts = {each.name: _form(getattr(value, each.name)) for each in fields(kind)}
                return json.dumps(parts, sort_keys=True)
            message = f"a command cannot hold a {type(value).__name__}"
            raise TypeError(message)
