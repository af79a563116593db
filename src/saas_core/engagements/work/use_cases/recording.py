"""Recording: how time becomes entries, whether a timer stops or it is recorded afterwards (4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.work.commands import LogTime
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import Interval, counted, require_free, whole_second, worked
from saas_core.engagements.work.use_cases.act import Act, Book, Licensed, require_open_period
from saas_core.engagements.work.values import EntryState
from saas_core.kernel.ids import StaffId, TimeEntryId


def worker_of(act: Act) -> StaffId:
    """Return the acting member of staff; raises InvalidValue for anybody else."""
    return act.staff("only a member of staff works on engagements.").staff_id


def running(act: Act, engagement: Engagement, line: str, started_at: datetime, note: str) -> TimeEntry:
    """Return a new entry of the acting member of staff that runs since an instant."""
    return TimeEntry(
        id=TimeEntryId(act.ids.new()),
        engagement_id=engagement.id,
        worker_id=worker_of(act),
        line=line,
        started_at=started_at,
        note=note,
        state=EntryState.RUNNING,
        recorded_at=act.at,
        changed_at=act.at,
    )


def stopped(act: Act, entry: TimeEntry, book: Book) -> tuple[TimeEntry, ...]:
    """Stop a running entry and store what was worked, in pieces; nothing of it if no whole second was."""
    until = counted(entry.started_at, whole_second(act.at)).until
    if entry.started_at < until:
        lapse = Licensed(act).lapse(Interval(entry.started_at, until))
        until = until if lapse is None else whole_second(lapse[0])
    if until <= entry.started_at:
        dropped = entry.dropped(act.at)
        act.work.time_entries.save(dropped)
        return (dropped,)
    kept = book.pieces(entry, Interval(entry.started_at, until))
    for each in kept:
        act.work.time_entries.save(each)
    return kept


def logged(act: Act, book: Book, command: LogTime) -> tuple[TimeEntry, ...]:
    """Store time that was worked, in pieces, and return these.

    Raises LineUnknown, TimeUnfit, TimeOverlaps, PeriodClosed, Refused.
    """
    interval = recordable(act, book, command)
    require_free(interval, act.work.time_entries.taken(worker_of(act), interval))
    Licensed(act).require(interval)
    kept = worked_pieces(act, book, command, interval)
    act.work.time_entries.add(kept)
    return kept


def recordable(act: Act, book: Book, command: LogTime) -> Interval:
    """Return time that may be recorded on a line of the book, whatever else its worker did then.

    Raises LineUnknown, TimeUnfit, PeriodClosed.
    """
    book.require_line(command.line)
    interval = worked(command.started_at, command.ended_at, act.at)
    require_open_period(act, interval)
    return interval


def worked_pieces(act: Act, book: Book, command: LogTime, interval: Interval) -> tuple[TimeEntry, ...]:
    """Return time that was worked as new entries, in pieces, which are counted in the book."""
    return book.pieces(running(act, book.engagement, command.line, interval.since, command.note), interval)


def told(pieces: Iterable[TimeEntry]) -> Iterable[str]:
    """Yield pieces as the journal says them: seconds, and why they are not billable."""
    return (f"{each.seconds} s {each.unbillable.value if each.unbillable else 'billable'}" for each in pieces)
