"""Signals in process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from attrs import evolve

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.signals import Signal, SignalPlace, SignalState
from saas_core.kernel.tasks import Task
from saas_core.payments.values import LOOK
from saas_memory.work.tasks import MemoryTasks


class MemorySignals:
    """Signals of all tenants; `guard` locks the store during each access."""

    def __init__(self, guard: threading.RLock, tasks: MemoryTasks, owner: Callable[[str], TenantId | None]) -> None:
        """Start empty; `owner` returns the tenant of an account."""
        self._guard = guard
        self._tasks = tasks
        self._owner = owner
        self._rows: dict[tuple[str, str], SignalState] = {}

    def take(self, signal: Signal, at: datetime) -> bool:
        """Save a signal and request a look at its account, atomically; returns whether it is new."""
        with self._guard:
            key = (signal.endpoint, signal.event)
            if key in self._rows:
                return False
            tenant_id = self._owner(signal.account) or PROVIDER
            done = None if signal.account else at
            self._rows[key] = SignalState(signal=signal, tenant_id=tenant_id, received_at=at, done_at=done)
            if signal.account:
                self._tasks.want(Task(LOOK, tenant_id, signal.account), at)
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

    def waiting(self, account: str) -> int:
        """Return the number of unprocessed signals of an account."""
        with self._guard:
            return sum(each.signal.account == account and each.done_at is None for each in self._rows.values())

    def settle(self, account: str, at: datetime) -> None:
        """Mark the signals of an account as processed."""
        with self._guard:
            for key, each in self._rows.items():
                if each.signal.account == account and each.done_at is None:
                    self._rows[key] = evolve(each, done_at=at)


class MemoryTenantSignals:
    """Signals of one account, inside a unit of work."""

    def __init__(self, signals: MemorySignals, *, writing: bool) -> None:
        """Apply changes when the unit of work commits."""
        self._signals = signals
        self._writing = writing
        self._settled: list[tuple[str, datetime]] = []

    def waiting(self, account: str) -> int:
        """Return the number of unprocessed signals of an account."""
        return self._signals.waiting(account)

    def settle(self, account: str, at: datetime) -> None:
        """Mark the signals of an account as processed."""
        if not self._writing:
            message = "This unit of work is read-only."
            raise StoreFault(message, remedy="Begin a writing one.")
        self._settled.append((account, at))

    def commit(self) -> None:
        """Make the changes permanent."""
        for account, at in self._settled:
            self._signals.settle(account, at)
        self.close()

    def close(self) -> None:
        """Discard uncommitted changes."""
        self._settled.clear()
