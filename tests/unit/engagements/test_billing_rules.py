"""Units, shares, statements and credits: whole numbers that always add up, whatever the split and the order."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_core.engagements.billing.model.shares import part_of, shares
from saas_core.engagements.billing.model.statement import Tax, Terms, stated, whole_of, without
from saas_core.engagements.billing.model.units import rounded, unit_price
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.money import Money

RATE = Money(6500, "USD")
UNIT = 180


def test_a_unit_that_gives_no_whole_amount_is_refused() -> None:
    """Nothing is rounded in a price."""
    assert unit_price(Money(6505, "USD"), 720) == Money(1301, "USD")
    with pytest.raises(InvalidValue, match="no whole amount"):
        unit_price(RATE, 100)


def test_a_quarter_hour_and_two_hours_cost_what_the_clause_says() -> None:
    """16.25 and 130.00 at 65.00 an hour (4.1)."""
    terms = Terms(rate=RATE, unit=UNIT)
    assert stated({"L1": 900}, terms).total == 1625
    assert stated({"L1": 7200}, terms).total == 13000


@given(st.lists(st.integers(1, 4000), min_size=1, max_size=30), st.integers(0, UNIT - 1))
@often(200)
def test_splitting_work_never_changes_its_price(seconds: list[int], carried: int) -> None:
    """One entry or thirty, on one line, one invoice or as many: the same cents; kimai PR#1424 rounded each of them."""
    terms = Terms(rate=RATE, unit=UNIT, carried_in=carried)
    once = stated({"L1": sum(seconds)}, terms)
    lines = stated({f"L{number}": each for number, each in enumerate(seconds)}, terms)
    assert lines.total == once.total
    assert lines.carried_out == once.carried_out
    total, carry = 0, carried
    for each in seconds:
        found = stated({"L1": each}, Terms(rate=RATE, unit=UNIT, carried_in=carry))
        total, carry = total + found.total, found.carried_out
    assert (total, carry) == (once.total, once.carried_out)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 9000), min_size=1, max_size=9))
@often(200)
def test_parts_sum_to_the_whole_and_are_fair(total: int, weights: list[int]) -> None:
    """No part differs by a whole unit from its exact share."""
    parts = shares(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))


@given(st.data())
@often(200)
def test_no_part_exceeds_its_limit(data: st.DataObject) -> None:
    """What does not fit goes to the others."""
    limits = data.draw(st.lists(st.integers(0, 50), min_size=1, max_size=6))
    weights = data.draw(st.lists(st.integers(0, 50), min_size=len(limits), max_size=len(limits)))
    total = data.draw(st.integers(0, sum(limits)))
    parts = shares(total, weights, limits)
    assert sum(parts) == total
    assert all(0 <= part <= limit for part, limit in zip(parts, limits, strict=True))


def test_a_total_that_does_not_fit_is_refused() -> None:
    """Below zero, or more than all limits together."""
    for total in (-1, 4):
        with pytest.raises(InvalidValue):
            shares(total, [1, 1], [1, 2])


def test_what_is_carried_below_zero_is_given_back_in_time() -> None:
    """The next units are free until the time that a credit left too much was worked."""
    assert (rounded(100, -160, 180).units, rounded(100, -160, 180).carried_out) == (0, -60)
    assert (rounded(400, -160, 180).units, rounded(400, -160, 180).carried_out) == (1, 60)


_ENTRIES = st.lists(st.tuples(st.sampled_from(["L1", "L2", "L3"]), st.integers(1, 2000)), min_size=1, max_size=12)


@given(_ENTRIES, st.integers(-UNIT + 1, UNIT - 1), st.integers(0, 3000), st.integers(0, 2**32))
@often(300)
def test_credits_in_any_partition_and_order_sum_to_the_invoice(
    entries: list[tuple[str, int]], carried: int, percent: int, seed: int
) -> None:
    """Line by line and tax by tax, never to more on the way; and every second is billed, carried or credited."""
    terms = Terms(rate=RATE, unit=UNIT, carried_in=carried)
    seconds: dict[str, int] = {}
    for key, each in sorted(entries):
        seconds[key] = seconds.get(key, 0) + each
    bare = stated(seconds, terms)
    tax = Tax(label="Sales tax", rate="x", minor=(bare.net * percent + 5000) // 10_000)
    statement = stated(seconds, terms, (tax,))
    chance = Random(seed)
    chance.shuffle(entries)
    left, live = whole_of(statement), dict(seconds)
    credited_units, credited_tax = [0] * len(statement.lines), 0
    while entries:
        for _ in range(chance.randint(1, len(entries))):
            key, each = entries.pop()
            live[key] -= each
        after = without(statement, terms, left, live)
        more = [before - now for before, now in zip(left.units, after.units, strict=True)]
        assert min(more) >= 0
        assert left.taxes[0] - after.taxes[0] >= 0
        credited_units = [one + other for one, other in zip(credited_units, more, strict=True)]
        credited_tax += left.taxes[0] - after.taxes[0]
        # Conservation: what is still billed and what is carried are the live seconds and what was carried in.
        assert sum(after.units) * UNIT + after.carried_out == sum(live.values()) + carried
        left = after
    assert credited_units == [each.units for each in statement.lines]
    assert credited_tax == statement.tax


def test_four_credits_of_an_invoice_of_334_99_sum_to_it() -> None:
    """The odd cent is not lost, and the last credit is not refused for it."""
    seconds = {"L1": 4 * 7200}
    terms = Terms(rate=Money(4000, "USD"), unit=180)
    statement = stated(seconds, terms, (Tax(label="VAT", rate="4.68", minor=1499),))
    assert statement.total == 33_499
    left, sums = whole_of(statement), []
    for number in range(3, -1, -1):
        after = without(statement, terms, left, {"L1": number * 7200})
        sums.append((sum(left.units) - sum(after.units)) * terms.price + left.taxes[0] - after.taxes[0])
        left = after
    assert sum(sums) == 33_499
    assert {8374, 8375} >= set(sums)


def test_a_credit_conserves_entries_where_a_quantity_would_not() -> None:
    """Where odoo#280536 freed hours by a quantity: 20 billed, 8 credited to bill again, 10 new make 30 in all."""
    terms = Terms(rate=RATE, unit=UNIT)
    first = stated({"L1": 20 * 3600}, terms)
    left = without(first, terms, whole_of(first), {"L1": 12 * 3600})
    assert sum(left.units) == 12 * 20
    second = stated({"L1": 18 * 3600}, terms)
    assert sum(left.units) + second.units == 30 * 20


@given(st.integers(0, 10_000), st.integers(1, 10_000))
@often(100)
def test_a_part_is_rounded_once(amount: int, whole: int) -> None:
    """All of it for the whole, nothing for nothing, never more for less."""
    parts = [part_of(amount, part, whole) for part in range(0, whole + 1, max(whole // 7, 1))]
    assert parts == sorted(parts)
    assert part_of(amount, whole, whole) == amount
    assert part_of(amount, 0, whole) == 0 == part_of(amount, 1, 0)
