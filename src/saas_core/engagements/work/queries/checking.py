"""What must hold of time on engagements whatever happens, looked at by the doctor (4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import next_whole_second
from saas_core.engagements.work.model.lines import lines_of
from saas_core.engagements.work.model.splitting import by_rate, cap_of
from saas_core.engagements.work.ports import TimeWork
from saas_core.kernel.ids import ApprovalId, EngagementId
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.parts import Check, Finding

_NAME: Final = "time"
_RESTORE: Final = (
    "Compare with a backup; correct it by voiding the time, or by a change order that the client approves."
)


def _look(work: TimeWork, slug: str) -> Iterator[Finding]:
    """Find billable time outside its approval, hours beyond their cap, and an account that is not their sum."""
    sums: dict[EngagementId, int] = {}
    used: dict[ApprovalId, int] = {}
    for entry in _all(work):
        if not entry.counts:
            continue
        sums[entry.engagement_id] = sums.get(entry.engagement_id, 0) + entry.seconds
        approvals = work.approvals.of_engagement(entry.engagement_id)
        if entry.approval_id is None or entry.started_at < next_whole_second(_since(entry, approvals)):
            sentence = f"Time {entry.id} is billable, but was not worked under an approval."
            yield Finding(_NAME, slug, sentence, _RESTORE)
        else:
            used[entry.approval_id] = used.get(entry.approval_id, 0) + entry.seconds
    accounts = dict(work.engagement_hours.all())
    for engagement_id in {*sums, *accounts}:
        total, account = sums.get(engagement_id, 0), accounts.get(engagement_id)
        approvals = work.approvals.of_engagement(engagement_id)
        cap = cap_of(approvals)
        if total > max(cap, 0):
            sentence = f"{total} s of {engagement_id} are billable, of {cap} s that were approved."
            yield Finding(_NAME, slug, sentence, _RESTORE)
        caps = by_rate(approvals, {each.approval_id: each.cap_seconds for each in approvals})
        for rate, seconds in by_rate(approvals, used).items():
            if seconds > max(caps[rate], 0) and total <= cap:
                sentence = f"{seconds} s of {engagement_id} are billable at {rate}, of {caps[rate]} s approved at it."
                yield Finding(_NAME, slug, sentence, _RESTORE)
        if account is None or account.used != total:
            sentence = f"The account of the hours of {engagement_id} is not the sum of its time."
            yield Finding(_NAME, slug, sentence, _RESTORE)


def _since(entry: TimeEntry, approvals: Sequence[Approval]) -> datetime:
    """Return from when on time counts under its approval and on its scope line; the end of time without either."""
    line = lines_of(approvals).get(entry.line)
    under = next((each for each in approvals if each.approval_id == entry.approval_id), None)
    if line is None or under is None:
        return datetime.max.replace(microsecond=0, tzinfo=UTC)
    return max(line[0].approved_at, under.approved_at)


def _all(work: TimeWork) -> Iterator[TimeEntry]:
    return all_of(lambda last: work.time_entries.page(None, None if last is None else last.id, LARGEST_PAGE))


CHECKS: Final = (Check(_NAME, _look),)
