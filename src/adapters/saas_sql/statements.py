"""Statements that are the same in both databases but that SQLAlchemy builds separately."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from saas_sql.column_types import POSTGRES

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

ASKED_AT_ONCE = 1000
"""Most values in one query."""


def in_parts(things: Iterable[T], size: int = ASKED_AT_ONCE) -> Iterator[list[T]]:
    """Yield the items in lists of at most that size."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def selected_for(
    connection: Connection, column: sa.Column[Any], values: Sequence[Any], *conditions: sa.ColumnElement[bool]
) -> sa.Select[Any]:
    """Return the query for rows with one of these values in a column, each found by an index lookup.

    Before it has statistics, or when one tenant has most of the rows, PostgreSQL would read all of the tenant's rows
    and compare each with every value; the offset keeps it from merging the lookups into one.
    """
    if connection.dialect.name != POSTGRES:
        return sa.select(column.table).where(column.in_(values), *conditions)
    # Slow to import, and of no use where SQLite is used.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    array = sa.literal(list(values), postgresql.ARRAY(column.type))
    wanted = sa.func.unnest(array).table_valued(sa.column("value", column.type), name="wanted").render_derived()
    found = sa.select(column.table).where(column == wanted.c.value, *conditions).offset(0).lateral("found")
    return sa.select(found).select_from(wanted).join(found, sa.true())


def insert_if_absent(connection: Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Add a row unless its key is taken, waiting for concurrent inserts; returns whether it was added."""
    # The driver does not report a row count for every insert, but added rows are always returned.
    added = inserting(connection.dialect.name, table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(added).first() is not None


def insert_or_change(
    connection: Connection, table: sa.Table, ident: tuple[str, ...], course: tuple[str, ...]
) -> sa.Insert:
    """Return the statement that adds a row, or updates the columns `course` of the one with the same `ident`."""
    statement = inserting(connection.dialect.name, table)
    changed = {name: statement.excluded[name] for name in course}
    return statement.on_conflict_do_update(index_elements=[table.c[name] for name in ident], set_=changed)


def insert_or(
    connection: Connection,
    table: sa.Table,
    changed: Callable[[sa.Table, Any], Mapping[str, Any]],
    when: Callable[[sa.Table, Any], sa.ColumnElement[bool]] | None = None,
) -> sa.Insert:
    """Return the statement that adds a row, or updates the existing one with `changed` of the old and new rows.

    The existing row stays unchanged unless `when` holds for both.
    """
    statement = inserting(connection.dialect.name, table)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_=dict(changed(table, new)),
        where=None if when is None else when(table, new),
    )


def insert_all(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], **shared: Any) -> None:  # noqa: ANN401
    """Add rows with the same columns, and shared values in some others, in one statement.

    SQLAlchemy converts and binds value by value, which costs an import more time than the database does.
    """
    names = (*shared, *rows[0])
    columns = [_Column(connection, table.c[name], [value] * len(rows)) for name, value in shared.items()]
    columns += [_Column(connection, table.c[name], [row[name] for row in rows]) for name in rows[0]]
    into = f"INSERT INTO {table.name} ({', '.join(names)})"
    if connection.dialect.name != POSTGRES:
        values = zip(*(each.converted() for each in columns), strict=True)
        connection.exec_driver_sql(f"{into} VALUES ({', '.join('?' * len(names))})", list(values))
        return
    # A value shared by all rows is sent once; the others are sent as parallel arrays.
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
    """Return an array literal for PostgreSQL; the driver's own conversion takes ten times as long."""
    return "{" + ",".join("NULL" if each is None else _element(each) for each in values) + "}"


def _element(value: Any) -> str:  # noqa: ANN401 - an id, an instant, a number, a text
    if isinstance(value, str):
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'


class _Column:
    """The values of one column in many rows, prepared for the driver."""

    def __init__(self, connection: Connection, column: sa.Column[Any], values: list[Any]) -> None:
        """Check whether all values are the same object."""
        self._dialect = connection.dialect
        self._type = column.type
        self._values = values
        self.name = column.name
        first = values[0]
        self.same = all(each is first for each in values)

    @property
    def kind(self) -> str:
        """Return the database's name for the type, without the order of its texts, which an array does not name."""
        return self._type.compile(self._dialect).partition(" COLLATE ")[0]

    def converted(self) -> list[Any]:
        """Return the values in the form the driver takes."""
        convert = self._type.dialect_impl(self._dialect).bind_processor(self._dialect)
        if convert is None:
            return self._values
        if self.same:
            return [convert(self._values[0])] * len(self._values)
        return [convert(each) for each in self._values]


def inserting(dialect: str, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return the database's own statement that adds rows, which can say what happens if one is there."""
    if dialect == POSTGRES:
        from sqlalchemy.dialects.postgresql import insert as insert_there  # noqa: PLC0415

        return insert_there(table)
    from sqlalchemy.dialects.sqlite import insert as insert_here  # noqa: PLC0415

    return insert_here(table)
