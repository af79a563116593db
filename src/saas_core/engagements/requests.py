"""Requests for paid work as other contexts make, withdraw and erase them, inside units of work that they judged."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.engagements.model import EngagementRequest
from saas_core.engagements.ports import EngagementsWork
from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.ids import DepartmentId, EngagementId, Ids, TicketId, UserId
from saas_core.kernel.pages import LARGEST_PAGE, all_of


@frozen
class RequestsOfOthers:
    """Keeps requests in units of work of others; it judges nobody, so it is on no desk."""

    ids: Ids

    def of_ticket(  # noqa: PLR0913 - the work of the conversion, and what it converts
        self,
        work: EngagementsWork,
        *,
        ticket_id: TicketId,
        title: str,
        department_id: DepartmentId | None,
        terms_version: str,
        by: Actor,
        at: datetime,
    ) -> EngagementId:
        """Return the one request of a ticket, in the unit of work of its conversion: made now, unless it is there.

        One that was withdrawn is made again.
        """
        found = work.engagement_requests.of_ticket(ticket_id)
        request = (
            found.renewed(at)
            if found is not None
            else EngagementRequest(
                id=EngagementId(self.ids.new()),
                title=title,
                text="",
                department_id=department_id,
                ticket_id=ticket_id,
                terms_version=terms_version,
                requested_by=actor_name(by),
                requested_at=at,
                changed_at=at,
            )
        )
        work.engagement_requests.save(request)
        return request.id

    def withdraw(self, work: EngagementsWork, engagement_id: EngagementId, at: datetime) -> None:
        """Withdraw a request, where its ticket is found to be support; nothing was approved yet (4.2)."""
        found = work.engagement_requests.get(engagement_id)
        if found is not None:
            work.engagement_requests.save(found.withdrawn(at))

    def erase(self, work: EngagementsWork, user_id: UserId, at: datetime) -> None:
        """Remove the words of all requests that a user, or a program of that user, made; the requests stay."""
        requests = all_of(lambda last: work.engagement_requests.page(None if last is None else last.id, LARGEST_PAGE))
        for each in tuple(requests):
            if each.is_by(user_id):
                work.engagement_requests.save(each.erased(at))
