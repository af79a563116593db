"""Adding rows: the statement for any number of them, with values converted column by column.

SQLAlchemy converts and binds value by value, which costs an import more time than the database does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.types import TypeEngine

from saas_core.kernel.ids import TenantId
from saas_sql.column_types import POSTGRES
from saas_sql.driver import Call
from saas_sql.prepared import Convert, binding

_TENANT = "tenant_id"
_MADE: dict[tuple[str, sa.Table, tuple[str, ...]], _Insertion] = {}


def insertion(
    connection: Connection,
    table: sa.Table,
    tenant_id: TenantId,
    rows: Sequence[Mapping[str, Any]],
    *,
    if_absent: bool = False,
) -> Call:
    """Return the statement that adds a tenant's rows, which have the same columns and do not name the tenant.

    With `if_absent`, rows whose key is taken are left out.
    """
    names = (_TENANT, *rows[0])
    made = _MADE.get((connection.dialect.name, table, names))
    if made is None:
        made = _insertion(connection.dialect, table, names)
        _MADE[connection.dialect.name, table, names] = made
    # The same object for all rows, so that it is sent once.
    columns = [[tenant_id] * len(rows), *([row[name] for row in rows] for name in rows[0])]
    return made.call(columns, ending=" ON CONFLICT DO NOTHING" if if_absent else "")


@frozen
class _Column:
    """A column, the database's name for its type, and what converts its values."""

    name: str
    kind: str
    convert: Convert | None

    def converted(self, values: list[Any], *, same: bool) -> list[Any]:
        """Return the values as the driver takes them."""
        if self.convert is None:
            return values
        return [self.convert(values[0])] * len(values) if same else list(map(self.convert, values))


@frozen
class _Insertion:
    """Adding rows of some columns to a table of one kind of database."""

    table: str
    columns: tuple[_Column, ...]
    on_server: bool

    def call(self, given: list[list[Any]], *, ending: str) -> Call:
        """Return the statement for rows whose values are given column by column."""
        into = f"INSERT INTO {self.table} ({', '.join(each.name for each in self.columns)})"
        count = len(given[0])
        same = [all(each is values[0] for each in values) for values in given]
        converted = [
            each.converted(values, same=one) for each, values, one in zip(self.columns, given, same, strict=True)
        ]
        if count == 1 or not self.on_server:
            marks = ", ".join(("%s" if self.on_server else "?",) * len(self.columns))
            text = f"{into} VALUES ({marks}){ending}"
            if count == 1:
                return Call(text, tuple([each[0] for each in converted]))
            return Call(text, list(zip(*converted, strict=True)), many=True)
        return Call(f"{into} {self._selected(same)}{ending}", _values(converted, same))

    def _selected(self, same: list[bool]) -> str:
        """Return the query of many rows; a value shared by all is sent once, the others are sent as parallel arrays."""
        columns = list(zip(self.columns, same, strict=True))
        parts = ", ".join(f"%s::{each.kind}" if one else f"given.{each.name}" for each, one in columns)
        arrays = [each for each, one in columns if not one]
        given = ", ".join(f"%s::{each.kind}[]" for each in arrays)
        names = ", ".join(each.name for each in arrays)
        return f"SELECT {parts} FROM unnest({given}) AS given ({names})"  # noqa: S608 - declared names


def _insertion(dialect: Dialect, table: sa.Table, names: tuple[str, ...]) -> _Insertion:
    return _Insertion(
        table=table.name,
        columns=tuple(
            _Column(name, _kind(table.c[name].type, dialect), binding(table.c[name].type, dialect)) for name in names
        ),
        on_server=dialect.name == POSTGRES,
    )


def _kind(kind: TypeEngine[Any], dialect: Dialect) -> str:
    """Return the database's name for a type, without the order of its texts, which an array does not name."""
    return kind.compile(dialect).partition(" COLLATE ")[0]


def _values(converted: list[list[Any]], same: list[bool]) -> tuple[Any, ...]:
    columns = list(zip(converted, same, strict=True))
    return (*(each[0] for each, one in columns if one), *(_array(each) for each, one in columns if not one))


def _array(values: Iterable[Any]) -> str:
    """Return an array literal for PostgreSQL; the driver's own conversion takes ten times as long."""
    return "{" + ",".join("NULL" if each is None else _element(each) for each in values) + "}"


def _element(value: Any) -> str:  # noqa: ANN401 - an id, an instant, a number, a text, bytes
    # The driver wraps bytes, and says them as Python does; the database reads them as hexadecimal digits.
    given = getattr(value, "obj", value)
    if isinstance(given, bytes | bytearray | memoryview):
        return f'"\\\\x{bytes(given).hex()}"'
    if isinstance(value, str):
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'
