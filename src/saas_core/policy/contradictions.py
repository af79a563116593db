"""Contradictions: what a text says in its own words against the settings of a document of terms.

A text that takes its figures and kinds from the settings never contradicts them. One that writes them out is read as a
person would, sentence by sentence, and is found where it says something else, or something that cannot be compared. A
figure counts only where the sentence uses it for what the setting is about: a deposit is no rate, and a notice given
before something happens is no tolerance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from saas_core.kernel.money import Money
from saas_core.policy import wording
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.figures import AMOUNT, MINUTES, SPAN, amount_of, folded, minutes_of, value_of
from saas_core.policy.kinds_said import is_served, kinds_said
from saas_core.policy.terms import Clause, Settings

OF_KINDS: Final = "0.2"
OF_THE_RATE: Final = "4.1"

_PER_HOUR = re.compile(r"\b(?:per|an|each|every|a)[ -](?:working )?hour|\bhourly\b|/ ?h\b", re.IGNORECASE)
_OF_WORK = re.compile(r"\b(?:custom|customi[sz]ations?|development|work)\b", re.IGNORECASE)
# What is said right before an amount that is a rate, or right after it.
_RATE_BEFORE = re.compile(r"\b(?:hourly|rate)\b[^,;:]{0,30}$", re.IGNORECASE)
_RATE_AFTER = re.compile(r"\s*(?:/ ?h\b|(?:per|an|each|every|a|/)[ -]?(?:working )?hour)", re.IGNORECASE)
# What is said right before an amount that is no rate, or right after one that is for something else than an hour.
_NO_RATE_BEFORE = re.compile(
    r"\b(?:deposits?|advances?|retainers?|down[ -]payments?|prepayments?|minimum|maximum|at most|up to|limits?|caps?"
    r"|ceilings?|thresholds?|budgets?|penalt(?:y|ies)|expenses|flat|fixed|lump sums?|discounts?|credits?|liability"
    r"|(?:set-?up|cancell?ation|late|travel|one-time|monthly|annual|yearly) fees?|exceed(?:s|ing)?|(?:more|less) than"
    r"|above|below|over|in total|totals?)\b[^,;:]{0,30}$",
    re.IGNORECASE,
)
_NO_RATE_AFTER = re.compile(
    r"\s*(?:per|an?|each|every|/)[ -]?(?:year|month|week|day|user|person|seat|client|site|project|license|trip|mile"
    r"|kilomet(?:er|re)|km)\b|\s*(?:deposit|advance|retainer|fee|minimum|in advance|in total|or more|at most)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"['\u2019]?\s*(?:before|prior|in advance|ahead|earlier|(?:\w+ )?notice)\b", re.IGNORECASE)
_ELSE = re.compile(
    r"\b(?:answer|respon[ds]|repl(?:y|ies|ied)|acknowledg|notif|inform|told|tells?|remind|announc|warn|notice)",
    re.IGNORECASE,
)
_PART = re.compile(r"[,:()]|\b(?:and|but|while)\b", re.IGNORECASE)
_ZONE = re.compile(
    r"\b(?:UTC|GMT|(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[\w/+-]+)"
)
_GRACE = re.compile(r"\bgrace\b")
_PAYMENT = re.compile(r"\b(?:payments?|debits?|transfers?|funds|charges?)\b")
_ON_ITS_WAY = re.compile(
    r"\bprocess(?:ed|es|ing)?\b|\bpending\b|\bdebits?\b|\bclears\b|\bcleared\b|\bclearing\b"
    r"|\b(?:to|not|may|must|will|shall|can|could|payments?|debits?|transfers?|funds) clear\b"
)
_RENEWAL = re.compile(r"\brenew(?:al|ed|s)?\b")
_LATE = re.compile(r"\blate\b|toleran|wait|\bpast\b")
_CONFIRMED = re.compile(r"\bconfirm")
_TICKET = re.compile(r"\btickets?\b")
_REOPENED = re.compile(r"\bre-?open")
_KEPT = re.compile(r"\bkept\b|\bkeep|\bretain|\bretention\b|\bremov|\bdelet")
_TAKEN = re.compile(r"\btake[ns]?\b")
_UP_AGAIN = re.compile(r"\bup again\b")
_NO_GRACE = re.compile(r"\b(?:no|without(?: any)?) (?:days? of |period of )?grace\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!U\.S\.)(?<=[.!?;])\s+|\n\s*\n")


@frozen
class Contradiction:
    """What a text says, what the settings say, the place that would say it rightly, and the text's words for it."""

    says: str
    settings_say: str
    remedy: str
    words: str


@frozen(kw_only=True)
class Said:
    """The settings that a text may contradict."""

    rate: Money
    time_zone: str
    eligible: frozenset[LicenseeKind]
    settings: Settings


def contradictions(clause: Clause, said: Said) -> Iterator[Contradiction]:
    """Yield what the text of a clause, with its places filled, says against the settings."""
    yield from contradictions_in(clause.number, clause.text, said)
    if clause.number == OF_KINDS:
        yield from unnamed_kinds([(clause.text, frozenset())], said)


def contradictions_in(number: str, text: str, said: Said) -> Iterator[Contradiction]:
    """Yield what a text, read as of the clause with a number, says against the settings, in words as it is `folded`.

    Whether all texts of a clause together name everybody who is served is told by `unnamed_kinds`.
    """
    for sentence in _read(text):
        yield from _of_money(sentence, number, said.rate)
        yield from _of_time(sentence, said.settings)
        yield from _of_zone(sentence, said.time_zone)
        yield from _of_kinds(sentence, number, said.eligible)


def is_compared(text: str) -> bool:
    """Return whether a text has anything that is compared with settings: an amount, a span, a time zone, or a kind."""
    patterns = (AMOUNT, SPAN, _ZONE)
    return any(
        any(each.search(sentence) for each in patterns) or next(kinds_said(sentence), None) for sentence in _read(text)
    )


def _read(text: str) -> Iterator[str]:
    """Yield the sentences of a text as they are read."""
    return map(folded, _SENTENCE.split(text))


def unnamed_kinds(texts: Iterable[tuple[str, frozenset[str]]], said: Said) -> Iterator[Contradiction]:
    """Yield the kinds that are served and that texts of clause 0.2 together leave out, though they name others.

    With each text come its words, in small letters, that mean something else and name nobody.
    """
    served = {
        kind
        for text, otherwise in texts
        for sentence in _read(text)
        for kind, words, serves in kinds_said(sentence)
        if serves and words.casefold() not in otherwise
    }
    if served & said.eligible and said.eligible - served:
        left_out = wording.kinds(said.eligible - served)
        says = f"who is served without naming {left_out}"
        yield Contradiction(says, _eligible(said.eligible), _NAME_KINDS, left_out)


def _of_money(sentence: str, number: str, rate: Money) -> Iterator[Contradiction]:
    hourly = _PER_HOUR.search(sentence) is not None and _OF_WORK.search(sentence) is not None
    if number != OF_THE_RATE and not hourly:
        return
    each_hour = Decimal(str(rate).split(" ", maxsplit=1)[0])
    # Ten hours at the rate cost ten times as much.
    hours = [value_of(each["number"]) for each in SPAN.finditer(sentence) if each["unit"].casefold() == "hour"]
    allowed = {each_hour, *(each_hour * each for each in hours if each is not None)}
    for found in AMOUNT.finditer(sentence):
        figure, codes = amount_of(found)
        if figure in allowed and (codes is None or rate.currency in codes):
            continue
        if found["bare"] or not _is_no_rate(sentence, found):
            words = found[0].strip()
            yield Contradiction(repr(words), f"hourly_rate is {rate}", "Write {hourly_rate} there", words)


def _is_no_rate(sentence: str, found: re.Match[str]) -> bool:
    """Return whether an amount is called something else than a price of an hour."""
    before = sentence[max(0, found.start() - _NEAR) : found.start()]
    if _RATE_AFTER.match(sentence, found.end()) or _RATE_BEFORE.search(before):
        return False
    return bool(_NO_RATE_BEFORE.search(before) or _NO_RATE_AFTER.match(sentence, found.end()))


_NEAR: Final = 60
"""How many characters before a figure are read for what it is."""


@frozen
class _Subject:
    """What a sentence is about: the settings with its figures, what it says of them, and the spans that they allow."""

    names: tuple[str, ...]
    about: re.Pattern[str]
    allowed: frozenset[int]


def _subject(lowered: str, settings: Settings) -> _Subject | None:
    """Return what a sentence in small letters is about; None for nothing that a setting has a span for."""

    def days(about: re.Pattern[str], *names: str) -> _Subject:
        return _Subject(names, about, frozenset(MINUTES["day"] * getattr(settings, each) for each in names))

    if _GRACE.search(lowered):
        return days(_GRACE, "grace_days", "grace_longest_invoice_age_days")
    if _PAYMENT.search(lowered) and _ON_ITS_WAY.search(lowered):
        return days(_ON_ITS_WAY, "processing_tolerance_days")
    if _RENEWAL.search(lowered) and (_LATE.search(lowered) or _CONFIRMED.search(lowered)):
        return _Subject(("renewal_tolerance_minutes",), _LATE, frozenset({settings.renewal_tolerance_minutes}))
    if _TICKET.search(lowered) and (_REOPENED.search(lowered) or _taken_up_again(lowered)):
        return days(_REOPENED, "ticket_reopen_days")
    if _TICKET.search(lowered) and _KEPT.search(lowered):
        return days(_KEPT, "tickets_kept_days")
    return None


def _of_time(sentence: str, settings: Settings) -> Iterator[Contradiction]:
    subject = _subject(sentence.casefold(), settings)
    if subject is None:
        return
    named = " and ".join(f"{each} is {getattr(settings, each)}" for each in subject.names)
    places = " or ".join(f"{{{each}}}" for each in subject.names)
    for found in SPAN.finditer(sentence):
        if minutes_of(found) not in subject.allowed and not _is_else(sentence, found, subject.about):
            yield Contradiction(repr(found[0]), named, f"Write {places} there", found[0])
    if _GRACE is subject.about and settings.grace_days and (denied := _NO_GRACE.search(sentence)):
        yield Contradiction(repr(denied[0]), named, "Name the grace as {grace_days}", denied[0])


def _is_else(sentence: str, found: re.Match[str], about: re.Pattern[str]) -> bool:
    """Return whether a span is one before something happens, or stands in a part about an answer or a notice."""
    before = _PART.split(sentence[max(0, found.start() - _NEAR) : found.start()])[-1]
    after = _PART.split(sentence[found.end() : found.end() + _NEAR])[0]
    if _AHEAD.match(sentence, found.end()):
        # What lasts for a time before something else happens is about that time all the same.
        return about.search(before.casefold()) is None
    return _ELSE.search(before + after) is not None and about.search(f"{before} {after}".casefold()) is None


def _taken_up_again(lowered: str) -> bool:
    # One after the other: as a single expression with anything between, each `take` would read the rest of the text.
    taken = _TAKEN.search(lowered)
    return taken is not None and _UP_AGAIN.search(lowered, taken.end()) is not None


def _of_zone(sentence: str, zone: str) -> Iterator[Contradiction]:
    for found in _ZONE.finditer(sentence):
        if found[0] != zone:
            yield Contradiction(repr(found[0]), f"time_zone is {zone}", "Write {time_zone} there", found[0])


_NAME_KINDS: Final = "Name the kinds as {eligible} and {ineligible}"


def _of_kinds(sentence: str, number: str, eligible: frozenset[LicenseeKind]) -> Iterator[Contradiction]:
    if number != OF_KINDS and not is_served(sentence):
        return
    for kind, named, serves in kinds_said(sentence):
        if serves != (kind in eligible):
            says = f"that {wording.kinds((kind,))} are {'served' if serves else 'not served'}"
            yield Contradiction(says, _eligible(eligible), _NAME_KINDS, named)


def _eligible(eligible: frozenset[LicenseeKind]) -> str:
    return f"eligible is {', '.join(sorted(each.value for each in eligible))}"
