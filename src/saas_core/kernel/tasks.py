"""Tasks: work that is to be done after a commit, by whichever process comes to it, and by one at a time.

A task is wanted in the transaction that decided it. A worker leases it, works outside any transaction, and ends the
lease in the transaction that keeps the outcome; if it dies, the lease runs out and another one begins again. What is
wanted anew while it is being worked on is done once more.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import TenantId

EFFECTS = "effects"
"""Tasks of this kind carry out what waits in the outbox for one aggregate."""
CLIENT = "client"
"""The subject of what is done for a tenant as a whole."""
EVERYBODY = "everybody"
"""The subject, in the provider's scope, of what has it done for every client."""


@frozen(order=True)
class Task:
    """What is done by one at a time: a kind of work, on one subject of one tenant. Holds nothing personal."""

    kind: str
    tenant_id: TenantId
    subject: str


@frozen(kw_only=True)
class Lease:
    """A task taken by one worker until an instant; `attempts` failed since it last succeeded."""

    task: Task
    token: UUID
    wanted: int
    attempts: int
    until: datetime


@frozen(kw_only=True)
class TaskState:
    """How a task stands: due at an instant, or parked since one with its last fault until somebody revives it."""

    task: Task
    due_at: datetime
    attempts: int
    leased_until: datetime | None
    parked_at: datetime | None
    fault: str


class TenantTasks(Protocol):
    """Tasks of the tenant at hand, inside its unit of work."""

    def want(self, kind: str, subject: str, at: datetime) -> None:
        """Have it done at the instant, or earlier where it is due already; a parked one stays parked."""
        ...

    def revive(self, kind: str, subject: str, at: datetime) -> bool:
        """Make a parked task due, with its failures forgotten; returns whether it was parked."""
        ...

    def holds(self, lease: Lease) -> bool:
        """Return whether the lease still holds; while this unit of work is open nobody else takes it."""
        ...

    def finish(self, lease: Lease) -> bool:
        """End the lease: the task is done, or due again when it was wanted since; returns whether it is done."""
        ...


class Tasks(Protocol):
    """Tasks of all tenants; every call is a transaction of its own."""

    def claim(
        self, kinds: Collection[str], *, now: datetime, until: datetime, token: UUID, tenant_id: TenantId | None = None
    ) -> Lease | None:
        """Lease the task that is due the longest, of one tenant or of any; None when none is due."""
        ...

    def postpone(self, lease: Lease, *, due_at: datetime, fault: str) -> None:
        """Give the lease back after a failure, to be tried again from the instant on."""
        ...

    def park(self, lease: Lease, *, at: datetime, fault: str) -> None:
        """Give the lease back for good, until somebody revives the task."""
        ...

    def want_all(self, kind: str, subjects: Collection[tuple[TenantId, str]], at: datetime) -> None:
        """Have one kind of work done on many subjects, as `TenantTasks.want` would for each."""
        ...

    def find(self, task: Task) -> TaskState | None:
        """Return how a task stands; None when nothing is to be done."""
        ...

    def page(self, after: Task | None, limit: int, *, parked: bool = False) -> tuple[TaskState, ...]:
        """Return tasks not done yet, or the parked ones alone, in order, those after the given one."""
        ...
