"""Amounts and spans as people write them, in texts that say the same as the settings and in texts that do not."""

from __future__ import annotations

import time

import pytest

from saas_core.kernel.money import Money
from saas_core.policy.contradictions import Said, contradictions_in
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsInvalid
from saas_core.policy.shipped import shipped_document
from saas_core.policy.terms import Settings

WORK = "All custom work is a paid development service at {} per hour."


def _found(text: str, rate: int = 6500, currency: str = "USD") -> list[str]:
    said = Said(rate=Money(rate, currency), time_zone="UTC", eligible=frozenset(), settings=Settings(grace_days=14))
    return [each.says for each in contradictions_in("4.1", text, said)]


@pytest.mark.parametrize(
    "amount",
    [
        "500\u00a0US dollars",
        "500\u00a0USD",
        "500\u202fUSD",
        "500\u2009USD",
        "500 US\u00a0dollars",
        "500  US dollars",
        "500\nUS dollars",
        "500 US-dollars",
        "500 US\u2011dollars",
        "500 U.S.dollars",
        "500-dollar",
        "500USD",
        "USD500",
        "USD\u00a0500",
        "USD: 500",
        "US$ 500",
        "US$500",
        "$ 500",
        "500 dollars (US)",
        "1 065 US dollars",
        "1\u00a0065 US dollars",
        "1'065 US dollars",
        "1\u2019065 US dollars",
        "1,065.00 US dollars",
        "1.065,00 US dollars",
        "9\u202f65 US dollars",
        "9'65 US dollars",
        "65 000 US dollars",
        "$65k",
        "$65 k",
        "$65K",
        "USD 65 million",
        "USD 65 mio",
        "65 thousand US dollars",
        "65-thousand US dollars",
        "5k US dollars",
        "5 hundred US dollars",
        "five million US dollars",
        "five  hundred US dollars",
        "fivehundred US dollars",
        "five hundred (500) US dollars",
        "500 (five hundred) US dollars",
        "five hundred (65) US dollars",
        "65 (five hundred) US dollars",
        "USD 65 (five hundred)",
        "500.- USD",
        "500.00",
        "1 065",
        "\u20b9500",
        "\u20bf5",
        "500 rupees",
        "HK$65",
        "R$65",
        "\uff1965 US dollars",
    ],
)
def test_an_amount_that_contradicts_the_rate_is_found_however_it_is_written(amount: str) -> None:
    assert _found(WORK.format(amount)), amount


@pytest.mark.parametrize(
    ("rate", "currency", "amount"),
    [
        (6500, "USD", "65\u00a0US\u00a0dollars"),
        (6500, "USD", "65\u202fUSD"),
        (6500, "USD", "65 US-dollars"),
        (6500, "USD", "US$\u00a065.00"),
        (6500, "USD", "USD65"),
        (6500, "USD", "65,00 USD"),
        (6500, "USD", "sixty-five (65) US dollars"),
        (6500, "USD", "65 (sixty-five) US dollars"),
        (6500, "USD", "USD 65 (sixty-five)"),
        (6500, "USD", "65 dollars (US)"),
        (6500, "USD", "65.- USD"),
        (106_500, "USD", "1 065 US dollars"),
        (106_500, "USD", "1\u202f065.00 US dollars"),
        (106_500, "USD", "1'065 US dollars"),
        (106_500, "USD", "1\u2019065.00 US dollars"),
        (106_500, "USD", "1,065.00 US dollars"),
        (106_500, "USD", "1.065,00 USD"),
        (6_500_000, "USD", "$65k"),
        (6_500_000, "USD", "65 thousand US dollars"),
        (6_500_000_000, "USD", "USD 65 million"),
        (50_000, "USD", "five hundred US dollars"),
        (50_000, "USD", "5 hundred US dollars"),
        (50_000, "HKD", "HK$500"),
        (50_000, "EUR", "\u20ac\u00a0500"),
        (50_000, "CHF", "CHF 500.\u2013"),
        (50_000, "INR", "\u20b9500"),
    ],
)
def test_the_rate_itself_is_accepted_however_it_is_written(rate: int, currency: str, amount: str) -> None:
    assert _found(WORK.format(amount), rate, currency) == []


@pytest.mark.parametrize(
    "text",
    [
        "In 2026 65 US dollars are due per hour.",
        "A deposit of 5\u00a0000\u00a0US\u00a0dollars is due.",
        "Work above 5\u00a0000 US dollars needs a second signature.",
        "It is due 1) in USD, 2) USD 65 per hour.",
        "Work is counted in units of 3 minutes, under the SLA - 2 people each.",
        "A set-up fee of $2k is due.",
        "There are fourteen (14) days of grace.",
        "There are 14\u00a0days of grace.",
    ],
)
def test_figures_of_other_things_are_accepted(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize("span", ["7\u00a0days", "1 014 days", "fourteen (7) days", "(7) days", "1\u202f4 hours"])
def test_a_span_that_contradicts_a_setting_is_found_however_it_is_written(span: str) -> None:
    assert _found(f"There are {span} of grace.")


@pytest.mark.parametrize("amount", ["500\u00a0US dollars", "1 065 US dollars", "$65k", "500 US-dollars"])
def test_terms_that_contradict_the_rate_are_refused(amount: str) -> None:
    document = shipped_document().decode().replace("{hourly_rate} per hour", f"{amount} per hour")
    assert amount in document
    with pytest.raises(TermsInvalid, match=r"clause 4\.1 says .*, but hourly_rate is 65\.00 USD"):
        read_terms(document.encode())


@pytest.mark.parametrize(
    "part",
    [
        "1 000 ",
        "1'",
        "1\u202f",
        "one ",
        "one-",
        "one(",
        "$ ",
        "USD ",
        "U.S. ",
        "1 (",
        "1) ",
        "1.-",
        "65k ",
        "5 hundred ",
    ],
)
def test_a_text_is_read_for_figures_in_proportion_to_its_length(part: str) -> None:
    """In a moment, where reading the rest of the text at each figure takes many seconds."""
    text = part * (30_000 // len(part))
    begun = time.process_time()
    _found(text)
    assert time.process_time() - begun < 1.5
