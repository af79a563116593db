"""An approval: the evidence that a client approved an exact text and hours in writing (4.2).

It is a fact, added once and never changed. Work and billing rest on it alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import evolve, frozen

from saas_core.engagements.estimates.content import content_hash, line_content
from saas_core.engagements.estimates.values import ApprovalKind, Peer, ScopeLine, number_text
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, LinkId, PaperId, StaffId, UserId
from saas_core.kernel.instants import instant_text
from saas_core.kernel.money import Money

GENESIS = ""
"""What stands as the previous hash in a client's first approval."""


@frozen(kw_only=True)
class Authority:
    """What entitled the approver at that instant: names of roles, and the limit in minor units; None for no limit."""

    roles: tuple[str, ...]
    limit_minor: int | None = None


@frozen(kw_only=True)
class Signing:
    """What a recorded document adds: when it was signed, its bytes, who recorded it, and who checked it (4.2)."""

    signed_at: datetime
    paper_id: PaperId
    paper_hash: str
    recorded_by: StaffId
    recorded_at: datetime
    checked_by: StaffId


@frozen(kw_only=True)
class Approval:
    """A written approval; hours count from `approved_at`, inside `cap_seconds`, which is negative for a reduction.

    `verified_by` says how the approver was identified: `session`, `code` or `document`. `previous_hash` and `own_hash`
    chain the approvals of a client, each at its `position`, from 1 on.
    """

    approval_id: ApprovalId
    engagement_id: EngagementId
    estimate_id: EstimateId
    number: int
    revision: int
    kind: ApprovalKind
    content_hash: str
    document_hash: str
    terms_version: str
    terms_hash: str
    ownership_hash: str
    statement: str
    typed_name: str
    approver_id: UserId
    approver_address: str
    verified_by: str
    presented_at: datetime | None
    decided_at: datetime
    approved_at: datetime
    zone: str
    peer: Peer
    link_id: LinkId | None
    authority: Authority
    rate: Money
    unit_seconds: int
    cap_seconds: int
    maximum_minor: int
    lines: tuple[ScopeLine, ...]
    amends: str | None
    signing: Signing | None = None
    position: int = 0
    previous_hash: str = GENESIS
    own_hash: str = ""

    def chained(self, last: Approval | None) -> Approval:
        """Return the approval in its place after the client's last one, with the hash of that and its own."""
        position, previous = (1, GENESIS) if last is None else (last.position + 1, last.own_hash)
        linked = evolve(self, position=position, previous_hash=previous, own_hash="")
        return evolve(linked, own_hash=content_hash(evidence(linked)))

    @property
    def intact(self) -> bool:
        """Return whether the approval is what its own hash was made of."""
        return self.own_hash == content_hash(evidence(self))

    @property
    def maximum(self) -> Money:
        """The most that became chargeable by it, without tax."""
        return Money(self.maximum_minor, self.rate.currency)


def unlike(approval: Approval, content: Mapping[str, object]) -> str | None:
    """Return the first field of an approval that is not what the approved content says; None if all are.

    Work and billing rest on these fields, of which the lines stand in no record, and so under no other hash.
    """
    said: dict[str, object] = {
        "estimate": number_text(approval.number),
        "revision": approval.revision,
        "currency": approval.rate.currency,
        "rate_minor": approval.rate.minor,
        "unit_seconds": approval.unit_seconds,
        "cap_seconds": approval.cap_seconds,
        "maximum_minor": approval.maximum_minor,
        "lines": [line_content(each) for each in approval.lines],
        "amends": approval.amends,
        "zone": approval.zone,
        "terms": {"version": approval.terms_version, "hash": approval.terms_hash},
    }
    return next((name for name, value in said.items() if content.get(name) != value), None)


def evidence(approval: Approval) -> dict[str, object]:
    """Return the evidence record as a plain JSON object, whose hash is the approval's own."""
    signing = approval.signing
    return {
        "format": "saas-approval/1",
        "approval": str(approval.approval_id),
        "engagement": str(approval.engagement_id),
        "kind": approval.kind.value,
        "estimate": number_text(approval.number),
        "revision": approval.revision,
        "content_hash": approval.content_hash,
        "document_hash": approval.document_hash,
        "terms": {"version": approval.terms_version, "hash": approval.terms_hash},
        "ownership_hash": approval.ownership_hash,
        "statement": approval.statement,
        "decision": "approved",
        "typed_name": approval.typed_name,
        "approver": {
            "id": str(approval.approver_id),
            "address": approval.approver_address,
            "verified_by": approval.verified_by,
        },
        "presented_at": None if approval.presented_at is None else instant_text(approval.presented_at),
        "decided_at": instant_text(approval.decided_at),
        "approved_at": instant_text(approval.approved_at),
        "zone": approval.zone,
        "peer": {
            "address": approval.peer.address,
            "proxies": list(approval.peer.proxies),
            "user_agent": approval.peer.user_agent,
        },
        "session": approval.peer.session_id,
        "request": approval.peer.request_id,
        "link": None if approval.link_id is None else str(approval.link_id),
        "authority": {"roles": list(approval.authority.roles), "limit_minor": approval.authority.limit_minor},
        "currency": approval.rate.currency,
        "rate_minor": approval.rate.minor,
        "unit_seconds": approval.unit_seconds,
        "cap_seconds": approval.cap_seconds,
        "maximum_minor": approval.maximum_minor,
        "amends": approval.amends,
        "signing": None if signing is None else _signing(signing),
        "position": approval.position,
        "previous_hash": approval.previous_hash,
    }


def _signing(signing: Signing) -> dict[str, object]:
    return {
        "signed_at": instant_text(signing.signed_at),
        "paper": str(signing.paper_id),
        "paper_hash": signing.paper_hash,
        "recorded_by": str(signing.recorded_by),
        "recorded_at": instant_text(signing.recorded_at),
        "checked_by": str(signing.checked_by),
    }
