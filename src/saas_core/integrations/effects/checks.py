"""The handler of looks: one connection at a time, spread, and no failure of it stops anything else (2.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import frozen

from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.use_cases.act import Act, Desk, is_suspended
from saas_core.integrations.use_cases.applying import applied, next_look
from saas_core.integrations.use_cases.looking import Seen, looked
from saas_core.integrations.values import CHECK_EVERY, FINANCIAL_SETTINGS
from saas_core.kernel.actors import System
from saas_core.kernel.ids import Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_BY: Final = System("integrations")


@frozen(kw_only=True)
class Checks:
    """Looks at one connection, and comes again: soon while it is verified, every few hours once it works."""

    transactions: Transactions[IntegrationsWork]
    clock: Clock
    ids: Ids
    judge: Judge
    desk: Desk

    def work(self, lease: Lease) -> int:
        """Look at a connection, and return 1 if the service answered; raises ProviderRefused, StoreFault.

        No transaction is open while the service is asked. While the license suspends a connection nobody is asked.
        """
        seen = self._seen(lease)
        if seen is None:
            return 0
        outcome = looked(self.desk, seen)
        with self.transactions.begin(lease.task.tenant_id) as work:
            if not (work.tasks.holds(lease) and work.tasks.finish(lease)):
                return 0
            act = Act(work, _BY, self.clock.now(), self.ids, self.judge)
            after = applied(act, seen, outcome)
            if after is None:
                # It was changed meanwhile, and whoever did has had it looked at.
                work.tasks.want(lease.task.kind, lease.task.subject, act.at)
            work.commit()
        return int(not outcome.away)

    def _seen(self, lease: Lease) -> Seen | None:
        """Return the connection to look at; None where there is nothing to look at now, which ends the task."""
        name = lease.task.subject
        with self.transactions.read(lease.task.tenant_id) as work:
            connection = work.connections.get(name)
            live = connection is not None and connection.live and name != FINANCIAL_SETTINGS
            suspended = live and is_suspended(Act(work, _BY, self.clock.now(), self.ids, self.judge))
            seen = None if connection is None or not live else Seen.of(work, connection)
        if seen is not None and not suspended:
            return seen
        at = self.clock.now()
        self._end(lease, self._again(lease, seen, at) if suspended else None)
        return None

    def _again(self, lease: Lease, seen: Seen | None, at: datetime) -> datetime:
        return at + CHECK_EVERY if seen is None else max(next_look(lease.task.tenant_id, seen.connection, at), at)

    def _end(self, lease: Lease, again: datetime | None) -> None:
        with self.transactions.begin(lease.task.tenant_id) as work:
            if work.tasks.holds(lease) and work.tasks.finish(lease) and again is not None:
                work.tasks.want(lease.task.kind, lease.task.subject, again)
            work.commit()
