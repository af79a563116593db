"""Time on engagements and the register of enhancements in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from saas_core.engagements.work.model.enhancement import Enhancement
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import Interval
from saas_core.engagements.work.ports import Hours
from saas_core.engagements.work.values import LONGEST_ENTRY, EntryState
from saas_core.kernel.ids import ApprovalId, EngagementId, StaffId, TimeEntryId
from saas_sql.column_types import Instant
from saas_sql.engagements.time_tables import (
    closed_periods,
    engagement_hours,
    enhancements,
    time_entries,
    time_of_workers,
)
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared
from saas_sql.session import Session

_ENTRY: Final = Mapped(TimeEntry, time_entries)
_HOURS: Final = Mapped(Hours, engagement_hours)
_ENHANCEMENT: Final = Mapped(Enhancement, enhancements)
_OUTSIDE: Final = (EntryState.RUNNING, EntryState.VOID)

_TIME, _ACCOUNT = time_entries.c, engagement_hours.c
_OWN: Final = _TIME.tenant_id == sa.bindparam("own")
_OWN_ACCOUNT: Final = (
    _ACCOUNT.tenant_id == sa.bindparam("own"),
    _ACCOUNT.engagement_id == sa.bindparam("engagement"),
)
_RUNNING_OF: Final = Prepared(
    sa.select(time_entries).where(_OWN, _TIME.worker_id == sa.bindparam("worker"), _TIME.state == EntryState.RUNNING)
)
RUNNING_ON: Final = Prepared(
    sa.select(time_entries)
    .where(
        _OWN,
        _TIME.engagement_id == sa.bindparam("engagement"),
        # Written out, so that its only parameters are ids.
        _TIME.state == sa.literal_column("'running'"),
    )
    .order_by(_TIME.id)
)
_BUSY: Final = time_of_workers.c
_TAKEN: Final = Prepared(
    # Of whichever client: the table is outside of them.
    sa.select(_BUSY.started_at, _BUSY.ended_at).where(
        _BUSY.worker_id == sa.bindparam("worker"),
        _BUSY.started_at < sa.bindparam("until"),
        # No entry is longer, so that the index leads to a few; one that runs may have begun at any time before.
        sa.or_(_BUSY.started_at > sa.bindparam("longest_before"), _BUSY.ended_at.is_(None)),
        sa.or_(_BUSY.ended_at.is_(None), _BUSY.ended_at > sa.bindparam("since")),
    )
)
_TAKES: Final = frozenset({EntryState.RUNNING, EntryState.RECORDED})
ACCOUNT_OF: Final = Prepared(sa.select(engagement_hours).where(*_OWN_ACCOUNT))
_COUNT: Final = Prepared(
    sa.update(engagement_hours)
    .where(*_OWN_ACCOUNT)
    .values(
        used=_ACCOUNT.used + sa.bindparam("seconds", type_=sa.BigInteger),
        approved=sa.bindparam("cap", type_=sa.BigInteger),
        changed_at=sa.bindparam("at", type_=Instant),
    )
)
_CLOSED_UNTIL: Final = Prepared(
    sa.select(closed_periods)
    .where(closed_periods.c.tenant_id == sa.bindparam("own"))
    .order_by(closed_periods.c.until.desc())
    .limit(1)
)


class SqlTimeEntries:
    """The time that was worked for the tenant."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, entry_id: TimeEntryId) -> TimeEntry | None:
        """Return an entry."""
        return self._session.find(_ENTRY, self._session.select(time_entries, time_entries.c.id == entry_id))

    def save(self, entry: TimeEntry) -> None:
        """Save a new or changed entry."""
        self._session.keep(time_entries, _ENTRY.dump(entry))
        if entry.state is EntryState.VOID:
            self._session.delete(time_of_workers, _BUSY.worker_id == entry.worker_id, _BUSY.entry_id == entry.id)
        elif entry.state in _TAKES:
            self._session.keep(time_of_workers, _busy(entry))

    def add(self, entries: Iterable[TimeEntry]) -> None:
        """Save new entries."""
        for each in entries:
            self._session.insert(time_entries, _ENTRY.dump(each))
            self._session.insert(time_of_workers, _busy(each))

    def running(self, worker_id: StaffId) -> TimeEntry | None:
        """Return the entry of a worker that runs now."""
        return next(iter(self._session.loaded(_ENTRY, _RUNNING_OF, worker=worker_id)), None)

    def running_on(self, engagement_id: EngagementId) -> tuple[TimeEntry, ...]:
        """Return the entries of an engagement that run now, by id."""
        return self._session.loaded(_ENTRY, RUNNING_ON, engagement=engagement_id)

    def taken(self, worker_id: StaffId, window: Interval) -> tuple[Interval, ...]:
        """Return the time of a worker that shares an instant with a window."""
        times = {"since": window.since, "until": window.until, "longest_before": window.since - LONGEST_ENTRY}
        found = self._session.found(_TAKEN, worker=worker_id, **times)
        return tuple(Interval(each["started_at"], each["ended_at"] or window.until) for each in found)

    def used(self, engagement_id: EngagementId) -> Mapping[ApprovalId, int]:
        """Return the seconds that count against the cap of an engagement, by approval."""
        table = time_entries.c
        query = (
            sa.select(table.approval_id, sa.func.sum(table.seconds).label("seconds"))
            .where(
                table.tenant_id == self._session.tenant_id,
                table.engagement_id == engagement_id,
                table.unbillable.is_(None),
                table.state.not_in(_OUTSIDE),
            )
            .group_by(table.approval_id)
        )
        return {ApprovalId(row["approval_id"]): int(row["seconds"]) for row in self._session.rows(query)}

    def billable(self, engagement_id: EngagementId, until: datetime | None = None) -> tuple[TimeEntry, ...]:
        """Return the entries that may be put on an invoice, in the order in which they were worked."""
        table = time_entries.c
        query = self._session.select(
            time_entries,
            table.engagement_id == engagement_id,
            table.state == EntryState.RECORDED,
            table.unbillable.is_(None),
            *(() if until is None else (table.ended_at <= until,)),
        )
        return self._session.models(_ENTRY, query.order_by(table.started_at, table.id))

    def page(self, engagement_id: EngagementId | None, after: TimeEntryId | None, limit: int) -> tuple[TimeEntry, ...]:
        """Return entries of an engagement, or of all, by id, after the given one."""
        table = time_entries.c
        query = self._session.select(time_entries)
        if engagement_id is not None:
            query = query.where(table.engagement_id == engagement_id)
        if after is not None:
            query = query.where(table.id > after)
        return self._session.models(_ENTRY, query.order_by(table.id).limit(limit))

    def within(self, engagement_id: EngagementId, window: Interval) -> tuple[TimeEntry, ...]:
        """Return the recorded entries of an engagement that share an instant with a window."""
        table = time_entries.c
        query = self._session.select(
            time_entries,
            table.engagement_id == engagement_id,
            table.state.not_in(_OUTSIDE),
            table.started_at < window.until,
            table.ended_at > window.since,
        )
        return self._session.models(_ENTRY, query.order_by(table.id))


def _busy(entry: TimeEntry) -> dict[str, object]:
    """Return when a worker was at work, as it is kept outside the tenants."""
    times = {"started_at": entry.started_at, "ended_at": entry.ended_at}
    return {"worker_id": entry.worker_id, "entry_id": entry.id, **times}


class SqlEngagementHours:
    """The account of each engagement's hours."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, engagement_id: EngagementId) -> Hours:
        """Return the hours of an engagement."""
        return next(iter(self._session.loaded(_HOURS, ACCOUNT_OF, engagement=engagement_id)), None) or Hours()

    def all(self) -> tuple[tuple[EngagementId, Hours], ...]:
        """Return the hours of every engagement of which time was recorded, by its id."""
        rows = self._session.rows(self._session.select(engagement_hours).order_by(engagement_hours.c.engagement_id))
        return tuple((EngagementId(row["engagement_id"]), _HOURS.load(row)) for row in rows)

    def change(self, engagement_id: EngagementId, seconds: int, approved: int, at: datetime) -> None:
        """Add seconds to those used; the row refuses more than is approved, also of a second one at the same time."""
        if not self._session.found(ACCOUNT_OF, engagement=engagement_id):
            row = {"engagement_id": engagement_id, "used": seconds, "approved": approved, "changed_at": at}
            self._session.insert(engagement_hours, row)
        else:
            counted = {"engagement": engagement_id, "seconds": seconds, "cap": approved, "at": at}
            self._session.update_later(engagement_hours, _COUNT, **counted)


class SqlClosedPeriods:
    """Until when the tenant's time is closed."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def until(self) -> datetime | None:
        """Return the instant before which time is closed."""
        row = next(iter(self._session.found(_CLOSED_UNTIL)), None)
        found: datetime | None = None if row is None else row["until"]
        return found

    def close(self, until: datetime, at: datetime) -> None:
        """Close the time before an instant."""
        self._session.insert_if_absent(closed_periods, {"until": until, "closed_at": at})


class SqlEnhancements:
    """The register of enhancements."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def add(self, enhancement: Enhancement) -> None:
        """Save a row for good."""
        self._session.insert(enhancements, _ENHANCEMENT.dump(enhancement))

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Enhancement, ...]:
        """Return the rows of an engagement in order."""
        table = enhancements.c
        query = self._session.select(enhancements, table.engagement_id == engagement_id)
        return self._session.models(_ENHANCEMENT, query.order_by(table.id))
