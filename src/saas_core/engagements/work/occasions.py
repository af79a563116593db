"""Notices of used hours: at 75, 90 and 100 percent of the approved hours of an engagement, once each (4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from saas_core.engagements.estimates.values import hours_text, number_text
from saas_core.engagements.work.letters import HOURS_USED
from saas_core.engagements.work.model.caps import shares_reached
from saas_core.engagements.work.ports import Hours, TimeWork
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.notices import Notice, Reader


@frozen
class HoursOccasions:
    """The hours of each engagement of which time was recorded, with the number of its base estimate."""

    hours: tuple[tuple[EngagementId, str, Hours], ...]

    def due(self, _reader: Reader) -> tuple[Notice, ...]:
        """Return a notice for each share that the used hours have reached; a change order begins anew."""
        return tuple(
            Notice(kind=HOURS_USED.name, cause=f"hours:{engagement_id}:{each.approved}:{share}", facts=facts)
            for engagement_id, number, each in self.hours
            for share in shares_reached(each.used, each.approved)
            for facts in (_facts(number, share, each),)
        )

    def look_again(self, _reader: Reader) -> datetime | None:
        """Return None, since hours are used by recorded time alone."""
        return None

    def facts(self, notice: Notice, _reader: Reader) -> Mapping[str, str] | None:
        """Return the facts as they were when the share was reached."""
        return {**notice.facts, "link": ""}


def _facts(number: str, share: int, hours: Hours) -> dict[str, str]:
    return {
        "estimate": number,
        "share": str(share),
        "used": hours_text(hours.used),
        "approved": hours_text(hours.approved),
        "left": hours_text(hours.approved - hours.used),
    }


def occasions(work: TimeWork, _reader: Reader) -> HoursOccasions:
    """Read the notices that a client may get about its hours."""
    found = []
    for engagement_id, hours in work.engagement_hours.all():
        if shares_reached(hours.used, hours.approved):
            approvals = work.approvals.of_engagement(engagement_id)
            found.append((engagement_id, number_text(approvals[0].number) if approvals else "", hours))
    return HoursOccasions(tuple(found))
