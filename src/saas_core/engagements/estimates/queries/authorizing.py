"""What the gate asks: how many hours of an engagement were approved, and how many are used (4.2)."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.engagements.estimates.policies import approved_seconds
from saas_core.engagements.estimates.ports import Whole
from saas_core.engagements.estimates.ports.asking import NOTHING_WORKED, Worked
from saas_core.engagements.values import ENDED, WORKABLE
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.work import Work
from saas_core.policy.circumstances import Authorization


@frozen
class EngagementApprovals:
    """Answers the gate from approvals and the time worked under them; both count toward the client's edition."""

    whole: Whole
    worked: Worked = NOTHING_WORKED

    def authorization(
        self, work: Work, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> Authorization | None:
        """Return the approved hours of an engagement and those used by `at`; None without a live approval.

        As known at `seen`, or now if that is None. One that was delivered, closed, canceled or withdrawn by then
        authorizes nothing any more, and says so.
        """
        rows = self.whole(work)
        engagement = rows.engagements.get(engagement_id)
        if engagement is None:
            return None
        if engagement.state not in WORKABLE and (seen is None or engagement.changed_at <= seen):
            return Authorization(0, 0, ended=engagement.state.value) if engagement.state in ENDED else None
        approvals = rows.approvals.of_engagement(engagement_id)
        begun = tuple(each for each in approvals if each.approved_at <= (at if seen is None else seen))
        if not begun:
            return None
        used, until = self.worked.used(work, engagement_id, at=at, seen=seen)
        return Authorization(max(approved_seconds(begun), 0), used, until)
