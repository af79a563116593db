"""What an approver is shown: the link, the estimate in full, and the receipt of a decision (4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.values import ScopeLine, number_text
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, PaperId, TenantId

ACCEPT_ESTIMATE = "I approve this estimate: its text, its hours and its maximum total."
ACCEPT_OWNERSHIP = "I accept the sentences about ownership and the version of the terms named above."


@frozen(kw_only=True)
class LinkState:
    """A genuine link as anybody sees it who opens it; nothing of the estimate, and not what became of it."""

    code_sent: bool
    code_until: datetime | None


@frozen(kw_only=True)
class MetView:
    """What a signed-in person is told who opens a link: whether it is theirs, and who may decide, if they may know.

    `estimate_id` is told to the person whom the link was mailed to, and is None for anybody else.
    """

    yours: bool
    estimate_id: EstimateId | None
    who: tuple[str, ...]


@frozen(kw_only=True)
class Identified:
    """The secret of an approver who gave the right code; it is told only once, and opens the estimate until then."""

    secret: str
    until: datetime


@frozen(kw_only=True)
class Presented:
    """An estimate in full, as its approver reads it before deciding; `content` is what the hash was made of.

    `statement` is what a decision declares, in the words of the two ticks. `nonce` and `content_hash` go back with the
    decision. Hours are in seconds, money is in minor units.
    """

    tenant_id: TenantId
    estimate_id: EstimateId
    engagement_id: EngagementId
    number: str
    revision: int
    kind: str
    approver: str
    client: str
    provider: str
    lines: tuple[ScopeLine, ...]
    low_seconds: int
    cap_seconds: int
    rate_minor: int
    maximum_minor: int
    currency: str
    tax_statement: str
    terms_version: str
    terms_hash: str
    ownership: str
    valid_until: datetime
    zone: str
    paper_id: PaperId | None
    document_hash: str
    content_hash: str
    content: Mapping[str, object]
    accept_estimate: str
    accept_ownership: str
    nonce: str
    presented_at: datetime


@frozen(kw_only=True)
class Receipt:
    """What was decided, by whom and when, with its reference; for an approval the hashes of what was approved."""

    reference: str
    decision: str
    estimate_id: EstimateId
    engagement_id: EngagementId
    number: str
    revision: int
    decided_at: datetime
    zone: str
    person: str
    reason: str
    approval_id: ApprovalId | None
    content_hash: str
    document_hash: str
    approval_hash: str
    cap_seconds: int
    maximum_minor: int
    currency: str


@frozen(kw_only=True)
class IssuedText:
    """What was issued, in full, as it was frozen: `content` is what its hash was made of."""

    estimate_id: EstimateId
    engagement_id: EngagementId
    number: str
    revision: int
    kind: str
    state: str
    issued_at: datetime
    content: Mapping[str, object]
    content_hash: str
    document_hash: str


@frozen(kw_only=True)
class WaitingEstimateView:
    """What is issued and waits for a decision; `title` is what was asked for, `maximum_minor` the total at most."""

    estimate_id: EstimateId
    engagement_id: EngagementId
    number: str
    revision: int
    kind: str
    title: str
    cap_seconds: int
    maximum_minor: int
    currency: str
    issued_at: datetime
    valid_until: datetime


def approval_receipt(approval: Approval) -> Receipt:
    """Return the receipt of an approval."""
    return Receipt(
        reference=str(approval.approval_id),
        decision="approved",
        estimate_id=approval.estimate_id,
        engagement_id=approval.engagement_id,
        number=number_text(approval.number),
        revision=approval.revision,
        decided_at=approval.decided_at,
        zone=approval.zone,
        person=approval.typed_name,
        reason="",
        approval_id=approval.approval_id,
        content_hash=approval.content_hash,
        document_hash=approval.document_hash,
        approval_hash=approval.own_hash,
        cap_seconds=approval.cap_seconds,
        maximum_minor=approval.maximum_minor,
        currency=approval.rate.currency,
    )
