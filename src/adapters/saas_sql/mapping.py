"""Mapping of models to rows and back, derived from the declared table and the model's fields.

cattrs generates the functions on first use. A field is stored in the column of its name, or in the one named for it; a
value of several fields is spread over several columns. Values that a column's own type converts (ids, instants,
choices) pass through unchanged; the rest use this adapter's one converter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Final, Generic, TypeAlias, TypeVar, get_args, get_origin
from uuid import UUID

import sqlalchemy as sa
from attrs import NOTHING, Attribute, fields, has, resolve_types
from cattrs import Converter
from cattrs.fns import identity
from cattrs.gen import make_dict_structure_fn_from_attrs, make_dict_unstructure_fn, override

from saas_sql.column_types import Json

M = TypeVar("M")
Columns: TypeAlias = Mapping[str, "str | Columns"]

# Rows from SQLAlchemy, or made by hand.
Row: TypeAlias = Mapping[Any, Any]

_AS_NAMED: Final[Columns] = MappingProxyType({})


@cache
def converter() -> Converter:
    """Return the converter to JSON values and back, and from columns that already hold the value."""
    made = Converter(detailed_validation=False)
    made.register_unstructure_hook(UUID, str)
    made.register_structure_hook(UUID, lambda value, _type: value if isinstance(value, UUID) else UUID(value))
    made.register_unstructure_hook(datetime, lambda value: value.astimezone(UTC).isoformat())
    made.register_structure_hook(datetime, _instant)
    # JSON has no sets; sorted, so that the same set is the same text.
    made.register_unstructure_hook_func(_is_set, lambda values: sorted(map(made.unstructure, values)))
    return made


def to_json(model: Any, kind: Any) -> Any:  # noqa: ANN401 - JSON values have no closer type
    """Return a model as JSON values."""
    return converter().unstructure(model, unstructure_as=kind)


def from_json(value: Any, kind: type[M]) -> M:  # noqa: ANN401
    """Return the model of JSON values that `to_json` made."""
    return converter().structure(value, kind)


class Mapped(Generic[M]):
    """A model and the table that stores it.

    `columns` names the column of a field whose name differs or, for a value of several fields, the columns of its
    fields. `besides` are fields with a default and no column in the table; a joined row may supply them.
    """

    def __init__(
        self, model: type[M], table: sa.Table, columns: Columns = _AS_NAMED, *, besides: tuple[str, ...] = ()
    ) -> None:
        """Defer all checks; a field without a column is a TypeError on first use."""
        self._model = model
        self._table = table
        self._columns = columns
        self._besides = besides

    def load(self, row: Row) -> M:
        """Return the model of a row."""
        return self._loaded(row)

    def load_first(self, row: Row | None) -> M | None:
        """Return the model of a row, or None for None."""
        return None if row is None else self._loaded(row)

    def load_all(self, rows: Iterable[Row]) -> tuple[M, ...]:
        """Return the models of rows, in their order."""
        return tuple(map(self._loaded, rows))

    def dump(self, model: M) -> dict[str, Any]:
        """Return the row of a model, without the tenant, which the sender adds."""
        return self._dumped(model)

    @cached_property
    def _loaded(self) -> Callable[[Row], M]:
        return _loader(self._model, self._table, self._columns, self._besides)

    @cached_property
    def _dumped(self) -> Callable[[M], dict[str, Any]]:
        return _dumper(self._model, self._table, self._columns, self._besides)


def _loader(model: type[M], table: sa.Table, columns: Columns, besides: tuple[str, ...] = ()) -> Callable[[Row], M]:
    overrides: dict[str, Any] = {}
    spread: dict[str, Callable[[Any, Any], Any]] = {}
    for each in _fields(model):
        named = columns.get(each.name, each.name)
        if isinstance(named, str):
            known = each.name in besides or _column(model, table, named) is not None
            hook = _structuring(each.type, table.c.get(named)) if known else None
            overrides[each.name] = override(rename=named, struct_hook=hook)
        else:
            spread[each.name] = _spread_loader(each, table, named)
            # The value is read from the whole row, which is stored under its name.
            overrides[each.name] = override(struct_hook=spread[each.name])
    # Every row has the column, even of a field with a default: checking first would take as long as reading.
    given = [each if each.name in besides else each.evolve(default=NOTHING) for each in _fields(model)]
    structure = make_dict_structure_fn_from_attrs(
        given, model, converter(), _cattrs_detailed_validation=False, **overrides
    )
    if not spread:
        return lambda row: structure(row, model)
    return lambda row: structure({**row, **dict.fromkeys(spread, row)}, model)


def _spread_loader(field: Attribute[Any], table: sa.Table, columns: Columns) -> Callable[[Any, Any], Any]:
    kind, optional = _kind(field.type)
    load: Callable[[Row], Any] = _loader(kind, table, columns)
    first = _first_column(kind, columns)
    if optional:
        return lambda row, _type: None if row[first] is None else load(row)
    return lambda row, _type: load(row)


def _dumper(
    model: type[M], table: sa.Table, columns: Columns, besides: tuple[str, ...] = ()
) -> Callable[[M], dict[str, Any]]:
    overrides: dict[str, Any] = {}
    spread: dict[str, Callable[[Any], dict[str, Any]]] = {}
    for each in _fields(model):
        named = columns.get(each.name, each.name)
        if not isinstance(named, str):
            spread[each.name] = _spread_dumper(each, table, named)
            overrides[each.name] = override(omit=True)
        elif each.name in besides or named == "tenant_id":
            overrides[each.name] = override(omit=True)
        else:
            found = _column(model, table, named)
            overrides[each.name] = override(rename=named, unstruct_hook=_unstructuring(each.type, found))
    unstructure = make_dict_unstructure_fn(model, converter(), **overrides)
    if not spread:
        return unstructure

    def dump(given: M) -> dict[str, Any]:
        row = unstructure(given)
        for name, spread_out in spread.items():
            row |= spread_out(getattr(given, name))
        return row

    return dump


def _spread_dumper(field: Attribute[Any], table: sa.Table, columns: Columns) -> Callable[[Any], dict[str, Any]]:
    kind, _optional = _kind(field.type)
    dump: Callable[[Any], dict[str, Any]] = _dumper(kind, table, columns)
    absent = {str(columns.get(each.name, each.name)): None for each in _fields(kind)}
    return lambda value: dict(absent) if value is None else dump(value)


def _fields(model: type) -> tuple[Attribute[Any], ...]:
    found: tuple[Attribute[Any], ...] = fields(resolve_types(model))
    return found


def _kind(kind: Any) -> tuple[type, bool]:  # noqa: ANN401 - a type as it is annotated
    """Return the class of a value of several fields, and whether it may be missing."""
    kinds = [each for each in get_args(kind) or (kind,) if has(each)]
    return kinds[0], type(None) in get_args(kind)


def _first_column(kind: type, columns: Columns) -> str:
    first = _fields(kind)[0].name
    return str(columns.get(first, first))


def _column(model: type, table: sa.Table, name: str) -> sa.Column[Any]:
    found = table.c.get(name)
    if found is None:
        message = f"{model.__name__} has a field for which {table.name} has no column {name}"
        raise TypeError(message)
    return found


def _structuring(kind: Any, column: sa.Column[Any] | None) -> Callable[[Any, Any], Any] | None:  # noqa: ANN401
    """Return the function from column value to field; None leaves it to the converter."""
    converted = column is not None and (isinstance(column.type, Json) or (_is_enum(kind) and not _is_choice(column)))
    return None if converted and not _is_mapping(kind) else _as_it_is


def _unstructuring(kind: Any, column: sa.Column[Any]) -> Callable[[Any], Any] | None:  # noqa: ANN401
    """Return the function from field to column value; None leaves it to the converter."""
    if isinstance(column.type, Json):
        return dict if _is_mapping(kind) else None
    return None if _is_enum(kind) and not _is_choice(column) else identity


def _as_it_is(value: Any, _type: Any) -> Any:  # noqa: ANN401
    return value


def _instant(value: Any, _type: Any) -> datetime:  # noqa: ANN401
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _is_choice(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.Enum)


def _is_enum(kind: Any) -> bool:  # noqa: ANN401
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_mapping(kind: Any) -> bool:  # noqa: ANN401
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _is_set(kind: Any) -> bool:  # noqa: ANN401
    return getattr(kind, "__origin__", kind) in {set, frozenset}
