"""Deciding: what is shown to an approver, and what becomes of the decision, in one transaction (4.2)."""

from __future__ import annotations

import hmac
import json
from uuid import UUID

from saas_core.engagements.estimates.commands import ApproveEstimate, DeclineEstimate
from saas_core.engagements.estimates.errors import ContentChanged, NotAccepted, NotPresented
from saas_core.engagements.estimates.letters import DECLINED
from saas_core.engagements.estimates.model.estimate import Estimate, Revision
from saas_core.engagements.estimates.model.links import Presentation
from saas_core.engagements.estimates.model.tokens import nonce_value
from saas_core.engagements.estimates.model.transitions import RevisionCommand
from saas_core.engagements.estimates.queries.deciding import (
    ACCEPT_ESTIMATE,
    ACCEPT_OWNERSHIP,
    Presented,
    Receipt,
    approval_receipt,
)
from saas_core.engagements.estimates.use_cases.act import (
    Act,
    Desk,
    approval_of,
    client_side,
    engagement_in,
    may_approve,
    provider_side,
    tell,
)
from saas_core.engagements.estimates.use_cases.authorizing import Matter, Proof, authorize
from saas_core.engagements.estimates.use_cases.ending import end, newest_of, over, overtake_documents
from saas_core.engagements.estimates.values import ApprovalKind, RevisionState, number_text
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import UserId
from saas_core.kernel.journal import Value
from saas_core.policy.decision import Decision, Refused


def require_open(act: Act, matter: Matter) -> None:
    """Require that the revision still stands; raises what became of it."""
    revisions = act.work.revisions.of(matter.estimate.id)
    found = over(matter.revision, newest_of(revisions), act.at, approval_of(act, matter.estimate))
    if found is not None:
        raise found


def authorized(act: Act, matter: Matter) -> Decision:
    """Return the decision that lets the person approve this total now; raises Refused (4.2)."""
    engagement = engagement_in(act, matter.estimate.engagement_id)
    decision = may_approve(act, matter.person.user_id, matter.maximum, engagement.department_id)
    if not decision.allowed:
        raise Refused(decision)
    return decision


def presentation_of(act: Act, matter: Matter) -> Presentation | None:
    """Return when the revision was shown to the person in full."""
    return act.work.approval_links.presented(matter.estimate.id, matter.revision.number, matter.person.user_id)


def record_presentation(act: Act, matter: Matter) -> Presentation:
    """Keep that the revision was shown to the identified person in full, the first time that it was."""
    made = Presentation(
        estimate_id=matter.estimate.id,
        revision=matter.revision.number,
        approver_id=matter.person.user_id,
        content_hash=matter.revision.content_hash or "",
        link_id=None if matter.link is None else matter.link.id,
        presented_at=act.at,
    )
    act.work.approval_links.present(made)
    act.note("engagements.present_estimate", f"estimate:{matter.estimate.id}", {"revision": matter.revision.number})
    return made


def presented(act: Act, desk: Desk, matter: Matter, presentation: Presentation) -> Presented:
    """Return the estimate in full, as it was frozen when it was issued."""
    found = act.work.revisions.content(matter.estimate.id, matter.revision.number)
    content = json.loads("{}" if found is None else found.content)
    estimate, revision = matter.estimate, matter.revision
    return Presented(
        tenant_id=act.work.tenant_id,
        estimate_id=estimate.id,
        engagement_id=estimate.engagement_id,
        number=number_text(estimate.number),
        revision=revision.number,
        kind=estimate.kind.value,
        approver=matter.person.name,
        client=content["client"]["name"],
        provider=content["provider"]["name"],
        lines=revision.lines,
        low_seconds=sum(each.low_seconds for each in revision.lines),
        cap_seconds=content["cap_seconds"],
        rate_minor=content["rate_minor"],
        maximum_minor=content["maximum_minor"],
        currency=content["currency"],
        tax_statement=content["tax_statement"],
        terms_version=content["terms"]["version"],
        terms_hash=content["terms"]["hash"],
        ownership=content["ownership"],
        valid_until=revision.expires_at or act.at,
        zone=content["zone"],
        paper_id=revision.paper_id,
        document_hash=revision.document_hash or "",
        content_hash=revision.content_hash or "",
        content=content,
        accept_estimate=ACCEPT_ESTIMATE,
        accept_ownership=ACCEPT_OWNERSHIP,
        nonce=_nonce(desk, matter),
        presented_at=presentation.presented_at,
    )


def approve(act: Act, desk: Desk, matter: Matter, command: ApproveEstimate) -> Receipt:
    """Approve exactly what was shown: evidence, state and authorization in one transaction (4.2).

    Whoever approves what was approved already gets the receipt of that. Raises NotAccepted, LinkOver, NotPresented,
    ContentChanged, Refused, BelowWorked.
    """
    if not command.accept_estimate:
        message = "the estimate was not accepted."
        raise NotAccepted(message, field="accept_estimate", remedy="Tick both boxes.")
    if not command.accept_ownership:
        message = "ownership and terms were not accepted."
        raise NotAccepted(message, field="accept_ownership", remedy="Tick both boxes.")
    former = approval_of(act, matter.estimate)
    if matter.revision.state is RevisionState.APPROVED and former is not None:
        # Whoever lost the right meanwhile learns of no sum; who decided it keeps the receipt.
        if former.approver_id != matter.person.user_id:
            authorized(act, matter)
        return approval_receipt(former)
    require_open(act, matter)
    shown = _shown(act, desk, matter, command)
    decision = authorized(act, matter)
    approval = authorize(
        act,
        desk,
        matter,
        Proof(
            kind=ApprovalKind.INTERFACE if matter.link is None else ApprovalKind.KEYED_LINK,
            typed_name=command.typed_name,
            content_hash=command.content_hash,
            presented_at=shown.presented_at,
            decision=decision,
            decided_at=act.at,
        ),
    )
    if matter.link is not None:
        act.work.approval_links.save(matter.link.used(act.at))
    details = {**journal_form(command, desk.digests), "approval": str(approval.approval_id)}
    _note(act, matter, command.NAME, {**details, "evidence": approval.own_hash})
    return approval_receipt(approval)


def decline(act: Act, desk: Desk, matter: Matter, command: DeclineEstimate) -> Receipt:
    """Decline exactly what was shown, with a reason. Raises LinkOver, NotPresented, ContentChanged, Refused."""
    require_open(act, matter)
    _shown(act, desk, matter, command)
    authorized(act, matter)
    by = f"user:{matter.person.user_id}"
    ended = end(act.work, matter.estimate, matter.revision, RevisionCommand.DECLINE, by, act.at, command.reason)
    overtake_documents(act.work, act.ids, ended, act.at)
    if matter.link is not None:
        act.work.approval_links.save(matter.link.used(act.at))
    told = (by, *client_side(act, matter.estimate, ended.number), *provider_side(ended))
    tell(act, DECLINED.name, matter.estimate, ended.number, told)
    _note(act, matter, command.NAME, journal_form(command, desk.digests))
    return declined_receipt(act, desk, matter.estimate, ended)


def declined_receipt(act: Act, desk: Desk, estimate: Estimate, revision: Revision) -> Receipt:
    """Return the receipt of a decline, which names the person who declined, whoever reads it."""
    kind, _, text = (revision.ended_by or "").partition(":")
    decider = desk.people.person(act.work, UserId(UUID(text))) if kind == "user" else None
    return Receipt(
        reference=f"{number_text(estimate.number)}/{revision.number}",
        decision="declined",
        estimate_id=estimate.id,
        engagement_id=estimate.engagement_id,
        number=number_text(estimate.number),
        revision=revision.number,
        decided_at=revision.ended_at or act.at,
        zone=desk.parties.zone(act.work),
        person="" if decider is None else decider.name,
        reason=revision.reason or "",
        approval_id=None,
        content_hash=revision.content_hash or "",
        document_hash=revision.document_hash or "",
        approval_hash="",
        cap_seconds=revision.cap_seconds,
        maximum_minor=revision.maximum.minor,
        currency=revision.rate.currency,
    )


def _shown(act: Act, desk: Desk, matter: Matter, command: ApproveEstimate | DeclineEstimate) -> Presentation:
    """Return when the person was shown what the decision is about; raises NotPresented, ContentChanged."""
    found = presentation_of(act, matter)
    right = hmac.compare_digest(_nonce(desk, matter).encode(), command.nonce.encode("utf-8", "surrogatepass"))
    if found is None or not right:
        raise NotPresented
    if command.content_hash != matter.revision.content_hash:
        raise ContentChanged
    return found


def _nonce(desk: Desk, matter: Matter) -> str:
    revision = matter.revision
    value = nonce_value(matter.estimate.id, revision.number, matter.person.user_id, revision.content_hash or "")
    return desk.digests.of(value)


def _note(act: Act, matter: Matter, name: str, details: dict[str, Value]) -> None:
    act.note(name, f"estimate:{matter.estimate.id}", {**details, "revision": matter.revision.number})
