"""Instants, periods, money and texts: what is taken, what is refused, and what the refusal says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas_core.kernel import text
from saas_core.kernel.addresses import canonical
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import EARLIEST, LATEST, instant, parse_instant
from saas_core.kernel.money import Money
from saas_core.kernel.period import Period

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def test_an_instant_is_kept_in_utc() -> None:
    """The same instant, whatever offset it was told in."""
    told = datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))

    assert instant(told) == NOON
    assert instant(told).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "value",
    [
        NOON.replace(tzinfo=None),
        EARLIEST - MICROSECOND,
        LATEST,
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))),
    ],
    ids=["naive", "too early", "too late", "beyond the calendar"],
)
def test_a_naive_or_absurd_instant_is_refused_by_its_field(value: datetime) -> None:
    """The refusal names the field and what would help."""
    with pytest.raises(InvalidValue) as refused:
        instant(value, "paid_at")

    assert refused.value.field == "paid_at"
    assert refused.value.remedy


def test_the_bounds_of_instants_are_half_open() -> None:
    """The year 2000 belongs to them, the year 2200 does not."""
    assert instant(EARLIEST) == EARLIEST
    assert instant(LATEST - MICROSECOND) == LATEST - MICROSECOND


def test_an_instant_is_read_from_text() -> None:
    """With an offset, or with Z."""
    assert parse_instant("2026-03-01T13:00:00+01:00") == parse_instant(" 2026-03-01T12:00:00Z ") == NOON


@pytest.mark.parametrize("told", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-03-01T12:00:00", "9" * 10_000])
def test_what_is_no_instant_is_refused(told: str) -> None:
    """A date without offset too: whose noon would it be."""
    with pytest.raises(InvalidValue):
        parse_instant(told)


def test_a_period_holds_its_start_and_not_its_end() -> None:
    """Half-open, so that two that follow each other share no instant."""
    period = Period(NOON, NOON + timedelta(days=1))

    assert NOON in period
    assert NOON + timedelta(days=1) - MICROSECOND in period
    assert NOON + timedelta(days=1) not in period
    assert NOON - MICROSECOND not in period


def test_a_period_without_an_end_goes_on() -> None:
    """It holds every later instant."""
    assert LATEST - MICROSECOND in Period(NOON)


@pytest.mark.parametrize("until", [NOON, NOON - MICROSECOND])
def test_an_empty_or_backward_period_is_refused(until: datetime) -> None:
    """It would hold nothing."""
    with pytest.raises(InvalidValue, match="until"):
        Period(NOON, until)


def test_money_adds_and_multiplies_in_whole_cents() -> None:
    """Two hours at 65 dollars are 130 dollars."""
    rate = Money(6500, "USD")

    assert str(rate * 2) == "130.00 USD"
    assert rate + Money(-6505, "USD") == Money(-5, "USD")
    assert str(Money(-5, "USD")) == "-0.05 USD"


def test_money_of_two_currencies_is_never_added() -> None:
    """There is no rate to do it at."""
    with pytest.raises(InvalidValue, match="EUR"):
        Money(1, "USD") + Money(1, "EUR")


@pytest.mark.parametrize(
    ("minor", "currency"), [(1.0, "USD"), (True, "USD"), ("1", "USD"), (1, "usd"), (1, "US"), (1, 3)]
)
def test_what_is_no_money_is_refused(minor: object, currency: object) -> None:
    """A float least of all."""
    with pytest.raises(InvalidValue):
        Money(minor, currency)  # type: ignore[arg-type]


def test_a_name_is_trimmed_and_composed() -> None:
    """A letter and its accent are one letter, however they were typed."""
    assert text.name("  Ame\u0301lie ") == "Am\u00e9lie"


def test_joiners_inside_words_are_kept() -> None:
    """Persian and Hindi names need them."""
    assert text.name("نرگس\u200cها") == "نرگس\u200cها"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "   ",
        "a\u0000b",
        "a\nb",
        "a\u202eb",
        "a\u200bb",
        "\ud800",
        "x" * 201,
        "x" * 10_000,
        None,
        7,
        "a\u2028b",
        "\ue000",
    ],
)
def test_an_unfit_name_is_refused_by_its_field(value: object) -> None:
    """Empty, long, or with characters that do not show."""
    with pytest.raises(InvalidValue) as refused:
        text.name(value, "legal_name")

    assert refused.value.field == "legal_name"
    assert refused.value.remedy


def test_a_name_of_two_hundred_characters_is_taken() -> None:
    """The bound belongs to it."""
    assert len(text.name("é" * 200)) == 200


@given(st.text())
def test_every_name_is_taken_whole_or_refused(value: str) -> None:
    """A normalized value is accepted again unchanged."""
    try:
        taken = text.name(value)
    except InvalidValue:
        return
    assert text.name(taken) == taken


@pytest.mark.parametrize(
    "value", ["ada", "ada@", "@example.com", "a b@example.com", "a@b@example.com", "a@b", "a@.com"]
)
def test_what_is_no_address_is_refused(value: str) -> None:
    """And its field is named."""
    with pytest.raises(InvalidValue, match="email"):
        text.email(value)


@pytest.mark.parametrize("value", [f"{'a' * 64}@{'b' * 190}.com", "a" * 5_000 + "@example.com", None])
def test_an_overlong_address_is_refused(value: object) -> None:
    """254 characters are the longest that mail carries."""
    with pytest.raises(InvalidValue):
        text.email(value)


def test_addresses_are_compared_in_any_case() -> None:
    """The address itself keeps its case."""
    assert text.email(" Ada@Example.com ") == "Ada@Example.com"
    assert canonical("ADA@example.COM") == canonical("ada@Example.com")
