"""Authorizing: what an approval is made of, stored with the state that it changes in one conditional write (4.2)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from attrs import frozen

from saas_core.engagements.estimates.errors import ContentChanged
from saas_core.engagements.estimates.letters import APPROVED
from saas_core.engagements.estimates.model.approval import Approval, Authority, Signing
from saas_core.engagements.estimates.model.estimate import Estimate, Revision
from saas_core.engagements.estimates.model.links import ApprovalLink
from saas_core.engagements.estimates.model.transitions import RevisionCommand
from saas_core.engagements.estimates.policies import approved_seconds, billing_unit, require_above_worked
from saas_core.engagements.estimates.ports.asking import Person
from saas_core.engagements.estimates.queries.deciding import ACCEPT_ESTIMATE, ACCEPT_OWNERSHIP
from saas_core.engagements.estimates.use_cases.act import (
    SEAL,
    Act,
    Desk,
    engagement_in,
    ownership_hash,
    provider_side,
    tell,
)
from saas_core.engagements.estimates.use_cases.ending import SOFTWARE, discard_draft, overtake_documents
from saas_core.engagements.estimates.values import ApprovalKind, EstimateKind, Peer
from saas_core.engagements.model.transitions import EngagementCommand, allowed_in
from saas_core.kernel import text
from saas_core.kernel.ids import ApprovalId
from saas_core.kernel.money import Money
from saas_core.policy.decision import Decision

_LONGEST_PEER: Final = 500
_APPROVED: Final = "An earlier revision was approved meanwhile."


@frozen(kw_only=True)
class Matter:
    """What a person decides about: a revision, through a link or signed in, from somewhere."""

    estimate: Estimate
    revision: Revision
    person: Person
    link: ApprovalLink | None = None
    peer: Peer

    @property
    def maximum(self) -> Money:
        """The maximum total that the approver's limit must reach."""
        return self.revision.maximum


@frozen(kw_only=True)
class Proof:
    """What proves a decision: how it was given, on which content, when it was shown, and by which right."""

    kind: ApprovalKind
    typed_name: str
    content_hash: str
    presented_at: datetime | None
    decision: Decision
    decided_at: datetime
    signing: Signing | None = None


def authorize(act: Act, desk: Desk, matter: Matter, proof: Proof) -> Approval:
    """Store an approval, and with it what it allows, if the revision still is what was approved.

    A draft of a further revision is discarded, and a document that waits for its check is overtaken: nothing of them
    can count any more. Raises BelowWorked, ContentChanged, EngagementNotNow.
    """
    estimate, revision = matter.estimate, matter.revision
    approvals = act.work.approvals.of_engagement(estimate.engagement_id)
    worked = desk.worked.by_rate(act.work, estimate.engagement_id, at=act.at)
    require_above_worked(approvals, revision.cap_seconds, revision.rate, worked)
    approval = _approval(act, desk, matter, proof)
    approved = revision.ended(RevisionCommand.APPROVE, f"user:{matter.person.user_id}", act.at)
    if not act.work.revisions.end(approved, proof.content_hash, proof.decided_at):
        raise ContentChanged
    approval = approval.chained(act.work.approvals.last())
    act.work.approvals.add(approval)
    _authorize_engagement(act, estimate, approved_seconds((*approvals, approval)), sum(worked.values()))
    discard_draft(act.work, act.ids, SOFTWARE, estimate, act.at, _APPROVED)
    overtake_documents(act.work, act.ids, revision, act.at)
    told = (f"user:{matter.person.user_id}", *provider_side(revision))
    tell(act, APPROVED.name, estimate, revision.number, told, approval=str(approval.approval_id))
    act.put(SEAL, f"approval:{approval.approval_id}", {"approval": str(approval.approval_id)})
    return approval


def _approval(act: Act, desk: Desk, matter: Matter, proof: Proof) -> Approval:
    estimate, revision, person = matter.estimate, matter.revision, matter.person
    found = act.work.revisions.content(estimate.id, revision.number)
    content = json.loads("{}" if found is None else found.content)
    through = proof.decision.through
    verified = {ApprovalKind.INTERFACE: "session", ApprovalKind.KEYED_LINK: "code", ApprovalKind.DOCUMENT: "document"}
    statement = " ".join((ACCEPT_ESTIMATE, ACCEPT_OWNERSHIP, content["ownership"]))
    return Approval(
        approval_id=ApprovalId(act.ids.new()),
        engagement_id=estimate.engagement_id,
        estimate_id=estimate.id,
        number=estimate.number,
        revision=revision.number,
        kind=proof.kind,
        content_hash=revision.content_hash or "",
        document_hash=revision.document_hash or "",
        terms_version=content["terms"]["version"],
        terms_hash=content["terms"]["hash"],
        ownership_hash=ownership_hash(content["ownership"]),
        statement=statement,
        typed_name=proof.typed_name,
        approver_id=person.user_id,
        approver_address=person.address,
        verified_by=verified[proof.kind],
        presented_at=proof.presented_at,
        decided_at=proof.decided_at,
        approved_at=act.at,
        zone=content["zone"],
        peer=_bounded(matter),
        link_id=None if matter.link is None else matter.link.id,
        authority=Authority(
            roles=desk.people.roles(act.work, person.user_id, through, proof.decided_at),
            limit_minor=desk.people.limit(act.work, person.user_id, through, proof.decided_at),
        ),
        rate=revision.rate,
        unit_seconds=billing_unit(revision.rate),
        cap_seconds=revision.cap_seconds,
        maximum_minor=content["maximum_minor"],
        lines=revision.lines,
        amends=content["amends"],
        signing=proof.signing,
    )


def _authorize_engagement(act: Act, estimate: Estimate, approved: int, worked: int) -> None:
    """Let an engagement go on under an approval; raises EngagementNotNow for one that takes none any more."""
    engagement = engagement_in(act, estimate.engagement_id)
    if estimate.kind is EstimateKind.BASE:
        changed = engagement.takes(EngagementCommand.APPROVE, act.at)
    else:
        changed = engagement.takes(EngagementCommand.AMEND, act.at)
        wanted = EngagementCommand.RAISE_CAP if worked < approved else EngagementCommand.REACH_CAP
        changed = changed.takes(wanted, act.at) if wanted in allowed_in(changed.state) else changed
    if changed is not engagement:
        act.work.engagements.save(changed)


def _bounded(matter: Matter) -> Peer:
    """Return where a decision came from without what no evidence needs: it is whatever the program sent.

    Whoever decides through a link was identified by its code alone, so no session stands beside it.
    """
    peer = matter.peer
    return Peer(
        address=text.cleaned(peer.address)[:_LONGEST_PEER],
        proxies=tuple(text.cleaned(each)[:_LONGEST_PEER] for each in peer.proxies[:20]),
        user_agent=text.cleaned(peer.user_agent)[:_LONGEST_PEER],
        request_id=text.cleaned(peer.request_id)[:_LONGEST_PEER],
        session_id="" if matter.link is not None else text.cleaned(peer.session_id)[:_LONGEST_PEER],
    )
