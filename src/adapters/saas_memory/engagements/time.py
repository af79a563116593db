"""Time on engagements and the register of enhancements in process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import islice

from saas_core.engagements.work.model.enhancement import Enhancement
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import Interval
from saas_core.engagements.work.ports import Hours
from saas_core.engagements.work.values import EntryState
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import ApprovalId, EngagementId, EnhancementId, StaffId, TimeEntryId
from saas_memory.space import Rows, View


class MemoryTimeEntries:
    """The time that was worked for the tenant."""

    def __init__(self, view: View, everybody: Callable[[], View]) -> None:
        """Use the view for all reads and writes; what each worker did is kept in a view of what all tenants share."""
        self._rows: Rows[TimeEntryId, TimeEntry] = Rows(view, "time_entries")
        self._everybody = everybody

    def get(self, entry_id: TimeEntryId) -> TimeEntry | None:
        """Return an entry."""
        return self._rows.get(entry_id)

    def save(self, entry: TimeEntry) -> None:
        """Save a new or changed entry."""
        self._rows.put(entry.id, entry)
        key = (entry.worker_id, entry.id)
        if entry.state is EntryState.VOID:
            self._of_workers().drop(key)
        else:
            self._of_workers().put(key, (entry.started_at, entry.ended_at))

    def add(self, entries: Iterable[TimeEntry]) -> None:
        """Save new entries."""
        for each in entries:
            self.save(each)

    def running(self, worker_id: StaffId) -> TimeEntry | None:
        """Return the entry of a worker that runs now."""
        return next((each for each in self._running() if each.worker_id == worker_id), None)

    def running_on(self, engagement_id: EngagementId) -> tuple[TimeEntry, ...]:
        """Return the entries of an engagement that run now, by id."""
        return tuple(each for each in self._running() if each.engagement_id == engagement_id)

    def taken(self, worker_id: StaffId, window: Interval) -> tuple[Interval, ...]:
        """Return the time of a worker that shares an instant with a window."""
        mine = self._of_workers().scan(prefix=(worker_id,))
        times = (Interval(since, until or window.until) for since, until in mine)
        return tuple(each for each in times if each.meets(window))

    def used(self, engagement_id: EngagementId) -> Mapping[ApprovalId, int]:
        """Return the seconds that count against the cap of an engagement, by approval."""
        found: dict[ApprovalId, int] = {}
        for each in self._of(engagement_id):
            if each.counts and each.approval_id is not None:
                found[each.approval_id] = found.get(each.approval_id, 0) + each.seconds
        return found

    def billable(self, engagement_id: EngagementId, until: datetime | None = None) -> tuple[TimeEntry, ...]:
        """Return the entries that may be put on an invoice, in the order in which they were worked."""
        found = (
            each
            for each in self._of(engagement_id)
            if each.can_be_billed and each.ended_at is not None and (until is None or each.ended_at <= until)
        )
        return tuple(sorted(found, key=lambda each: (each.started_at, each.id)))

    def page(self, engagement_id: EngagementId | None, after: TimeEntryId | None, limit: int) -> tuple[TimeEntry, ...]:
        """Return entries of an engagement, or of all, by id, after the given one."""
        found = (each for each in self._rows.scan(after=after) if engagement_id in {None, each.engagement_id})
        return tuple(islice(found, limit))

    def within(self, engagement_id: EngagementId, window: Interval) -> tuple[TimeEntry, ...]:
        """Return the recorded entries of an engagement that share an instant with a window."""
        return tuple(
            each
            for each in self._of(engagement_id)
            if each.state is not EntryState.VOID and each.interval is not None and each.interval.meets(window)
        )

    def _of_workers(self) -> Rows[tuple[StaffId, TimeEntryId], tuple[datetime, datetime | None]]:
        return Rows(self._everybody(), "time_of_workers")

    def _running(self) -> tuple[TimeEntry, ...]:
        return tuple(each for each in self._rows.scan() if each.state is EntryState.RUNNING)

    def _of(self, engagement_id: EngagementId) -> tuple[TimeEntry, ...]:
        return tuple(each for each in self._rows.scan() if each.engagement_id == engagement_id)


class MemoryEngagementHours:
    """The account of each engagement's hours."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[EngagementId, Hours] = Rows(view, "engagement_hours")

    def get(self, engagement_id: EngagementId) -> Hours:
        """Return the hours of an engagement."""
        return self._rows.get(engagement_id) or Hours()

    def all(self) -> tuple[tuple[EngagementId, Hours], ...]:
        """Return the hours of every engagement of which time was recorded."""
        return tuple(self._rows.items())

    def change(self, engagement_id: EngagementId, seconds: int, approved: int, at: datetime) -> None:
        """Add seconds to those used; raises StoreFault if more would be used than is approved."""
        used = self.get(engagement_id).used + seconds
        if not 0 <= used <= approved:
            message = "More hours would be used than are approved."
            raise StoreFault(message, remedy="Nothing was changed; report this with the time it happened.")
        self._rows.put(engagement_id, Hours(approved=approved, used=used, changed_at=at))


class MemoryClosedPeriods:
    """Until when the tenant's time is closed."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[datetime, datetime] = Rows(view, "closed_periods")

    def until(self) -> datetime | None:
        """Return the instant before which time is closed."""
        return max((key for key, _at in self._rows.items()), default=None)

    def close(self, until: datetime, at: datetime) -> None:
        """Close the time before an instant."""
        if self._rows.get(until) is None:
            self._rows.put(until, at)


class MemoryEnhancements:
    """The register of enhancements."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[EnhancementId, Enhancement] = Rows(view, "enhancements")

    def add(self, enhancement: Enhancement) -> None:
        """Save a row for good; raises StoreFault for one that is there."""
        if self._rows.get(enhancement.id) is not None:
            message = "A row that is only ever added is there already."
            raise StoreFault(message, remedy="Report this; nothing was changed.")
        self._rows.put(enhancement.id, enhancement)

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Enhancement, ...]:
        """Return the rows of an engagement in order."""
        return tuple(each for each in self._rows.scan() if each.engagement_id == engagement_id)
