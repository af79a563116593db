"""Commands of estimates as values (4.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from attrs import frozen

from saas_core.engagements.estimates.values import (
    LARGEST_SECONDS,
    LONGEST_PROSE,
    Pricing,
    RecordedDocumentId,
    day_text,
)
from saas_core.kernel import text
from saas_core.kernel.bounds import PERSONAL, UNSAID, Number, Text, fitting
from saas_core.kernel.ids import EngagementId, EstimateId, UserId
from saas_core.kernel.secrets import Secret

Prose = Annotated[str, Text(1, LONGEST_PROSE, form="prose", fit=text.prose), UNSAID]
Remark = Annotated[str, Text(0, LONGEST_PROSE, form="prose", fit=text.prose), UNSAID]
Day = Annotated[str, Text(10, 10, form="day", fit=day_text, remedy="Write it as in 2026-12-31.")]
"""A day in the client's own zone."""
Seconds = Annotated[int, Number(-LARGEST_SECONDS, LARGEST_SECONDS)]
Version = Annotated[int, Number(1, 10**9)]
"""The version of a draft that the caller saw."""
Hash = Annotated[str, Text(71, 71, r"sha256:[0-9a-f]{64}", remedy="Give the hash as it was shown.")]
TypedName = Annotated[str, Text(1, 200, form="name"), PERSONAL]


@frozen(field_transformer=fitting, kw_only=True)
class Line:
    """A line to estimate: what is done, what is not, and the hours in seconds, low and high; negative to reduce."""

    text: Prose
    exclusions: Remark = ""
    low_seconds: Seconds
    high_seconds: Seconds


@frozen(field_transformer=fitting, kw_only=True)
class DraftEstimate:
    """A draft of what an engagement takes; `rate_minor` is the rate of the terms unless it is given."""

    NAME: ClassVar[str] = "engagements.draft_estimate"

    engagement_id: EngagementId
    lines: Annotated[tuple[Line, ...], UNSAID]
    valid_through: Day
    pricing: Pricing = Pricing.HOURLY
    rate_minor: Annotated[int, Number(1, 10**9)] | None = None
    notes: Remark = ""


@frozen(field_transformer=fitting, kw_only=True)
class DraftChangeOrder:
    """A draft of a change to what was approved: more hours or fewer; with `estimate_id` the next revision of one."""

    NAME: ClassVar[str] = "engagements.draft_change_order"

    engagement_id: EngagementId
    estimate_id: EstimateId | None = None
    lines: Annotated[tuple[Line, ...], UNSAID]
    valid_through: Day
    pricing: Pricing = Pricing.HOURLY
    rate_minor: Annotated[int, Number(1, 10**9)] | None = None
    notes: Remark = ""


@frozen(field_transformer=fitting, kw_only=True)
class EditDraft:
    """The whole of a draft as it should be, for the version that the caller saw."""

    NAME: ClassVar[str] = "engagements.edit_draft"

    estimate_id: EstimateId
    version: Version
    lines: Annotated[tuple[Line, ...], UNSAID]
    valid_through: Day
    pricing: Pricing = Pricing.HOURLY
    rate_minor: Annotated[int, Number(1, 10**9)] | None = None
    notes: Remark = ""


@frozen(field_transformer=fitting, kw_only=True)
class DiscardDraft:
    """A draft that is not pursued."""

    NAME: ClassVar[str] = "engagements.discard_draft"

    estimate_id: EstimateId
    version: Version


@frozen(field_transformer=fitting, kw_only=True)
class IssueEstimate:
    """A draft to issue, in the version that the caller saw; its content is frozen by it."""

    NAME: ClassVar[str] = "engagements.issue_estimate"

    estimate_id: EstimateId
    version: Version


@frozen(field_transformer=fitting, kw_only=True)
class WithdrawEstimate:
    """An issued estimate that no longer stands, and why."""

    NAME: ClassVar[str] = "engagements.withdraw_estimate"

    estimate_id: EstimateId
    reason: Prose


@frozen(field_transformer=fitting, kw_only=True)
class ApproveEstimate:
    """The approval of exactly what was shown: its hash, the name as it was typed, and both ticks (4.2)."""

    NAME: ClassVar[str] = "engagements.approve_estimate"

    estimate_id: EstimateId
    nonce: Annotated[str, Text(0, 200, r"[!-~]*"), Secret]
    content_hash: Hash
    typed_name: TypedName
    accept_estimate: bool
    accept_ownership: bool


@frozen(field_transformer=fitting, kw_only=True)
class DeclineEstimate:
    """The refusal of exactly what was shown, and why (4.2)."""

    NAME: ClassVar[str] = "engagements.decline_estimate"

    estimate_id: EstimateId
    nonce: Annotated[str, Text(0, 200, r"[!-~]*"), Secret]
    content_hash: Hash
    reason: Prose


@frozen(field_transformer=fitting, kw_only=True)
class RecordDocument:
    """A document signed by a person of the client: its bytes by their hash, who signed, as whom, and when (4.2)."""

    NAME: ClassVar[str] = "engagements.record_document"

    estimate_id: EstimateId
    user_id: UserId
    typed_name: TypedName
    signed_at: datetime
    paper_hash: Hash


@frozen(field_transformer=fitting, kw_only=True)
class CheckDocument:
    """What the second member of staff found in a recorded document: that it approves the revision, or why not.

    Whoever agrees names the hash of the bytes that were read.
    """

    NAME: ClassVar[str] = "engagements.check_document"

    document_id: RecordedDocumentId
    agrees: bool
    paper_hash: Hash | None = None
    reason: Remark = ""
