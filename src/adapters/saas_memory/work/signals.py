"""Signals in process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from attrs import evolve

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.signals import Signal, SignalPlace, SignalState
from saas_core.kernel.tasks import Task
from saas_memory.work.tasks import MemoryTasks


class MemorySignals:
    """Signals of all tenants; `guard` locks the store during each access."""

    def __init__(self, guard: threading.RLock, tasks: MemoryTasks) -> None:
        """Begin with none."""
        self._guard = guard
        self._tasks = tasks
        self._rows: dict[tuple[str, str], SignalState] = {}

    def take(self, signal: Signal, at: datetime, task: Task | None) -> bool:
        """Keep a signal and want the task that follows, both or neither; returns whether it is new."""
        with self._guard:
            key = (signal.endpoint, signal.event)
            if key in self._rows:
                return False
            tenant_id = PROVIDER if task is None else task.tenant_id
            done = at if task is None else None
            if task is not None:
                self._tasks.want(task, at)
            self._rows[key] = SignalState(signal=signal, tenant_id=tenant_id, received_at=at, done_at=done)
            return True

    def find(self, endpoint: str, event: str) -> SignalState | None:
        """Return a signal by its event id."""
        with self._guard:
            return self._rows.get((endpoint, event))

    def page(self, after: SignalPlace | None, limit: int, *, waiting: bool = False) -> tuple[SignalState, ...]:
        """Return signals before the given place, newest first; with `waiting`, only unprocessed ones."""
        with self._guard:
            found = sorted(
                (
                    each
                    for each in self._rows.values()
                    if (each.done_at is None or not waiting) and (after is None or each.place < after)
                ),
                key=lambda each: each.place,
                reverse=True,
            )
            return tuple(found[:limit])

    def forget(self, before: datetime, limit: int) -> int:
        """Remove a limited number of processed signals received before an instant; returns their number."""
        with self._guard:
            done = (key for key, each in self._rows.items() if each.received_at < before and each.done_at is not None)
            old = list(islice(done, limit))
            for key in old:
                del self._rows[key]
            return len(old)

    def waiting(self, endpoint: str, account: str) -> int:
        """Count the signals of an account over an endpoint that were not looked after yet."""
        with self._guard:
            return sum(_waits(each, endpoint, account) for each in self._rows.values())

    def settle(self, endpoint: str, account: str, at: datetime) -> None:
        """Mark the signals of an account as looked after."""
        with self._guard:
            for key, each in self._rows.items():
                if _waits(each, endpoint, account):
                    self._rows[key] = evolve(each, done_at=at)

    def mark(self, endpoint: str, event: str, done_at: datetime | None) -> None:
        """Mark one signal as looked after at an instant, or as to be looked after again."""
        with self._guard:
            found = self._rows.get((endpoint, event))
            if found is not None:
                self._rows[endpoint, event] = evolve(found, done_at=done_at)


class MemoryTenantSignals:
    """Signals inside a unit of work: those of one account over one endpoint, or a single one."""

    def __init__(self, signals: MemorySignals, *, writing: bool) -> None:
        """Apply changes when the unit of work commits."""
        self._signals = signals
        self._writing = writing
        self._changes: list[Callable[[], None]] = []

    def waiting(self, endpoint: str, account: str) -> int:
        """Count the signals of an account over an endpoint that were not looked after yet."""
        return self._signals.waiting(endpoint, account)

    def settle(self, endpoint: str, account: str, at: datetime) -> None:
        """Mark the signals of an account as looked after."""
        self._require_writing()
        self._changes.append(lambda: self._signals.settle(endpoint, account, at))

    def mark(self, endpoint: str, event: str, done_at: datetime | None) -> None:
        """Mark one signal as looked after at an instant, or as to be looked after again."""
        self._require_writing()
        self._changes.append(lambda: self._signals.mark(endpoint, event, done_at))

    def commit(self) -> None:
        """Make the changes last."""
        for change in self._changes:
            change()
        self.close()

    def close(self) -> None:
        """Forget what was not committed."""
        self._changes.clear()

    def _require_writing(self) -> None:
        if not self._writing:
            message = "This unit of work may not change what it sees."
            raise StoreFault(message, remedy="Begin one for change.")


def _waits(state: SignalState, endpoint: str, account: str) -> bool:
    signal = state.signal
    return state.done_at is None and signal.account == account and signal.endpoint == endpoint
