"""An approval of an estimate, stored as it would be after the client's decision; for tests of what rests on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from attrs import evolve

from saas_core.engagements.estimates.model.approval import Approval, Authority
from saas_core.engagements.estimates.values import ApprovalKind, Peer, ScopeLine
from saas_core.engagements.values import EngagementState
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, TenantId, UserId
from saas_core.kernel.money import Money

RATE = Money(6500, "USD")
UNIT = 180


def approval_of(engagement_id: EngagementId, at: datetime, hours: float = 30, **given: Any) -> Approval:
    """Return an approval of some hours on two lines, unless told otherwise."""
    cap = round(hours * 3600)
    lines = (
        ScopeLine(key="L1", text="A second approval step", low_seconds=cap // 2, high_seconds=cap - cap // 4),
        ScopeLine(key="L2", text="A report of approvals", low_seconds=0, high_seconds=cap // 4),
    )
    fields: dict[str, Any] = {
        "approval_id": ApprovalId(uuid4()),
        "engagement_id": engagement_id,
        "estimate_id": EstimateId(uuid4()),
        "number": 1,
        "revision": 1,
        "kind": ApprovalKind.INTERFACE,
        "content_hash": f"sha256:{'1' * 64}",
        "document_hash": f"sha256:{'2' * 64}",
        "terms_version": "2026-02",
        "terms_hash": f"sha256:{'3' * 64}",
        "ownership_hash": f"sha256:{'4' * 64}",
        "statement": "I approve.",
        "typed_name": "Olivia",
        "approver_id": UserId(UUID(int=5)),
        "approver_address": "olivia@example.com",
        "verified_by": "session",
        "presented_at": at,
        "decided_at": at,
        "approved_at": at,
        "zone": "UTC",
        "peer": Peer(),
        "link_id": None,
        "authority": Authority(roles=("Owner",)),
        "rate": RATE,
        "unit_seconds": UNIT,
        "cap_seconds": cap,
        "maximum_minor": cap * given.get("rate", RATE).minor // 3600,
        "lines": lines,
        "amends": None,
    }
    return Approval(**{**fields, **given})


def approve(
    application: Any, tenant_id: TenantId, engagement_id: EngagementId, at: datetime, hours: float = 30, **given: Any
) -> Approval:
    """Store an approval, and let the engagement be authorized by it, or its cap be raised."""
    with application.store.begin(tenant_id) as work:
        approval = approval_of(engagement_id, at, hours, **given).chained(work.approvals.last())
        work.approvals.add(approval)
        engagement = work.engagements.get(engagement_id)
        begun = {
            EngagementState.AUTHORIZED: EngagementState.AUTHORIZED,
            EngagementState.IN_PROGRESS: EngagementState.IN_PROGRESS,
            EngagementState.AT_CAP: EngagementState.IN_PROGRESS,
        }
        state = begun.get(engagement.state, EngagementState.AUTHORIZED)
        work.engagements.save(evolve(engagement, state=state, changed_at=at))
        work.commit()
    return approval
