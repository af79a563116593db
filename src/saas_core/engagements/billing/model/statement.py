"""The statement of an invoice: its time as units on lines, their amounts, its tax, and what a credit leaves of it.

All of it is computed from seconds and one rate, in whole minor units; nothing is ever typed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from saas_core.engagements.billing.model.shares import part_of, shares
from saas_core.engagements.billing.model.units import Rounded, rounded, unit_price
from saas_core.kernel.money import Money


@frozen(kw_only=True)
class Tax:
    """A tax that is shown apart: what it is called, its rate as it is written, and its amount."""

    label: str
    rate: str
    minor: int


@frozen(kw_only=True)
class Line:
    """The time on one scope line: its seconds, the units that fall to it, and their amount."""

    key: str
    seconds: int
    units: int
    minor: int


@frozen(kw_only=True)
class Terms:
    """At what an invoice bills: the hourly rate, the billable unit in seconds, and the seconds carried in."""

    rate: Money
    unit: int
    carried_in: int = 0

    @property
    def price(self) -> int:
        """The price of a unit in minor units."""
        return unit_price(self.rate, self.unit).minor


@frozen(kw_only=True)
class Statement:
    """The lines of an invoice in their order, the seconds carried out, and its taxes."""

    lines: tuple[Line, ...]
    carried_out: int
    taxes: tuple[Tax, ...] = ()

    @property
    def units(self) -> int:
        """The units of all lines."""
        return sum(each.units for each in self.lines)

    @property
    def net(self) -> int:
        """The sum of the lines in minor units."""
        return sum(each.minor for each in self.lines)

    @property
    def tax(self) -> int:
        """The sum of the taxes in minor units."""
        return sum(each.minor for each in self.taxes)

    @property
    def total(self) -> int:
        """The sum of lines and taxes in minor units."""
        return self.net + self.tax


def stated(seconds: Mapping[str, int], terms: Terms, taxes: Sequence[Tax] = ()) -> Statement:
    """Return the statement of time by the keys of its scope lines, in their order.

    The time is rounded once, and its units are shared out to the lines by largest remainder.
    """
    found = rounded(sum(seconds.values()), terms.carried_in, terms.unit)
    units = shares(found.units, tuple(seconds.values()))
    lines = tuple(
        Line(key=key, seconds=each, units=part, minor=part * terms.price)
        for (key, each), part in zip(seconds.items(), units, strict=True)
    )
    return Statement(lines=lines, carried_out=found.carried_out, taxes=tuple(taxes))


@frozen(kw_only=True)
class Remaining:
    """What is left of an invoice after credits: units by line, taxes, and the rest of its seconds."""

    units: tuple[int, ...]
    taxes: tuple[int, ...]
    carried_out: int


def whole_of(statement: Statement) -> Remaining:
    """Return all of an invoice."""
    return Remaining(
        units=tuple(each.units for each in statement.lines),
        taxes=tuple(each.minor for each in statement.taxes),
        carried_out=statement.carried_out,
    )


def without(statement: Statement, terms: Terms, before: Remaining, live: Mapping[str, int]) -> Remaining:
    """Return what is left of an invoice when only some seconds of its lines remain, after credits made before.

    It is what the same invoice would bill for these seconds alone. No line and no tax grows, so that credits in any
    order and partition sum to the invoice exactly, line by line and tax by tax: nothing is left with the last one.
    """
    found = _left(terms, live, statement)
    weights = tuple(live.get(each.key, 0) for each in statement.lines)
    units = shares(min(found.units, sum(before.units)), weights, before.units)
    net, whole = sum(units) * terms.price, statement.net
    taxes = tuple(
        min(part_of(each.minor, net, whole), left) for each, left in zip(statement.taxes, before.taxes, strict=True)
    )
    return Remaining(units=units, taxes=taxes, carried_out=found.carried_out)


def _left(terms: Terms, live: Mapping[str, int], statement: Statement) -> Rounded:
    seconds = sum(live.get(each.key, 0) for each in statement.lines)
    if seconds == 0:
        # A credit of everything: what was carried in is all that is left.
        return Rounded(0, terms.carried_in)
    return rounded(seconds, terms.carried_in, terms.unit)
