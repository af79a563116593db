"""Informants: the contexts that know the thing a question is about.

As long as no context keeps engagements or integrations, the honest answer is that none exist: work on an unknown
engagement was not approved (4.2), and no integration is connected (2.2).
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
        """Return None for any engagement (4.2)."""
        del work, engagement_id, at, seen


class NothingConnected:
    """The connections of a platform without integrations: none."""

    def connected(
        self, work: GateWork, integration_id: IntegrationId | None, *, seen: datetime | None
    ) -> frozenset[str]:
        """Return no name for any integration (2.2)."""
        del work, integration_id, seen
        return frozenset()

    def added(self, work: GateWork, *, seen: datetime | None) -> tuple[tuple[str, str], ...]:
        """Return nothing: no enhancement added anything (5.3)."""
        del work, seen
        return ()


@frozen(kw_only=True)
class Informants:
    """Contexts that the gate asks besides the policy, licenses and people; by default, empty ones."""

    approvals: Approvals = field(factory=NothingApproved)
    connections: Connections = field(factory=NothingConnected)
