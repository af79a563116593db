"""Reading in one round trip, through the driver itself."""

from __future__ import annotations

import sqlalchemy.exc
from sqlalchemy.engine import Connection, Engine

from saas_sql.driver import COMMIT, Rows, Values, fetched, is_heard


def asked_alone(engine: Engine, text: str, values: Values = ()) -> Rows:
    """Return the rows of a query on a connection of the pool; raises DBAPIError."""
    with engine.connect() as connection:
        return fetched(connection, text, values)


def sent_alone(engine: Engine, opening: str, query: str) -> Rows:
    """Return the rows of a query in a transaction of its own, in one round trip; raises DBAPIError. For PostgreSQL."""
    with engine.connect() as connection:
        return sent_at_once(connection, opening, query, ending=COMMIT)[0]


def sent_at_once(connection: Connection, opening: str, *queries: str, ending: str = "") -> list[Rows]:
    """Return the rows of each query, all of one transaction and in one round trip; raises DBAPIError. For PostgreSQL.

    `opening` begins the transaction, which goes on unless `ending` ends it. Those who listen to statements hear each.
    A connection that was lost is not used again.
    """
    if is_heard(connection):
        connection.exec_driver_sql(opening)
        heard: list[Rows] = [connection.exec_driver_sql(each).fetchall() for each in queries]
        if ending:
            connection.exec_driver_sql(ending)
        return heard
    dialect, wrapped = connection.dialect, sqlalchemy.exc.DBAPIError.instance
    error = dialect.loaded_dbapi.Error
    raw = connection.connection
    cursor = raw.cursor()
    try:
        # Without parameters, so that the driver sends all of it as one text.
        cursor.execute("; ".join(filter(None, (opening, *queries, ending))))
        found: list[Rows] = []
        while True:
            if cursor.description is not None:
                found.append(cursor.fetchall())
            if not cursor.nextset():
                return found
    except error as fault:
        lost = dialect.is_disconnect(fault, raw, cursor)
        if lost:
            connection.invalidate(fault)
        raise wrapped(
            None, None, fault, error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
        ) from fault
    finally:
        cursor.close()
