"""Billable units: time is rounded once for each invoice, and the rest is carried to the next one (4.1)."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.money import Money

HOUR: Final = 3600


def unit_price(rate: Money, unit: int) -> Money:
    """Return the price of one unit; raises InvalidValue for a unit that the rate does not turn into whole units."""
    minor, rest = divmod(rate.minor * unit, HOUR)
    if rest or unit <= 0:
        message = f"{unit} seconds at {rate} an hour are no whole amount."
        raise InvalidValue(message, field="unit_seconds", remedy="Use the unit of the rate.")
    return Money(minor, rate.currency)


@frozen
class Rounded:
    """Seconds as units, and what is carried to the next invoice; the two together are the seconds there were."""

    units: int
    carried_out: int


def rounded(seconds: int, carried_in: int, unit: int) -> Rounded:
    """Return seconds, together with those carried in, as whole units and the rest.

    What is carried may be below zero after a credit; then the next units are given for nothing, and none is taken back.
    """
    total = seconds + carried_in
    units = max(total // unit, 0)
    return Rounded(units, total - units * unit)
