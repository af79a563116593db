"""What a scenario tells: its cases, the verdicts and clauses of its answers, the codes it names, and its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from saas_core.policy.book import Scenario
from saas_core.policy.terms import CLAUSE_NUMBER

KINDS: Final = ("happy", "edge", "abuse")
_KEYWORDS: Final = {"Given": "given", "When": "when", "Then": "then"}
_EXAMPLES: Final = "Examples:"
_ANSWER: Final = re.compile(r"the answer (?:on \"[^\"]+\" )?is (?P<verdict>[A-Z_]+) by (?P<clauses>.+)")
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
