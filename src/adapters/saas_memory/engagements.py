"""In-process storage for engagements."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from saas_core.engagements.model import EngagementRequest
from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """Repositories of requests for paid work."""

    @cached_property
    def engagement_requests(self) -> MemoryEngagementRequests:
        """The tenant's requests for paid work."""
        return MemoryEngagementRequests(self.own)


class MemoryEngagementRequests:
    """The tenant's requests for paid work."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[EngagementId, EngagementRequest] = Rows(view, "engagement_requests")

    def get(self, engagement_id: EngagementId) -> EngagementRequest | None:
        """Return a request."""
        return self._rows.get(engagement_id)

    def of_ticket(self, ticket_id: TicketId) -> EngagementRequest | None:
        """Return the one request that came from a ticket."""
        return next((each for each in self._rows.scan() if each.ticket_id == ticket_id), None)

    def ticket_of(self, engagement_id: EngagementId) -> TicketId | None:
        """Return the ticket that a request came from."""
        found = self.get(engagement_id)
        return None if found is None else found.ticket_id

    def save(self, request: EngagementRequest) -> None:
        """Save a new or changed request."""
        self._rows.put(request.id, request)

    def page(
        self, after: EngagementId | None, limit: int, department_id: DepartmentId | None = None
    ) -> tuple[EngagementRequest, ...]:
        """Return requests by id, after the given one, of exactly a department, or of any."""
        found = (each for each in self._rows.scan(after=after) if department_id in {None, each.department_id})
        return tuple(islice(found, limit))
