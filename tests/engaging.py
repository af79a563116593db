"""A client with approved engagements, and staff that works on them, over a store in memory."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import frozen

from approving import approve
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.ids import EngagementId, StaffId
from saas_testing import Client, Kit

HOUR = timedelta(hours=1)


@frozen(kw_only=True)
class Bench:
    """A kit with a client, and short ways to what tests do with engagements."""

    kit: Kit
    client: Client
    agent: Actor = Staff(StaffId(UUID(int=11)), frozenset({"staff.support"}))
    second: Actor = Staff(StaffId(UUID(int=12)), frozenset({"staff.support"}))
    biller: Actor = Staff(StaffId(UUID(int=13)), frozenset({"staff.billing"}))

    @property
    def desks(self) -> Any:
        """The desks of engagements."""
        return self.kit.application.engagements

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.kit.clock.at

    def acting(self, by: Actor | None = None) -> dict[str, Any]:
        """The first arguments of a command, by the first agent unless told otherwise."""
        return {"by": by or self.agent, "tenant_id": self.client.tenant_id}

    def owner(self) -> dict[str, Any]:
        """The first arguments of a command by the client's owner."""
        return self.acting(self.client.owner.by)

    def requested(self) -> EngagementId:
        """Ask for an estimate."""
        asked = self.desks.requests.request(**self.owner(), title="A second approval step", text="For large orders.")
        return EngagementId(asked.engagement_id)

    def approve(self, engagement_id: EngagementId, hours: float = 30, **more: Any) -> Any:
        """Have an estimate of so many hours approved now, as the client's owner would."""
        return approve(self.kit.application, self.client.tenant_id, engagement_id, self.now, hours=hours, **more)

    def engaged(self, hours: float = 30, **more: Any) -> EngagementId:
        """Have an engagement approved, so that work may begin."""
        engagement_id = self.requested()
        self.approve(engagement_id, hours, **more)
        return engagement_id

    def wait(self, hours: float) -> None:
        """Let time pass."""
        self.kit.clock.at += hours * HOUR

    def log(self, engagement_id: EngagementId, hours: float, by: Actor | None = None, **more: Any) -> Any:
        """Let hours pass, and record them as worked."""
        begins = self.now
        self.wait(hours)
        given = {"line": "L1", "started_at": begins, "ended_at": self.now, **more}
        return self.desks.work.log(**self.acting(by), engagement_id=engagement_id, **given)

    def drain(self) -> None:
        """Do all work of the client that is due."""
        self.kit.application.work.worker.drain(tenant_id=self.client.tenant_id)

    def content(self, bill: Any) -> Any:
        """Return the canonical content of a bill."""
        return json.loads(bill.content)
