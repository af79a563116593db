"""Statements that the two databases spell alike but SQLAlchemy builds apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from saas_sql.column_types import POSTGRES


def insert_if_absent(connection: Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Add a row unless its key is taken, waiting for others that are adding it now; tells whether it was added."""
    statement = _insert(connection, table).values(row).on_conflict_do_nothing()
    return connection.execute(statement).rowcount > 0


def insert_or_change(
    connection: Connection, table: sa.Table, ident: tuple[str, ...], course: tuple[str, ...]
) -> sa.Insert:
    """Make the statement that adds a row, or changes the columns `course` of the one that is there under `ident`."""
    statement = _insert(connection, table)
    changed = {name: statement.excluded[name] for name in course}
    return statement.on_conflict_do_update(index_elements=[table.c[name] for name in ident], set_=changed)


def _insert(connection: Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == POSTGRES else sqlite.insert(table)
