"""A client with an active license, its people, and the provider's staff, over a store in memory."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from attrs import frozen

from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.ids import StaffId, TicketId
from saas_core.support.queries.views import TicketView
from saas_core.support.values import ScopeKind
from saas_testing import Client, Kit

EXCLUSION = "exclusion.call_systems"
USAGE = "topic.feature_usage"


@frozen(kw_only=True)
class Ticketing:
    """A kit with a client, and short ways to what tests do with tickets."""

    kit: Kit
    client: Client
    agent: Actor = Staff(StaffId(UUID(int=11)), frozenset({"staff.support"}))
    second: Actor = Staff(StaffId(UUID(int=12)), frozenset({"staff.support"}))
    lawyer: Actor = Staff(StaffId(UUID(int=13)), frozenset({"staff.licensing"}))

    @property
    def support(self) -> Any:
        """The desks of support."""
        return self.kit.application.support

    def acting(self, by: Actor | None = None) -> dict[str, Any]:
        """The first arguments of a command, by the owner unless told otherwise."""
        return {"by": by or self.client.owner.by, "tenant_id": self.client.tenant_id}

    def open(self, subject: str = "How do I print?", by: Actor | None = None, **more: Any) -> TicketView:
        """Open a ticket."""
        given = {"subject": subject, "text": "A delivery note, please.", **more}
        return self.support.tickets.open(**self.acting(by), **given)

    def classify(self, ticket_id: TicketId, scope: str, named: str | None = None, **more: Any) -> TicketView:
        """Classify a ticket, by the first agent unless told otherwise."""
        given = {"by": self.agent, "tenant_id": self.client.tenant_id, "reason": "as it reads", **more}
        return self.support.handling.classify(ticket_id=ticket_id, scope=ScopeKind(scope), named=named, **given)

    def excluded(self, **more: Any) -> TicketView:
        """Open a ticket that asks for a telephone system, and classify it as excluded."""
        return self.classify(self.open("Connect our telephone system", **more).ticket_id, "out_of_scope", EXCLUSION)

    def drain(self) -> None:
        """Do all work of the client that is due."""
        self.kit.application.work.worker.drain(tenant_id=self.client.tenant_id)


@pytest.fixture
def desk(saas: Kit) -> Ticketing:
    """Give a client with an active license."""
    return Ticketing(kit=saas, client=saas.active_client())
