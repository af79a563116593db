"""What must hold of time on engagements whatever happens, looked at by the doctor (4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import next_whole_second
from saas_core.engagements.work.model.splitting import cap_of
from saas_core.engagements.work.ports import TimeWork
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.parts import Check, Finding

_NAME: Final = "time"
_RESTORE: Final = (
    "Compare with a backup; correct it by voiding the time, or by a change order that the client approves."
)


def _look(work: TimeWork, slug: str) -> Iterator[Finding]:
    """Find billable time outside its approval, hours beyond their cap, and an account that is not their sum."""
    sums: dict[EngagementId, int] = {}
    for entry in _all(work):
        if not entry.counts:
            continue
        sums[entry.engagement_id] = sums.get(entry.engagement_id, 0) + entry.seconds
        approval = None if entry.approval_id is None else work.approvals.get(entry.approval_id)
        if (
            approval is None
            or approval.engagement_id != entry.engagement_id
            or entry.started_at < next_whole_second(approval.approved_at)
        ):
            sentence = f"Time {entry.id} is billable, but was not worked under an approval."
            yield Finding(_NAME, slug, sentence, _RESTORE)
    accounts = dict(work.engagement_hours.all())
    for engagement_id in {*sums, *accounts}:
        used, account = sums.get(engagement_id, 0), accounts.get(engagement_id)
        cap = cap_of(work.approvals.of_engagement(engagement_id))
        if used > max(cap, 0):
            sentence = f"{used} s of {engagement_id} are billable, of {cap} s that were approved."
            yield Finding(_NAME, slug, sentence, _RESTORE)
        if account is None or account.used != used:
            sentence = f"The account of the hours of {engagement_id} is not the sum of its time."
            yield Finding(_NAME, slug, sentence, _RESTORE)


def _all(work: TimeWork) -> Iterator[TimeEntry]:
    return all_of(lambda last: work.time_entries.page(None, None if last is None else last.id, LARGEST_PAGE))


CHECKS: Final = (Check(_NAME, _look),)
