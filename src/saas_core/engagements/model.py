"""A request for paid work: the first state of an engagement, which authorizes no work and no charge (4.1, 4.2)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.engagements.values import ERASED, RequestState
from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId, UserId


@frozen(kw_only=True)
class EngagementRequest:
    """A request, made by the client or by converting a ticket; `terms_version` is the version that bound it then.

    One from a ticket holds nothing of what the ticket says, for not everybody who sees requests sees that ticket.
    """

    id: EngagementId
    title: str
    text: str
    department_id: DepartmentId | None
    ticket_id: TicketId | None
    terms_version: str
    requested_by: str
    requested_at: datetime
    state: RequestState = RequestState.REQUESTED
    changed_at: datetime

    def withdrawn(self, at: datetime) -> EngagementRequest:
        """Return the request withdrawn; one that was withdrawn stays as it is."""
        if self.state is RequestState.WITHDRAWN:
            return self
        return evolve(self, state=RequestState.WITHDRAWN, changed_at=at)

    def is_by(self, user_id: UserId) -> bool:
        """Return whether a user, or a program of that user, asked in its own words, and not by converting a ticket."""
        return self.ticket_id is None and self.requested_by.partition("/")[0] == f"user:{user_id}"

    def erased(self, at: datetime) -> EngagementRequest:
        """Return the request without the words in which it was made; one without them stays as it is."""
        if (self.title, self.text) == (ERASED, ""):
            return self
        return evolve(self, title=ERASED, text="", changed_at=at)

    def renewed(self, at: datetime) -> EngagementRequest:
        """Return a withdrawn request as one that was made again; any other stays as it is."""
        if self.state is RequestState.REQUESTED:
            return self
        return evolve(self, state=RequestState.REQUESTED, changed_at=at)
