"""Views of the core as JSON values, the same in every entrance.

Instants end in Z, ids are text, tuples are arrays, enums are their values, sets are sorted, names of fields stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any
from uuid import UUID

import attrs

from saas_core.kernel.instants import instant_text

REVISION = "revision"
"""The additional field of an editable view: its state, as in the ETag."""


def as_json(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return a view as JSON values."""
    return _converter(type(value))(value)  # type: ignore[arg-type]


def fields_of(kind: type) -> tuple[str, ...]:
    """Return the JSON names of a class's fields, in order."""
    names = tuple(each.name for each in attrs.fields(kind))
    return (*names, REVISION) if REVISION not in names and hasattr(kind, REVISION) else names


@cache
def _converter(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401, PLR0911 - one line a kind
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
        return lambda value: {name: as_json(getattr(value, name)) for name in names}
    if issubclass(kind, Mapping):
        return lambda value: {str(as_json(key)): as_json(each) for key, each in value.items()}
    if issubclass(kind, (set, frozenset)):
        return lambda value: sorted((as_json(each) for each in value), key=str)
    if issubclass(kind, Iterable) and not issubclass(kind, str):
        return lambda value: [as_json(each) for each in value]
    return str


def day_text(at: datetime) -> str:
    """Return the day of an instant in UTC: `2026-11-23`."""
    return at.astimezone(UTC).date().isoformat()


def _same(value: Any) -> Any:  # noqa: ANN401
    return value


def _value(value: Enum) -> Any:  # noqa: ANN401
    return value.value
