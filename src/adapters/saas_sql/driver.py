"""Statements run by the database's driver itself, several of them in one round trip where it can.

SQLAlchemy makes the statements, from the declared tables; executing them through it takes several times as long as the
database does. What it adds to an execution is kept: its errors, what it does about a lost connection, and those who
listen to its statements or read its log, for whom they are run through it after all.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn, TypeAlias, cast

from attrs import frozen
from sqlalchemy.engine import Connection

from saas_sql.column_types import POSTGRES

Values: TypeAlias = "Sequence[Any] | dict[str, Any]"
Rows: TypeAlias = Sequence[Sequence[Any]]

COMMIT = "COMMIT"


@frozen
class Call:
    """A statement as the driver takes it, with its values; for `many`, a list of values."""

    text: str
    values: Any = ()
    many: bool = False


def fetched(connection: Connection, text: str, values: Values = ()) -> Rows:
    """Run a statement and return the rows it found; raises DBAPIError."""
    if is_heard(connection):
        return connection.exec_driver_sql(text, values or None).fetchall()
    cursor: Any = None
    try:
        cursor = connection.connection.cursor()
        cursor.execute(text, values)
        return cast("Rows", cursor.fetchall())
    except BaseException as fault:  # noqa: BLE001 - it is raised again, after SQLAlchemy has seen to the connection
        _raise(connection, fault, text)
    finally:
        _close(cursor)


def opened(connection: Connection, beginning: str, first: str) -> Rows:
    """Begin a transaction of PostgreSQL by statements without values, and return what the `first` query in it finds.

    All of it takes one round trip. Raises DBAPIError.
    """
    if is_heard(connection):
        connection.exec_driver_sql(beginning)
        return fetched(connection, first) if first else ()
    text = f"{beginning}; {first}" if first else beginning
    cursor: Any = None
    try:
        cursor = connection.connection.cursor()
        cursor.execute(text)
        while cursor.nextset():
            pass
        return cursor.fetchall() if first else ()
    except BaseException as fault:  # noqa: BLE001 - it is raised again, after SQLAlchemy has seen to the connection
        _raise(connection, fault, text)
    finally:
        _close(cursor)


def changed(connection: Connection, call: Call) -> int:
    """Run a statement that changes rows, and return their number; raises DBAPIError."""
    if is_heard(connection):
        return int(connection.exec_driver_sql(call.text, call.values or None).rowcount)
    cursor: Any = None
    try:
        cursor = connection.connection.cursor()
        (cursor.executemany if call.many else cursor.execute)(call.text, call.values)
        return int(cursor.rowcount)
    except BaseException as fault:  # noqa: BLE001 - it is raised again, after SQLAlchemy has seen to the connection
        _raise(connection, fault, call.text)
    finally:
        _close(cursor)


def carried_out(connection: Connection, beginning: str, call: Call) -> Rows:
    """Carry out a transaction of PostgreSQL of one statement, as one message, and return the rows that it found.

    The driver writes the values into the text, which the server may log if the statement fails: nothing personal or
    secret may be among them. Raises DBAPIError; after a lost connection nobody knows whether it was committed.
    """
    cursor: Any = None
    try:
        cursor = connection.dialect.loaded_dbapi.ClientCursor(connection.connection.driver_connection)
        cursor.execute(f"{beginning}; {call.text}; {COMMIT}", call.values)
        while cursor.description is None and cursor.nextset():
            pass
        return cast("Rows", cursor.fetchall())
    except BaseException as fault:  # noqa: BLE001 - it is raised again, after SQLAlchemy has seen to the connection
        _raise(connection, fault, call.text)
    finally:
        _close(cursor)


def sent(connection: Connection, calls: Sequence[Call], *, commit: bool = False) -> None:
    """Run statements that return nothing, and commit if asked to; in one round trip on PostgreSQL.

    The values go beside the statements, never within them: what the server writes into its log when one of them fails
    holds none. Raises DBAPIError, for the first that fails; nothing after it is done.
    """
    together = connection.dialect.name == POSTGRES and len(calls) + commit > 1
    if together and not is_heard(connection, commit=commit):
        _sent_together(connection, calls, commit=commit)
    else:
        for each in calls:
            changed(connection, each)
    if commit:
        # Of the connection that has committed already, this only tells SQLAlchemy.
        connection.commit()


def _sent_together(connection: Connection, calls: Sequence[Call], *, commit: bool) -> None:
    try:
        driver: Any = connection.connection.driver_connection
        with driver.pipeline():
            for each in calls:
                cursor = driver.cursor()
                (cursor.executemany if each.many else cursor.execute)(each.text, each.values)
            if commit:
                driver.execute(COMMIT)
    except BaseException as fault:  # noqa: BLE001 - it is raised again, after SQLAlchemy has seen to the connection
        _raise(connection, fault, calls[0].text)


def is_heard(connection: Connection, *, commit: bool = False) -> bool:
    """Return whether somebody listens to each statement or reads them in the log; or to each commit."""
    heard = connection.engine.dispatch
    return (
        bool(heard.before_cursor_execute)
        or connection.engine.logger.isEnabledFor(logging.INFO)
        or (commit and bool(heard.commit))
    )


def _raise(connection: Connection, fault: BaseException, text: str) -> NoReturn:
    # SQLAlchemy's own way: it wraps the error, hides the values, and drops lost connections from its pool.
    connection._handle_dbapi_exception(fault, text, None, None, None)  # noqa: SLF001


def _close(cursor: Any) -> None:  # noqa: ANN401 - the driver's own
    if cursor is not None:
        # A lost connection's cursor may refuse; the connection is dropped anyway.
        with suppress(Exception):
            cursor.close()
