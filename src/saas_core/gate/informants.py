"""Informants: the contexts that the gate asks about the thing a question is about.

Where no context keeps engagements or integrations yet, the honest answer is that nothing is there: work on an
engagement that nobody knows was not approved (4.2), and no integration is connected (2.2).
"""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from saas_core.gate.ports import Approvals, Connections, GateWork
from saas_core.kernel.ids import EngagementId, IntegrationId


class NothingApproved:
    """The approvals of a platform without engagements: none."""

    def authorization(
        self, work: GateWork, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> None:
        """Return None, whatever the engagement (4.2)."""
        del work, engagement_id, at, seen


class NothingConnected:
    """The connections of a platform without integrations: none."""

    def connected(
        self, work: GateWork, integration_id: IntegrationId | None, *, seen: datetime | None
    ) -> frozenset[str]:
        """Return no name, whatever the integration (2.2)."""
        del work, integration_id, seen
        return frozenset()


@frozen(kw_only=True)
class Informants:
    """What the gate asks beside the policy, licenses and people; by default contexts in which nothing is there."""

    approvals: Approvals = field(factory=NothingApproved)
    connections: Connections = field(factory=NothingConnected)
