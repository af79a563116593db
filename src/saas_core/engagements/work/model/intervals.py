"""Intervals of time: half-open, on whole seconds, and never counted twice.

An interval that ends when another begins does not overlap it, so that the time in the windows that make up a longer one
adds up to the time in it, over any change of clocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from attrs import define, field, frozen

from saas_core.engagements.work.errors import TimeOverlaps, TimeUnfit
from saas_core.engagements.work.values import LONGEST_ENTRY, SECOND
from saas_core.kernel.zones import end_of_day


@frozen(order=True)
class Interval:
    """The time `[since, until)`."""

    since: datetime
    until: datetime

    @property
    def seconds(self) -> int:
        """The whole seconds in it."""
        return seconds_between(self.since, self.until)

    def meets(self, other: Interval) -> bool:
        """Return whether both share an instant."""
        return self.since < other.until and other.since < self.until

    def within(self, window: Interval) -> Interval | None:
        """Return the part of it inside a window; None if there is none."""
        since, until = max(self.since, window.since), min(self.until, window.until)
        return Interval(since, until) if since < until else None

    def cut_at(self, at: datetime) -> tuple[Interval | None, Interval | None]:
        """Return the parts before and after an instant, either of which may be missing."""
        if at <= self.since:
            return None, self
        if at >= self.until:
            return self, None
        return Interval(self.since, at), Interval(at, self.until)


def seconds_between(since: datetime, until: datetime) -> int:
    """Return the whole seconds from one instant to another; below zero if the second one is earlier."""
    return (until - since) // SECOND


def whole_second(at: datetime) -> datetime:
    """Return an instant without the fraction of its second."""
    return at.replace(microsecond=0)


def next_whole_second(at: datetime) -> datetime:
    """Return the first whole second that is not before an instant."""
    return at if at.microsecond == 0 else whole_second(at) + SECOND


def worked(since: datetime, until: datetime, now: datetime) -> Interval:
    """Return time that was worked and may be recorded now, on whole seconds.

    Raises TimeUnfit for an end that is not after the beginning, for one in the future, and for more than 24 hours.
    """
    interval = Interval(whole_second(since), whole_second(until))
    if interval.until <= interval.since:
        message = "is not after the beginning."
        raise TimeUnfit(message, field="ended_at", remedy="Give an end that is at least a second later.")
    if interval.until > now:
        message = "lies in the future."
        raise TimeUnfit(message, field="ended_at", remedy="Record time once it was worked.")
    if interval.until - interval.since > LONGEST_ENTRY:
        message = f"is more than {LONGEST_ENTRY // timedelta(hours=1)} hours after the beginning."
        raise TimeUnfit(message, field="ended_at", remedy="Record each day by itself.")
    return interval


def counted(since: datetime, at: datetime) -> Interval:
    """Return what counts by an instant of a timer that runs since another one: 24 hours at most."""
    return Interval(since, max(min(at, since + LONGEST_ENTRY), since))


def joined(intervals: Iterable[Interval], gap: timedelta = timedelta(0)) -> Iterator[Interval]:
    """Yield intervals in order, those joined that meet or lie at most a gap apart."""
    held: Interval | None = None
    for each in sorted(intervals):
        if held is None or each.since > held.until + gap:
            if held is not None:
                yield held
            held = each
        elif each.until > held.until:
            held = Interval(held.since, each.until)
    if held is not None:
        yield held


@define
class Taken:
    """The time of one worker that is taken, in order; no instant twice."""

    _begins: list[datetime] = field(factory=list)
    _ends: list[datetime] = field(factory=list)

    @classmethod
    def of(cls, intervals: Iterable[Interval]) -> Taken:
        """Return the time that intervals take, which may overlap."""
        apart = tuple(joined(intervals))
        return cls([each.since for each in apart], [each.until for each in apart])

    def require_free(self, interval: Interval) -> None:
        """Require that an interval shares no instant with what is taken; raises TimeOverlaps."""
        place = bisect_right(self._begins, interval.since)
        before = place > 0 and self._ends[place - 1] > interval.since
        if before or (place < len(self._begins) and self._begins[place] < interval.until):
            raise overlapping()

    def take(self, interval: Interval) -> None:
        """Take the time of an interval too, which must be free."""
        place = bisect_right(self._begins, interval.since)
        self._begins.insert(place, interval.since)
        self._ends.insert(place, interval.until)


def overlapping() -> TimeOverlaps:
    """Return what is raised for time that overlaps; it tells nothing of the other time, which may be a client's own."""
    message = "overlaps other time of the same worker."
    return TimeOverlaps(message, field="started_at", remedy="Void the other entry first, or correct the times.")


def require_free(interval: Interval, others: Iterable[Interval]) -> None:
    """Require that an interval shares no instant with others of the same worker; raises TimeOverlaps."""
    Taken.of(others).require_free(interval)


def seconds_in(intervals: Iterable[Interval], window: Interval) -> int:
    """Return the seconds of intervals that lie in a window."""
    parts = (each.within(window) for each in intervals)
    return sum(each.seconds for each in parts if each is not None)


def days_of(first: date, last: date, zone: str) -> Iterator[tuple[date, Interval]]:
    """Yield each day from the first to the last with the interval it is in a zone, 23 or 25 hours long at times."""
    begins = end_of_day(first - timedelta(days=1), zone)
    day = first
    while day <= last:
        ends = end_of_day(day, zone)
        yield day, Interval(begins, ends)
        begins, day = ends, day + timedelta(days=1)
