"""Splitting: which part of worked time is billable, and under which approval (4.2).

Time is split where an approval begins to count and where the approved hours are used up. What was worked before the
approval of its scope line, and what exceeds the hours approved by then, is unbillable for good; a later approval turns
neither. Hours at the rate that was approved first are used first: a change order at another rate reprices none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Protocol

from attrs import frozen

from saas_core.engagements.work.model.intervals import Interval, next_whole_second
from saas_core.engagements.work.values import Unbillable
from saas_core.kernel.ids import ApprovalId
from saas_core.kernel.money import Money


class Approved(Protocol):
    """What splitting needs to know of an approval: since when it counts, by how much it changes the cap, at what."""

    @property
    def approval_id(self) -> ApprovalId:
        """Its id."""
        ...

    @property
    def approved_at(self) -> datetime:
        """The instant from which hours count."""
        ...

    @property
    def cap_seconds(self) -> int:
        """The seconds approved; below zero for a reduction."""
        ...

    @property
    def rate(self) -> Money:
        """The rate at which they were approved, or taken away."""
        ...


@frozen
class Piece:
    """A part of worked time: billable under an approval, or unbillable for a reason."""

    interval: Interval
    approval_id: ApprovalId | None
    unbillable: Unbillable | None = None


def cap_of(approvals: Sequence[Approved]) -> int:
    """Return the approved seconds of an engagement: the sum of all its approvals."""
    return sum(each.cap_seconds for each in approvals)


def by_rate(approvals: Iterable[Approved], used: Mapping[ApprovalId, int]) -> dict[Money, int]:
    """Return the seconds used at each rate, by those used under each approval."""
    found: dict[Money, int] = {}
    for each in approvals:
        found[each.rate] = found.get(each.rate, 0) + used.get(each.approval_id, 0)
    return found


def split(
    interval: Interval,
    approvals: Sequence[Approved],
    used: Mapping[ApprovalId, int],
    since: datetime | None = None,
) -> tuple[Piece, ...]:
    """Return worked time in pieces; `approvals` are in the order of their instants.

    `since` is when its scope line was approved. `used` are the billable seconds recorded before, by the approval under
    which each was worked: of those at its rate the last one that counted by then. At no rate do billable pieces bring
    the time worked up to any approval over what was approved until the next one, nor the whole over the sum of all.
    """
    spent = {each.approval_id: used.get(each.approval_id, 0) for each in approvals}
    pieces: list[Piece] = []
    before, counts = (None, interval) if since is None else interval.cut_at(next_whole_second(since))
    if before is not None:
        pieces.append(Piece(before, None, Unbillable.BEFORE_APPROVAL))
    for number, part in () if counts is None else _by_approval(counts, approvals):
        if number is None:
            pieces.append(Piece(part, None, Unbillable.BEFORE_APPROVAL))
            continue
        rest: Interval | None = part
        for last in _at_each_rate(approvals[: number + 1]):
            if rest is None:
                break
            edge = rest.since + timedelta(seconds=min(_left(approvals, spent, last), rest.seconds))
            within, rest = rest.cut_at(edge)
            if within is not None:
                pieces.append(Piece(within, last.approval_id))
                spent[last.approval_id] += within.seconds
        if rest is not None:
            pieces.append(Piece(rest, approvals[number].approval_id, Unbillable.OVER_CAP))
    return tuple(_joined(pieces))


def _at_each_rate(approvals: Iterable[Approved]) -> Iterable[Approved]:
    """Return the last approval at each rate, the rate that was approved first before others."""
    return {each.rate: each for each in approvals}.values()


def _left(approvals: Sequence[Approved], spent: Mapping[ApprovalId, int], last: Approved) -> int:
    """Return the seconds left for work under an approval: the least that any sum from it on leaves at its rate."""
    same = [each for each in approvals if each.rate == last.rate]
    caps = accumulate(each.cap_seconds for each in same)
    sums = accumulate(spent[each.approval_id] for each in same)
    gaps = [cap - total for cap, total in zip(caps, sums, strict=True)]
    first = next(number for number, each in enumerate(same) if each is last)
    return max(min(gaps[first:]), 0)


def _by_approval(interval: Interval, approvals: Sequence[Approved]) -> Iterator[tuple[int | None, Interval]]:
    """Yield the parts of an interval between the instants of approvals, each with the number of its last approval."""
    rest: Interval | None = interval
    for number, each in enumerate(approvals):
        if rest is None:
            return
        before, rest = rest.cut_at(next_whole_second(each.approved_at))
        if before is not None:
            yield (number - 1 if number else None), before
    if rest is not None:
        yield (len(approvals) - 1 if approvals else None), rest


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces, those that are unbillable for one reason joined where nothing but a further approval parts them."""
    held: Piece | None = None
    for each in pieces:
        if held is not None and held.unbillable is not None and held.unbillable is each.unbillable:
            held = Piece(Interval(held.interval.since, each.interval.until), held.approval_id, held.unbillable)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held
