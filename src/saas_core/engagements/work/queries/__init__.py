"""Time on engagements and the register of enhancements as they are shown."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.work.model.enhancement import Enhancement
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.kernel.ids import ApprovalId, EngagementId, EnhancementId, TimeEntryId


@frozen(kw_only=True)
class TimeView:
    """A time entry; `worker` is the id of the member of staff, and `staff` for the client.

    `unbillable` says why it is never billed, empty for time that is; `seconds` are 0 while it runs.
    """

    entry_id: TimeEntryId
    engagement_id: EngagementId
    worker: str
    line: str
    started_at: datetime
    ended_at: datetime | None
    seconds: int
    state: str
    unbillable: str
    approval_id: ApprovalId | None
    note: str
    reason: str


@frozen(kw_only=True)
class RecordedView:
    """Time that was recorded: its pieces, split at the approval and at the cap, and the seconds left under the cap."""

    pieces: tuple[TimeView, ...]
    left_seconds: int


@frozen(kw_only=True)
class OutcomeView:
    """What became of one entry of a bulk change: its state now, and why it was refused, if it was."""

    entry_id: TimeEntryId
    state: str
    refused: str = ""
    sentence: str = ""


@frozen(kw_only=True)
class RefusedTime:
    """A row of an import that was refused: its line, the field, the code and the reason."""

    line: int
    field: str
    code: str
    sentence: str


@frozen(kw_only=True)
class TimeImportView:
    """What became of an import: rows that were recorded, their seconds, those of them billable, and refused rows."""

    recorded: int
    seconds: int
    billable_seconds: int
    refused: tuple[RefusedTime, ...]


@frozen(kw_only=True)
class HoursView:
    """The hours of an engagement in seconds: approved, used and left; `running` timers, and what is never billed."""

    engagement_id: EngagementId
    state: str
    approved_seconds: int
    used_seconds: int
    left_seconds: int
    running: int


@frozen(kw_only=True)
class EnhancementView:
    """A row of the register: what was delivered, or why a line was left out; it is the provider's, and hosted only."""

    enhancement_id: EnhancementId
    engagement_id: EngagementId
    line: str
    kind: str
    description: str
    release: str
    delivered_at: datetime
    owner: str
    hosted_only: bool
    clause_hash: str
    clauses: tuple[str, ...] = ("5.2", "5.3")


@frozen(kw_only=True)
class CourseView:
    """How far an engagement has come."""

    engagement_id: EngagementId
    state: str
    changed_at: datetime


@frozen(kw_only=True)
class ClosedView:
    """The instant before which time is closed."""

    until: datetime


def time_view(entry: TimeEntry, *, to_staff: bool = True) -> TimeView:
    """Return the view of an entry; a member of staff is not named to the client."""
    return TimeView(
        entry_id=entry.id,
        engagement_id=entry.engagement_id,
        worker=str(entry.worker_id) if to_staff else "staff",
        line=entry.line,
        started_at=entry.started_at,
        ended_at=entry.ended_at,
        seconds=entry.seconds,
        state=entry.state.value,
        unbillable="" if entry.unbillable is None else entry.unbillable.value,
        approval_id=entry.approval_id,
        note=entry.note,
        reason=entry.reason or "",
    )


def enhancement_view(row: Enhancement) -> EnhancementView:
    """Return the view of a row of the register."""
    return EnhancementView(
        enhancement_id=row.id,
        engagement_id=row.engagement_id,
        line=row.line,
        kind=row.kind.value,
        description=row.description,
        release=row.release,
        delivered_at=row.delivered_at,
        owner=row.owner,
        hosted_only=row.hosted_only,
        clause_hash=row.clause_hash,
    )


def course_view(engagement: Engagement) -> CourseView:
    """Return how far an engagement has come."""
    return CourseView(engagement_id=engagement.id, state=engagement.state.value, changed_at=engagement.changed_at)
