"""Ports of time on engagements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from attrs import frozen

from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.work.model.enhancement import Enhancement
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import Interval
from saas_core.kernel.ids import ApprovalId, EngagementId, StaffId, TimeEntryId


class TimeEntries(Protocol):
    """The time that was worked for the tenant."""

    def get(self, entry_id: TimeEntryId) -> TimeEntry | None:
        """Return an entry."""
        ...

    def save(self, entry: TimeEntry) -> None:
        """Store an entry, new or changed; of a recorded one only its state changes."""
        ...

    def add(self, entries: Iterable[TimeEntry]) -> None:
        """Store new entries."""
        ...

    def running(self, worker_id: StaffId) -> TimeEntry | None:
        """Return the entry of a worker that runs now."""
        ...

    def running_on(self, engagement_id: EngagementId) -> tuple[TimeEntry, ...]:
        """Return the entries of an engagement that run now, by id."""
        ...

    def taken(self, worker_id: StaffId, window: Interval) -> tuple[Interval, ...]:
        """Return the time of a worker, void entries left out, that shares an instant with a window.

        A running entry takes all time from its beginning on. It is the time for all clients: a minute is billed to one,
        and nothing of the others is told but that it is taken. Stores that can refuse what overlaps raise TimeOverlaps.
        """
        ...

    def used(self, engagement_id: EngagementId) -> Mapping[ApprovalId, int]:
        """Return the seconds of an engagement that count against its cap, by the approval under which they count."""
        ...

    def billable(self, engagement_id: EngagementId, until: datetime | None = None) -> tuple[TimeEntry, ...]:
        """Return the entries of an engagement that may be put on an invoice, in the order in which they were worked.

        With `until`, only those that ended by then.
        """
        ...

    def page(self, engagement_id: EngagementId | None, after: TimeEntryId | None, limit: int) -> tuple[TimeEntry, ...]:
        """Return entries of an engagement, or of all for None, by id, those after the given one."""
        ...

    def within(self, engagement_id: EngagementId, window: Interval) -> tuple[TimeEntry, ...]:
        """Return the recorded entries of an engagement that share an instant with a window."""
        ...


@frozen(kw_only=True)
class Hours:
    """The approved seconds of an engagement and those used, as of the last change; None for no time yet."""

    approved: int = 0
    used: int = 0
    changed_at: datetime | None = None


class EngagementHours(Protocol):
    """The account of each engagement's hours; the store itself holds what is used within what is approved."""

    def get(self, engagement_id: EngagementId) -> Hours:
        """Return the hours of an engagement as of the last change to its time."""
        ...

    def all(self) -> tuple[tuple[EngagementId, Hours], ...]:
        """Return the hours of every engagement of which time was recorded, by its id."""
        ...

    def change(self, engagement_id: EngagementId, seconds: int, approved: int, at: datetime) -> None:
        """Add seconds to those used, or take them away, under the hours approved by now.

        Raises StoreFault if more would be used than is approved: the last guard, if all others were passed.
        """
        ...


class ClosedPeriods(Protocol):
    """Until when the tenant's time is closed."""

    def until(self) -> datetime | None:
        """Return the instant before which time is closed; None if none is."""
        ...

    def close(self, until: datetime, at: datetime) -> None:
        """Close the time before an instant, for good."""
        ...


class Enhancements(Protocol):
    """The register of enhancements; rows are only ever added."""

    def add(self, enhancement: Enhancement) -> None:
        """Store a row for good."""
        ...

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Enhancement, ...]:
        """Return the rows of an engagement in the order in which they were added."""
        ...


class TimeWork(EstimatesWork, Protocol):
    """A unit of work with the time and the enhancements of a client."""

    @property
    def time_entries(self) -> TimeEntries:
        """The time that was worked."""
        ...

    @property
    def engagement_hours(self) -> EngagementHours:
        """The hours of each engagement."""
        ...

    @property
    def closed_periods(self) -> ClosedPeriods:
        """Until when time is closed."""
        ...

    @property
    def enhancements(self) -> Enhancements:
        """The register of enhancements."""
        ...
