"""Statements that the two databases spell alike but SQLAlchemy builds apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from saas_sql.column_types import POSTGRES

T = TypeVar("T")

ASKED_AT_ONCE = 1000
"""How many values one query names at most."""


def in_parts(things: Iterable[T], size: int = ASKED_AT_ONCE) -> Iterator[list[T]]:
    """Return the things in lists of at most that size."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def selected_for(
    connection: Connection, column: sa.Column[Any], values: Sequence[Any], *conditions: sa.ColumnElement[bool]
) -> sa.Select[Any]:
    """Make the query for the rows that have one of these values in a column, each found by a look into an index.

    PostgreSQL, before it counted the rows, or when one tenant has most of them, would read all of the tenant's rows
    and compare each with every value; the offset keeps it from merging the looks into one.
    """
    if connection.dialect.name != POSTGRES:
        return sa.select(column.table).where(column.in_(values), *conditions)
    array = sa.literal(list(values), postgresql.ARRAY(column.type))
    wanted = sa.func.unnest(array).table_valued(sa.column("value", column.type), name="wanted").render_derived()
    found = sa.select(column.table).where(column == wanted.c.value, *conditions).offset(0).lateral("found")
    return sa.select(found).select_from(wanted).join(found, sa.true())


def insert_if_absent(connection: Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Add a row unless its key is taken, waiting for others that are adding it now; returns whether it was added."""
    # A count of rows is not told by the driver for every insert; what was added always comes back.
    added = _insert(connection, table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(added).first() is not None


def insert_or_change(
    connection: Connection, table: sa.Table, ident: tuple[str, ...], course: tuple[str, ...]
) -> sa.Insert:
    """Make the statement that adds a row, or changes the columns `course` of the one that is there under `ident`."""
    statement = _insert(connection, table)
    changed = {name: statement.excluded[name] for name in course}
    return statement.on_conflict_do_update(index_elements=[table.c[name] for name in ident], set_=changed)


def insert_or(
    connection: Connection,
    table: sa.Table,
    changed: Callable[[sa.Table, Any], Mapping[str, Any]],
    when: Callable[[sa.Table, Any], sa.ColumnElement[bool]] | None = None,
) -> sa.Insert:
    """Make the statement that adds a row, or changes the one that is there as `changed` says of it and the new row.

    It is left as it is unless `when` holds of both.
    """
    statement = _insert(connection, table)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_=dict(changed(table, new)),
        where=None if when is None else when(table, new),
    )


def insert_all(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], **shared: Any) -> None:  # noqa: ANN401
    """Add rows that have the same columns, and share the values of some others, by one statement.

    SQLAlchemy's own way converts and binds value by value, which costs an import more than the database does.
    """
    names = (*shared, *rows[0])
    columns = [_Column(connection, table.c[name], [value] * len(rows)) for name, value in shared.items()]
    columns += [_Column(connection, table.c[name], [row[name] for row in rows]) for name in rows[0]]
    into = f"INSERT INTO {table.name} ({', '.join(names)})"
    if connection.dialect.name != POSTGRES:
        values = zip(*(each.converted() for each in columns), strict=True)
        connection.exec_driver_sql(f"{into} VALUES ({', '.join('?' * len(names))})", list(values))
        return
    # One value for all rows goes once; the others go as arrays side by side.
    arrays = [each for each in columns if not each.same]
    parts = ", ".join(f"%s::{each.kind}" if each.same else f"given.{each.name}" for each in columns)
    given = ", ".join(f"%s::{each.kind}[]" for each in arrays)
    source = f" FROM unnest({given}) AS given ({', '.join(each.name for each in arrays)})" if arrays else ""
    parameters = (
        *(each.converted()[0] for each in columns if each.same),
        *(_array(each.converted()) for each in arrays),
    )
    connection.exec_driver_sql(f"{into} SELECT {parts}{source}", parameters)


def _array(values: Iterable[Any]) -> str:
    """Write an array as PostgreSQL reads it; the driver's own way takes ten times as long."""
    return "{" + ",".join("NULL" if each is None else _element(each) for each in values) + "}"


def _element(value: Any) -> str:  # noqa: ANN401 - an id, an instant, a number, a text
    if isinstance(value, str):
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'


class _Column:
    """The values of one column of many rows, on their way to the driver."""

    def __init__(self, connection: Connection, column: sa.Column[Any], values: list[Any]) -> None:
        """Look whether they are all the same object."""
        self._dialect = connection.dialect
        self._type = column.type
        self._values = values
        self.name = column.name
        first = values[0]
        self.same = all(each is first for each in values)

    @property
    def kind(self) -> str:
        """Return the database's name of the type."""
        return self._type.compile(self._dialect)

    def converted(self) -> list[Any]:
        """Return the values as the driver takes them."""
        convert = self._type.dialect_impl(self._dialect).bind_processor(self._dialect)
        if convert is None:
            return self._values
        if self.same:
            return [convert(self._values[0])] * len(self._values)
        return [convert(each) for each in self._values]


def _insert(connection: Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == POSTGRES else sqlite.insert(table)
