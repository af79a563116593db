"""Requests for paid work inside what others do: made, withdrawn and erased with their tickets (4.1, 5.1)."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.engagements.letters import REQUEST_WITHDRAWN
from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.model.transitions import EngagementCommand, allowed_in
from saas_core.engagements.ports import EngagementsWork, Undoing
from saas_core.engagements.values import LETTER, EngagementState
from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.ids import DepartmentId, EffectId, EngagementId, Ids, TicketId, UserId
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.work import Effect


@frozen
class RequestsOfOthers:
    """Keeps requests in units of work of others; it judges nobody, so it is on no desk.

    `undoing` ends what was estimated of a request that is withdrawn.
    """

    ids: Ids
    undoing: Undoing

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
        found = work.engagements.of_ticket(ticket_id)
        request = (
            found.renewed(at)
            if found is not None
            else Engagement(
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
        work.engagements.save(request)
        return request.id

    def withdraw(
        self, work: EngagementsWork, engagement_id: EngagementId, by: Actor, at: datetime, asked_by: UserId | None
    ) -> None:
        """Withdraw a request, where its ticket is found to be support; what was approved of it stays approved (4.2).

        `asked_by` opened the ticket, and is told.
        """
        found = work.engagements.get(engagement_id)
        if found is None or EngagementCommand.WITHDRAW not in allowed_in(found.state):
            return
        self.undoing.undo(work, engagement_id, by, at)
        work.engagements.save(found.withdrawn(at))
        if asked_by is not None and found.state is not EngagementState.WITHDRAWN:
            told = {"letter": REQUEST_WITHDRAWN.name, "engagement": str(engagement_id), "to": f"user:{asked_by}"}
            work.outbox.put(Effect(EffectId(self.ids.new()), at, LETTER, f"engagement:{engagement_id}", told))

    def erase(self, work: EngagementsWork, user_id: UserId, at: datetime) -> None:
        """Remove the words of all requests that a user, or a program of that user, made; the requests stay."""
        requests = all_of(lambda last: work.engagements.page(None if last is None else last.id, LARGEST_PAGE))
        for each in tuple(requests):
            if each.is_by(user_id):
                work.engagements.save(each.erased(at))
