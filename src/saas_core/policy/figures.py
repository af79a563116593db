"""Figures in a text: numbers in figures or in words, amounts of money, and spans of time."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ANY_SPACE = re.compile(rf"[\s{_SPACES}]")
_JOINING = re.compile(rf"(?<=\d)[{_SPACES}]+(?=\d)")
_PLAIN: Final = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"), **dict.fromkeys("\u2018\u2019\u02bc\u2032", "'")}
)
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS: Final = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
}
_THOUSAND, _MILLION, _BILLION = 1000, 1_000_000, 1_000_000_000
_TIMES: Final = {"hundred": 100, "thousand": _THOUSAND, "million": _MILLION, "billion": _BILLION}
_SHORT: Final = {
    **dict.fromkeys(("k",), _THOUSAND),
    **dict.fromkeys(("m", "mn", "mio", "mln"), _MILLION),
    **dict.fromkeys(("b", "bn"), _BILLION),
}
"""What stands for a multiple right behind a figure, as in 65k."""
_WORD = "|".join(sorted((*_NUMBERS, *_TIMES), key=len, reverse=True))
_SHORTS = "|".join(sorted(_SHORT, key=len, reverse=True))
_MULTIPLE = rf" {{0,3}}-?(?:{'|'.join(_TIMES)}|{_SHORTS})(?![^\W\d_])"
# Bounded, so that a long row of figures costs no more than its length.
_DIGITS = r"(?<![\d.,'])(?:\d{1,3}(?: \d{3}){1,5}(?:[.,]\d{1,4})?(?![\d.,']*\d)|\d(?:[\d.,']{0,24}\d)?)"
_WORDS = rf"(?:{_WORD}){{1,3}}\b"
FIGURE: Final = rf"(?>{_DIGITS}(?:{_MULTIPLE})?|\b{_WORDS}(?:(?:[ -]{{1,3}}|[ -]{{1,3}}and {{1,3}}){_WORDS}){{0,5}})"
"""The pattern of a number, whatever its case, in a text that is `folded`."""
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN"})


def _money(codes: str, *words: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the pattern of a currency, which may touch its figure but no other letter, and the codes it stands for."""
    letters = "|".join((*words, codes))
    return re.compile(rf"(?<![^\W\d_])(?:{letters})(?![^\W\d_])", re.IGNORECASE), frozenset({codes})


_MONEY: Final[tuple[tuple[re.Pattern[str], frozenset[str]], ...]] = (
    (re.compile(r"(?<![^\W\d_])U\.?S\.?[ -]{0,3}\$|\$ ?US(?:D)?(?![^\W\d_])", re.IGNORECASE), frozenset({"USD"})),
    _money("USD", r"U\.?S\.?(?:A\.?)?[ -]{0,3}dollars?", r"dollars? \(?U\.?S\.?(?:A|D)?"),
    _money("AUD", r"Australian[ -]{1,3}dollars?", r"AU?\$"),
    _money("CAD", r"Canadian[ -]{1,3}dollars?", r"CA?\$"),
    _money("HKD", r"HK\$"),
    _money("SGD", r"S\$"),
    _money("NZD", r"New Zealand[ -]{1,3}dollars?", r"NZ\$"),
    # Whatever other dollar it is, it is none of those above.
    (re.compile(r"(?-i:\b[A-Z]{1,3}\$)"), frozenset()),
    (re.compile(r"\$|(?<![^\W\d_])dollars?(?![^\W\d_])", re.IGNORECASE), _DOLLARS),
    (re.compile(r"€|(?<![^\W\d_])(?:euros?|EUR)(?![^\W\d_])", re.IGNORECASE), frozenset({"EUR"})),
    (
        re.compile(r"£|(?<![^\W\d_])(?:pounds?(?: sterling)?|GBP)(?![^\W\d_])", re.IGNORECASE),
        frozenset({"GBP"}),
    ),
    (re.compile(r"¥|(?<![^\W\d_])(?:yen|JPY)(?![^\W\d_])", re.IGNORECASE), frozenset({"JPY"})),
    _money("CHF", r"(?:Swiss )?francs?", r"s?Fr\."),
    (re.compile(r"₹|(?<![^\W\d_])(?:rupees?|INR)(?![^\W\d_])", re.IGNORECASE), frozenset({"INR"})),
)
_CURRENCY = "|".join(f"(?:{each.pattern})" for each, _codes in _MONEY) + r"|[\u20a0-\u20cf]|(?-i:\b[A-Z]{3}\b)"
_AGAIN = rf"(?: {{0,3}}\((?P<%s>{FIGURE})\))?"
# Between a figure and its currency, as in 65 USD, 65-dollar, 65.- euros or (500) dollars; not `2) USD 65`, an item.
_GAP = r"(?:[.,]?-{1,2})?(?: {0,3}(?P<closed>\) {0,3})?\(?|-)"
AMOUNT: Final = re.compile(
    rf"(?P<before>{_CURRENCY})(?: {{0,3}}[:(]? {{0,3}}|-)(?P<after_it>{FIGURE}){_AGAIN % 'repeated'}"
    rf"|(?P<number>{FIGURE}){_AGAIN % 'again'}{_GAP}(?P<after>{_CURRENCY})(?(closed)(?!\W{{0,3}}\d))"
    rf"|(?P<bare>{FIGURE})\)? {{0,3}}(?:per|an?|each|every|/)[ -]{{0,3}}(?:working )?(?:h\b|hour)",
    re.IGNORECASE,
)
"""An amount with its currency, or a bare number for each hour; in brackets the number may be repeated."""
SPAN: Final = re.compile(
    rf"(?P<number>{FIGURE}){_AGAIN % 'again'}(?:\)(?-i:(?=[ -]+[a-z])))?[ -]{{1,3}}"
    r"(?P<unit>minute|hour|(?:working |business )?day|week|month)s?\b",
    re.IGNORECASE,
)
"""A span of time."""
MINUTES: Final = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}
"""The minutes of a unit of a span; a month or a working day has no fixed number of them."""


def folded(text: str) -> str:
    """Return a text as it is read for figures, of the same length: with plain spaces, hyphens and apostrophes.

    A no-break or narrow space between two figures joins them, as it does for a reader.
    """
    joined = _JOINING.sub(lambda found: "'" * len(found[0]), text)
    return _ANY_SPACE.sub(" ", joined).translate(_PLAIN)


def amount_of(found: re.Match[str]) -> tuple[Decimal | None, frozenset[str] | None]:
    """Return the number of an amount and the currencies that it may be in.

    None for a number that is said twice and not the same, and for currencies if none is named.
    """
    code, again = found["before"] or found["after"], found["again"] or found["repeated"]
    value = value_of(found["after_it"] or found["number"] or found["bare"])
    return None if again and value_of(again) != value else value, _codes(code) if code else None


def minutes_of(found: re.Match[str]) -> Decimal | None:
    """Return the minutes of a span; None for a unit without a fixed number of them, or two numbers that differ."""
    number, unit = value_of(found["number"]), MINUTES.get(found["unit"].casefold())
    differs = found["again"] and value_of(found["again"]) != number
    return None if number is None or unit is None or differs else number * unit


def value_of(figure: str) -> Decimal | None:
    """Return a number written in figures or in words, in a text that is `folded`; None if it is neither."""
    if figure[0].isdigit():
        last = re.search(rf" *-?(?P<multiple>{'|'.join((*_TIMES, _SHORTS))})$", figure.casefold())
        value = _written_in_figures(figure[: last.start()] if last else figure)
        return value if value is None or last is None else value * {**_TIMES, **_SHORT}[last["multiple"]]
    total, part = 0, 0
    for word in re.findall(_WORD, figure.casefold()):
        if word in _TIMES:
            part = max(part, 1) * _TIMES[word]
            if word != "hundred":
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
        return Decimal(re.sub(r"[., ']", "", plain).replace("_", "."))
    except InvalidOperation:  # pragma: no cover - the pattern lets figures and their marks through alone
        return None
