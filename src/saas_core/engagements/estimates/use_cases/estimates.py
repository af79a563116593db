"""Estimates of a client: drafted, issued and withdrawn by staff, shown to whoever may approve them (4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from attrs import frozen

from saas_core.engagements.estimates.commands import (
    DiscardDraft,
    DraftChangeOrder,
    DraftEstimate,
    EditDraft,
    IssueEstimate,
    Line,
    WithdrawEstimate,
)
from saas_core.engagements.estimates.errors import EstimateUnknown
from saas_core.engagements.estimates.model.estimate import Estimate, Revision
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.queries import EstimateView, PaperView, estimate_view
from saas_core.engagements.estimates.use_cases import drafting, issuing
from saas_core.engagements.estimates.use_cases.act import (
    Act,
    Acts,
    Desk,
    approval_of,
    approvers,
    engagement_in,
    estimate_in,
)
from saas_core.engagements.estimates.use_cases.issued import issued_in, issued_paper
from saas_core.engagements.estimates.use_cases.signed_in import require_seeing
from saas_core.engagements.estimates.values import Pricing
from saas_core.engagements.use_cases.repeats import Anew, carried_out
from saas_core.engagements.values import STAFF
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Command
from saas_core.kernel.ids import EngagementId, EstimateId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge

C = TypeVar("C", bound=Command)


@checked
class Estimates:
    """What a client's engagements take, as staff estimates it; preparing an estimate is free."""

    def __init__(
        self, *, transactions: Transactions[EstimatesWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def draft(  # noqa: PLR0913 - who, for what, with what it says
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        lines: Iterable[Line],
        valid_through: str,
        pricing: Pricing = Pricing.HOURLY,
        rate_minor: int | None = None,
        notes: str = "",
        idempotency_key: str | None = None,
    ) -> EstimateView:
        """Draft the next revision of what an engagement takes; nothing of it binds before it is issued and approved.

        Hours are in seconds; `valid_through` is a day in the client's zone. Raises RequestUnknown, EngagementNotNow,
        DraftOpen, AlreadyApproved, Refused, InvalidValue, KeyReused. Clauses 4.1, 4.2.
        """
        command = DraftEstimate(
            engagement_id=engagement_id,
            lines=tuple(lines),
            valid_through=valid_through,
            pricing=pricing,
            rate_minor=rate_minor,
            notes=notes,
        )
        return self._done(command, Caller(by, tenant_id, idempotency_key), drafting.draft_base)

    def change_order(  # noqa: PLR0913 - who, for what, with what it says
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        lines: Iterable[Line],
        valid_through: str,
        estimate_id: EstimateId | None = None,
        pricing: Pricing = Pricing.HOURLY,
        rate_minor: int | None = None,
        notes: str = "",
        idempotency_key: str | None = None,
    ) -> EstimateView:
        """Draft a change to what was approved: hours to add, or negative ones to take away.

        It counts only after its own approval. With `estimate_id` it is the next revision of a change order that ended.
        Raises RequestUnknown, EstimateUnknown, EngagementNotNow, NothingApproved, DraftOpen, AlreadyApproved, Refused,
        InvalidValue, KeyReused. Clause 4.2.
        """
        command = DraftChangeOrder(
            engagement_id=engagement_id,
            estimate_id=estimate_id,
            lines=tuple(lines),
            valid_through=valid_through,
            pricing=pricing,
            rate_minor=rate_minor,
            notes=notes,
        )
        return self._done(command, Caller(by, tenant_id, idempotency_key), drafting.draft_change_order)

    def edit(  # noqa: PLR0913 - who, which, for which version, with what it says
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        estimate_id: EstimateId,
        version: int,
        lines: Iterable[Line],
        valid_through: str,
        pricing: Pricing = Pricing.HOURLY,
        rate_minor: int | None = None,
        notes: str = "",
        idempotency_key: str | None = None,
    ) -> EstimateView:
        """Replace the whole of a draft, in the version that was seen; nothing but a draft is ever edited.

        Raises EstimateUnknown, RevisionFrozen, RevisionStale,
        Refused, InvalidValue, KeyReused.
        """
        command = EditDraft(
            estimate_id=estimate_id,
            version=version,
            lines=tuple(lines),
            valid_through=valid_through,
            pricing=pricing,
            rate_minor=rate_minor,
            notes=notes,
        )
        return self._done(command, Caller(by, tenant_id, idempotency_key), drafting.edit)

    def discard(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        estimate_id: EstimateId,
        version: int,
        idempotency_key: str | None = None,
    ) -> EstimateView:
        """Discard a draft. Raises EstimateUnknown, RevisionFrozen, RevisionStale, Refused, KeyReused."""
        command = DiscardDraft(estimate_id=estimate_id, version=version)
        return self._done(command, Caller(by, tenant_id, idempotency_key), drafting.discard)

    def issue(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        estimate_id: EstimateId,
        version: int,
        idempotency_key: str | None = None,
    ) -> EstimateView:
        """Issue a draft: its content is frozen, rendered and hashed, and its approvers get a link by mail.

        What was issued before is superseded. Raises EstimateUnknown, AlreadyApproved, RevisionFrozen, RevisionStale,
        NotIssuable, BelowWorked, DocumentPending, DocumentsMissing, Refused, KeyReused. Clauses 4.1, 4.2.
        """
        command = IssueEstimate(estimate_id=estimate_id, version=version)

        def issue(act: Act, command: IssueEstimate) -> Estimate:
            return issuing.issue(act, self._desk, command)

        return self._done(command, Caller(by, tenant_id, idempotency_key), issue)

    def withdraw(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        estimate_id: EstimateId,
        reason: str,
        idempotency_key: str | None = None,
    ) -> EstimateView:
        """Withdraw what is issued; its links die, and both sides are told.

        Raises EstimateUnknown, RevisionFrozen, DocumentPending, Refused, KeyReused.
        """
        command = WithdrawEstimate(estimate_id=estimate_id, reason=reason)
        return self._done(command, Caller(by, tenant_id, idempotency_key), issuing.withdraw)

    def show(self, *, by: Actor, tenant_id: TenantId, estimate_id: EstimateId) -> EstimateView:
        """Return an estimate with its revisions: to staff all, to whoever may approve there what was issued.

        Raises EstimateUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            found = act.work.estimates.get(estimate_id)
            require_seeing(act, None if found is None else engagement_in(act, found.engagement_id).department_id)
            view = None if found is None else self._view(act, found)
            # A client does not learn that there is a draft.
            if view is None or not view.revisions:
                raise EstimateUnknown
            return view

    def list_estimates(
        self, *, by: Actor, tenant_id: TenantId, engagement_id: EngagementId
    ) -> tuple[EstimateView, ...]:
        """Return the estimates of an engagement by number: the base, then its change orders.

        Raises RequestUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            found = act.work.engagements.get(engagement_id)
            require_seeing(act, None if found is None else found.department_id)
            engagement = engagement_in(act, engagement_id)
            views = (self._view(act, each) for each in act.work.estimates.of_engagement(engagement.id))
            return tuple(each for each in views if isinstance(by, Staff) or each.revisions)

    def document(self, *, by: Actor, tenant_id: TenantId, estimate_id: EstimateId, revision: int) -> PaperView:
        """Return the document of an issued revision as it was rendered once; raises EstimateUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            found = act.work.estimates.get(estimate_id)
            require_seeing(act, None if found is None else engagement_in(act, found.engagement_id).department_id)
            if found is None:
                raise EstimateUnknown
            return issued_paper(act, issued_in(act, estimate_id, revision))

    def _done(self, command: C, caller: Caller, do: Callable[[Act, C], Estimate]) -> EstimateView:
        def done(act: Act, command: C) -> EstimateView:
            return self._view(act, do(act, command))

        anew = Anew[EstimatesWork, _Kept, EstimateView](
            kept=_Kept,
            of=lambda view: _Kept(estimate_id=view.estimate_id),
            made=lambda act, kept: self._view(act, estimate_in(act, kept.estimate_id)),
        )
        return carried_out(self._acts, command, caller, anew, done, judged=_staff)

    def _view(self, act: Act, estimate: Estimate) -> EstimateView:
        to_staff = isinstance(act.by, Staff)
        revisions = act.work.revisions.of(estimate.id)
        approver = to_staff and bool(revisions) and self._approver(act, estimate, revisions[-1])
        approval = approval_of(act, estimate)
        return estimate_view(estimate, revisions, to_staff=to_staff, approver=approver, approval=approval)

    def _approver(self, act: Act, estimate: Estimate, last: Revision) -> bool:
        """Return whether there is anybody who may approve the last revision; staff is not told who."""
        department_id = engagement_in(act, estimate.engagement_id).department_id
        return next(approvers(act, self._desk, last.maximum, department_id), None) is not None


@frozen(kw_only=True)
class _Kept:
    """What is kept of a command on an estimate; its lines and notes are not."""

    estimate_id: EstimateId


def _staff(act: Act, _command: Command) -> None:
    act.require(STAFF)
    act.staff("estimates are the work of people of the provider.")
