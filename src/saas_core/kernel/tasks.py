"""Tasks: work that is done after a commit, by any process, one at a time.

A task is requested in the transaction that decided it. A worker leases it, works outside any transaction, and ends the
lease in the transaction that stores the outcome; if it dies, the lease runs out and another worker starts over. A task
that is requested again while it is being worked on is done once more.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final, Protocol
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import TenantId

EFFECTS = "effects"
"""Tasks of this kind carry out the effects that wait in the outbox for one aggregate."""
CLIENT = "client"
"""The subject of tasks for a tenant as a whole."""
EVERYBODY = "everybody"
"""The subject, in the provider's scope, of a task that requests the same for every client."""

WORKER_LOST: Final = "WORKER_LOST"
"""The fault of a task whose worker died, or held it longer than its lease."""


@frozen(order=True)
class Task:
    """A kind of work on one subject of one tenant, done by one worker at a time; holds nothing personal."""

    kind: str
    tenant_id: TenantId
    subject: str


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_LEAD: Final = 10
"""A tenth of a period is how late the task that plans it may come without anybody's turn being missed."""


def turn(task: Task, since: datetime, every: timedelta) -> datetime:
    """Return the first instant from `since` on at which a task has its turn, if it has one in each period.

    The place in the period follows from the kind and the tenant alone: it is the same each time and on every machine,
    and those of many tenants lie evenly.
    """
    digest = blake2b(task.kind.encode() + task.tenant_id.bytes, digest_size=8).digest()
    place = (every // _TICK) * int.from_bytes(digest) >> 64
    return since + ((_EPOCH + place * _TICK - since) % every)


def planned(task: Task, now: datetime, every: timedelta) -> tuple[datetime, datetime]:
    """Return from when on the next period is planned by a task that has a turn in each, and the turn after this one.

    Each plan begins where the last one ended. One that comes late, as after an outage, begins now or a moment later:
    what was missed meanwhile is not made up for all at once, but at its turn within one period.
    """
    this = turn(task, now - every + _TICK, every)
    return max(this + every / _LEAD, now), this + every


@frozen(kw_only=True)
class Lease:
    """A task held by one worker until an instant; `attempts` have failed since it last succeeded.

    It is `taken_over` from a worker that died, or that took too long, which is one of the failures.
    """

    task: Task
    token: UUID
    wanted: int
    attempts: int
    until: datetime
    taken_over: bool = False


@frozen(kw_only=True)
class TaskState:
    """The state of a task: due at an instant, or parked since one, with its last fault, until somebody revives it."""

    task: Task
    due_at: datetime
    attempts: int
    leased_until: datetime | None
    parked_at: datetime | None
    fault: str


@frozen(order=True)
class TaskPlace:
    """The place of a task in a list by the instant at which it is due."""

    due_at: datetime
    task: Task


@frozen(kw_only=True)
class TaskFilter:
    """Which tasks to read: parked ones, those of a client, a kind and a subject, due within `[since, until)`.

    None and an empty text narrow nothing.
    """

    parked: bool = False
    tenant_id: TenantId | None = None
    kind: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def fits(self, state: TaskState) -> bool:
        """Return whether a task is one of those."""
        return (
            (state.parked_at is not None or not self.parked)
            and self.tenant_id in {None, state.task.tenant_id}
            and self.kind in {"", state.task.kind}
            and self.subject in {"", state.task.subject}
            and (self.since is None or state.due_at >= self.since)
            and (self.until is None or state.due_at < self.until)
        )


class TenantTasks(Protocol):
    """Tasks of the current tenant, inside its unit of work."""

    def want(self, kind: str, subject: str, at: datetime) -> None:
        """Request a task for the instant, or leave it earlier if it is already due; a parked one stays parked."""
        ...

    def revive(self, kind: str, subject: str, at: datetime) -> bool:
        """Make a parked task due and reset its failures; return whether it was parked."""
        ...

    def holds(self, lease: Lease) -> bool:
        """Return whether the lease still holds; nobody else can take it while this unit of work is open."""
        ...

    def finish(self, lease: Lease) -> bool:
        """End the lease: the task is done, or due again if it was requested since; return whether it is done."""
        ...


class Tasks(Protocol):
    """Tasks of all tenants; every call is a transaction of its own."""

    def claim(
        self, kinds: Collection[str], *, now: datetime, until: datetime, token: UUID, tenant_id: TenantId | None = None
    ) -> Lease | None:
        """Lease the task that has been due the longest, of one tenant or of any; None when none is due."""
        ...

    def postpone(self, lease: Lease, *, due_at: datetime, fault: str) -> None:
        """Return the lease after a failure; the task may be tried again from the instant on."""
        ...

    def park(self, lease: Lease, *, at: datetime, fault: str) -> None:
        """Return the lease for good, until somebody revives the task."""
        ...

    def want_all(
        self, kind: str, subjects: Collection[tuple[TenantId, str]], at: datetime, every: timedelta | None = None
    ) -> None:
        """Request one kind of work on many subjects, as `TenantTasks.want` does for each.

        With `every`, each is due at its first turn from the instant on, so that all are spread over one such period.
        """
        ...

    def find(self, task: Task) -> TaskState | None:
        """Return the state of a task; None when there is nothing to do."""
        ...

    def page(self, after: Task | None, limit: int, *, parked: bool = False) -> tuple[TaskState, ...]:
        """Return tasks not done yet, or only the parked ones, in order, those after the given one."""
        ...

    def newest(self, wanted: TaskFilter, after: TaskPlace | None, limit: int) -> tuple[TaskState, ...]:
        """Return the tasks wanted that are not done yet, those due last first, after the given place."""
        ...
