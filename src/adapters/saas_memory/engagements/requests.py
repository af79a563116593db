"""The tenant's engagements in process."""

from __future__ import annotations

from itertools import islice

from saas_core.engagements.model.engagement import Engagement
from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId
from saas_memory.space import Rows, View


class MemoryEngagements:
    """The tenant's engagements."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[EngagementId, Engagement] = Rows(view, "engagement_requests")

    def get(self, engagement_id: EngagementId) -> Engagement | None:
        """Return a request."""
        return self._rows.get(engagement_id)

    def of_ticket(self, ticket_id: TicketId) -> Engagement | None:
        """Return the one request that came from a ticket."""
        return next((each for each in self._rows.scan() if each.ticket_id == ticket_id), None)

    def ticket_of(self, engagement_id: EngagementId) -> TicketId | None:
        """Return the ticket that a request came from."""
        found = self.get(engagement_id)
        return None if found is None else found.ticket_id

    def save(self, request: Engagement) -> None:
        """Save a new or changed request."""
        self._rows.put(request.id, request)

    def page(
        self, after: EngagementId | None, limit: int, department_id: DepartmentId | None = None
    ) -> tuple[Engagement, ...]:
        """Return requests by id, after the given one, of exactly a department, or of any."""
        found = (each for each in self._rows.scan(after=after) if department_id in {None, each.department_id})
        return tuple(islice(found, limit))
