"""Deciding signed in: a person of the client reads, approves and declines without a link, never by a key (4.2)."""

from __future__ import annotations

from saas_core.engagements.estimates.commands import ApproveEstimate, DeclineEstimate
from saas_core.engagements.estimates.errors import ApprovalUnknown, EstimateUnknown, NeedsSession, Undecided
from saas_core.engagements.estimates.model.estimate import Revision
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.queries.deciding import (
    IssuedText,
    Presented,
    Receipt,
    WaitingEstimateView,
    approval_receipt,
)
from saas_core.engagements.estimates.use_cases import deciding
from saas_core.engagements.estimates.use_cases.act import (
    Act,
    Acts,
    Desk,
    approval_of,
    approving,
    engagement_in,
    estimate_in,
)
from saas_core.engagements.estimates.use_cases.approving import NOWHERE
from saas_core.engagements.estimates.use_cases.authorizing import Matter
from saas_core.engagements.estimates.use_cases.issued import awaiting, deciders, issued_in, issued_text
from saas_core.engagements.estimates.values import Peer, RevisionState
from saas_core.engagements.values import APPROVE, REQUEST, STAFF
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.ids import ApprovalId, DepartmentId, EstimateId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import SecretText
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Refused
from saas_core.policy.ports import Judge


@checked
class Deciding:
    """Estimates as people of the client decide about them who are signed in."""

    def __init__(
        self, *, transactions: Transactions[EstimatesWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def who_decides(self, *, by: Actor, tenant_id: TenantId, estimate_id: EstimateId) -> tuple[str, ...]:
        """Return the names of those who may approve what is issued, for people of the client; staff is not told.

        Nothing of the estimate is told. Raises EstimateUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            found = act.work.estimates.get(estimate_id)
            engagement = None if found is None else engagement_in(act, found.engagement_id)
            department_id = None if engagement is None else engagement.department_id
            if not isinstance(by, ClientUser) or not act.decide(APPROVE, department_id).allowed:
                act.require(REQUEST, department_id)
            matter = self._matter(act, estimate_id, by, NOWHERE)
            return deciders(act, self._desk, matter.maximum, department_id)

    def present(self, *, by: Actor, tenant_id: TenantId, estimate_id: EstimateId) -> Presented:
        """Return what is issued in full to a person who may approve it; that it was shown is kept once.

        Raises EstimateUnknown, NeedsSession, LinkUsed, LinkSuperseded, LinkWithdrawn, LinkExpired, Refused.
        """
        with self._acts.read(tenant_id, by) as looking:
            matter = self._entitled(looking, estimate_id, by, NOWHERE)
            deciding.require_open(looking, matter)
            found = deciding.presentation_of(looking, matter)
            if found is not None:
                return deciding.presented(looking, self._desk, matter, found)
        with self._acts.begin(tenant_id, by) as act:
            matter = self._entitled(act, estimate_id, by, NOWHERE)
            deciding.require_open(act, matter)
            made = deciding.presentation_of(act, matter) or deciding.record_presentation(act, matter)
            return deciding.presented(act, self._desk, matter, made)

    def approve(  # noqa: PLR0913 - who, what was shown, with what ticked, from where
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        estimate_id: EstimateId,
        nonce: SecretText,
        content_hash: str,
        typed_name: str,
        accept_estimate: bool,
        accept_ownership: bool,
        peer: Peer = NOWHERE,
    ) -> Receipt:
        """Approve exactly what was shown; whoever comes second gets the receipt of the approval that stands.

        Raises EstimateUnknown, NeedsSession, NotAccepted, NotPresented, ContentChanged, LinkUsed, LinkSuperseded,
        LinkWithdrawn, LinkExpired, BelowWorked, Refused, InvalidValue. Clause 4.2.
        """
        command = ApproveEstimate(
            estimate_id=estimate_id,
            nonce=nonce,
            content_hash=content_hash,
            typed_name=typed_name,
            accept_estimate=accept_estimate,
            accept_ownership=accept_ownership,
        )
        with self._acts.begin(tenant_id, by) as act:
            matter = self._entitled(act, estimate_id, by, peer, command.content_hash)
            return deciding.approve(act, self._desk, matter, command)

    def decline(  # noqa: PLR0913 - who, what was shown, why, from where
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        estimate_id: EstimateId,
        nonce: SecretText,
        content_hash: str,
        reason: str,
        peer: Peer = NOWHERE,
    ) -> Receipt:
        """Decline exactly what was shown, and say why; raises as `approve` does."""
        command = DeclineEstimate(estimate_id=estimate_id, nonce=nonce, content_hash=content_hash, reason=reason)
        with self._acts.begin(tenant_id, by) as act:
            matter = self._entitled(act, estimate_id, by, peer, command.content_hash)
            return deciding.decline(act, self._desk, matter, command)

    def receipt(self, *, by: Actor, tenant_id: TenantId, approval_id: ApprovalId) -> Receipt:
        """Return the receipt of an approval; raises ApprovalUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            view = act.work.approvals.get(approval_id)
            require_seeing(act, None if view is None else engagement_in(act, view.engagement_id).department_id)
            if view is None:
                raise ApprovalUnknown
            return approval_receipt(view)

    def decided(self, *, by: Actor, tenant_id: TenantId, estimate_id: EstimateId, revision: int) -> Receipt:
        """Return the receipt of what was decided about a revision, a decline too; raises Undecided, Refused."""
        with self._acts.read(tenant_id, by) as act:
            estimate = act.work.estimates.get(estimate_id)
            department_id = None if estimate is None else engagement_in(act, estimate.engagement_id).department_id
            require_seeing(act, department_id)
            found = None if estimate is None else act.work.revisions.get(estimate_id, revision)
            approval = None if estimate is None else approval_of(act, estimate)
            if found is not None and found.state is RevisionState.APPROVED and approval is not None:
                return approval_receipt(approval)
            if estimate is None or found is None or found.state is not RevisionState.DECLINED:
                raise Undecided
            return deciding.declined_receipt(act, self._desk, estimate, found)

    def text(
        self, *, by: Actor, tenant_id: TenantId, estimate_id: EstimateId, revision: int | None = None
    ) -> IssuedText:
        """Return what was issued in full, whatever became of it; the last revision where none is named.

        Raises EstimateUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            estimate = act.work.estimates.get(estimate_id)
            require_seeing(act, None if estimate is None else engagement_in(act, estimate.engagement_id).department_id)
            if estimate is None:
                raise EstimateUnknown
            return issued_text(act, estimate, issued_in(act, estimate_id, revision))

    def awaiting(
        self, *, by: Actor, tenant_id: TenantId, after: EstimateId | None = None, limit: int = 50
    ) -> tuple[WaitingEstimateView, ...]:
        """Return the estimates and change orders that wait for a decision of this person, the newest first.

        Nothing for whoever may decide none. With `after` those that follow an estimate, at most 1,000.
        Raises EstimateUnknown for an `after` that was never issued, and Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            if after is not None:
                estimate = act.work.estimates.get(after)
                require_seeing(
                    act, None if estimate is None else engagement_in(act, estimate.engagement_id).department_id
                )
            return awaiting(act, after, limit)

    def _entitled(
        self, act: Act, estimate_id: EstimateId, by: Actor, peer: Peer, content_hash: str | None = None
    ) -> Matter:
        """Return what a person decides about who may approve it; raises EstimateUnknown, NeedsSession, Refused."""
        estimate = act.work.estimates.get(estimate_id)
        department_id = None if estimate is None else engagement_in(act, estimate.engagement_id).department_id
        # Before anything is said of an estimate: whoever may approve none learns nothing of any.
        decision = act.answer(approving(tenant_id=act.work.tenant_id, by=by, maximum=None, department_id=department_id))
        if not decision.allowed:
            raise Refused(decision)
        if not isinstance(by, ClientUser) or by.key_id is not None or by.scopes is not None:
            raise NeedsSession
        matter = self._matter(act, estimate_id, by, peer, content_hash)
        deciding.authorized(act, matter)
        return matter

    def _matter(
        self, act: Act, estimate_id: EstimateId, by: Actor, peer: Peer, content_hash: str | None = None
    ) -> Matter:
        """Return what a person decides about: the revision that was read, or else the one issued last."""
        estimate = estimate_in(act, estimate_id)
        issued = [each for each in act.work.revisions.of(estimate_id) if each.issued_at is not None]
        person = self._desk.people.person(act.work, by.user_id) if isinstance(by, ClientUser) else None
        if not issued or person is None:
            raise EstimateUnknown
        revision: Revision = next((each for each in issued if each.content_hash == content_hash), issued[-1])
        return Matter(estimate=estimate, revision=revision, person=person, peer=peer)


def require_seeing(act: Act, department_id: DepartmentId | None) -> None:
    """Require that the actor sees estimates of a department: staff, or whoever may approve there; raises Refused."""
    act.require(STAFF) if isinstance(act.by, Staff) else act.require(APPROVE, department_id)
