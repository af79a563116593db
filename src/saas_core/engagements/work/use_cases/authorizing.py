"""Authorizing: what the gate is told of an engagement: the hours approved, and those used (4.2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from attrs import frozen

from saas_core.engagements.values import WORKABLE
from saas_core.engagements.work.model.intervals import seconds_between
from saas_core.engagements.work.ports import TimeWork
from saas_core.engagements.work.values import EntryState
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.work import Work
from saas_core.policy.circumstances import Authorization


@frozen
class ApprovedHours:
    """Tells the gate what was approved of an engagement and how much of it is used, timers that run included."""

    def authorization(
        self, work: Work, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> Authorization | None:
        """Return the approved hours of an engagement and those used by `at`; None if it may not be worked on.

        As known at `seen`, or now if that is None.
        """
        of_time = cast("TimeWork", work)
        engagement = of_time.engagements.get(engagement_id)
        if engagement is None:
            return None
        approvals = [
            each
            for each in of_time.approvals.of_engagement(engagement_id)
            if each.approved_at <= at and (seen is None or each.approved_at <= seen)
        ]
        # How far it came is known as it is now alone; what was decided since changes no former answer.
        decided = seen is None or engagement.changed_at <= seen
        if not approvals or (decided and engagement.state not in WORKABLE):
            return None
        approved = sum(each.cap_seconds for each in approvals)
        hours = of_time.engagement_hours.get(engagement_id)
        if seen is None or hours.changed_at is None or hours.changed_at <= seen:
            used = hours.used
        else:
            used = _used_by(of_time, engagement_id, seen)
        begun = [each.started_at for each in of_time.time_entries.running_on(engagement_id) if each.started_at <= at]
        left = approved - used - sum(seconds_between(each, at) for each in begun)
        until = at + timedelta(seconds=-(-max(left, 0) // len(begun))) if begun else None
        return Authorization(approved_seconds=approved, used_seconds=approved - max(left, 0), until=until)


def _used_by(work: TimeWork, engagement_id: EngagementId, seen: datetime) -> int:
    """Return the billable seconds that had been recorded by an instant, and not voided by then."""
    entries = all_of(
        lambda last: work.time_entries.page(engagement_id, None if last is None else last.id, LARGEST_PAGE)
    )
    return sum(
        each.seconds
        for each in entries
        if each.unbillable is None
        and each.recorded_at <= seen
        and each.state is not EntryState.RUNNING
        and (each.state is not EntryState.VOID or each.changed_at > seen)
    )
