"""Estimates, approvals and recorded documents as they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.engagements.estimates.content import amount_of
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.model.estimate import Estimate, Revision
from saas_core.engagements.estimates.model.recorded import RecordedDocument
from saas_core.engagements.estimates.values import RecordedDocumentId, RevisionState, ScopeLine, number_text
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, PaperId, UserId


@frozen(kw_only=True)
class RevisionView:
    """A revision: what it says, in hours and money, and what became of it; `notes` are shown to staff alone.

    `version` is named by an edit. Hours are in seconds, money is in minor units of the currency. `maximum_minor` is
    None as long as hours of a draft make no whole amount.
    """

    revision: int
    state: str
    version: int
    lines: tuple[ScopeLine, ...]
    valid_through: str
    pricing: str
    rate_minor: int
    currency: str
    low_seconds: int
    cap_seconds: int
    maximum_minor: int | None
    notes: str
    content_hash: str | None
    document_hash: str | None
    paper_id: PaperId | None
    issued_at: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None
    reason: str | None


@frozen(kw_only=True)
class EstimateView:
    """An estimate with its revisions; `approver` tells staff whether anybody may decide, `approval_id` what did."""

    estimate_id: EstimateId
    engagement_id: EngagementId
    number: str
    kind: str
    state: str
    revision: int
    version: int
    made_at: datetime
    approver: bool
    approval_id: ApprovalId | None
    revisions: tuple[RevisionView, ...]


@frozen(kw_only=True)
class DocumentView:
    """A signed document that staff recorded, and the outcome of its check by a second person."""

    document_id: RecordedDocumentId
    estimate_id: EstimateId
    revision: int
    signer_id: UserId
    typed_name: str
    signed_at: datetime
    recorded_at: datetime
    paper_id: PaperId
    paper_hash: str
    state: str
    checked_at: datetime | None
    reason: str | None
    approval_id: ApprovalId | None


@frozen(kw_only=True)
class PaperView:
    """A document kept for good: its bytes, their type and their hash."""

    paper_id: PaperId
    kind: str
    media_type: str
    sha256: str
    content: bytes


def revision_view(revision: Revision, *, to_staff: bool) -> RevisionView:
    """Return the view of a revision; a client sees no notes."""
    rate = revision.rate
    return RevisionView(
        revision=revision.number,
        state=revision.state.value,
        version=revision.version,
        lines=revision.lines,
        valid_through=revision.valid_through,
        pricing=revision.pricing.value,
        rate_minor=rate.minor,
        currency=rate.currency,
        low_seconds=sum(each.low_seconds for each in revision.lines),
        cap_seconds=revision.cap_seconds,
        maximum_minor=_maximum(revision),
        notes=revision.notes if to_staff else "",
        content_hash=revision.content_hash,
        document_hash=revision.document_hash,
        paper_id=revision.paper_id,
        issued_at=revision.issued_at,
        expires_at=revision.expires_at,
        ended_at=revision.ended_at,
        reason=revision.reason,
    )


def _maximum(revision: Revision) -> int | None:
    try:
        return amount_of(revision.cap_seconds, revision.rate).minor
    except ValueError:
        return None


_NEVER_ISSUED = frozenset({RevisionState.DRAFT, RevisionState.DISCARDED})


def estimate_view(
    estimate: Estimate,
    revisions: Iterable[Revision],
    *,
    to_staff: bool,
    approver: bool = False,
    approval: Approval | None = None,
) -> EstimateView:
    """Return the view of an estimate; a client sees what was issued and nothing else."""
    seen = [each for each in revisions if to_staff or each.state not in _NEVER_ISSUED]
    last = seen[-1] if seen else None
    return EstimateView(
        estimate_id=estimate.id,
        engagement_id=estimate.engagement_id,
        number=number_text(estimate.number),
        kind=estimate.kind.value,
        state="" if last is None else last.state.value,
        revision=0 if last is None else last.number,
        version=0 if last is None else last.version,
        made_at=estimate.made_at,
        approver=approver,
        approval_id=None if approval is None else approval.approval_id,
        revisions=tuple(revision_view(each, to_staff=to_staff) for each in seen),
    )


def document_view(document: RecordedDocument, approval: Approval | None = None) -> DocumentView:
    """Return the view of a recorded document."""
    return DocumentView(
        document_id=document.id,
        estimate_id=document.estimate_id,
        revision=document.revision,
        signer_id=document.signer_id,
        typed_name=document.typed_name,
        signed_at=document.signed_at,
        recorded_at=document.recorded_at,
        paper_id=document.paper_id,
        paper_hash=document.paper_hash,
        state=document.state.value,
        checked_at=document.checked_at,
        reason=document.reason,
        approval_id=None if approval is None else approval.approval_id,
    )
