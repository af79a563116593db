"""Requests for paid work: made by the client, listed and shown (4.1, 4.2)."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from saas_core.engagements.commands import RequestEstimate
from saas_core.engagements.errors import RequestUnknown
from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.model.transitions import EngagementCommand, allowed_in
from saas_core.engagements.ports import EngagementsWork, Undoing
from saas_core.engagements.queries import RequestView, request_view
from saas_core.engagements.values import REQUEST, STAFF
from saas_core.kernel.actors import Actor, Staff, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.blanking import without_tokens
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import DepartmentId, EngagementId, Ids, TenantId, TicketId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import LARGEST_PAGE, all_of, page_size
from saas_core.kernel.work import Transactions
from saas_core.policy import acting
from saas_core.policy.acting import Acts, Caller
from saas_core.policy.ports import Judge

Act: TypeAlias = acting.Act[EngagementsWork]


@checked
class Requests:
    """The requests of a client for paid work; none of them authorizes work or a charge."""

    def __init__(self, *, transactions: Transactions[EngagementsWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def request(  # noqa: PLR0913 - who, what, where
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        title: str,
        text: str,
        department_id: DepartmentId | None = None,
        idempotency_key: str | None = None,
    ) -> RequestView:
        """Ask for an estimate; nothing is done or billed by it. Raises Refused, DepartmentUnknown, KeyReused (4.1)."""
        command = RequestEstimate(title=title, text=text, department_id=department_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, RequestView, _request, judged=_may_request)

    def show(self, *, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> RequestView:
        """Return a request; raises RequestUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            if isinstance(by, Staff):
                act.require(STAFF)
            found = act.work.engagements.get(engagement_id)
            if not isinstance(by, Staff):
                # Before anything is said of a request: whoever may see none learns nothing of any.
                act.require(REQUEST, None if found is None else found.department_id)
            if found is None:
                raise RequestUnknown
            return request_view(found)

    def list_requests(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        department_id: DepartmentId | None = None,
        after: EngagementId | None = None,
        limit: int = 50,
    ) -> tuple[RequestView, ...]:
        """Return requests by id, those after the given one, of a department or of all, at most 1,000.

        A user needs the right to make requests there; staff sees all of a client. Raises Refused, DepartmentUnknown.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(STAFF) if isinstance(by, Staff) else act.require(REQUEST, department_id)
            page = act.work.engagements.page(after, page_size(limit), department_id)
            return tuple(map(request_view, page))


def _may_request(act: Act, command: RequestEstimate) -> None:
    act.require(REQUEST, command.department_id)


def _request(act: Act, command: RequestEstimate) -> RequestView:
    decision = act.decide(REQUEST, command.department_id)
    request = Engagement(
        id=EngagementId(act.ids.new()),
        title=without_tokens(command.title),
        text=without_tokens(command.text),
        department_id=command.department_id,
        ticket_id=None,
        terms_version=decision.terms_version,
        requested_by=actor_name(act.by),
        requested_at=act.at,
        changed_at=act.at,
    )
    act.work.engagements.save(request)
    act.note(command.NAME, f"engagement:{request.id}", journal_form(command))
    return request_view(request)


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

    def withdraw(self, work: EngagementsWork, engagement_id: EngagementId, by: Actor, at: datetime) -> None:
        """Withdraw a request, where its ticket is found to be support; what was approved of it stays approved (4.2)."""
        found = work.engagements.get(engagement_id)
        if found is None or EngagementCommand.WITHDRAW not in allowed_in(found.state):
            return
        self.undoing.undo(work, engagement_id, by, at)
        work.engagements.save(found.withdrawn(at))

    def erase(self, work: EngagementsWork, user_id: UserId, at: datetime) -> None:
        """Remove the words of all requests that a user, or a program of that user, made; the requests stay."""
        requests = all_of(lambda last: work.engagements.page(None if last is None else last.id, LARGEST_PAGE))
        for each in tuple(requests):
            if each.is_by(user_id):
                work.engagements.save(each.erased(at))
