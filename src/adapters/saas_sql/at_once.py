"""Reading through the driver itself: several statements in one round trip, at no more than the driver's own cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy.exc
from sqlalchemy.engine import Connection, Engine


@contextmanager
def driving(engine: Engine) -> Iterator[Any]:
    """Yield a cursor of the driver on a connection of the pool; its errors are raised as SQLAlchemy's.

    A connection that was lost is not used again.
    """
    with engine.connect() as connection, driven(connection) as cursor:
        yield cursor


@contextmanager
def driven(connection: Connection) -> Iterator[Any]:
    """Yield a cursor of the driver on a connection; see `driving`."""
    dialect, wrapped = connection.dialect, sqlalchemy.exc.DBAPIError.instance
    error = dialect.loaded_dbapi.Error
    raw = connection.connection
    cursor = raw.cursor()
    try:
        yield cursor
    except error as fault:
        lost = dialect.is_disconnect(fault, raw, cursor)
        if lost:
            connection.invalidate(fault)
        raise wrapped(
            None, None, fault, error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
        ) from fault
    finally:
        cursor.close()


def sent_at_once(engine: Engine, opening: str, *queries: str) -> list[list[Any]]:
    """Return the rows of each query, all of one transaction and in one round trip; for PostgreSQL alone.

    `opening` begins the transaction, which ends with the last query.
    """
    with driving(engine) as cursor:
        # Without parameters, so that the driver sends all of it as one text.
        cursor.execute("; ".join((opening, *queries, "COMMIT")))
        return sets_of(cursor)


def sets_of(cursor: Any) -> list[list[Any]]:  # noqa: ANN401 - the driver's own
    """Return the rows of each query of what a cursor has sent, leaving out what gives none."""
    found: list[list[Any]] = []
    while True:
        if cursor.description is not None:
            found.append(cursor.fetchall())
        if not cursor.nextset():
            return found
