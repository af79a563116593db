"""What waits for a decision of the signed-in person's client, for its first page."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from saas_core.engagements.values import EngagementState
from saas_core.kernel.ids import EstimateId
from saas_core.policy.decision import Refused
from saas_portal.visits import Visit

MOST: Final = 20
"""Enough for a first page; each is read by itself."""


@frozen
class Waiting:
    """An issued estimate: its number, and what was asked for."""

    estimate_id: EstimateId
    number: str
    title: str


def waiting(visit: Visit) -> tuple[Waiting, ...]:
    """Return the issued estimates of the newest requests that wait for an approval, if the person may see them."""
    engagements, acting = visit.app.engagements, visit.acting
    try:
        requests = engagements.requests.list_requests(**acting, limit=200)
        awaited = [each for each in requests if each.state == EngagementState.AWAITING_APPROVAL.value][-MOST:]
        return tuple(
            Waiting(estimate.estimate_id, estimate.number, each.title)
            for each in reversed(awaited)
            for estimate in engagements.estimates.list_estimates(**acting, engagement_id=each.engagement_id)
            if estimate.state == "issued"
        )
    except Refused:
        return ()
