"""Statements prepared once for each database: their text, and what converts their values and rows.

A statement is written with SQLAlchemy, over declared tables and columns; its values are bound parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.sql import visitors
from sqlalchemy.types import TypeEngine

from saas_sql.driver import Call, Rows, changed, fetched

Convert: TypeAlias = Callable[[Any], Any]
Row: TypeAlias = Mapping[str, Any]


def binding(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """Return what makes a value of a type what the driver takes, or None where it is that already."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


def read_together(*queries: Prepared) -> None:
    """Have queries read at once as soon as one of them is asked, where the database takes several in a round trip.

    They have the same parameters, all of which are ids.
    """
    for each in queries:
        each.together = queries


def reading(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """Return what makes a value of the driver one of a type, or None where it is that already."""
    return kind.dialect_impl(dialect).result_processor(dialect, None)


class Prepared:
    """A statement, compiled when it is first run on a database of a kind.

    `given` names the columns of a change whose values come with each run. Its other parameters are named by
    `sa.bindparam`; their types follow from what they are compared with.
    """

    def __init__(self, statement: sa.Select[Any] | sa.UpdateBase, *, given: tuple[str, ...] = ()) -> None:
        """Compile nothing yet."""
        self._statement = statement
        self._given = list(given) or None
        self._compiled: dict[str, _Compiled] = {}
        self._tables: frozenset[str] | None = None
        self.together: tuple[Prepared, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        """The names of the tables that it reads or changes."""
        if self._tables is None:
            every = visitors.iterate(self._statement)
            self._tables = frozenset(each.name for each in every if isinstance(each, sa.Table))
        return self._tables

    def rows(self, connection: Connection, values: Row) -> list[dict[str, Any]]:
        """Return the rows it finds, by name; raises DBAPIError."""
        made = self._for(connection.dialect)
        return [made.row(each) for each in fetched(connection, made.text, made.bound(values))]

    def read(self, connection: Connection, found: Rows) -> list[dict[str, Any]]:
        """Return rows that the driver found for it, by name."""
        return list(map(self._for(connection.dialect).row, found))

    def with_ids(self, connection: Connection, values: Row) -> str:
        """Return the text of a query for PostgreSQL with its values, which must be ids, written into it."""
        made = self._for(connection.dialect)
        # Ids hold nothing but the characters of a UUID, so that the text is safe.
        return made.text % {name: f"'{UUID(str(values.get(name, each)))}'" for name, _convert, each in made.values}

    def change(self, connection: Connection, values: Row) -> int:
        """Run it, and return the number of rows it changed; raises DBAPIError."""
        return changed(connection, self.call(connection, values))

    def call(self, connection: Connection, values: Row) -> Call:
        """Return it with its values, to be sent with others."""
        made = self._for(connection.dialect)
        return Call(made.text, made.bound(values))

    def calls(self, connection: Connection, values: Sequence[Row]) -> Call:
        """Return it with the values of several runs, to be sent with others."""
        made = self._for(connection.dialect)
        if len(values) == 1:
            return Call(made.text, made.bound(values[0]))
        return Call(made.text, [made.bound(each) for each in values], many=True)

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compiled(self._statement, self._given, dialect)
        return found


@frozen
class _Compiled:
    """The text of a statement; the names, conversions and constants of its values; the names of what it returns."""

    text: str
    values: tuple[tuple[str, Convert | None, Any], ...]
    positional: bool
    names: tuple[str, ...]
    read: tuple[tuple[str, Convert], ...]

    def bound(self, values: Row) -> Any:  # noqa: ANN401 - as the driver takes it
        """Return values as the driver takes them."""
        if self.positional:
            return tuple(
                [
                    convert(values.get(name, constant)) if convert else values.get(name, constant)
                    for name, convert, constant in self.values
                ]
            )
        return {
            name: convert(values.get(name, constant)) if convert else values.get(name, constant)
            for name, convert, constant in self.values
        }

    def row(self, row: Sequence[Any]) -> dict[str, Any]:
        """Return a row of the driver by name, its values converted."""
        found = dict(zip(self.names, row, strict=True))
        for name, convert in self.read:
            found[name] = convert(found[name])
        return found


def _compiled(statement: sa.Select[Any] | sa.UpdateBase, given: list[str] | None, dialect: Dialect) -> _Compiled:
    made = statement.compile(dialect=dialect, column_keys=given)
    binds = {name: each for each, name in made.bind_names.items()}
    names = (made.positiontup or ()) if made.positional else tuple(binds)
    read = {each.name: reading(each.type, dialect) for each in statement.exported_columns}
    return _Compiled(
        text=str(made),
        values=tuple((name, binding(binds[name].type, dialect), made.params[name]) for name in names),
        positional=made.positional,
        names=tuple(read),
        read=tuple((name, convert) for name, convert in read.items() if convert is not None),
    )
