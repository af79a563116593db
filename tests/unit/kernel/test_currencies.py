"""Amounts of currencies without cents and with mils."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.money import Money, exponent


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (6500, "USD", "65.00 USD"),
        (9900, "JPY", "9900 JPY"),
        (12345, "KWD", "12.345 KWD"),
        (5, "KWD", "0.005 KWD"),
        (-7, "EUR", "-0.07 EUR"),
        (0, "JPY", "0 JPY"),
        (12345, "CLF", "1.2345 CLF"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(minor: int, currency: str, written: str) -> None:
    """Written and read alike."""
    assert str(Money(minor, currency)) == written
    assert Money.parse(written) == Money(minor, currency)


@pytest.mark.parametrize("text", ["9900.00 JPY", "65 USD", "65.0 USD", "12.34 KWD", "65. USD"])
def test_other_decimals_are_refused(text: str) -> None:
    """A hundredth too much or too little is worse than an error."""
    with pytest.raises(InvalidValue):
        Money.parse(text)


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "JPY", "KWD", "CLF", "XTS"]))
def test_every_amount_is_read_as_it_was_written(minor: int, currency: str) -> None:
    """Whatever its decimals."""
    assert Money.parse(str(Money(minor, currency))).minor == minor
    assert exponent(currency) in {0, 2, 3, 4}
