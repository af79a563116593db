"""Converting: a ticket that is not included becomes one request for an estimate, without work and charge (4.1, 4.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from saas_core.kernel.commands import journal_form
from saas_core.support.commands import ConvertTicket
from saas_core.support.model.ticket import Ticket
from saas_core.support.policies.times import reopen_window
from saas_core.support.use_cases.act import CLOSE, Act, Desk
from saas_core.support.values import Resolution

AFTER: Final = timedelta(seconds=1)
"""The time after the last instant of the reopen window at which a ticket is closed."""


def convert(act: Act, desk: Desk, ticket: Ticket, command: ConvertTicket) -> Ticket:
    """Return a ticket converted; one that was converted before is returned as it is, with the same request."""
    if ticket.resolution is Resolution.CONVERTED_TO_ENGAGEMENT:
        return ticket
    # Refused by the aggregate before a request is made.
    ticket.require_convertible()
    engagement_id = desk.engagements.request(act.work, ticket=ticket, by=act.by, at=act.at)
    after = ticket.converted(engagement_id, act.at)
    act.work.tickets.save(after)
    closes(act, after)
    act.note(command.NAME, f"ticket:{after.id}", {**journal_form(command), "engagement": str(engagement_id)})
    return after


def closes(act: Act, ticket: Ticket) -> None:
    """Have a resolved ticket closed once nobody may take it up again."""
    if ticket.resolved_at is not None:
        window = reopen_window(act.work.terms, ticket)
        act.work.tasks.want(CLOSE, str(ticket.id), ticket.resolved_at + window + AFTER)
