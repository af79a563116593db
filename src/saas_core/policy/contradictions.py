"""Contradictions: what a clause text says in its own words against the settings of the same document.

A text that takes its figures and kinds from the settings never contradicts them. One that writes them out is read as a
person would, sentence by sentence, and refused where it says something else, or something that cannot be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from attrs import frozen

from saas_core.kernel.money import Money
from saas_core.policy import wording
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.terms import Clause, Settings

OF_KINDS: Final = "0.2"
OF_THE_RATE: Final = "4.1"

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
_FIGURE = rf"(?<![\d.,])\d(?:[\d.,]{{0,14}}\d)?|\b(?:{_WORD})(?:[ -](?:and )?(?:{_WORD})){{0,5}}\b"
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
_PER_HOUR = re.compile(r"\b(?:per|an|each|every|a)[ -](?:working )?hour|\bhourly\b|/ ?h\b", re.IGNORECASE)
_OF_WORK = re.compile(r"\b(?:custom|customi[sz]ations?|development|work)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?P<before>{_CURRENCY})[ -]?(?P<after_it>{_FIGURE})|(?P<number>{_FIGURE})[ -]?(?P<after>{_CURRENCY})"
    rf"|(?P<bare>{_FIGURE}) ?(?:per|an|each|every|/)[ -]?(?:h\b|hour)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?P<number>{_FIGURE})[ -](?P<unit>minute|hour|(?:working |business )?day|week|month)s?\b", re.IGNORECASE
)
_MINUTES: Final = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}
_ZONE = re.compile(
    r"\b(?:UTC|GMT|(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[\w/+-]+)"
)
_TAKEN = re.compile(r"\btake[ns]?\b")
_UP_AGAIN = re.compile(r"\bup again\b")
_NO_GRACE = re.compile(r"\b(?:no|without(?: any)?) (?:days? of |period of )?grace\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!U\.S\.)(?<=[.!?;])\s+|\n\s*\n")

_KINDS: Final = {
    "end_user": LicenseeKind.END_USER,
    "operator": LicenseeKind.BUSINESS_OPERATOR,
    "agency": LicenseeKind.AGENCY,
    "developer": LicenseeKind.DEVELOPER,
}
# In the order of a sentence: who is named, and what turns those named before or after into served or not served.
_TURN = re.compile(
    r"(?P<end_user>\bend[- ]?users?\b)|(?P<operator>\bbusiness operators?\b)|(?P<agency>\bagenc(?:y|ies)\b)"
    r"|(?P<developer>\bdevelopers?\b)"
    r"|(?P<denied>\b(?:are|is|may|shall|will|can|must|do|does|be)\s+not\b|\bcannot\b|n['\u2019]t\b"
    r"|\b(?:are|is|be)\s+(?:excluded|refused|ineligible|barred|rejected|turned away)\b)"
    r"|(?P<granted>\b(?:are|is|be)\s+(?:also\s+)?(?:served|eligible|admitted|accepted|welcome|licensed|included)\b)"
    r"|(?P<without>\b(?:not|no|neither|nor|never|except|excepting|excluding|excludes?|other than|refuses?|bars?)\b)"
    r"|(?P<but>\b(?:but|while|whereas|however)\b)"
    r"|(?P<to>\b(?:for|to|serves?|admits?|accepts?|covers?|includes?)\b)",
    re.IGNORECASE,
)
_SERVING = re.compile(r"\b(?:served?|serves|eligible|intended for|licensed? (?:is )?(?:for|to))\b", re.IGNORECASE)


@frozen
class Contradiction:
    """What a clause says, what the settings say, and the place that would say it rightly."""

    says: str
    settings_say: str
    remedy: str


@frozen(kw_only=True)
class Said:
    """The settings that a clause text may contradict."""

    rate: Money
    time_zone: str
    eligible: frozenset[LicenseeKind]
    settings: Settings


def contradictions(clause: Clause, said: Said) -> Iterator[Contradiction]:
    """Yield what the text of a clause, with its places filled, says against the settings."""
    for sentence in _SENTENCE.split(clause.text):
        yield from _of_money(sentence, clause.number, said.rate)
        yield from _of_time(sentence, said.settings)
        yield from _of_zone(sentence, said.time_zone)
    yield from _of_kinds(clause, said.eligible)


def _of_money(sentence: str, number: str, rate: Money) -> Iterator[Contradiction]:
    hourly = _PER_HOUR.search(sentence) is not None and _OF_WORK.search(sentence) is not None
    if number != OF_THE_RATE and not hourly:
        return
    for found in _AMOUNT.finditer(sentence):
        figure = found["after_it"] or found["number"] or found["bare"]
        code = found["before"] or found["after"]
        if _value(figure) != _of(rate) or (code and rate.currency not in _codes(code)):
            yield Contradiction(f"{found[0].strip()!r}", f"hourly_rate is {rate}", "Write {hourly_rate} there")


def _codes(written: str) -> frozenset[str]:
    return next((codes for each, codes in _MONEY if each.fullmatch(written)), frozenset({written.upper()}))


def _of_time(sentence: str, settings: Settings) -> Iterator[Contradiction]:
    lowered = sentence.casefold()
    day = _MINUTES["day"]
    names: tuple[str, ...]
    if "grace" in lowered:
        names = ("grace_days", "grace_longest_invoice_age_days")
        allowed = {day * settings.grace_days, day * settings.grace_longest_invoice_age_days}
    elif re.search(r"\bprocess(?:ed|ing)\b|\bdebit\b|\bclear(?:s|ed|ing)?\b", lowered):
        names, allowed = ("processing_tolerance_days",), {day * settings.processing_tolerance_days}
    elif re.search(r"\brenew(?:al|ed|s)?\b", lowered) and re.search(r"\blate\b|toleran|confirm|wait|\bpast\b", lowered):
        names, allowed = ("renewal_tolerance_minutes",), {settings.renewal_tolerance_minutes}
    elif "ticket" in lowered and (re.search(r"\bre-?open", lowered) or _taken_up_again(lowered)):
        names, allowed = ("ticket_reopen_days",), {day * settings.ticket_reopen_days}
    elif "ticket" in lowered and re.search(r"\bkept\b|\bkeep|\bretain|\bretention\b|\bremov|\bdelet", lowered):
        names, allowed = ("tickets_kept_days",), {day * settings.tickets_kept_days}
    else:
        return
    named = " and ".join(f"{each} is {getattr(settings, each)}" for each in names)
    places = " or ".join(f"{{{each}}}" for each in names)
    for found in _SPAN.finditer(sentence):
        number, unit = _value(found["number"]), _MINUTES.get(found["unit"].casefold())
        if number is None or unit is None or number * unit not in allowed:
            yield Contradiction(f"{found[0]!r}", named, f"Write {places} there")
    if settings.grace_days and (denied := _NO_GRACE.search(sentence)):
        yield Contradiction(f"{denied[0]!r}", named, "Name the grace as {grace_days}")


def _taken_up_again(lowered: str) -> bool:
    # One after the other: as a single expression with anything between, each `take` would read the rest of the text.
    taken = _TAKEN.search(lowered)
    return taken is not None and _UP_AGAIN.search(lowered, taken.end()) is not None


def _of_zone(sentence: str, zone: str) -> Iterator[Contradiction]:
    for found in _ZONE.finditer(sentence):
        if found[0] != zone:
            yield Contradiction(f"{found[0]!r}", f"time_zone is {zone}", "Write {time_zone} there")


def _of_kinds(clause: Clause, eligible: frozenset[LicenseeKind]) -> Iterator[Contradiction]:
    served: set[LicenseeKind] = set()
    for sentence in _SENTENCE.split(clause.text):
        if clause.number != OF_KINDS and _SERVING.search(sentence) is None:
            continue
        for kind, named, serves in _named(sentence):
            if serves:
                served.add(kind)
            if serves != (kind in eligible):
                says = f"that {named} are {'served' if serves else 'not served'}"
                yield Contradiction(says, _eligible(eligible), "Name the kinds as {eligible} and {ineligible}")
    if clause.number == OF_KINDS and served and eligible - served:
        says = f"who is served without naming {wording.kinds(eligible - served)}"
        yield Contradiction(says, _eligible(eligible), "Name the kinds as {eligible} and {ineligible}")


def _eligible(eligible: frozenset[LicenseeKind]) -> str:
    return f"eligible is {', '.join(sorted(each.value for each in eligible))}"


def _named(sentence: str) -> Iterator[tuple[LicenseeKind, str, bool]]:
    """Yield the kinds that a sentence names, in its words, and whether it serves them."""
    # Kinds named before the verb wait for it; those after `for` or `not for` are decided by that.
    waiting: list[tuple[LicenseeKind, str]] = []
    serves: bool | None = None
    for found in _TURN.finditer(sentence):
        match found.lastgroup:
            case "denied" | "granted" as verb:
                granted = verb == "granted"
                yield from ((kind, named, granted) for kind, named in waiting)
                serves = None if waiting or granted else False
                waiting = []
            case "without":
                serves = False
            case "but":
                serves = None
            case "to":
                serves = True if serves is None else serves
            case str() as kind if serves is None:
                waiting.append((_KINDS[kind], found[0]))
            case str() as kind:
                yield _KINDS[kind], found[0], bool(serves)
            case None:  # pragma: no cover - every branch of the pattern has a name
                continue
    yield from ((kind, named, True) for kind, named in waiting)


def _of(rate: Money) -> Decimal:
    return Decimal(str(rate).split(" ", maxsplit=1)[0])


def _value(figure: str) -> Decimal | None:
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


def _written_in_figures(figure: str) -> Decimal | None:
    """Return the number of figures; its last comma or point is the decimal one, unless three figures follow it."""
    head, mark, tail = figure.rpartition("," if figure.rfind(",") > figure.rfind(".") else ".")
    plain = figure if not mark else f"{head}{tail}" if len(tail) == 3 else f"{head}_{tail}"  # noqa: PLR2004 - a thousand
    try:
        return Decimal(re.sub(r"[.,]", "", plain).replace("_", "."))
    except InvalidOperation:  # pragma: no cover - the pattern lets figures, commas and points through alone
        return None
