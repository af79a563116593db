"""Evidence as it is shown: what stands, what is still to be made, and what a pack is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import takewhile
from typing import Final

from attrs import frozen

from saas_core.engagements.estimates.model.approval import Approval, evidence, unlike
from saas_core.engagements.estimates.ports import EstimatesWork, Paper
from saas_core.engagements.evidence.errors import EvidenceBroken, EvidenceIncomplete
from saas_core.engagements.evidence.ports import Notaries
from saas_core.engagements.evidence.values import SEALED, TIME_STAMP, Earlier, place_of
from saas_core.kernel.ids import ApprovalId
from saas_core.kernel.journal import EntryFilter, JournalEntry, newest_of
from saas_core.kernel.pages import LARGEST_PAGE, all_of

MADE: Final = "made"
PENDING: Final = "pending"
NOT_CONFIGURED: Final = "not_configured"
_CONTENT: Final = "The content of the approval"
_NOTED: Final = "The entry of the journal that notes the approval"
_PAGE: Final = 500


@frozen(kw_only=True)
class EvidenceView:
    """The evidence of an approval in brief.

    `seal` and `time_stamp` are `made`, `pending` until they are, or `not_configured`; the approval holds without them.
    """

    approval_id: ApprovalId
    approval_hash: str
    content_hash: str
    document_hash: str
    seal: str
    sealed_hash: str | None
    time_stamp: str
    record: Mapping[str, object]


def evidence_view(work: EstimatesWork, approval: Approval, notaries: Notaries) -> EvidenceView:
    """Return the view of an approval's evidence."""
    sealed, stamped = (made(work, approval, kind) for kind in (SEALED, TIME_STAMP))
    return EvidenceView(
        approval_id=approval.approval_id,
        approval_hash=approval.own_hash,
        content_hash=approval.content_hash,
        document_hash=approval.document_hash,
        seal=_state(sealed, configured=notaries.seals is not None),
        sealed_hash=None if sealed is None else sealed.sha256,
        time_stamp=_state(stamped, configured=notaries.stamps is not None),
        record=evidence(approval),
    )


def made(work: EstimatesWork, approval: Approval, kind: str) -> Paper | None:
    """Return what was made of an approval after it was given: its sealed document, or its time stamp."""
    found = work.papers.of(kind, place_of(approval.approval_id))
    return work.papers.get(found[0]) if found else None


def document_of(work: EstimatesWork, approval: Approval) -> Paper | None:
    """Return the document of the revision that was approved."""
    revision = work.revisions.get(approval.estimate_id, approval.revision)
    paper_id = None if revision is None else revision.paper_id
    return None if paper_id is None else work.papers.get(paper_id)


def content_of(work: EstimatesWork, approval: Approval) -> dict[str, object]:
    """Return the content that was approved as it was frozen; raises EvidenceIncomplete.

    Raises EvidenceBroken where what work and billing rest on is not what it says.
    """
    found = work.revisions.content(approval.estimate_id, approval.revision)
    if found is None:
        raise EvidenceIncomplete(_CONTENT)
    content: dict[str, object] = json.loads(found.content)
    field = unlike(approval, content)
    if field is not None:
        place = f"approval.{field}"
        raise EvidenceBroken(place, "is not what the approved content says.")
    return content


def noted(work: EstimatesWork, approval: Approval) -> JournalEntry:
    """Return the entry of the journal that notes an approval's hash; raises EvidenceIncomplete."""
    entries = newest_of(work.journal, EntryFilter(subject=f"estimate:{approval.estimate_id}"))
    found = next((each for each in entries if approval.own_hash in each.details.values()), None)
    if found is None:
        raise EvidenceIncomplete(_NOTED)
    return found


def earlier(work: EstimatesWork, approval: Approval) -> tuple[Earlier, ...]:
    """Return the approvals of the client from before: those of other engagements as hashes alone."""
    chain = all_of(lambda last: work.approvals.page(0 if last is None else last.position, LARGEST_PAGE))
    return tuple(
        Earlier(each.own_hash, evidence(each) if each.engagement_id == approval.engagement_id else None)
        for each in takewhile(lambda each: each.position < approval.position, chain)
    )


def _state(paper: Paper | None, *, configured: bool) -> str:
    if paper is not None:
        return MADE
    return PENDING if configured else NOT_CONFIGURED
