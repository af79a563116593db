"""How views of the core are shown: JSON with instants ending in Z, ids as text, tuples as arrays, enums by value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
import msgspec

REVISION = "revision"
"""Shown of what can be edited, and what its ETag says."""


def body_of(view: object) -> bytes:
    """Write a view as JSON in UTF-8."""
    if _plain(type(view)):  # type: ignore[arg-type]
        return _ENCODER.encode(view)
    return _ENCODER.encode(shown(view))


def shown(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Give a view as what JSON can hold, names of fields as they are."""
    return _shower(type(value))(value)  # type: ignore[arg-type]


def fields_of(kind: type) -> tuple[str, ...]:
    """Give what is shown of a class, in order."""
    names = tuple(each.name for each in attrs.fields(kind))
    return (*names, REVISION) if REVISION not in names and hasattr(kind, REVISION) else names


@cache
def _shower(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401, PLR0911 - one line a kind
    if kind in {str, int, bool, NoneType}:
        return _same
    if issubclass(kind, UUID):
        return str
    if issubclass(kind, datetime):
        return instant_text
    if issubclass(kind, date):
        return date.isoformat
    if issubclass(kind, Enum):
        return _value
    if attrs.has(kind):
        names = fields_of(kind)
        return lambda value: {name: shown(getattr(value, name)) for name in names}
    if issubclass(kind, Mapping):
        return lambda value: {str(shown(key)): shown(each) for key, each in value.items()}
    if issubclass(kind, (set, frozenset)):
        return lambda value: sorted((shown(each) for each in value), key=str)
    if issubclass(kind, Iterable) and not issubclass(kind, str):
        return lambda value: [shown(each) for each in value]
    return str


def instant_text(at: datetime) -> str:
    """Write an instant in UTC: `2026-11-23T09:00:00Z`."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _same(value: Any) -> Any:  # noqa: ANN401
    return value


def _value(value: Enum) -> Any:  # noqa: ANN401
    return value.value


_ENCODER = msgspec.json.Encoder()


@cache
def _plain(kind: Any) -> bool:  # noqa: ANN401
    """Tell whether a class is written as it is: attrs classes of plain values, with no revision and no set in it."""
    if not (isinstance(kind, type) and attrs.has(kind)) or REVISION in fields_of(kind):
        return False
    hints = get_type_hints(kind)
    return all(_plainly(hints[each.name]) for each in attrs.fields(kind))


def _plainly(hint: Any) -> bool:  # noqa: ANN401 - an annotation
    hint = getattr(hint, "__supertype__", hint)
    if get_origin(hint) in {tuple, Union, UnionType}:
        return all(each is Ellipsis or _plainly(each) for each in get_args(hint))
    if hint in {str, int, bool, NoneType, UUID, datetime}:
        return True
    return isinstance(hint, type) and (issubclass(hint, Enum) or _plain(hint))  # type: ignore[arg-type]
