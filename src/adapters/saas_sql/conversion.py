"""Models to JSON values and back, for what is kept whole in one column."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from cattrs import Converter

T = TypeVar("T")


@cache
def _converter() -> Converter:
    converter = Converter()
    converter.register_unstructure_hook(UUID, str)
    converter.register_structure_hook(UUID, lambda value, _type: UUID(value))
    converter.register_unstructure_hook(datetime, lambda value: value.astimezone(UTC).isoformat())
    converter.register_structure_hook(datetime, lambda value, _type: datetime.fromisoformat(value))
    # JSON has no sets; sorted, so that the same set is the same text.
    converter.register_unstructure_hook_func(_is_set, lambda values: sorted(map(converter.unstructure, values)))
    return converter


def to_json(model: Any, kind: Any) -> Any:  # noqa: ANN401 - JSON values have no closer type
    """Give a model as JSON values."""
    return _converter().unstructure(model, unstructure_as=kind)


def from_json(value: Any, kind: type[T]) -> T:  # noqa: ANN401
    """Give the model of JSON values that `to_json` made."""
    return _converter().structure(value, kind)


def _is_set(kind: Any) -> bool:  # noqa: ANN401
    return getattr(kind, "__origin__", kind) in {set, frozenset}
