"""The register of enhancements: what became of each approved line; all of it stays the provider's (5.2, 5.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.engagements.work.errors import Undelivered
from saas_core.engagements.work.values import OWNER, Delivered
from saas_core.kernel.ids import EngagementId, EnhancementId


@frozen(kw_only=True)
class Enhancement:
    """A row of the register: a delivered change with its release, or an approved line left out, with the reason.

    `clause_hash` is the hash of the clauses on ownership and hosting in the terms that were approved.
    """

    id: EnhancementId
    engagement_id: EngagementId
    line: str
    kind: Delivered
    description: str
    release: str
    delivered_at: datetime
    registered_at: datetime
    owner: str = OWNER
    hosted_only: bool = True
    clause_hash: str


def require_all(lines: Iterable[str], register: Iterable[Enhancement]) -> None:
    """Require that every approved line is in the register; raises Undelivered, which names those that are not."""
    known = {each.line for each in register}
    missing = [each for each in dict.fromkeys(lines) if each not in known]
    if missing:
        message = f"of the approved lines, {', '.join(missing)} are neither delivered nor left out."
        raise Undelivered(message, field="line", remedy="Register what was delivered, or say why a line was left out.")
