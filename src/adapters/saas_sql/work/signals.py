"""Signals in the database, outside the tenants."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.instants import EARLIEST
from saas_core.kernel.signals import Signal, SignalPlace, SignalState
from saas_core.kernel.tasks import Task
from saas_sql.column_types import POSTGRES, Instant
from saas_sql.declaration import column, index
from saas_sql.mapping import Mapped
from saas_sql.outside import CHANNEL, changed_at_once, changing, reading
from saas_sql.prepared import Prepared
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

    def take(self, signal: Signal, at: datetime, task: Task | None) -> bool:
        """Keep a signal and want the task that follows, both or neither; returns whether it is new."""
        tenant_id = PROVIDER if task is None else task.tenant_id
        done_at = at if task is None else None
        row = {**_SIGNAL.dump(signal), "tenant_id": tenant_id, "received_at": at, "done_at": done_at}
        if task is not None and self._engine.dialect.name == POSTGRES:
            wanted = {_given(name): value for name, value in fresh(task, at).items()}
            # Done twice it is kept once all the same, and the task is wanted by the first.
            return bool(changed_at_once(self._engine, _taking(), row | wanted))
        with changing(self._engine) as connection:
            new = insert_if_absent(connection, inbox, row)
            if new and task is not None:
                wanted = fresh(task, at)
                insert_or(connection.dialect.name, due_work, tuple(wanted), again).change(connection, wanted)
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
    """Signals inside a unit of work: those of one account over one endpoint, or a single one."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def waiting(self, endpoint: str, account: str) -> int:
        """Count the signals of an account over an endpoint that were not looked after yet."""
        query = sa.select(sa.func.count().label("number")).select_from(inbox).where(*_waiting(endpoint, account))
        return int(self._session.outside(query)[0]["number"])

    def settle(self, endpoint: str, account: str, at: datetime) -> None:
        """Mark the signals of an account as looked after."""
        self._session.change_outside(inbox, sa.update(inbox).where(*_waiting(endpoint, account)).values(done_at=at))

    def mark(self, endpoint: str, event: str, done_at: datetime | None) -> None:
        """Mark one signal as looked after at an instant, or as to be looked after again."""
        one = sa.update(inbox).where(_TABLE.endpoint == endpoint, _TABLE.event == event)
        self._session.change_outside(inbox, one.values(done_at=done_at))


def _waiting(endpoint: str, account: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _TABLE.account == account, _TABLE.endpoint == endpoint, _TABLE.done_at.is_(None)


def _given(name: str) -> str:
    """Return the parameter of a column of the task, beside those of the signal that are named alike."""
    return f"task_{name}"


@cache
def _taking() -> Prepared:
    """Return the single PostgreSQL statement for `take`; it returns a row for a new signal.

    Signals come in bursts, and every statement is a round trip.
    """
    # Slow to import, and of no use to SQLite.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    row = {each.name: sa.bindparam(each.name, type_=each.type) for each in _TABLE}
    kept = postgresql.insert(inbox).values(**row).on_conflict_do_nothing()
    new = kept.returning(_TABLE.event).cte("new")
    names = list(fresh(Task("", PROVIDER, ""), EARLIEST))
    given = [sa.bindparam(_given(name), type_=due_work.c[name].type) for name in names]
    task = postgresql.insert(due_work).from_select(names, sa.select(*given).select_from(new))
    wanted = task.on_conflict_do_update(
        index_elements=list(due_work.primary_key), set_=again(due_work, task.excluded)
    ).returning(due_work.c.subject)
    return Prepared(sa.select(new.c.event, sa.func.pg_notify(CHANNEL, "")).add_cte(wanted.cte("wanted")))
