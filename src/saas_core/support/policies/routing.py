"""Routing: where a client's message goes that was written to a ticket, whatever became of that ticket since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from saas_core.kernel.ids import TicketId
from saas_core.support.errors import MergeRefused, TicketUnknown
from saas_core.support.model.ticket import Ticket
from saas_core.support.values import LIVE, TicketState

LONGEST_CHAIN: Final = 100


class Destination(Enum):
    """What a message becomes; there is no fourth but a refusal."""

    APPENDED = "appended"
    REOPENED = "reopened"
    FOLLOW_UP = "follow_up"


def destination(ticket: Ticket, at: datetime, window: timedelta) -> Destination:
    """Return what a message becomes, on the last ticket of its chain.

    The reopen window is counted from `resolved_at`, its last instant included; later it is a new ticket that follows.
    """
    if ticket.state in LIVE:
        return Destination.APPENDED
    return Destination.REOPENED if ticket.reopens(at, window) else Destination.FOLLOW_UP


def last_of_chain(ticket: Ticket, get: Callable[[TicketId], Ticket | None]) -> Ticket:
    """Return the ticket that carries on a merged one, however often it was merged; raises TicketUnknown."""
    for _ in range(LONGEST_CHAIN):
        if ticket.state is not TicketState.MERGED or ticket.merged_into is None:
            return ticket
        found = get(ticket.merged_into)
        if found is None:
            raise TicketUnknown
        ticket = found
    message = "was merged too often."
    raise MergeRefused(message, field="ticket", remedy="Open a new ticket.")
