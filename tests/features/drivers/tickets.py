"""Tickets in the words of the scenarios: opened and written to by a client's people, handled by staff."""

from __future__ import annotations

from typing import Any

from attrs import define

from features.drivers.entrance import Entered, Entrance, Operation
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId, TicketId
from saas_core.support.values import Resolution, ScopeKind

TICKET = "{here}/tickets/{ticket_id}"
MESSAGES = f"{TICKET}/messages"
ANSWER = Operation("support.handling.answer", f"POST {MESSAGES}")


@define(slots=False)
class Tickets(Entered):
    """Tickets of clients and the requests for an estimate that come of them; what is done gives the ticket after it."""

    entrance: Entrance

    def open(self, by: Actor, tenant_id: TenantId, subject: str, topic: str | None) -> Any:
        """Open a ticket, whose text is its subject."""
        operation = Operation("support.tickets.open", "POST /v1/tickets")
        return self.do(operation, by, tenant_id, subject=subject, text=subject, topic=topic)

    def appeal(self, by: Actor, tenant_id: TenantId, subject: str) -> Any:
        """Open an appeal about the license."""
        operation = Operation("support.tickets.appeal", "POST /v1/appeals")
        return self.do(operation, by, tenant_id, subject=subject, text=subject)

    def write(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> Any:
        """Write to a ticket; gives what became of the message."""
        operation = Operation("support.tickets.write", f"POST {MESSAGES}")
        return self.do(operation, by, tenant_id, ticket_id=ticket_id, text="Is there any news?")

    def dispute(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> Any:
        """Dispute that a ticket is out of scope."""
        operation = Operation("support.tickets.dispute", f"POST {TICKET}/dispute")
        return self.do(operation, by, tenant_id, ticket_id=ticket_id, text="I only ask where it is.")

    def reopen(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> Any:
        """Take a resolved ticket up again."""
        operation = Operation("support.tickets.reopen", f"POST {TICKET}/reopen")
        return self.do(operation, by, tenant_id, ticket_id=ticket_id)

    def ask_estimate(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> Any:
        """Turn a ticket into a request for an estimate, as a user of the client."""
        operation = Operation("support.tickets.convert", f"POST {TICKET}/convert")
        return self.do(operation, by, tenant_id, ticket_id=ticket_id)

    def read(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> Any:
        """Read a ticket, as a user of the client."""
        operation = Operation("support.reading.show", "GET /v1/tickets/{ticket_id}")
        return self.do(operation, by, tenant_id, ticket_id=ticket_id)

    def proposed(self, staff: Actor, tenant_id: TenantId, ticket_id: TicketId) -> tuple[str | None, ...]:
        """Return the rows of the terms that a classifier proposes to staff."""
        operation = Operation("support.reading.show_to_staff", f"GET {TICKET}")
        found = self.do(operation, staff, tenant_id, ticket_id=ticket_id).proposal
        return () if found is None else tuple(each.named for each in found.scopes)

    def last_answer(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> str:
        """Return the last message that the provider wrote."""
        listing = Operation("support.reading.messages", f"GET {MESSAGES}")
        found = self._listed(listing, by, tenant_id, ticket_id)
        return str(next(each.text for each in reversed(found) if each.side == "staff"))

    def _listed(self, listing: Operation, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> tuple[Any, ...]:
        return self.entrance.items(listing, by, tenant_id, last="message_id", ticket_id=ticket_id)

    def classify(
        self,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        scope: ScopeKind,
        *,
        named: str | None = None,
        where: str | None = None,
    ) -> Any:
        """Say as staff what a ticket is about."""
        operation = Operation("support.handling.classify", f"PUT {TICKET}/classification")
        why = "It says so itself."
        found = {"scope": scope, "named": named, "where": where}
        return self.do(operation, by, tenant_id, ticket_id=ticket_id, reason=why, **found)

    def solve(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> Any:
        """Write to the client as staff what solves a ticket."""
        return self.do(ANSWER, by, tenant_id, ticket_id=ticket_id, text="You find it so.", solution=True)

    def resolve(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId, how: Resolution) -> Any:
        """Resolve a ticket as staff."""
        operation = Operation("support.handling.resolve", f"POST {TICKET}/resolve")
        return self.do(operation, by, tenant_id, ticket_id=ticket_id, how=how)

    def convert(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> Any:
        """Turn a ticket into a request for an estimate, as staff."""
        operation = Operation("support.handling.convert", f"POST {TICKET}/convert")
        return self.do(operation, by, tenant_id, ticket_id=ticket_id)

    def decide(
        self, by: Actor, tenant_id: TenantId, ticket_id: TicketId, *, upheld: bool, topic: str | None = None
    ) -> Any:
        """Decide a dispute as staff."""
        operation = Operation("support.handling.decide_dispute", f"POST {TICKET}/decide-dispute")
        found = {"upheld": upheld, "topic": topic}
        return self.do(operation, by, tenant_id, ticket_id=ticket_id, reason="I read it again.", **found)

    def split(self, by: Actor, tenant_id: TenantId, ticket_id: TicketId, parts: tuple[str, ...]) -> tuple[Any, ...]:
        """Split a ticket as staff; gives its parts in the order of their subjects."""
        operation = Operation("support.arranging.split", f"POST {TICKET}/split")
        return tuple(self.do(operation, by, tenant_id, ticket_id=ticket_id, parts=parts).parts)

    def requests(self, by: Actor, tenant_id: TenantId) -> tuple[Any, ...]:
        """Return the client's requests for an estimate."""
        listing = Operation("engagements.requests.list_requests", "GET {here}/engagements")
        return self.entrance.items(listing, by, tenant_id, last="engagement_id")
