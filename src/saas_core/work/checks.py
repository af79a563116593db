"""Checks of all clients' work: nothing is parked, held by a dead worker, or waiting for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import all_of
from saas_core.kernel.parts import Finding, HouseCheck
from saas_core.kernel.signals import FollowUp, Signals, SignalState
from saas_core.kernel.tasks import Tasks
from saas_core.work.inbox import task_of

PAGE: Final = 500
_LATE: Final = timedelta(hours=1)


@frozen
class WorkChecks:
    """Checks the tasks and signals of all clients."""

    tasks: Tasks
    signals: Signals
    follow_ups: Mapping[str, FollowUp]
    clock: Clock

    def all(self) -> tuple[HouseCheck, ...]:
        """Return the checks."""
        return (
            HouseCheck("tasks", self._parked),
            HouseCheck("leases", self._held_by_the_dead),
            HouseCheck("inbox", self._not_looked_after),
        )

    def _parked(self) -> Iterator[Finding]:
        found = all_of(lambda last: self.tasks.page(None if last is None else last.task, PAGE, parked=True))
        parked = sum(1 for _ in found)
        if parked:
            yield Finding(
                "tasks",
                "provider",
                f"{_counted(parked, 'task')} parked after failing too often.",
                "See `saas outbox list --parked`, mend the cause, then `saas outbox retry`.",
            )

    def _held_by_the_dead(self) -> Iterator[Finding]:
        before = self.clock.now() - _LATE
        found = all_of(lambda last: self.tasks.page(None if last is None else last.task, PAGE))
        late = sum(1 for each in found if each.leased_until is not None and each.leased_until < before)
        if late:
            yield Finding(
                "leases",
                "provider",
                f"{_counted(late, 'lease')} long past the end, and nobody took over.",
                "Run `saas worker`.",
            )

    def _not_looked_after(self) -> Iterator[Finding]:
        before = self.clock.now() - _LATE
        waiting = all_of(lambda last: self.signals.page(None if last is None else last.place, PAGE, waiting=True))
        old = sum(1 for each in waiting if self._waits_since(before, each))
        if old:
            yield Finding(
                "inbox",
                "provider",
                f"{_counted(old, 'signal')} received over an hour ago and not processed.",
                "Run `saas worker`; `saas inbox list --waiting` shows why they wait.",
            )

    def _waits_since(self, before: datetime, state: SignalState) -> bool:
        """Return whether a signal waits since before an instant; after a replay, since that."""
        if state.received_at >= before:
            return False
        task = task_of(state, self.follow_ups, self.tasks)
        return task is None or task.due_at < before or task.attempts > 0 or task.parked_at is not None


def _counted(number: int, thing: str) -> str:
    return f"1 {thing} is" if number == 1 else f"{number} {thing}s are"
