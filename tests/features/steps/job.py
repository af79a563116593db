"""The paid work of a scenario: the request, its estimate, its approval, its time and its invoice."""

from __future__ import annotations

import re
from typing import Any

from attrs import define, field

from saas_core.kernel.ids import EngagementId, TenantId

HOURS = r"\d+(?:\.\d\d)?"
DAY = r"\d{4}-\d\d-\d\d"


@define
class Job:
    """Everything that a scenario has named of its paid work so far.

    `estimate` is the newest one, `shown` what each person was shown of it, `secrets` what opens it by a link, `links`
    the links that were mailed.
    """

    tenant_id: TenantId | None = None
    engagement_id: EngagementId | None = None
    estimate: Any = None
    orders: int = 0
    shown: dict[str, Any] = field(factory=dict)
    links: dict[str, str] = field(factory=dict)
    secrets: dict[str, str] = field(factory=dict)
    receipts: list[Any] = field(factory=list)
    document: Any = None
    recorded: Any = None
    invoice: Any = None
    told: tuple[str, ...] = ()
    pack: bytes = b""
    broken: str = ""

    @property
    def here(self) -> tuple[TenantId, EngagementId]:
        """The client and its engagement."""
        assert self.tenant_id is not None, "nobody requested an estimate"
        assert self.engagement_id is not None, "nobody requested an estimate"
        return self.tenant_id, self.engagement_id

    @property
    def revision(self) -> Any:
        """The newest revision of the estimate."""
        return self.estimate.revisions[-1]


def seconds(hours: str) -> int:
    """Return hours as seconds, without rounding."""
    whole, _, part = hours.partition(".")
    return int(whole) * 3600 + int(part or 0) * 36


def cents(amount: str) -> int:
    """Return an amount in minor units."""
    return int(re.sub(r"\D", "", amount))
