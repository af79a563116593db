"""Ending: how an issued revision ends without an approval, and what is said of one that is over (4.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from saas_core.engagements.estimates.commands import DiscardDraft, WithdrawEstimate
from saas_core.engagements.estimates.errors import (
    DocumentPending,
    LinkExpired,
    LinkOver,
    LinkSuperseded,
    LinkUsed,
    LinkWithdrawn,
)
from saas_core.engagements.estimates.letters import EXPIRED, WITHDRAWN
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.model.estimate import Estimate, Revision
from saas_core.engagements.estimates.model.recorded import RecordedDocument
from saas_core.engagements.estimates.model.transitions import RevisionCommand
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.use_cases.act import Act, holders_of_links, provider_side
from saas_core.engagements.estimates.use_cases.telling import note_in, tell_in
from saas_core.engagements.estimates.values import CheckState, EstimateKind, RevisionState, number_text
from saas_core.engagements.letters import ENGAGEMENT_CANCELED
from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.model.transitions import EngagementCommand, allowed_in
from saas_core.engagements.values import LETTER
from saas_core.kernel.actors import Actor, System, actor_name
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import EngagementId, Ids

SOFTWARE: Final = System("estimates")
"""Who ends what ends by itself: what expired, and what an approval leaves without a purpose."""
EXPIRES: Final = "engagements.expire_estimate"
OVERTAKES: Final = "engagements.overtake_document"
_RECALLED = frozenset({RevisionCommand.DECLINE, RevisionCommand.WITHDRAW, RevisionCommand.EXPIRE})


def end(  # noqa: PLR0913, PLR0917 - what ends, how, by whom, when, why
    work: EstimatesWork,
    estimate: Estimate,
    before: Revision,
    command: RevisionCommand,
    by: str,
    at: datetime,
    reason: str | None = None,
) -> Revision:
    """End an issued revision, and have its engagement estimated anew if nothing takes its place.

    Raises RevisionFrozen; StoreFault if somebody else ended it, which the lock of the tenant rules out.
    """
    after = before.ended(command, by, at, reason)
    if not work.revisions.end(after, before.content_hash or "", None):
        message = "The revision ended meanwhile."
        raise StoreFault(message, remedy="Show the estimate to see what became of it.")
    if command in _RECALLED and estimate.kind is EstimateKind.BASE:
        engagement = work.engagements.get(estimate.engagement_id)
        if engagement is not None and EngagementCommand.RECALL in allowed_in(engagement.state):
            work.engagements.save(engagement.takes(EngagementCommand.RECALL, at))
    return after


def expire(work: EstimatesWork, ids: Ids, estimate: Estimate, before: Revision, at: datetime) -> None:
    """End a revision whose time is over, whoever found it so: the software ends it, and both sides are told."""
    ended = end(work, estimate, before, RevisionCommand.EXPIRE, actor_name(SOFTWARE), at)
    told = (*holders_of_links(work, estimate, ended.number), *provider_side(ended))
    tell_in(work, ids, at, EXPIRED.name, estimate, ended.number, told)
    note_in(work, ids, SOFTWARE, at, EXPIRES, estimate.id, revision=ended.number)


def discard_draft(  # noqa: PLR0913, PLR0917 - where, by whom, of what, when, why
    work: EstimatesWork, ids: Ids, by: Actor, estimate: Estimate, at: datetime, reason: str
) -> None:
    """Discard the draft of an estimate, if one is open."""
    for each in work.revisions.of(estimate.id):
        if each.state is RevisionState.DRAFT:
            work.revisions.save(each.ended(RevisionCommand.DISCARD, actor_name(by), at, reason))
            note_in(work, ids, by, at, DiscardDraft.NAME, estimate.id, revision=each.number)


def overtake_documents(work: EstimatesWork, ids: Ids, revision: Revision, at: datetime) -> None:
    """End recorded documents that wait for their check on a revision that ended: there is nothing left to check."""
    for each in _pending(work, revision):
        work.recorded_documents.save(each.overtaken())
        subject = revision.estimate_id
        note_in(work, ids, SOFTWARE, at, OVERTAKES, subject, document=str(each.id), revision=revision.number)


def _pending(work: EstimatesWork, revision: Revision) -> tuple[RecordedDocument, ...]:
    documents = work.recorded_documents.of(revision.estimate_id)
    return tuple(each for each in documents if each.revision == revision.number and each.state is CheckState.PENDING)


def pending_document(work: EstimatesWork, revision: Revision) -> bool:
    """Return whether a recorded document of a revision waits for its check."""
    return bool(_pending(work, revision))


def require_no_pending(work: EstimatesWork, revision: Revision) -> None:
    """Require that no recorded document of a revision waits for its check; raises DocumentPending."""
    if pending_document(work, revision):
        raise DocumentPending


def end_open(  # noqa: PLR0913, PLR0917 - where, of what, by whom, when, why
    work: EstimatesWork, ids: Ids, engagement_id: EngagementId, by: Actor, at: datetime, reason: str
) -> None:
    """End everything that is open under an engagement: drafts are discarded, what is issued is withdrawn or expired.

    Whoever got a link to what was issued is told, and who issued it; each end stands in the journal.
    """
    for estimate in work.estimates.of_engagement(engagement_id):
        discard_draft(work, ids, by, estimate, at, reason)
        for each in work.revisions.of(estimate.id):
            if each.state is not RevisionState.ISSUED:
                continue
            overtake_documents(work, ids, each, at)
            if not each.open_at(at):
                expire(work, ids, estimate, each, at)
                continue
            ended = end(work, estimate, each, RevisionCommand.WITHDRAW, actor_name(by), at, reason)
            told = (*holders_of_links(work, estimate, ended.number), *provider_side(ended))
            tell_in(work, ids, at, WITHDRAWN.name, estimate, ended.number, told)
            note_in(work, ids, by, at, WithdrawEstimate.NAME, estimate.id, revision=ended.number)


def tell_of_cancellation(act: Act, engagement: Engagement) -> None:
    """Have both sides told that an engagement was canceled: who asked, who approved and who issued its estimates."""
    asked_by = engagement.requested_by.partition("/")[0]
    approvers = (f"user:{each.approver_id}" for each in act.work.approvals.of_engagement(engagement.id))
    issuers = (
        each
        for estimate in act.work.estimates.of_engagement(engagement.id)
        for revision in act.work.revisions.of(estimate.id)
        for each in provider_side(revision)
    )
    for each in dict.fromkeys((asked_by, *approvers, *issuers)):
        body = {"letter": ENGAGEMENT_CANCELED.name, "engagement": str(engagement.id), "to": each}
        act.put(LETTER, f"engagement:{engagement.id}", body)


def over(revision: Revision, newest: int, at: datetime, approval: Approval | None = None) -> LinkOver | None:
    """Return what is said to somebody who would decide about a revision that is over; None for an open one.

    `newest` is the number of the revision issued last.
    """
    match revision.state:
        case RevisionState.ISSUED if revision.open_at(at):
            return None
        case RevisionState.APPROVED:
            reference = "" if approval is None else f" under the reference {approval.approval_id}"
            message = f"the estimate was approved{reference}; it is decided."
            return LinkUsed(message, field="estimate", remedy="The receipt went to whoever approved it.")
        case RevisionState.DECLINED:
            return LinkUsed("the estimate was declined.", field="estimate", remedy="Ask for a new estimate.")
        case RevisionState.SUPERSEDED:
            message = f"revision {revision.number} was replaced by revision {newest}."
            return LinkSuperseded(message, field="estimate", remedy="Open the link in the newest letter, or sign in.")
        case RevisionState.WITHDRAWN:
            message = "the provider withdrew the estimate."
            return LinkWithdrawn(message, field="estimate", remedy="Ask for a new estimate.")
        case _:
            message = "the estimate has expired; nothing was approved."
            return LinkExpired(message, field="estimate", remedy="Ask the provider to issue it again.")


def newest_of(revisions: tuple[Revision, ...]) -> int:
    """Return the number of the revision issued last."""
    return max((each.number for each in revisions if each.issued_at is not None), default=0)


def said(estimate: Estimate, revision: Revision) -> str:
    """Return an estimate's number and revision as people read them."""
    return f"{number_text(estimate.number)}, revision {revision.number}"
