"""Tasks in process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from attrs import define

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import TenantId
from saas_core.kernel.tasks import WORKER_LOST, Lease, Task, TaskFilter, TaskPlace, TaskState, turn


@define
class _Row:
    due_at: datetime
    wanted: int = 0
    attempts: int = 0
    token: UUID | None = None
    leased_until: datetime | None = None
    parked_at: datetime | None = None
    fault: str = ""

    def free(self) -> None:
        """Release the lease."""
        self.token = self.leased_until = None


class MemoryTasks:
    """Tasks of all tenants; `guard` locks the store during each access."""

    def __init__(self, guard: threading.RLock) -> None:
        """Start empty."""
        self._guard = guard
        self._rows: dict[Task, _Row] = {}
        # Locked by an open unit of work, which has exclusive use of them.
        self._taken: set[Task] = set()

    def claim(
        self, kinds: Collection[str], *, now: datetime, until: datetime, token: UUID, tenant_id: TenantId | None = None
    ) -> Lease | None:
        """Lease the task that has been due longest, of one tenant or of any; None if none is due."""
        with self._guard:
            due = [
                (row.due_at, task)
                for task, row in self._rows.items()
                if row.parked_at is None
                and row.due_at <= now
                and task.kind in kinds
                and (row.leased_until is None or row.leased_until <= now)
                and task not in self._taken
                and tenant_id in {None, task.tenant_id}
            ]
            if not due:
                return None
            task = min(due)[1]
            row = self._rows[task]
            taken_over = row.token is not None
            if taken_over:
                row.attempts, row.fault = row.attempts + 1, WORKER_LOST
            row.token, row.leased_until = token, until
            return Lease(
                task=task, token=token, wanted=row.wanted, attempts=row.attempts, until=until, taken_over=taken_over
            )

    def postpone(self, lease: Lease, *, due_at: datetime, fault: str) -> None:
        """Release the lease after a failure; the task is retried from the instant on."""
        with self._guard:
            row = self.held(lease)
            if row is not None:
                row.free()
                row.attempts, row.due_at, row.fault = row.attempts + 1, due_at, fault

    def park(self, lease: Lease, *, at: datetime, fault: str) -> None:
        """Release the lease and park the task until somebody revives it."""
        with self._guard:
            row = self.held(lease)
            if row is not None:
                row.free()
                row.attempts, row.parked_at, row.fault = row.attempts + 1, at, fault

    def page(self, after: Task | None, limit: int, *, parked: bool = False) -> tuple[TaskState, ...]:
        """Return unfinished tasks, or only parked ones, in order, after the given one."""
        with self._guard:
            found = sorted(
                task
                for task, row in self._rows.items()
                if (after is None or task > after) and (row.parked_at is not None or not parked)
            )
            return tuple(_state(task, self._rows[task]) for task in found[:limit])

    def newest(self, wanted: TaskFilter, after: TaskPlace | None, limit: int) -> tuple[TaskState, ...]:
        """Return the tasks wanted that are unfinished, those due last first, after the given place."""
        with self._guard:
            states = [_state(task, row) for task, row in self._rows.items()]
        found = {TaskPlace(each.due_at, each.task): each for each in states if wanted.fits(each)}
        places = sorted((each for each in found if after is None or each < after), reverse=True)
        return tuple(found[each] for each in places[:limit])

    def want_all(
        self, kind: str, subjects: Collection[tuple[TenantId, str]], at: datetime, every: timedelta | None = None
    ) -> None:
        """Request one kind of work on many subjects, at once or each at its turn, as `TenantTasks.want` does."""
        with self._guard:
            for tenant_id, subject in subjects:
                task = Task(kind, tenant_id, subject)
                self.want(task, at if every is None else turn(task, at, every))

    def find(self, task: Task) -> TaskState | None:
        """Return the state of a task; None if there is none."""
        with self._guard:
            row = self._rows.get(task)
            return None if row is None else _state(task, row)

    def held(self, lease: Lease) -> _Row | None:
        """Return the row of a valid lease."""
        row = self._rows.get(lease.task)
        return row if row is not None and row.token == lease.token else None

    def take(self, lease: Lease) -> bool:
        """Lock a task whose lease is valid; returns whether it is."""
        with self._guard:
            if self.held(lease) is None:
                return False
            self._taken.add(lease.task)
            return True

    def give_up(self, tasks: Collection[Task]) -> None:
        """Allow tasks to be claimed again."""
        with self._guard:
            self._taken.difference_update(tasks)

    def parked(self, task: Task) -> bool:
        """Return whether a task is parked."""
        row = self._rows.get(task)
        return row is not None and row.parked_at is not None

    def revive(self, task: Task, at: datetime) -> None:
        """Make a parked task due."""
        row = self._rows[task]
        row.parked_at, row.attempts, row.due_at, row.fault = None, 0, at, ""

    def want(self, task: Task, at: datetime) -> None:
        """Schedule the task for the instant, unless it is due earlier."""
        row = self._rows.setdefault(task, _Row(at))
        row.wanted, row.due_at = row.wanted + 1, min(at, row.due_at)

    def finish(self, lease: Lease) -> None:
        """End the lease; the task is done, or due again if it was requested since."""
        row = self.held(lease)
        if row is None:
            return
        if row.wanted == lease.wanted:
            del self._rows[lease.task]
        else:
            row.free()
            row.attempts, row.fault = 0, ""


class MemoryTenantTasks:
    """Tasks of one tenant, inside its unit of work."""

    def __init__(self, tasks: MemoryTasks, tenant_id: TenantId, *, writing: bool) -> None:
        """Apply changes when the unit of work commits."""
        self._tasks = tasks
        self._tenant_id = tenant_id
        self._writing = writing
        self._changes: list[Callable[[], None]] = []
        self._taken: set[Task] = set()

    def want(self, kind: str, subject: str, at: datetime) -> None:
        """Schedule the task for the instant, unless it is due earlier; a parked task stays parked."""
        self._require_writing()
        self._changes.append(lambda: self._tasks.want(Task(kind, self._tenant_id, subject), at))

    def revive(self, kind: str, subject: str, at: datetime) -> bool:
        """Make a parked task due and reset its failures; returns whether it was parked."""
        self._require_writing()
        task = Task(kind, self._tenant_id, subject)
        if not self._tasks.parked(task):
            return False
        self._changes.append(lambda: self._tasks.revive(task, at))
        return True

    def holds(self, lease: Lease) -> bool:
        """Return whether the lease is still valid; nobody else can take it while this unit of work is open."""
        held = self._tasks.take(lease)
        if held:
            self._taken.add(lease.task)
        return held

    def finish(self, lease: Lease) -> bool:
        """End the lease; the task is done, or due again if requested since. Returns whether it is done."""
        self._require_writing()
        row = self._tasks.held(lease)
        # Applied before tasks requested in the same unit of work, which come later.
        self._changes.insert(0, lambda: self._tasks.finish(lease))
        return row is not None and row.wanted == lease.wanted

    def commit(self) -> None:
        """Make the changes permanent."""
        changes, self._changes = self._changes, []
        for change in changes:
            change()

    def close(self) -> None:
        """Discard uncommitted changes."""
        self._changes.clear()
        self._tasks.give_up(self._taken)
        self._taken.clear()

    def _require_writing(self) -> None:
        if not self._writing:
            message = "This unit of work is read-only."
            raise StoreFault(message, remedy="Begin a writing one.")


def _state(task: Task, row: _Row) -> TaskState:
    return TaskState(
        task=task,
        due_at=row.due_at,
        attempts=row.attempts,
        leased_until=row.leased_until,
        parked_at=row.parked_at,
        fault=row.fault,
    )
