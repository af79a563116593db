"""The handler of the one task of support: a resolved ticket is closed once nobody may take it up again."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.actors import System
from saas_core.kernel.ids import EntryId, Ids, TicketId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions
from saas_core.support.commands import CloseTicket
from saas_core.support.model.ticket import Ticket
from saas_core.support.policies.times import reopen_window
from saas_core.support.ports import SupportWork
from saas_core.support.ports.asking import UNASKED, OpenQuestions
from saas_core.support.use_cases.act import CLOSE
from saas_core.support.use_cases.converting import AFTER
from saas_core.support.use_cases.settling import ended
from saas_core.support.values import DisputeState, TicketState

_SUPPORT: Final = System("support")


@frozen(kw_only=True)
class Closing:
    """Closes tickets whose reopen window is over; one that was taken up again, or is disputed, stays as it is."""

    transactions: Transactions[SupportWork]
    clock: Clock
    ids: Ids
    questions: OpenQuestions = UNASKED

    def work(self, lease: Lease) -> int:
        """Close one, and return 1 if it was closed; raises StoreFault."""
        with self.transactions.begin(lease.task.tenant_id) as work:
            if not (work.tasks.holds(lease) and work.tasks.finish(lease)):
                return 0
            at = self.clock.now()
            ticket = work.tickets.get(TicketId(UUID(lease.task.subject)))
            closed = ticket is not None and self._closed(work, ticket, at)
            work.commit()
        return int(closed)

    def _closed(self, work: SupportWork, ticket: Ticket, at: datetime) -> bool:
        if ticket.state is not TicketState.RESOLVED or ticket.dispute is DisputeState.OPEN:
            return False
        window = reopen_window(work.terms, ticket)
        if ticket.resolved_at is not None and ticket.reopens(at, window):
            # It was taken up and resolved again since, and the task was due for the first time.
            work.tasks.want(CLOSE, str(ticket.id), ticket.resolved_at + window + AFTER)
            return False
        closed = ticket.closed(at)
        work.tickets.save(closed)
        ended(work, self.questions, ticket=closed, by=_SUPPORT, at=at)
        work.journal.append(
            JournalEntryDraft(
                id=EntryId(self.ids.new()),
                at=at,
                by=_SUPPORT,
                action=CloseTicket.NAME,
                subject=f"ticket:{ticket.id}",
                details={"ticket_id": str(ticket.id)},
            )
        )
        return True
