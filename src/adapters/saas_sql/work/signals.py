"""Signals in the database, outside the tenants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection, Engine

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.instants import EARLIEST
from saas_core.kernel.signals import Signal, SignalPlace, SignalState
from saas_core.kernel.tasks import Task
from saas_core.payments.values import LOOK
from saas_sql.column_types import POSTGRES, Instant
from saas_sql.declaration import column, index
from saas_sql.mapping import Mapped
from saas_sql.outside import CHANNEL, changing, reading
from saas_sql.payments import owner_of
from saas_sql.session import Session
from saas_sql.statements import insert_if_absent, insert_or
from saas_sql.work.tables import TABLES
from saas_sql.work.tasks import again, due_work, fresh

# Holds no personal data, and nothing to apply.
inbox = TABLES.add(
    "inbox",
    column("endpoint", sa.Text, key=True),
    column("event", sa.Text, key=True),
    column("tenant_id", sa.Uuid),
    column("kind", sa.Text),
    column("subject", sa.Text),
    column("account", sa.Text),
    column("occurred_at", Instant),
    column("received_at", Instant),
    column("done_at", Instant, null=True),
    index("ix_inbox_received_at", "received_at", "endpoint", "event"),
    index("ix_inbox_account", "account", where="done_at IS NULL"),
    changes=("done_at",),
    removed=True,
    outside="whose a signal is may not be known when it comes",
)
_TABLE = inbox.c
_SIGNAL = Mapped(Signal, inbox)
_STATE = Mapped(SignalState, inbox, {"signal": {}})


class SqlSignals:
    """Signals of all tenants; each call is its own transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use the engine for all reads and writes."""
        self._engine = engine

    def take(self, signal: Signal, at: datetime) -> bool:
        """Save a signal and request a look at its account, atomically; returns whether it is new."""
        row = {**_SIGNAL.dump(signal), "received_at": at, "done_at": None if signal.account else at}
        with changing(self._engine) as connection:
            if connection.dialect.name == POSTGRES:
                return connection.execute(_TAKING, row).first() is not None
            tenant_id = _owner(connection, signal.account)
            new = insert_if_absent(connection, inbox, {**row, "tenant_id": tenant_id})
            if new and signal.account:
                task = Task(LOOK, tenant_id, signal.account)
                connection.execute(insert_or(connection, due_work, again), [fresh(task, at)])
        return new

    def find(self, endpoint: str, event: str) -> SignalState | None:
        """Return a signal by its event id."""
        query = sa.select(inbox).where(_TABLE.endpoint == endpoint, _TABLE.event == event)
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().first()
        return _STATE.load_first(row)

    def page(self, after: SignalPlace | None, limit: int, *, waiting: bool = False) -> tuple[SignalState, ...]:
        """Return signals before the given place, newest first; with `waiting`, only unprocessed ones."""
        order = (_TABLE.received_at, _TABLE.endpoint, _TABLE.event)
        query = sa.select(inbox).order_by(*(each.desc() for each in order)).limit(limit)
        if waiting:
            query = query.where(_TABLE.done_at.is_(None))
        if after is not None:
            received = sa.bindparam(None, after.received_at, _TABLE.received_at.type)
            last = (received, after.endpoint, after.event)
            query = query.where(sa.tuple_(*order) < sa.tuple_(*last))
        with reading(self._engine) as connection:
            return _STATE.load_all(connection.execute(query).mappings())

    def forget(self, before: datetime, limit: int) -> int:
        """Remove a limited number of processed signals received before an instant; returns their number."""
        over = (_TABLE.received_at < before, _TABLE.done_at.is_not(None))
        key = (_TABLE.endpoint, _TABLE.event)
        old = sa.select(*key).where(*over).order_by(*key).limit(limit)
        with changing(self._engine) as connection:
            return int(connection.execute(sa.delete(inbox).where(sa.tuple_(*key).in_(old), *over)).rowcount)


class SqlTenantSignals:
    """Signals of one account, inside a unit of work."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def waiting(self, account: str) -> int:
        """Return the number of unprocessed signals of an account."""
        query = sa.select(sa.func.count().label("number")).select_from(inbox).where(*_waiting(account))
        return int(self._session.outside(query)[0]["number"])

    def settle(self, account: str, at: datetime) -> None:
        """Mark the signals of an account as processed."""
        self._session.change_outside(inbox, sa.update(inbox).where(*_waiting(account)).values(done_at=at))


def _waiting(account: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _TABLE.account == account, _TABLE.done_at.is_(None)


def _taking() -> sa.Select[Any]:
    """Return the single PostgreSQL statement for `take`; it returns a row for a new signal.

    Signals come in bursts, every statement is a round trip, and building one takes longer than sending it.
    """
    row = {each.name: sa.bindparam(each.name, type_=each.type) for each in _TABLE if each.name != "tenant_id"}
    owned = sa.func.coalesce(owner_of(row["account"]).scalar_subquery(), sa.literal(PROVIDER, sa.Uuid))
    kept = postgresql.insert(inbox).values(**row, tenant_id=owned).on_conflict_do_nothing()
    new = kept.returning(_TABLE.tenant_id, _TABLE.account, _TABLE.received_at).cte("new")
    defaults = fresh(Task(LOOK, PROVIDER, ""), EARLIEST)
    given: dict[str, Any] = {name: sa.literal(value, due_work.c[name].type) for name, value in defaults.items()}
    given |= {"tenant_id": new.c.tenant_id, "subject": new.c.account, "due_at": new.c.received_at}
    task = postgresql.insert(due_work).from_select(
        list(given), sa.select(*given.values()).select_from(new).where(new.c.account != "")
    )
    wanted = task.on_conflict_do_update(
        index_elements=list(due_work.primary_key), set_=again(due_work, task.excluded)
    ).returning(due_work.c.subject)
    return sa.select(new.c.tenant_id, sa.func.pg_notify(CHANNEL, "")).add_cte(wanted.cte("wanted"))


_TAKING = _taking()


def _owner(connection: Connection, account: str) -> TenantId:
    if not account:
        return PROVIDER
    return TenantId(connection.execute(owner_of(account)).scalar() or PROVIDER)
