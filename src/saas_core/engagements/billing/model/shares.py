"""Shares: whole numbers divided among lines so that the parts sum to the whole, by largest remainder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from saas_core.kernel.errors import InvalidValue

_UNBOUNDED: Final = 2**200


def shares(total: int, weights: Sequence[int], limits: Sequence[int] | None = None) -> tuple[int, ...]:
    """Return a total divided in proportion to weights, each part a whole number, their sum the total.

    The largest remainders are rounded up, the first of equal ones before others. With `limits` no part exceeds its own,
    and what does not fit goes to the others; a weight of zero gets something only when nothing else has room. Raises
    InvalidValue for a total below zero, and for one that is more than all limits together.
    """
    bounds = [_UNBOUNDED] * len(weights) if limits is None else list(limits)
    if total < 0 or total > sum(bounds):
        message = f"{total} cannot be divided into {len(weights)} parts of at most {sum(bounds)}."
        raise InvalidValue(message, field="total", remedy="Give a total from 0 to the sum of the limits.")
    parts = [0] * len(weights)
    rest = total
    open_ = [number for number, weight in enumerate(weights) if weight > 0 and bounds[number] > 0]
    while rest and open_:
        given = _largest_remainders(rest, {number: weights[number] for number in open_})
        for number, part in given.items():
            taken = min(part, bounds[number] - parts[number])
            parts[number] += taken
            rest -= taken
        open_ = [number for number in open_ if parts[number] < bounds[number]]
    for number, bound in enumerate(bounds):
        taken = min(rest, bound - parts[number])
        parts[number] += taken
        rest -= taken
    return tuple(parts)


def _largest_remainders(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    whole = sum(weights.values())
    parts = {number: total * weight // whole for number, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda number: (-(total * weights[number] % whole), number))
    for number in by_remainder[: total - sum(parts.values())]:
        parts[number] += 1
    return parts


def part_of(amount: int, part: int, whole: int) -> int:
    """Return the share of an amount that belongs to a part of a whole, halves rounded up; all of it for the whole.

    A part of nothing is nothing. Taken of parts that shrink, the differences sum to the amount exactly.
    """
    return 0 if whole == 0 else (2 * amount * part + whole) // (2 * whole)
