"""Statements that are the same in both databases but that SQLAlchemy builds separately."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from saas_sql.column_types import POSTGRES
from saas_sql.prepared import Prepared

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
    added = _if_absent(connection.dialect.name, table, tuple(row))
    return bool(added.rows(connection, row))


@cache
def _if_absent(dialect: str, table: sa.Table, names: tuple[str, ...]) -> Prepared:
    # The driver does not report a row count for every insert, but added rows are always returned.
    return Prepared(inserting(dialect, table).on_conflict_do_nothing().returning(*table.primary_key), given=names)


@cache
def insert_or_change(
    dialect: str, table: sa.Table, names: tuple[str, ...], ident: tuple[str, ...], course: tuple[str, ...]
) -> Prepared:
    """Return what adds a row of these columns, or updates the columns `course` of the one with the same `ident`."""
    statement = inserting(dialect, table)
    changed = {name: statement.excluded[name] for name in course}
    kept = statement.on_conflict_do_update(index_elements=[table.c[name] for name in ident], set_=changed)
    return Prepared(kept, given=names)


@cache
def insert_or(  # noqa: PLR0913 - where, what, and what becomes of a row that is there
    dialect: str,
    table: sa.Table,
    names: tuple[str, ...],
    changed: Callable[[sa.Table, Any], Mapping[str, Any]],
    when: Callable[[sa.Table, Any], sa.ColumnElement[bool]] | None = None,
    *,
    telling: str = "",
) -> Prepared:
    """Return what adds a row of these columns, or updates the existing one with `changed` of the old and new rows.

    The existing row stays unchanged unless `when` holds for both. The statement returns the column `telling` of each
    row that it added or updated, if one is named.
    """
    statement = inserting(dialect, table)
    new = statement.excluded
    kept = statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_=dict(changed(table, new)),
        where=None if when is None else when(table, new),
    )
    return Prepared(kept.returning(table.c[telling]) if telling else kept, given=names)


def inserting(dialect: str, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return the database's own statement that adds rows, which can say what happens if one is there."""
    if dialect == POSTGRES:
        from sqlalchemy.dialects.postgresql import insert as insert_there  # noqa: PLC0415

        return insert_there(table)
    from sqlalchemy.dialects.sqlite import insert as insert_here  # noqa: PLC0415

    return insert_here(table)
