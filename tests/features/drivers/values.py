"""Values of the scenarios: who is on duty, who joined, what was made, and what is said about money."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum

from attrs import frozen

from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import ApiKeyId, TenantId
from saas_core.policy.decision import LicenseeKind

BEGINNING = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
"""The instant at which the provider of the scenarios started its service."""


class Duty(Enum):
    """The duty of the member of staff who acts."""

    SUPPORT = "staff.support"
    BILLING = "staff.billing"
    LICENSING = "staff.licensing"
    ADMIN = "staff.admin"


@frozen
class Joined:
    """A person who accepted an invitation: the actor, and the key that signs it in."""

    actor: ClientUser
    key: str


@frozen
class Made:
    """A key that was made for a program: which, and its text."""

    key_id: ApiKeyId
    text: str


@frozen
class Wanted:
    """A client as the first step of most scenarios wants it: licensed from that instant on, and activated."""

    client: str
    kind: LicenseeKind
    owner: str
    since: datetime
    until: datetime


@frozen
class Ready:
    """A client that a template holds already, with its owner."""

    tenant_id: TenantId
    owner: Joined


@frozen
class Money:
    """A fact about an invoice, recorded by staff: `news` is one of those that the driver knows."""

    invoice: str
    news: str
    since: datetime | None = None
    until: datetime | None = None


def address(name: str) -> str:
    """Return the address of a person of the scenarios."""
    return f"{re.sub(r'[^a-z0-9]+', '.', name.casefold())}@example.com"
