"""Retention: data that is over is kept for a while and then removed, a day's work at a time.

Facts, decisions, money and the journal are kept for good. Spent credentials and the states of mails are removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.parts import Forgetting, Kept
from saas_core.kernel.tasks import CLIENT, EVERYBODY, Lease, Task, Tasks, planned
from saas_core.kernel.work import Transactions, Work

W = TypeVar("W", bound=Work)

RETENTION = "retention"
"""Tasks of this kind remove what a client has of things that have long been over, once a day."""
EVERY = timedelta(days=1)
AT_ONCE = 1000
"""The number of items of a kind removed in one transaction, so that nobody waits for it."""
_PAGE = 500


class Clients(Protocol):
    """All clients by short name."""

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order, those after the given one."""
        ...


class Retention(Generic[W]):
    """Removes data that is over: each client's once a day, in a task each, and data outside of all clients.

    The tasks of all clients are spread over the day.
    """

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[W],
        directory: Clients,
        tasks: Tasks,
        clock: Clock,
        in_clients: Sequence[Kept[W]],
        outside: Sequence[tuple[Forgetting, timedelta]],
    ) -> None:
        """Take the ports, and the time for which each kind is kept."""
        self._transactions = transactions
        self._directory = directory
        self._tasks = tasks
        self._clock = clock
        self._in_clients = tuple(in_clients)
        self._outside = tuple(outside)

    def begin(self) -> None:
        """Request the removal every day from now on, unless it already runs; raises StoreFault."""
        if self._tasks.find(Task(RETENTION, PROVIDER, EVERYBODY)) is None:
            self._tasks.want_all(RETENTION, [(PROVIDER, EVERYBODY)], self._clock.now())

    def work(self, lease: Lease) -> int:
        """Remove the data that has been over for long enough, and return the number of items; raises StoreFault."""
        return self._everybody(lease) if lease.task.tenant_id == PROVIDER else self._client(lease)

    def _client(self, lease: Lease) -> int:
        at = self._clock.now()
        with self._transactions.begin(lease.task.tenant_id) as work:
            if not work.tasks.holds(lease):
                return 0
            removed = [each.of(work).forget(at - each.kept, AT_ONCE) for each in self._in_clients]
            work.tasks.finish(lease)
            if AT_ONCE in removed:
                work.tasks.want(RETENTION, CLIENT, at)
            work.commit()
        return sum(removed)

    def _everybody(self, lease: Lease) -> int:
        at, after, removed = self._clock.now(), "", 0
        since, again = planned(lease.task, at, EVERY)
        while page := self._directory.page(after, _PAGE):
            self._tasks.want_all(RETENTION, [(tenant_id, CLIENT) for _slug, tenant_id in page], since, EVERY)
            after = page[-1][0]
        for things, kept in self._outside:
            while some := things.forget(at - kept, AT_ONCE):
                removed += some
        with self._transactions.begin(PROVIDER) as work:
            if work.tasks.holds(lease):
                work.tasks.finish(lease)
                work.tasks.want(RETENTION, EVERYBODY, again)
            work.commit()
        return removed
