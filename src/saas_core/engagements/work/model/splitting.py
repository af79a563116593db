"""Splitting: which part of worked time is billable, and under which approval (4.2).

Time is split where an approval begins to count and where the approved hours are used up. What was worked before the
first approval, and what exceeds the hours approved by then, is unbillable for good; a later approval turns neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Protocol

from attrs import frozen

from saas_core.engagements.work.model.intervals import Interval, next_whole_second
from saas_core.engagements.work.values import Unbillable
from saas_core.kernel.ids import ApprovalId


class Approved(Protocol):
    """What splitting needs to know of an approval: since when it counts, and by how much it changes the cap."""

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


@frozen
class Piece:
    """A part of worked time: billable under an approval, or unbillable for a reason."""

    interval: Interval
    approval_id: ApprovalId | None
    unbillable: Unbillable | None = None


def cap_of(approvals: Sequence[Approved]) -> int:
    """Return the approved seconds of an engagement: the sum of all its approvals."""
    return sum(each.cap_seconds for each in approvals)


def split(interval: Interval, approvals: Sequence[Approved], used: Mapping[ApprovalId, int]) -> tuple[Piece, ...]:
    """Return worked time in pieces; `approvals` are in the order of their instants.

    `used` are the billable seconds recorded before, by the approval under which each was worked: the last one that
    counted by then. Billable pieces never bring the time worked up to any approval over what was approved until the
    next one, nor the whole over the sum of all.
    """
    spent = [used.get(each.approval_id, 0) for each in approvals]
    pieces: list[Piece] = []
    for number, part in _by_approval(interval, approvals):
        if number is None:
            pieces.append(Piece(part, None, Unbillable.BEFORE_APPROVAL))
            continue
        left = _left(approvals, spent, number)
        edge = part.since + timedelta(seconds=min(left, part.seconds))
        within, beyond = part.cut_at(edge)
        if within is not None:
            pieces.append(Piece(within, approvals[number].approval_id))
            spent[number] += within.seconds
        if beyond is not None:
            pieces.append(Piece(beyond, approvals[number].approval_id, Unbillable.OVER_CAP))
    return tuple(_joined(pieces))


def left_now(approvals: Sequence[Approved], used: Mapping[ApprovalId, int]) -> int:
    """Return the seconds that may still be billed for work done from the last approval on; 0 at the cap."""
    if not approvals:
        return 0
    return _left(approvals, [used.get(each.approval_id, 0) for each in approvals], len(approvals) - 1)


def _left(approvals: Sequence[Approved], spent: Sequence[int], number: int) -> int:
    """Return the seconds left for work under the numbered approval: the least that any sum from it on leaves."""
    caps = accumulate(each.cap_seconds for each in approvals)
    sums = accumulate(spent)
    gaps = [cap - total for cap, total in zip(caps, sums, strict=True)]
    return max(min(gaps[number:]), 0)


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
    """Yield pieces, those over the cap joined where nothing but a further approval parts them."""
    held: Piece | None = None
    for each in pieces:
        if held is not None and held.unbillable is each.unbillable is Unbillable.OVER_CAP:
            held = Piece(Interval(held.interval.since, each.interval.until), held.approval_id, held.unbillable)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held
