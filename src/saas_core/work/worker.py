"""The worker: leases due tasks, has them done, and decides what happens after a failure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from attrs import evolve, frozen

from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue, ProviderRefused, ProviderUnavailable, SaasError, StoreFault
from saas_core.kernel.ids import Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.tasks import WORKER_LOST, Lease, Tasks
from saas_core.work.effects import CarrierMissing
from saas_core.work.patience import Patience

LEASE = timedelta(minutes=5)
"""Longer than any effect may take; the task of a worker that died is free after this time."""

_log = logging.getLogger("saas_core.worker")


class Handler(Protocol):
    """Does one kind of task."""

    def work(self, lease: Lease) -> int:
        """Do the task, end the lease, and return the number of things done; raises SaasError if it fails."""
        ...


class Recurring(Protocol):
    """A task that comes again by itself, once it has begun."""

    def begin(self) -> None:
        """Request the task from now on, unless it already runs; raises StoreFault."""
        ...


@frozen(kw_only=True)
class Tally:
    """The result of a worker's run: things done, tasks that failed and will be tried again, tasks parked."""

    done: int = 0
    failed: int = 0
    parked: int = 0


@checked
class Worker:
    """Does tasks of all tenants; run any number of them, in any number of processes.

    A failed task is tried again with growing pauses and then parked; one that cannot succeed, or that a provider
    refuses, is parked at once. A worker that dies with a task is a failure of the task. A task waits without limit for
    a provider that is down, or for a worker that knows its kind. The other tasks go on meanwhile.
    """

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        tasks: Tasks,
        clock: Clock,
        ids: Ids,
        handlers: Mapping[str, Handler],
        chance: Callable[[], float],
        patience: Patience | None = None,
        recurring: Sequence[Recurring] = (),
    ) -> None:
        """Take the ports, the handler of each kind, and the recurring tasks; `chance` returns numbers from 0 to 1."""
        self._tasks = tasks
        self._clock = clock
        self._ids = ids
        self._handlers = handlers
        self._chance = chance
        self._patience = patience or Patience()
        self._recurring = tuple(recurring)

    def begin(self) -> None:
        """Request the recurring tasks from now on, unless they already run; raises StoreFault."""
        for each in self._recurring:
            each.begin()

    def drain(
        self,
        *,
        tenant_id: TenantId | None = None,
        stopped: Callable[[], bool] = lambda: False,
        progress: Callable[[int], None] = lambda _done: None,
    ) -> Tally:
        """Do everything that is due, of one tenant or of all; raises StoreFault if the store is down.

        It checks between two tasks whether it was `stopped`; `progress` gets the number of things done.
        """
        tally = Tally()
        while not stopped():
            now = self._clock.now()
            lease = self._tasks.claim(
                tuple(self._handlers), now=now, until=now + LEASE, token=self._ids.new(), tenant_id=tenant_id
            )
            if lease is None:
                return tally
            tally = self._done(lease, tally)
            progress(tally.done)
        return tally

    def run(self, *, stopped: Callable[[], bool], wait: Callable[[], None]) -> Tally:
        """Do due tasks until it is stopped, and `wait` for more, or for a store that is down."""
        total = Tally()
        while not stopped():
            try:
                seen = self.drain(stopped=stopped)
                total = Tally(
                    done=total.done + seen.done, failed=total.failed + seen.failed, parked=total.parked + seen.parked
                )
            except StoreFault as fault:
                _log.warning("the store is away: %s", fault.code)
            if not stopped():
                wait()
        return total

    def _done(self, lease: Lease, tally: Tally) -> Tally:
        if lease.taken_over and lease.attempts >= self._patience.attempts:
            # Whatever it is that ends workers, it would end this one too.
            return self._parked(lease, WORKER_LOST, tally)
        try:
            return evolve(tally, done=tally.done + self._handlers[lease.task.kind].work(lease))
        except SaasError as fault:
            hopeless = isinstance(fault, InvalidValue | ProviderRefused)
            away = isinstance(fault, ProviderUnavailable | CarrierMissing)
            return self._failed(lease, fault.code, tally, hopeless=hopeless, away=away)
        except Exception as fault:  # noqa: BLE001 - a fault in one handler must not stop the others
            _log.error("%s of %s broke: %s", lease.task.kind, lease.task.tenant_id, type(fault).__name__)
            return self._failed(lease, type(fault).__name__, tally, hopeless=False)

    def _failed(self, lease: Lease, fault: str, tally: Tally, *, hopeless: bool, away: bool = False) -> Tally:
        # An outage says nothing about the task: only other failures count toward parking it.
        failed = min(lease.attempts + 1, self._patience.attempts - 1) if away else lease.attempts + 1
        pause = None if hopeless else self._patience.pause(failed, self._chance())
        if pause is None:
            return self._parked(lease, fault, tally)
        self._tasks.postpone(lease, due_at=self._clock.now() + pause, fault=fault)
        return evolve(tally, failed=tally.failed + 1)

    def _parked(self, lease: Lease, fault: str, tally: Tally) -> Tally:
        _log.error("%s of %s is parked: %s", lease.task.kind, lease.task.tenant_id, fault)
        self._tasks.park(lease, at=self._clock.now(), fault=fault)
        return evolve(tally, parked=tally.parked + 1)
