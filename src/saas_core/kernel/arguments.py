"""Arguments: a use case refuses arguments of the wrong kind by name, before anything is done.

Type checkers hold our own callers to this; values that a host passes on from outside are checked here. Only kinds are
checked, and whether a text can be stored at all; which values are allowed is up to the use case.
"""

from __future__ import annotations

import functools
import inspect
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import IdType, made_by, read_id
from saas_core.kernel.secrets import Secret
from saas_core.kernel.work import Work

C = TypeVar("C", bound=type)
V = TypeVar("V")
Check = Callable[[Any], Any]
"""Returns the value, or raises _Wrong."""

_LARGEST: Final = 2**63
_TAKEN_FOR: Final[Mapping[type, type]] = {int: bool, date: datetime}
"""Kinds of which Python takes another one for a special case."""

_KINDS: Final[Mapping[type, str]] = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    bytes: "bytes",
    datetime: "an instant",
    UUID: "an id",
    Iterable: "a list",
}


class _Wrong(Exception):
    """Names the kind a value should have had, where in it, and if that is not enough, how to make one."""

    def __init__(self, wanted: str, remedy: str = "", place: str = "") -> None:
        super().__init__(wanted)
        self.remedy = remedy
        self.place = place


def checked(desk: C) -> C:
    """Make every public method of a class refuse arguments that do not match its annotations; ids may be text.

    Methods that take a unit of work (`kernel.work.Work`, or a protocol that extends it) are called by other use cases
    and are left alone. The others then raise InvalidValue naming the parameter.
    """
    for name, method in inspect.getmembers(desk, inspect.isfunction):
        if not name.startswith("_"):
            setattr(desk, name, _guarded(method))
    return desk


def require_kind(value: V, kind: type, name: str) -> V:
    """Return a value that, with everything in it, is of a kind, its ids read from text where they came as such.

    For questions asked so often that only the path to a first answer can afford the check. Raises InvalidValue naming
    the value, or the field in it.
    """
    try:
        return cast("V", _check(kind)(value))
    except _Wrong as fault:
        raise _refused(fault.place or name, fault) from None


def _refused(name: str, fault: _Wrong) -> InvalidValue:
    message = f"must be {fault}."
    return InvalidValue(message, field=name, remedy=fault.remedy or f"Pass {fault} as {name}.")


def _in(name: str, fault: _Wrong) -> str:
    return f"{name}.{fault.place}" if fault.place else name


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    parameters = tuple(inspect.signature(method).parameters.values())[1:]
    places = tuple(each.name for each in parameters if each.kind is not inspect.Parameter.KEYWORD_ONLY)

    @functools.wraps(method)
    def guarded(self: object, *given: object, **named: object) -> object:
        checks = _checks(method)
        arguments = {**dict(zip(places, given, strict=False)), **named}
        if len(arguments) < len(given) + len(named):
            # Passed twice, or too many: Python's own message says it best.
            return method(self, *given, **named)
        for name, value in arguments.items():
            if name in checks:
                try:
                    arguments[name] = checks[name](value)
                except _Wrong as fault:
                    raise _refused(_in(name, fault), fault) from None
        return method(self, **arguments)

    return guarded


@functools.cache
def _checks(method: Callable[..., Any]) -> dict[str, Check]:
    # Resolved at the first call, so that importing the core stays cheap.
    hints = get_type_hints(method, include_extras=True)
    hints.pop("return", None)
    if any(map(_is_work, hints.values())):
        return {}
    return {name: _check(hint) for name, hint in hints.items()}


def _is_work(hint: Any) -> bool:  # noqa: ANN401
    hint = getattr(hint, "__bound__", None) or hint
    return Work in getattr(hint, "__mro__", ())


def _anything_typed(value: Any) -> Any:  # noqa: ANN401 - whatever it is, it passes or is refused
    return _isa(str)(value, stored=False)


@functools.cache
def _check(hint: Any) -> Check:  # noqa: ANN401, PLR0911 - one return per kind of annotation
    if isinstance(hint, IdType) or hint is UUID:
        return _id(hint.__name__)
    hint = getattr(hint, "__supertype__", hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _anything_typed if Secret in parts[1:] else _check(parts[0])
    if origin in {Union, UnionType}:
        return _any_of(tuple(map(_check, parts)), optional=NoneType in parts)
    if origin is tuple and parts[-1] is Ellipsis:
        return _many((tuple, list), _check(parts[0]))
    if origin is tuple:
        return _pair(tuple(map(_check, parts)))
    if origin is Iterable:
        return _each(_check(parts[0]))
    if origin is Callable:
        return _callable
    if origin is not None:
        return _isa(origin)
    if isinstance(hint, type) and attrs.has(hint):
        return _whole(hint)
    return _isa(hint) if isinstance(hint, type) and hint is not Any else lambda value: value


def _is(value: object, kind: type) -> bool:
    return isinstance(value, kind) and not isinstance(value, _TAKEN_FOR.get(kind, ()))


def _isa(kind: type) -> Callable[..., Any]:
    wanted = _KINDS.get(kind) or _object_of(kind)

    def check(value: Any, *, stored: bool = True) -> Any:  # noqa: ANN401
        right = _is(value, kind)
        if not right or (kind is int and not -_LARGEST <= value < _LARGEST):
            raise _Wrong(wanted)
        if kind is str and stored and not _storable(str(value)):
            message = "text without NUL and unpaired surrogates"
            raise _Wrong(message)
        return value

    if kind is NoneType:
        return _nothing
    if issubclass(kind, Enum):
        wanted = f"one of {', '.join(str(each.value) for each in kind)}"
    return check


def _id(name: str) -> Check:
    """Check an id, and read it from its text, which is what hosts keep in sessions, tokens and addresses."""

    def check(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, UUID):
            return value
        if isinstance(value, str):
            with suppress(InvalidValue):
                return read_id(value, name)
        raise _Wrong(_KINDS[UUID], made_by(name))

    return check


def _nothing(value: Any) -> Any:  # noqa: ANN401
    if value is not None:
        message = "None"
        raise _Wrong(message)
    return value


def _storable(value: str) -> bool:
    if "\0" in value:
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _any_of(checks: tuple[Check, ...], *, optional: bool) -> Check:
    def check(value: Any) -> Any:  # noqa: ANN401
        if optional and value is None:
            # The usual case, and dear to find by what it is not.
            return None
        faults = []
        for each in checks:
            try:
                return each(value)
            except _Wrong as fault:
                if fault.place:
                    # It is of this kind, and something in it is wrong.
                    raise
                faults.append(fault)
        raise _Wrong(" or ".join(map(str, faults)), next((each.remedy for each in faults if each.remedy), ""))

    return check


def _many(kinds: tuple[type, ...], each: Check) -> Check:
    def check(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, kinds):
            checked = tuple(map(each, cast("Iterable[Any]", value)))
            # The same object where nothing was read from text, so that nobody has to compare the two.
            return value if isinstance(value, tuple) and all(map(operator.is_, checked, value)) else checked
        message = "a list"
        raise _Wrong(message)

    return check


def _pair(checks: tuple[Check, ...]) -> Check:
    def check(value: Any) -> Any:  # noqa: ANN401
        if not isinstance(value, tuple) or len(value) != len(checks):
            message = f"a list of {len(checks)}"
            raise _Wrong(message)
        return tuple(one(part) for one, part in zip(checks, value, strict=True))

    return check


def _each(check: Check) -> Check:
    """Check items as they come, since there may be very many; a text does not count as a list of its letters."""

    def checks(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
            message = "a list"
            raise _Wrong(message)
        return tuple(map(check, value)) if isinstance(value, (list, tuple, set, frozenset)) else _coming(value, check)

    return checks


def _coming(values: Iterable[Any], check: Check) -> Iterator[Any]:
    for value in values:
        try:
            yield check(value)
        except _Wrong as fault:
            message = f"holds something other than {fault}."
            raise InvalidValue(message, field="rows", remedy="Check the source of the list.") from None


def _callable(value: Any) -> Any:  # noqa: ANN401
    if not callable(value):
        message = "a function"
        raise _Wrong(message)
    return value


def _object_of(kind: type) -> str:
    return f"{'an' if kind.__name__[0] in 'AEIOU' else 'a'} {kind.__name__}"


def _whole(kind: type) -> Check:
    """Check one of our own objects and everything in it."""
    hints = get_type_hints(kind, include_extras=True)
    parts = tuple((each.name, _check(hints[each.name])) for each in attrs.fields(kind) if each.name in hints)

    def check(value: Any) -> Any:  # noqa: ANN401
        if not isinstance(value, kind):
            raise _Wrong(_object_of(kind))
        read: dict[str, Any] = {}
        for name, part in parts:
            given = getattr(value, name)
            try:
                found = part(given)
            except _Wrong as fault:
                raise _Wrong(str(fault), fault.remedy, _in(name, fault)) from None
            if found is given:
                continue
            # Only what was read from text differs; what comes one by one is left alone.
            if (isinstance(given, (str, tuple)) or attrs.has(type(given))) and found != given:
                read[name] = found
        return attrs.evolve(cast("Any", value), **read) if read else value

    return check
