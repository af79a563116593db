"""Requests for paid work: made by the client, listed and shown (4.1, 4.2)."""

from __future__ import annotations

from typing import Final, TypeAlias

from attrs import frozen

from saas_core.engagements.commands import RequestEstimate
from saas_core.engagements.errors import RequestUnknown
from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.ports import EngagementsWork
from saas_core.engagements.queries import RequestView, request_view
from saas_core.engagements.use_cases.repeats import Anew, carried_out
from saas_core.engagements.values import REQUEST, STAFF
from saas_core.kernel.actors import Actor, Staff, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.blanking import without_tokens
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import DepartmentId, EngagementId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import page_size
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
        return carried_out(self._acts, command, caller, _ANEW, _request, judged=_may_request)

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


@frozen(kw_only=True)
class _Asked:
    """What is kept of a request that was made."""

    engagement_id: EngagementId


def _asked(act: Act, kept: _Asked) -> RequestView:
    found = act.work.engagements.get(kept.engagement_id)
    if found is None:
        raise RequestUnknown
    return request_view(found)


_ANEW: Final = Anew[EngagementsWork, _Asked, RequestView](
    kept=_Asked, of=lambda view: _Asked(engagement_id=view.engagement_id), made=_asked
)


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
