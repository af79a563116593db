"""Ports of engagements."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from saas_core.engagements.model.engagement import Engagement
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId
from saas_core.kernel.work import Work


class Engagements(Protocol):
    """The tenant's engagements."""

    def get(self, engagement_id: EngagementId) -> Engagement | None:
        """Return a request."""
        ...

    def of_ticket(self, ticket_id: TicketId) -> Engagement | None:
        """Return the one request that came from a ticket."""
        ...

    def ticket_of(self, engagement_id: EngagementId) -> TicketId | None:
        """Return the ticket that a request came from; None if there is no such request, or it came from no ticket."""
        ...

    def save(self, request: Engagement) -> None:
        """Store a request, new or changed."""
        ...

    def page(
        self, after: EngagementId | None, limit: int, department_id: DepartmentId | None = None
    ) -> tuple[Engagement, ...]:
        """Return requests by id, those after the given one, of exactly a department, or of any for None."""
        ...


class Undoing(Protocol):
    """Ends what was estimated of an engagement."""

    def undo(self, work: Work, engagement_id: EngagementId, by: Actor, at: datetime) -> None:
        """End everything of it that is open; what was approved stays as it is."""
        ...


class EngagementsWork(Work, Protocol):
    """A unit of work with the engagements of a client."""

    @property
    def engagements(self) -> Engagements:
        """The tenant's requests for paid work."""
        ...
