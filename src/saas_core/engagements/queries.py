"""Requests for paid work as they are shown."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.engagements.model.engagement import Engagement
from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId


@frozen(kw_only=True)
class RequestView:
    """A request: what is wanted, from which ticket if from one, and whether it still stands."""

    engagement_id: EngagementId
    title: str
    text: str
    department_id: DepartmentId | None
    ticket_id: TicketId | None
    terms_version: str
    requested_by: str
    requested_at: datetime
    state: str
    changed_at: datetime


def request_view(request: Engagement) -> RequestView:
    """Return the view of a request."""
    return RequestView(
        engagement_id=request.id,
        title=request.title,
        text=request.text,
        department_id=request.department_id,
        ticket_id=request.ticket_id,
        terms_version=request.terms_version,
        # A member of staff is not named to the client.
        requested_by=request.requested_by if request.requested_by.startswith("user:") else "staff",
        requested_at=request.requested_at,
        state=request.state.value,
        changed_at=request.changed_at,
    )
