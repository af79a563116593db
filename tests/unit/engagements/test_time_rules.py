"""Intervals and their splitting: nothing is counted twice, billed before its approval, or beyond what was approved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_core.engagements.work.errors import TimeOverlaps, TimeUnfit
from saas_core.engagements.work.model.caps import shares_reached
from saas_core.engagements.work.model.intervals import (
    Interval,
    Taken,
    days_of,
    joined,
    next_whole_second,
    require_free,
    seconds_in,
    worked,
)
from saas_core.engagements.work.model.splitting import Piece, by_rate, cap_of, split
from saas_core.engagements.work.values import Unbillable
from saas_core.kernel.ids import ApprovalId
from saas_core.kernel.money import Money

DAY = datetime(2026, 6, 1, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@frozen
class Approved:
    approval_id: ApprovalId
    approved_at: datetime
    cap_seconds: int
    rate: Money = Money(6500, "USD")


def at(hour: float, day: datetime = DAY) -> datetime:
    return day + hour * HOUR


def between(since: float, until: float) -> Interval:
    return Interval(at(since), at(until))


def approved(number: int, hour: float, hours: float) -> Approved:
    return Approved(ApprovalId(UUID(int=number)), at(hour), round(hours * 3600))


def test_time_that_meets_does_not_overlap() -> None:
    """From 9 to 13 and from 13 to 17 are beside each other; from 12:59:59 on they are not."""
    require_free(between(13, 17), [between(9, 13)])
    with pytest.raises(TimeOverlaps) as caught:
        require_free(Interval(at(13) - SECOND, at(17)), [between(9, 13)])
    assert caught.value.field == "started_at"


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        (at(9), at(9), "not after"),
        (at(9), at(8), "not after"),
        (at(9), at(9) + timedelta(milliseconds=999), "not after"),
        (at(9), at(13), "future"),
        (at(-13), at(12), "more than 24 hours"),
    ],
)
def test_time_that_cannot_be_is_refused_by_name(since: datetime, until: datetime, says: str) -> None:
    """An end before its beginning, in the future, or 25 hours after it."""
    with pytest.raises(TimeUnfit, match=says) as caught:
        worked(since, until, at(12))
    assert caught.value.field == "ended_at"


def test_a_day_of_24_hours_to_this_very_instant_is_recorded() -> None:
    """The bounds are included."""
    assert worked(at(-12), at(12), at(12)).seconds == 24 * 3600


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_days_add_up_to_the_week(day: date, hours: int) -> None:
    """Over a night in which clocks change, too: every instant lies in exactly one day."""
    days = dict(days_of(day - timedelta(days=3), day + timedelta(days=3), "Europe/Berlin"))
    assert days[day].seconds == hours * 3600
    week = Interval(min(each.since for each in days.values()), max(each.until for each in days.values()))
    night = [Interval(days[day].since - 2 * HOUR, days[day].since + 5 * HOUR + 7 * SECOND)]
    assert sum(seconds_in(night, each) for each in days.values()) == seconds_in(night, week) == 7 * 3600 + 7


def test_work_across_the_approval_is_split_at_its_instant() -> None:
    """What came before is evidence alone."""
    first, second = split(between(8, 10), [approved(1, 9, 30)], {})
    assert first == Piece(between(8, 9), None, Unbillable.BEFORE_APPROVAL)
    assert second == Piece(between(9, 10), ApprovalId(UUID(int=1)))


def test_no_part_of_a_second_before_the_approval_is_billed() -> None:
    """An approval within a second counts from the next one on."""
    given_at = at(9) + timedelta(microseconds=1)
    first, second = split(between(8, 10), [Approved(ApprovalId(UUID(int=1)), given_at, 3600)], {})
    assert first.interval.until == second.interval.since == at(9) + SECOND


def test_work_across_the_cap_is_split_at_its_last_second() -> None:
    """The rest is over the cap."""
    pieces = split(between(9, 12), [approved(1, 8, 2)], {ApprovalId(UUID(int=1)): 3600})
    assert [(each.interval, each.unbillable) for each in pieces] == [
        (between(9, 10), None),
        (between(10, 12), Unbillable.OVER_CAP),
    ]


def test_a_later_change_order_does_not_turn_what_was_over_the_cap() -> None:
    """Recorded afterwards or not: work done before it had no approval of its own."""
    both = [approved(1, 8, 1), approved(2, 11, 5)]
    pieces = split(between(9, 12), both, {})
    assert [(each.interval, each.unbillable) for each in pieces] == [
        (between(9, 10), None),
        (between(10, 11), Unbillable.OVER_CAP),
        (between(11, 12), None),
    ]


def test_a_reduction_takes_from_what_is_recorded_late() -> None:
    """Hours that were approved once and reduced since are not billed by recording them afterwards."""
    both = [approved(1, 8, 4), approved(2, 12, -3)]
    pieces = split(between(9, 11), both, {})
    assert [(each.interval, each.unbillable) for each in pieces] == [
        (between(9, 10), None),
        (between(10, 11), Unbillable.OVER_CAP),
    ]


def test_hours_at_the_rate_approved_first_are_used_first() -> None:
    """A change order at another rate comes after them, and its line counts from its own approval on."""
    dear = Money(8000, "USD")
    both = [approved(1, 8, 3), evolve(approved(2, 10, 2), rate=dear)]
    base, order = (each.approval_id for each in both)
    pieces = split(between(9, 15), both, {base: 3600})
    assert [(each.interval, each.approval_id, each.unbillable) for each in pieces] == [
        (between(9, 10), base, None),
        (between(10, 11), base, None),
        (between(11, 13), order, None),
        (between(13, 15), order, Unbillable.OVER_CAP),
    ]
    of_its_line = split(between(7, 11), both, {base: 3600}, both[1].approved_at)
    assert [(each.interval, each.approval_id, each.unbillable) for each in of_its_line] == [
        (between(7, 10), None, Unbillable.BEFORE_APPROVAL),
        (between(10, 11), base, None),
    ]


_RATED = st.lists(
    st.tuples(st.integers(0, 40), st.integers(-3, 9), st.sampled_from([6500, 8000])), min_size=1, max_size=5
)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=12), _RATED)
@often(200)
def test_no_order_of_recording_at_two_rates_bills_more_money_than_was_approved(
    work: list[tuple[int, int]], given_: list[tuple[int, int, int]]
) -> None:
    """As solidtime#936 did: a change of the rate rewrote what had been worked, and what was agreed on it."""
    approvals: list[Approved] = []
    used: dict[ApprovalId, int] = {}
    steps = [(since, 0, hours, rate) for since, hours, rate in sorted(given_)]
    steps += [(since + hours, 1, hours, 0) for since, hours in work]
    for when, is_work, hours, rate in sorted(steps):
        if not is_work:
            order = evolve(approved(len(approvals), when, hours), rate=Money(rate, "USD"))
            left = sum(each.cap_seconds for each in approvals if each.rate == order.rate)
            # A reduction leaves what was worked at its rate, and the first approval takes nothing away.
            if hours >= 0 or left + order.cap_seconds >= by_rate(approvals, used).get(order.rate, 0):
                approvals.append(order)
            continue
        for each in split(between(when - hours, when), approvals, used):
            if each.unbillable is None and each.approval_id is not None:
                used[each.approval_id] = used.get(each.approval_id, 0) + each.interval.seconds
        billed = sum(rate.minor * seconds for rate, seconds in by_rate(approvals, used).items())
        assert billed <= sum(each.rate.minor * each.cap_seconds for each in approvals)
        assert sum(used.values()) <= max(cap_of(approvals), 0)


_SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=12)


@given(_SPANS, _SPANS)
def test_taken_time_is_taken_however_it_came(taken: list[tuple[int, int]], asked: list[tuple[int, int]]) -> None:
    """What shares an instant with anything taken, before or since, is refused, and nothing else is."""
    others = [between(since, since + length) for since, length in taken]
    held = Taken.of(others)
    for since, length in asked:
        interval = between(since, since + length)
        if any(interval.meets(each) for each in others):
            with pytest.raises(TimeOverlaps):
                held.require_free(interval)
        else:
            held.require_free(interval)
            held.take(interval)
            others.append(interval)


def test_what_lies_close_together_is_joined() -> None:
    """In order, up to the gap that is allowed."""
    apart = [between(9, 10), between(3, 4), between(4, 5), between(3, 3.5)]
    assert list(joined(apart)) == [between(3, 5), between(9, 10)]
    assert list(joined(apart, gap=4 * HOUR)) == [between(3, 10)]
    assert list(joined(apart, gap=4 * HOUR - SECOND)) == [between(3, 5), between(9, 10)]
    assert list(joined([])) == []


_WORK = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=12)
_APPROVALS = st.lists(st.tuples(st.integers(0, 40), st.integers(-3, 9)), min_size=1, max_size=4)


@given(_WORK, _APPROVALS, st.randoms(use_true_random=False))
@often(200)
def test_no_order_of_recording_bills_beyond_what_was_approved_by_then(
    work: list[tuple[int, int]], given_: list[tuple[int, int]], chance: object
) -> None:
    """Up to each approval the billed time stays within the cap of then, the whole within the cap of now."""
    approvals = [
        approved(number, since, max(hours, 1) if number == 0 else hours)
        for number, (since, hours) in enumerate(sorted(given_))
    ]
    used: dict[ApprovalId, int] = {}
    recorded: list[Interval] = []
    total = 0
    for since, hours in work:
        interval = between(since, since + hours)
        pieces = split(interval, approvals, used)
        assert sum(each.interval.seconds for each in pieces) == interval.seconds
        assert [each.interval.since for each in pieces[1:]] == [each.interval.until for each in pieces[:-1]]
        total += interval.seconds
        for each in pieces:
            if each.unbillable is None:
                assert each.approval_id is not None
                assert each.interval.since >= next_whole_second(approvals[0].approved_at)
                used[each.approval_id] = used.get(each.approval_id, 0) + each.interval.seconds
                recorded.append(each.interval)
    cap = 0
    for number, each in enumerate(approvals):
        cap += each.cap_seconds
        later = approvals[number + 1].approved_at if number + 1 < len(approvals) else at(1000)
        by_then = seconds_in(recorded, Interval(at(-1), later))
        # Reductions are never approved below what was worked, which this test does not look at.
        assert by_then <= max(cap, 0) or any(one.cap_seconds < 0 for one in approvals[: number + 1])
    del chance
    assert sum(used.values()) <= max(cap_of(approvals), 0) or any(one.cap_seconds < 0 for one in approvals)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=8), st.integers(0, 20_000))
@often(150)
def test_splitting_work_never_changes_what_is_billed(parts: list[int], cap: int) -> None:
    """One entry or many that meet: the same seconds are billable."""
    approvals = [Approved(ApprovalId(UUID(int=1)), DAY, cap)]
    whole = split(Interval(DAY, DAY + sum(parts) * SECOND), approvals, {})
    used: dict[ApprovalId, int] = {}
    begins = DAY
    for part in parts:
        for each in split(Interval(begins, begins + part * SECOND), approvals, used):
            if each.unbillable is None and each.approval_id is not None:
                used[each.approval_id] = used.get(each.approval_id, 0) + each.interval.seconds
        begins += part * SECOND
    billed = sum(each.interval.seconds for each in whole if each.unbillable is None)
    assert billed == sum(used.values()) == min(cap, sum(parts))


@pytest.mark.parametrize(
    ("used", "cap", "told"),
    [
        (0, 100, ()),
        (74, 100, ()),
        (75, 100, (75,)),
        (89, 100, (75,)),
        (90, 100, (75, 90)),
        (100, 100, (75, 90, 100)),
        (0, 0, ()),
        (3, 4, (75,)),
    ],
)
def test_shares_of_the_cap_are_exact(used: int, cap: int, told: tuple[int, ...]) -> None:
    """At 75, 90 and 100 percent, to the second."""
    assert shares_reached(used, cap) == told
