"""The house readings and the scenarios that rest on them: the table of docs/policy-readings.md, held in both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from features.linter import ANSWER, CLAUSE, Finding, Suite, Told, cases, scenarios_of, steps_of, tags_of

LEGAL = "needs-legal"
NUMBER = re.compile(rf"{CLAUSE}-\d\d")
NONE_YET = "none yet"
TABLE = "docs/policy-readings.md"
# What a Then says only because a house rule says it: the order of reasons, what is overruled, a clause 9.x, and that
# an exclusion is sold to who asks and denied to who tries.
_HOUSE_RULE = re.compile(r"\bin this order\b|\blisted as overruled\b")


@frozen
class Reading:
    """A house reading in force: its question, the line of its row, and the scenarios that rest on it."""

    question: str
    line: int
    scenarios: tuple[str, ...]


def read_readings(text: str) -> tuple[Reading, ...]:
    """Return the readings in force: the rows of every table whose last column is `scenarios`."""
    found: list[Reading] = []
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            inside = False
        elif cells[0] == "question":
            inside = cells[-1] == "scenarios"
        elif inside and set(cells[0]) != {"-"}:
            found.append(Reading(cells[0], number, tuple(NUMBER.findall(cells[-1]))))
    return tuple(found)


def read_table(path: Path) -> tuple[Reading, ...]:
    """Return the readings in force of a document."""
    return read_readings(path.read_text(encoding="utf-8"))


def untold(readings: Iterable[Reading]) -> frozenset[str]:
    """Return the questions of readings in force that no scenario tells."""
    return frozenset(each.question for each in readings if not each.scenarios)


def reading_findings(suite: Suite, readings: Iterable[Reading]) -> tuple[Finding, ...]:
    """Return every scenario and row of which one lacks the other or the tag, and every question that has two rows."""
    told = {each.scenario["name"].partition(" ")[0]: each for each in scenarios_of(suite)}
    readings = tuple(readings)
    return tuple(sorted({*_rows(told, readings), *_scenarios(told, readings)}))


def _rows(told: dict[str, Told], readings: Iterable[Reading]) -> Iterator[Finding]:
    lines: dict[str, int] = {}
    for each in readings:
        first = lines.setdefault(each.question, each.line)
        if first != each.line:
            yield Finding(TABLE, each.line, "reading-repeated", f"line {first} has the same question: {each.question}")
        for number in each.scenarios:
            if number not in told:
                yield Finding(TABLE, each.line, "reading-unknown", f"there is no scenario {number}")
            elif LEGAL not in tags_of(told[number].scenario):
                yield told[number].found("reading-untagged", f"it rests on a house reading: {each.question}")


def _scenarios(told: dict[str, Told], readings: Iterable[Reading]) -> Iterator[Finding]:
    named = {number for each in readings for number in each.scenarios}
    for number, each in told.items():
        legal = LEGAL in tags_of(each.scenario)
        if legal and number not in named:
            yield each.found("reading-missing", f"@{LEGAL}, but no row of {TABLE} names {number}")
        if not legal and (each.clause.startswith("9.") or any(map(_rests_on_a_house_rule, _outcomes(each)))):
            yield each.found("reading-untagged", "it rests on a house rule (9.1 to 9.4), which legal has not signed")


def _outcomes(told: Told) -> Iterator[str]:
    for case in cases(told.scenario):
        yield from (text for kind, text in steps_of(told, case) if kind == "then")


def _rests_on_a_house_rule(outcome: str) -> bool:
    answer = ANSWER.fullmatch(outcome)
    cited = () if answer is None else re.findall(CLAUSE, answer["clauses"])
    return any(each.startswith(("3.", "9.")) for each in cited) or _HOUSE_RULE.search(outcome) is not None
