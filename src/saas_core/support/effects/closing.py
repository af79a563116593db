"""The handler of the one task of support: a resolved ticket is closed once nobody may take it up again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import TicketId
from saas_core.kernel.instants import Clock
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions
from saas_core.support.ports import SupportWork
from saas_core.support.values import REOPEN_WINDOW, DisputeState, TicketState


@frozen(kw_only=True)
class Closing:
    """Closes tickets whose reopen window is over; one that was taken up again, or is disputed, stays as it is."""

    transactions: Transactions[SupportWork]
    clock: Clock
    window: timedelta = REOPEN_WINDOW

    def work(self, lease: Lease) -> int:
        """Close one, and return 1 if it was closed; raises StoreFault."""
        with self.transactions.begin(lease.task.tenant_id) as work:
            if not (work.tasks.holds(lease) and work.tasks.finish(lease)):
                return 0
            at = self.clock.now()
            ticket = work.tickets.get(TicketId(UUID(lease.task.subject)))
            over = (
                ticket is not None
                and ticket.state is TicketState.RESOLVED
                and ticket.dispute is not DisputeState.OPEN
                and not ticket.reopens(at, self.window)
            )
            if ticket is not None and over:
                work.tickets.save(ticket.closed(at))
            work.commit()
        return int(over)
