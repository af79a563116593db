"""Tickets of a client, as its users open, write to and read them (2.3.a, 2.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown
from saas_core.kernel.bounds import Text
from saas_core.kernel.ids import TicketId, UserId
from saas_core.kernel.instants import parse_instant
from saas_core.support.commands import DisputeTicket, OpenAppeal, OpenTicket, WriteMessage
from saas_core.support.errors import (
    AppealOpen,
    AttachmentUnknown,
    DisputeOpen,
    NotConverted,
    NotDisputed,
    NotNow,
    ReopenWindowOver,
    RequesterUnknown,
    TicketUnclassified,
    TicketUnknown,
)
from saas_core.support.ports import TicketPlace
from saas_core.support.queries.views import MessageView, TicketDetail, TicketView, WrittenView
from saas_core.support.values import RowName, ScopeKind, TicketKind, TicketState
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page, Paging
from saas_http.parsing.commands import fields_of

tickets = Router(
    "tickets", "Support tickets: opened, written to, disputed, converted into a request for an estimate (2.3.a, 2.4)."
)

LARGEST = 512 * 1024
"""In bytes: the largest body, in which the longest message fits in any alphabet."""
OWN = client()
"""Whoever opened a ticket sees and answers it without a role; everybody else by `support.read` and `support.open`."""


@frozen(kw_only=True)
class ListTickets(Paging):
    """Filters of tickets: kind, state, scope, row of the terms, requester, opened within `[since, until)`, words."""

    kind: TicketKind | None = None
    state: TicketState | None = None
    scope: ScopeKind | None = None
    named: RowName | None = None
    requester_id: UserId | None = None
    since: datetime | None = None
    until: datetime | None = None
    search: Annotated[str, Text(1, 400, form="name")] | None = None


@tickets.get("/tickets", OWN, tagged=False)
def list_tickets(call: Call, query: ListTickets) -> Page[TicketView]:
    """List the tickets that you see, newest first: your own, and those of departments whose tickets you may read."""
    return page_of_tickets(call, query)


@tickets.post(
    "/tickets",
    client("support.open"),
    DepartmentUnknown,
    RequesterUnknown,
    AttachmentUnknown,
    status=201,
    location="/v1/tickets/{ticket_id}",
    largest=LARGEST,
)
def open_ticket(call: Call, body: OpenTicket) -> TicketView:
    """Open a ticket, if the license includes support at this instant; otherwise every reason is told."""
    return call.app.support.tickets.open(**call.writing, **fields_of(body))


@tickets.post(
    "/appeals",
    client("appeal.open"),
    AppealOpen,
    AttachmentUnknown,
    status=201,
    location="/v1/tickets/{ticket_id}",
    largest=LARGEST,
)
def appeal(call: Call, body: OpenAppeal) -> TicketView:
    """Open the one ticket about the license itself, with or without a license (0.1)."""
    return call.app.support.tickets.appeal(**call.writing, **fields_of(body))


@tickets.get("/tickets/{ticket_id}", OWN, TicketUnknown)
def show(call: Call, ticket_id: TicketId) -> TicketDetail:
    """Show a ticket: the decision under which it was opened, every classification with its clauses, and its files."""
    return call.app.support.reading.show(**call.acting, ticket_id=ticket_id)


@tickets.get("/tickets/{ticket_id}/messages", OWN, TicketUnknown, tagged=False)
def messages(call: Call, ticket_id: TicketId, query: Paging) -> Page[MessageView]:
    """List the messages of a ticket, oldest first; a page holds at most 1 MiB of text, and at least one message."""
    return page_of_messages(call, ticket_id, query)


@tickets.post(
    "/tickets/{ticket_id}/messages",
    OWN,
    TicketUnknown,
    AttachmentUnknown,
    ReopenWindowOver,
    AppealOpen,
    status=201,
    largest=LARGEST,
)
def write(call: Call, body: WriteMessage) -> WrittenView:
    """Write to a ticket: appended, reopened inside the reopen window, or later a new ticket that follows."""
    return call.app.support.tickets.write(**call.writing, **fields_of(body))


@tickets.post(
    "/tickets/{ticket_id}/dispute",
    OWN,
    TicketUnknown,
    NotNow,
    NotDisputed,
    DisputeOpen,
    ReopenWindowOver,
    largest=LARGEST,
)
def dispute(call: Call, body: DisputeTicket) -> TicketView:
    """Dispute that a ticket is out of scope; somebody other than who classified it decides."""
    return call.app.support.tickets.dispute(**call.writing, **fields_of(body))


@tickets.post("/tickets/{ticket_id}/reopen", OWN, TicketUnknown, NotNow, ReopenWindowOver)
def reopen(call: Call, ticket_id: TicketId) -> TicketView:
    """Take up a resolved ticket again, inside the reopen window."""
    return call.app.support.tickets.reopen(**call.writing, ticket_id=ticket_id)


@tickets.post("/tickets/{ticket_id}/close", OWN, TicketUnknown, NotNow, DisputeOpen)
def close(call: Call, ticket_id: TicketId) -> TicketView:
    """Close a resolved ticket for good."""
    return call.app.support.tickets.close(**call.writing, ticket_id=ticket_id)


@tickets.post("/tickets/{ticket_id}/convert", OWN, TicketUnknown, NotNow, TicketUnclassified, NotConverted, DisputeOpen)
def convert(call: Call, ticket_id: TicketId) -> TicketView:
    """Turn a ticket that is not included into one request for an estimate, with `engagements.request` (4.1)."""
    return call.app.support.tickets.convert(**call.writing, ticket_id=ticket_id)


def page_of_tickets(call: Call, query: ListTickets) -> Page[TicketView]:
    """Return a page of the current client's tickets that the caller sees."""
    filters = {
        each: getattr(query, each)
        for each in ("kind", "state", "scope", "named", "requester_id", "since", "until", "search")
    }
    return call.reader(query).places(
        lambda after, limit: call.app.support.reading.list_tickets(**call.acting, **filters, after=after, limit=limit),
        lambda ticket: (ticket.opened_at.isoformat(), str(ticket.ticket_id)),
        lambda at, number: TicketPlace(parse_instant(at), TicketId(UUID(number))),
    )


def page_of_messages(call: Call, ticket_id: TicketId, query: Paging) -> Page[MessageView]:
    """Return a page of the messages of a ticket that the caller sees."""
    read = call.app.support.reading.messages
    return call.reader(query).sized(
        lambda after, limit: read(**call.acting, ticket_id=ticket_id, after=after, limit=limit),
        lambda message: message.message_id,
    )
