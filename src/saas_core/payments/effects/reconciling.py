"""Reconciling: every account is looked at once in every hour, with or without news of it."""

from __future__ import annotations

from datetime import timedelta

from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.instants import Clock
from saas_core.kernel.tasks import Lease, Task, Tasks, planned
from saas_core.kernel.work import Transactions, Work
from saas_core.payments.ports import LinkedAccounts
from saas_core.payments.use_cases.looking import want_looks
from saas_core.payments.values import RECONCILE

EVERY = timedelta(hours=1)
ALL = "all"


class Reconciliation:
    """Requests a look at every account; the looks are ordinary tasks, spread over the hour and over all workers."""

    def __init__(
        self,
        *,
        transactions: Transactions[Work],
        tasks: Tasks,
        accounts: LinkedAccounts,
        clock: Clock,
    ) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._tasks = tasks
        self._accounts = accounts
        self._clock = clock

    def begin(self) -> None:
        """Request the reconciliation from now on, unless it already runs; raises StoreFault."""
        if self._tasks.find(Task(RECONCILE, PROVIDER, ALL)) is None:
            self._tasks.want_all(RECONCILE, [(PROVIDER, ALL)], self._clock.now())

    def work(self, lease: Lease) -> int:
        """Request a look at every account at its turn within an hour, and come again; raises StoreFault."""
        since, again = planned(lease.task, self._clock.now(), EVERY)
        want_looks(self._tasks, self._accounts, since, EVERY)
        with self._transactions.begin(PROVIDER) as work:
            if work.tasks.holds(lease):
                work.tasks.finish(lease)
                work.tasks.want(RECONCILE, ALL, again)
            work.commit()
        return 1
