"""What a scenario tells: its cases, the verdicts and clauses of its answers, the codes it names, and its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from attrs import frozen

from saas_core.policy.book import Book, Scenario
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.terms import CLAUSE_NUMBER

KINDS: Final = ("happy", "edge", "abuse")
_KEYWORDS: Final = {"Given": "given", "When": "when", "Then": "then"}
_EXAMPLES: Final = "Examples:"
_ANSWER: Final = re.compile(r"the answer (?:on \"[^\"]+\" )?is (?P<verdict>[A-Z_]+) by (?P<clauses>.+)")
_REASONS: Final = re.compile(r"the reasons? (?:is|are) (?P<codes>[A-Z_]+(?:, [A-Z_]+)*)\b")
_CLAUSE: Final = re.compile(CLAUSE_NUMBER)
_CODE: Final = re.compile(r"\b[A-Z]{2,}(?:_[A-Z]+)*\b")
_PLACE: Final = re.compile(r"<([^<>]+)>")


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of the very text of a scenario, its backgrounds included."""
    return hashlib.sha256("\n".join((scenario.text, *sorted(scenario.tags))).encode()).hexdigest()


def kind_of(scenario: Scenario) -> str:
    """Return whether it is a happy scenario, an edge or an abuse; empty for none of them."""
    return next((kind for kind in KINDS if kind in scenario.tags), "")


def steps_of(scenario: Scenario) -> tuple[str, ...]:
    """Return its own steps, without the rows of examples."""
    return tuple(each for each in scenario.steps if each != _EXAMPLES and not each.startswith("|"))


def examples_of(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Return its examples as rows of cells, the heads first; empty for a plain scenario."""
    rows = (each for each in scenario.steps if each.startswith("|"))
    return tuple(tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows)


def cases_of(scenario: Scenario) -> tuple[Mapping[str, str], ...]:
    """Return each case as what fills its places; one empty case for a plain scenario."""
    rows = examples_of(scenario)
    if not rows:
        return ({},)
    head = rows[0]
    # Each table of examples repeats the heads.
    return tuple(dict(zip(head, row, strict=False)) for row in rows[1:] if row != head)


def answers_of(scenario: Scenario) -> frozenset[tuple[str, str]]:
    """Return what its Thens say over all cases, as pairs of a clause and a verdict."""
    found = (_ANSWER.fullmatch(text) for text in _outcomes(scenario))
    return frozenset(
        (clause, answer["verdict"])
        for answer in found
        if answer is not None
        for clause in _CLAUSE.findall(answer["clauses"])
    )


def codes_of(scenario: Scenario) -> frozenset[str]:
    """Return the codes of reasons and remedies that its Thens name, over all cases."""
    return frozenset(
        code for text in _outcomes(scenario) if _ANSWER.fullmatch(text) is None for code in _CODE.findall(text)
    )


@frozen(order=True)
class Mark:
    """What a count holds of an answer: a clause that decided, the verdict, and a reason given; empty for none."""

    clause: str
    verdict: str
    reason: str = ""


def marks_of(scenario: Scenario) -> frozenset[Mark]:
    """Return what counts hold of the answers of a scenario, over all cases; a reason is that of the answer before it.

    An answer whose reason is no reason of the judgement comes of a state of things, and is not counted.
    """
    found: set[Mark] = set()
    answered: frozenset[Mark] = frozenset()
    for text in _outcomes(scenario):
        answer, given = _ANSWER.fullmatch(text), _REASONS.match(text)
        if answer is not None:
            answered = frozenset(Mark(clause, answer["verdict"]) for clause in _CLAUSE.findall(answer["clauses"]))
            found |= answered
        elif given is not None:
            reasons = [each for each in given["codes"].split(", ") if each in ReasonCode.__members__]
            found |= {Mark(each.clause, each.verdict, reason) for each in answered for reason in reasons}
            found -= frozenset() if reasons else answered
    return frozenset(found)


def marks_of_readings(book: Book, changed: Collection[str] = ()) -> dict[str, frozenset[Mark]]:
    """Return by the key of each reading what counts hold of its use: none where they cannot tell it from others.

    These are the reasons that its scenarios name, and the answers without a reason that only its scenarios give. Where
    a setting that holds it was `changed`, its answers are others than its scenarios tell.
    """
    told = {each.number: marks_of(each) for each in book.scenarios()}
    found: dict[str, frozenset[Mark]] = {}
    for reading in book.readings:
        if not frozenset(reading.settings).isdisjoint(changed):
            found[reading.key] = frozenset()
            continue
        own = {mark for number in reading.scenarios for mark in told.get(number, ())}
        others = {mark for number, marks in told.items() if number not in reading.scenarios for mark in marks}
        found[reading.key] = frozenset(each for each in own if each.reason or each not in others)
    return found


def _outcomes(scenario: Scenario) -> Iterator[str]:
    kind, outcomes = "", []
    for step in steps_of(scenario):
        keyword, _space, text = step.partition(" ")
        kind = _KEYWORDS.get(keyword, kind)
        if kind == "then":
            outcomes.append(text)
    for case in cases_of(scenario):
        yield from (filled(text, case) for text in outcomes)


def filled(text: str, case: Mapping[str, str]) -> str:
    """Return a text with its places filled."""
    return _PLACE.sub(lambda place: case.get(place[1], place[0]), text)
