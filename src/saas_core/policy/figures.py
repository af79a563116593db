"""Figures in a text: numbers in figures or in words, amounts of money, and spans of time."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS: Final = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
}
_TIMES: Final = {"hundred": 100, "thousand": 1000}
_WORD = "|".join(sorted((*_NUMBERS, *_TIMES), key=len, reverse=True))
# Bounded, so that a long row of figures costs no more than its length.
FIGURE: Final = rf"(?<![\d.,])\d(?:[\d.,]{{0,14}}\d)?|\b(?:{_WORD})(?:[ -](?:and )?(?:{_WORD})){{0,5}}\b"
"""The pattern of a number, whatever its case."""
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN"})
_MONEY: Final = (
    (re.compile(r"US ?\$|\bU\.?S\.? dollars?|\bUSD\b", re.IGNORECASE), frozenset({"USD"})),
    (re.compile(r"\bAustralian dollars?|\bAUD\b", re.IGNORECASE), frozenset({"AUD"})),
    (re.compile(r"\bCanadian dollars?|\bCAD\b", re.IGNORECASE), frozenset({"CAD"})),
    (re.compile(r"\bNew Zealand dollars?|\bNZD\b", re.IGNORECASE), frozenset({"NZD"})),
    (re.compile(r"\$|\bdollars?\b", re.IGNORECASE), _DOLLARS),
    (re.compile(r"€|\beuros?\b|\bEUR\b", re.IGNORECASE), frozenset({"EUR"})),
    (re.compile(r"£|\bpounds?(?: sterling)?\b|\bGBP\b", re.IGNORECASE), frozenset({"GBP"})),
    (re.compile(r"¥|\byen\b|\bJPY\b", re.IGNORECASE), frozenset({"JPY"})),
    (re.compile(r"\b(?:Swiss )?francs?\b|\bCHF\b", re.IGNORECASE), frozenset({"CHF"})),
)
_CURRENCY = "|".join(f"(?:{each.pattern})" for each, _codes in _MONEY) + r"|(?-i:\b[A-Z]{3}\b)"
AMOUNT: Final = re.compile(
    rf"(?P<before>{_CURRENCY})[ -]?(?P<after_it>{FIGURE})|(?P<number>{FIGURE})[ -]?(?P<after>{_CURRENCY})"
    rf"|(?P<bare>{FIGURE}) ?(?:per|an|each|every|/)[ -]?(?:h\b|hour)",
    re.IGNORECASE,
)
"""An amount with its currency, or a bare number for each hour."""
SPAN: Final = re.compile(
    rf"(?P<number>{FIGURE})[ -](?P<unit>minute|hour|(?:working |business )?day|week|month)s?\b", re.IGNORECASE
)
"""A span of time."""
MINUTES: Final = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}
"""The minutes of a unit of a span; a month or a working day has no fixed number of them."""


def amount_of(found: re.Match[str]) -> tuple[Decimal | None, frozenset[str] | None]:
    """Return the number of an amount and the currencies that it may be in; None for one that names none."""
    code = found["before"] or found["after"]
    return value_of(found["after_it"] or found["number"] or found["bare"]), _codes(code) if code else None


def minutes_of(found: re.Match[str]) -> Decimal | None:
    """Return the minutes of a span; None for a unit without a fixed number of them."""
    number, unit = value_of(found["number"]), MINUTES.get(found["unit"].casefold())
    return None if number is None or unit is None else number * unit


def value_of(figure: str) -> Decimal | None:
    """Return a number written in figures or in words; None if it is neither."""
    if figure[0].isdigit():
        return _written_in_figures(figure)
    total, part = 0, 0
    for word in re.findall(_WORD, figure.casefold()):
        if word in _TIMES:
            part = max(part, 1) * _TIMES[word]
            if word == "thousand":
                total, part = total + part, 0
        else:
            part += _NUMBERS[word]
    return Decimal(total + part)


def _codes(written: str) -> frozenset[str]:
    return next((codes for each, codes in _MONEY if each.fullmatch(written)), frozenset({written.upper()}))


def _written_in_figures(figure: str) -> Decimal | None:
    """Return the number of figures; its last comma or point is the decimal one, unless three figures follow it."""
    head, mark, tail = figure.rpartition("," if figure.rfind(",") > figure.rfind(".") else ".")
    plain = figure if not mark else f"{head}{tail}" if len(tail) == 3 else f"{head}_{tail}"  # noqa: PLR2004 - a thousand
    try:
        return Decimal(re.sub(r"[.,]", "", plain).replace("_", "."))
    except InvalidOperation:  # pragma: no cover - the pattern lets figures, commas and points through alone
        return None
