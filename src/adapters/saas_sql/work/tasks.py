"""Tasks in the database: requested in a tenant's transaction, claimed outside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from saas_core.kernel.ids import TenantId
from saas_core.kernel.tasks import WORKER_LOST, Lease, Task, TaskFilter, TaskPlace, TaskState, turn
from saas_sql.column_types import Instant
from saas_sql.declaration import WHOLE, column, ident, index
from saas_sql.driver import sent
from saas_sql.mapping import Mapped
from saas_sql.outside import changing, reading, told
from saas_sql.session import Session
from saas_sql.statements import insert_or
from saas_sql.work.tables import TABLES

# Holds no personal data.
due_work = TABLES.add(
    "due_work",
    ident("tenant_id"),
    column("kind", sa.Text, key=True),
    column("subject", sa.Text, key=True),
    column("wanted", sa.BigInteger),
    column("due_at", Instant),
    column("attempts", sa.BigInteger),
    column("token", sa.Uuid, null=True),
    column("leased_until", Instant, null=True),
    column("parked_at", Instant, null=True),
    column("fault", sa.Text),
    # In the order in which tasks are claimed: the next one is found without looking at the others.
    index("ix_due_work_next", "due_at", "tenant_id", "kind", "subject", where="parked_at IS NULL"),
    changes=WHOLE,
    removed=True,
    outside="a worker finds what is due before it knows whose it is",
)
_TABLE = due_work.c
_TASK = Mapped(Task, due_work)
_STATE = Mapped(TaskState, due_work, {"task": {}})


class SqlTenantTasks:
    """Tasks of one tenant, inside its unit of work."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session
        self._wanted: dict[tuple[str, str], datetime] = {}

    def want(self, kind: str, subject: str, at: datetime) -> None:
        """Schedule the task for the instant, unless it is due earlier; a parked task stays parked."""
        self._session.require_writing(due_work)
        self._wanted[kind, subject] = min(at, self._wanted.get((kind, subject), at))

    def revive(self, kind: str, subject: str, at: datetime) -> bool:
        """Make a parked task due and reset its failures; returns whether it was parked."""
        parked = (*_is(Task(kind, self._session.tenant_id, subject)), _TABLE.parked_at.is_not(None))
        fresh = sa.update(due_work).where(*parked).values(parked_at=None, attempts=0, due_at=at, fault="")
        return self._session.change_outside(due_work, fresh) > 0

    def holds(self, lease: Lease) -> bool:
        """Return whether the lease is still valid; nobody else can take it while this unit of work is open."""
        query = sa.select(_TABLE.token).where(*_held(lease)).with_for_update()
        return bool(self._session.outside(query))

    def finish(self, lease: Lease) -> bool:
        """End the lease; the task is done, or due again if requested since. Returns whether it is done."""
        over = sa.delete(due_work).where(*_held(lease), _TABLE.wanted == lease.wanted)
        done = self._session.change_outside(due_work, over) > 0
        if not done:
            once_more = sa.update(due_work).where(*_held(lease))
            self._session.change_outside(
                due_work, once_more.values(token=None, leased_until=None, attempts=0, fault="")
            )
        return done

    def send(self) -> None:
        """Send all requested tasks at once, and wake workers after the commit."""
        if self._wanted:
            wanted, self._wanted = self._wanted, {}
            tenant_id = self._session.tenant_id
            rows = [fresh(Task(kind, tenant_id, subject), at) for (kind, subject), at in wanted.items()]
            self._session.change_or_add(due_work, rows, again)


def fresh(task: Task, at: datetime) -> dict[str, Any]:
    """Return the row of a task requested for the first time."""
    return {"tenant_id": task.tenant_id, "kind": task.kind, "subject": task.subject, "due_at": at, **_FRESH}


_FRESH = {"wanted": 1, "attempts": 0, "fault": ""}


def again(table: sa.Table, given: Any) -> dict[str, Any]:  # noqa: ANN401 - the row that was to be inserted
    """Return the update for a task that is requested again."""
    sooner = sa.case((given.due_at < table.c.due_at, given.due_at), else_=table.c.due_at)
    return {"wanted": table.c.wanted + 1, "due_at": sooner}


def _held(lease: Lease) -> tuple[sa.ColumnElement[bool], ...]:
    return (*_is(lease.task), _TABLE.token == lease.token)


def _is(task: Task) -> tuple[sa.ColumnElement[bool], ...]:
    return _TABLE.tenant_id == task.tenant_id, _TABLE.kind == task.kind, _TABLE.subject == task.subject


class SqlTasks:
    """Tasks of all tenants; each call is its own transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use the engine for all reads and writes."""
        self._engine = engine

    def claim(
        self, kinds: Collection[str], *, now: datetime, until: datetime, token: UUID, tenant_id: TenantId | None = None
    ) -> Lease | None:
        """Lease the task that has been due longest, of one tenant or of any; None if none is due."""
        # Each row is all the work on one subject, so skipping a locked one overtakes nothing.
        query = (
            sa.select(due_work)
            .where(
                _TABLE.parked_at.is_(None),
                _TABLE.due_at <= now,
                _TABLE.kind.in_(kinds),
                sa.or_(_TABLE.leased_until.is_(None), _TABLE.leased_until <= now),
            )
            .order_by(_TABLE.due_at, _TABLE.tenant_id, _TABLE.kind, _TABLE.subject)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if tenant_id is not None:
            query = query.where(_TABLE.tenant_id == tenant_id)
        with changing(self._engine) as connection:
            row = connection.execute(query).mappings().first()
            if row is None:
                return None
            task = _TASK.load(row)
            taken_over = row["token"] is not None
            attempts = row["attempts"] + taken_over
            lost = {"attempts": attempts, "fault": WORKER_LOST} if taken_over else {}
            leased = sa.update(due_work).where(*_is(task)).values(token=token, leased_until=until, **lost)
            connection.execute(leased)
        return Lease(
            task=task, token=token, wanted=row["wanted"], attempts=attempts, until=until, taken_over=taken_over
        )

    def postpone(self, lease: Lease, *, due_at: datetime, fault: str) -> None:
        """Release the lease after a failure; the task is retried from the instant on."""
        self._give_back(lease, due_at=due_at, fault=fault)

    def park(self, lease: Lease, *, at: datetime, fault: str) -> None:
        """Release the lease and park the task until somebody revives it."""
        self._give_back(lease, parked_at=at, fault=fault)

    def want_all(
        self, kind: str, subjects: Collection[tuple[TenantId, str]], at: datetime, every: timedelta | None = None
    ) -> None:
        """Request one kind of work on many subjects, at once or each at its turn, as `TenantTasks.want` does."""
        # Sorted, so that two writers requesting the same tasks cannot deadlock.
        tasks = [Task(kind, tenant_id, subject) for tenant_id, subject in sorted(subjects)]
        rows = [fresh(each, at if every is None else turn(each, at, every)) for each in tasks]
        if rows:
            with changing(self._engine) as connection:
                adding = insert_or(connection.dialect.name, due_work, tuple(rows[0]), again)
                sent(connection, [adding.calls(connection, rows), *told(connection)])

    def find(self, task: Task) -> TaskState | None:
        """Return the state of a task; None if there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(due_work).where(*_is(task))).mappings().first()
        return _STATE.load_first(row)

    def page(self, after: Task | None, limit: int, *, parked: bool = False) -> tuple[TaskState, ...]:
        """Return unfinished tasks, or only parked ones, in order, after the given one."""
        order = (_TABLE.kind, _TABLE.tenant_id, _TABLE.subject)
        query = sa.select(due_work).order_by(*order).limit(limit)
        if parked:
            query = query.where(_TABLE.parked_at.is_not(None))
        if after is not None:
            last = (after.kind, sa.bindparam(None, after.tenant_id, sa.Uuid), after.subject)
            query = query.where(sa.tuple_(*order) > sa.tuple_(*last))
        with reading(self._engine) as connection:
            return _STATE.load_all(connection.execute(query).mappings())

    def newest(self, wanted: TaskFilter, after: TaskPlace | None, limit: int) -> tuple[TaskState, ...]:
        """Return the tasks wanted that are unfinished, those due last first, after the given place."""
        order = (_TABLE.due_at, _TABLE.kind, _TABLE.tenant_id, _TABLE.subject)
        # Done tasks are deleted, so the table stays small, and an index for this would slow every task down.
        query = sa.select(due_work).where(*_wanted(wanted)).order_by(*(each.desc() for each in order)).limit(limit)
        if after is not None:
            task = after.task
            last = (
                sa.bindparam(None, after.due_at, Instant),
                task.kind,
                sa.bindparam(None, task.tenant_id, sa.Uuid),
                task.subject,
            )
            query = query.where(sa.tuple_(*order) < sa.tuple_(*last))
        with reading(self._engine) as connection:
            return _STATE.load_all(connection.execute(query).mappings())

    def _give_back(self, lease: Lease, **values: Any) -> None:  # noqa: ANN401
        freed = {"token": None, "leased_until": None, "attempts": _TABLE.attempts + 1, **values}
        with changing(self._engine) as connection:
            connection.execute(sa.update(due_work).where(*_held(lease)).values(**freed))


def _wanted(wanted: TaskFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.parked:
        yield _TABLE.parked_at.is_not(None)
    if wanted.tenant_id is not None:
        yield _TABLE.tenant_id == wanted.tenant_id
    if wanted.kind:
        yield _TABLE.kind == wanted.kind
    if wanted.subject:
        yield _TABLE.subject == wanted.subject
    if wanted.since is not None:
        yield _TABLE.due_at >= wanted.since
    if wanted.until is not None:
        yield _TABLE.due_at < wanted.until
