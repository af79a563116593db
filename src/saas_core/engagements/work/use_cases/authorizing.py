"""Authorizing: what the gate and change orders are told of an engagement: the approved hours that are used (4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from attrs import frozen

from saas_core.engagements.work.model.intervals import counted, whole_second
from saas_core.engagements.work.model.lines import lines_of
from saas_core.engagements.work.model.splitting import by_rate, cap_of, split
from saas_core.engagements.work.ports import TimeWork
from saas_core.engagements.work.values import EntryState
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.money import Money
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.work import Work


@frozen
class WorkedHours:
    """Tells how much of the approved hours of an engagement is used, timers that run included."""

    def used(
        self, work: Work, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> tuple[int, datetime | None]:
        """Return the billable seconds worked by `at`, and the instant at which running timers use up the rest.

        As known at `seen`, or now if that is None.
        """
        rows = cast("TimeWork", work)
        hours = rows.engagement_hours.get(engagement_id)
        if seen is None or hours.changed_at is None or hours.changed_at <= seen:
            used = hours.used
        else:
            used = _used_by(rows, engagement_id, seen)
        begun = [each.started_at for each in rows.time_entries.running_on(engagement_id) if each.started_at <= at]
        if not begun:
            return used, None
        cap = cap_of(rows.approvals.of_engagement(engagement_id))
        left = max(cap - used - sum(counted(each, at).seconds for each in begun), 0)
        going_on = sum(counted(each, at).until == at for each in begun)
        until = at + timedelta(seconds=-(-left // going_on)) if going_on else None
        return max(cap - left, used), until

    def by_rate(self, work: Work, engagement_id: EngagementId, *, at: datetime) -> Mapping[Money, int]:
        """Return the billable seconds worked by now at each rate, timers as they would be recorded if they stopped."""
        rows = cast("TimeWork", work)
        approvals = rows.approvals.of_engagement(engagement_id)
        used = dict(rows.time_entries.used(engagement_id))
        lines = lines_of(approvals)
        for each in rows.time_entries.running_on(engagement_id):
            worked = counted(each.started_at, whole_second(at))
            if not worked.seconds:
                continue
            for piece in split(worked, approvals, used, lines[each.line][0].approved_at):
                if piece.approval_id is not None and piece.unbillable is None:
                    used[piece.approval_id] = used.get(piece.approval_id, 0) + piece.interval.seconds
        return by_rate(approvals, used)


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
