"""Engines for the two databases, and the start of each transaction."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast
from uuid import UUID

import sqlalchemy as sa
import sqlalchemy.exc
from attrs import define
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_sql.column_types import POSTGRES, SQLITE
from saas_sql.driver import Call, Rows, carried_out, changed, fetched, is_heard, opened
from saas_sql.faults import RETRIED, sqlstate

T = TypeVar("T")

ROLE = "saas_app_role"
"""PostgreSQL runs every unit of work under this role, which owns nothing and cannot bypass row-level security."""

BUSY_MILLISECONDS = 5000
_BEGIN = "saas_begin"
_READS = "saas_reads"
_BEGIN_READING: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_AUTOCOMMIT = "AUTOCOMMIT"
# Statement values stay out of logs and errors; the name gives the logger `sqlalchemy.engine.Engine.saas`.
_DISCREET: Final[dict[str, Any]] = {"hide_parameters": True, "logging_name": "saas"}
LIMITS = {
    "lock_timeout": "5s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
}


def engine_for(url: str, *, create: bool = False) -> Engine:
    """Return an engine for `sqlite:///<file>` or `postgresql+psycopg://…`.

    An SQLite file is created only if `create` is set; signs such as % and ? in its name are written as in any URL.
    Raises InvalidValue for any other URL, and for one of SQLite with a query.
    """
    try:
        parsed = sa.make_url(url)
    except sqlalchemy.exc.ArgumentError:
        raise _no_url() from None
    name = parsed.get_backend_name()
    # SQLite's own form of addresses, which begins so, leads to no file here.
    if name == SQLITE and "?" in url and not str(parsed.database).startswith("file:"):
        # Passed over, a ? would have named another file than it seems to.
        message = "has a query, which SQLite has no use for."
        remedy = "Write a % in the file's name as %25 and a ? as %3F."
        raise InvalidValue(message, field="database_url", remedy=remedy)
    if name == SQLITE and parsed.database and parsed.database != ":memory:":
        return _sqlite(Path(parsed.database), create=create)
    if name == POSTGRES:
        return _postgres(parsed)
    raise _no_url()


def begin_for_change(connection: Connection, tenant_id: TenantId, first: str = "") -> Rows:
    """Begin a transaction that may change the tenant's rows; returns what the `first` query finds, on PostgreSQL.

    The query takes no round trip of its own. It is sent as it is, so it must hold nothing but names and ids.
    """
    postgres = connection.dialect.name == POSTGRES
    return _begun(connection, _opening("BEGIN", tenant_id) if postgres else "BEGIN IMMEDIATE", first)


def change_at_once(connection: Connection, tenant_id: TenantId, call: Call) -> Rows:
    """Carry out a change of one statement in a transaction of its own, and return the rows that it found.

    Repeated after a collision or a lost connection, so that it must be one that may be done twice; and its values are
    written into its text, so that none may be personal or secret.
    """
    return _at_once(connection, tenant_id, call, "BEGIN", begin_for_change)


def read_at_once(connection: Connection, tenant_id: TenantId, call: Call) -> Rows:
    """Return the rows that a query finds in a transaction of its own; none of its values may be personal or secret."""
    return _at_once(connection, tenant_id, call, _BEGIN_READING, begin_for_reading)


def _at_once(
    connection: Connection,
    tenant_id: TenantId,
    call: Call,
    beginning: str,
    begin: Callable[[Connection, TenantId], object],
) -> Rows:
    def attempt() -> Rows:
        connection.rollback()
        if connection.dialect.name == POSTGRES and not is_heard(connection, commit=True):
            return carried_out(connection, _opening(beginning, tenant_id), call)
        begin(connection, tenant_id)
        found = fetched(connection, call.text, call.values)
        connection.commit()
        return found

    return retried(attempt)


def begin_for_reading(connection: Connection, tenant_id: TenantId, first: str = "") -> Rows:
    """Begin a read-only transaction on one consistent state of the tenant's rows; `first` is as for a change."""
    postgres = connection.dialect.name == POSTGRES
    return _begun(connection, opening_for_reading(tenant_id) if postgres else "BEGIN", first)


def begin_by_hand(connection: Connection) -> None:
    """Begin a transaction of which the caller sends the opening itself, together with what it asks."""
    _begun(connection, "")


def opening_for_reading(tenant_id: TenantId) -> str:
    """Return PostgreSQL's statements that begin a read-only transaction, with what is set for it alone."""
    return _opening(_BEGIN_READING, tenant_id)


def begin_as_connected(connection: Connection) -> None:
    """Begin a transaction of the role that is connected, which sees no tenant's rows; on SQLite it only reads."""
    _begun(connection, "BEGIN")


def retried(attempt: Callable[[], T]) -> T:
    """Retry an operation that failed by a collision or a lost connection, up to three attempts in all.

    An attempt is the start of a transaction, so nobody has seen its effects when its connection is lost.
    """
    for pause in (0.05, 0.2):
        try:
            return attempt()
        except sqlalchemy.exc.DBAPIError as fault:
            if fault.connection_invalidated:
                continue
            if sqlstate(fault.orig) not in RETRIED:
                raise
            time.sleep(pause)
    return attempt()


@define
class _Beginning:
    """The beginning of a transaction, with the rows of its first query."""

    text: str
    first: str = ""
    rows: Rows = ()


def _begun(connection: Connection, how: str, first: str = "") -> Rows:
    beginning = _Beginning(how, first)
    connection.execution_options(**{_BEGIN: beginning}).begin()
    return beginning.rows


def _opening(begin: str, tenant_id: TenantId) -> str:
    """Return the statement that begins a transaction and sets the application's role and the tenant for it alone.

    Nothing is set for longer than a transaction: a session of the server may be somebody else's right after it.

    This is the only place that sets `app.tenant_id`, which every row-level security policy reads. It is a single text,
    sent in one round trip; it is safe because the id contains only the characters of a UUID.
    """
    return f"{begin}; {_SETTINGS}; SET LOCAL app.tenant_id = '{UUID(str(tenant_id))}'"


_SETTINGS: Final = "; ".join(f"SET LOCAL {name} = '{value}'" for name, value in {"role": ROLE, **LIMITS}.items())


def _postgres(url: sa.URL) -> Engine:
    # Transactions are begun by hand, so that beginning and configuring one takes a single round trip.
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level=_AUTOCOMMIT,
        pool_size=8,
        # A pooler gives each transaction to another session of the server, which has not prepared what this one has.
        connect_args={"prepare_threshold": None},
        **_DISCREET,
    )
    event.listen(engine, "begin", _begin_on_server)
    return _settled(engine)


def _begin_on_server(connection: Connection) -> None:
    options = connection.get_execution_options()
    # Callers that need no transaction, such as LISTEN, begin none.
    if options.get("isolation_level") != _AUTOCOMMIT:
        beginning = options.get(_BEGIN) or _Beginning("BEGIN")
        if beginning.text:
            beginning.rows = opened(connection, beginning.text, beginning.first)


def _sqlite(file: Path, *, create: bool) -> Engine:
    address = f"{file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        # Transactions are begun by hand: the driver begins them too late, and loses updates.
        return sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_MILLISECONDS / 1000
        )

    engine = sa.create_engine("sqlite+pysqlite://", creator=connect, poolclass=sa.QueuePool, pool_size=8, **_DISCREET)
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return _settled(engine)


def _settled(engine: Engine) -> Engine:
    event.listen(engine, "checkin", _undo)
    # The logger without its own `echo`, which is the one that a host configures.
    cast("logging.Logger", engine.logger).addFilter(_without_rows)
    return engine


def _without_rows(record: logging.LogRecord) -> bool:
    # At DEBUG SQLAlchemy writes every row that it reads, names and addresses included.
    return record.levelno > logging.DEBUG


def _settle(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", f"busy_timeout={BUSY_MILLISECONDS}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _undo(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection, None for a lost one
    # A failed commit leaves its transaction open, but SQLAlchemy considers it ended: the next one could not begin,
    # and until then everybody else would wait for this one's locks. Costs nothing where no transaction is open.
    if connection is not None:
        connection.rollback()


def _begin(connection: Connection) -> None:
    beginning = connection.get_execution_options().get(_BEGIN) or _Beginning("BEGIN IMMEDIATE")
    reads = beginning.text == "BEGIN"
    # Kept with the driver's connection, which most often goes on as it was.
    if connection.info.get(_READS) is not reads:
        changed(connection, Call(f"PRAGMA query_only={'ON' if reads else 'OFF'}"))
        connection.info[_READS] = reads
    changed(connection, Call(beginning.text))


def _no_url() -> InvalidValue:
    # The URL may hold a password, so it is not shown.
    message = "is not a supported database."
    return InvalidValue(
        message, field="database_url", remedy="Use sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME."
    )
