"""Reading the book: from the text of features and of the table of readings to Rules, scenarios and readings.

The form of a feature is held by its linter; what is read here is only what stands in it, so that it can be shown and
signed where there is nothing to run it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import define, field, fields

from saas_core.policy.book import Book, Reading, Rule, Scenario
from saas_core.policy.terms import Settings

NAMED: Final = frozenset(
    {*(each.name for each in fields(Settings)), "eligible", "time_zone", "hourly_rate", "currency"}
)
"""What of a version of the terms has a value, by its name."""
_CLAUSE = r"\d\.\d(?:\.[a-z])?"
_RULE = re.compile(rf"Rule: (?P<clause>{_CLAUSE}) (?P<title>.+)")
_SCENARIO = re.compile(rf"Scenario(?: Outline)?: (?P<number>{_CLAUSE}-\d\d) (?P<sentence>.+)")
_NUMBER = re.compile(rf"{_CLAUSE}-\d\d")
_RANGE = re.compile(rf"(?P<first>{_CLAUSE}) to (?P<last>{_CLAUSE})")
_QUOTED = re.compile(r"`([^`]+)`")
_LONGEST_KEY = 60


def read_book(features: Mapping[str, str], readings: str, clauses: Iterable[str]) -> Book:
    """Return the book of features by path, a table of readings, and the numbers of all clauses in their order."""
    rules = tuple(rule for path in sorted(features) for rule in read_feature(path, features[path]))
    return Book(rules, tuple(read_readings(readings, tuple(clauses))))


@define
class _Told:
    """What was read of a feature so far."""

    tags: list[str] = field(factory=list)
    background: list[str] = field(factory=list)
    of_rule: list[str] = field(factory=list)


def read_feature(path: str, text: str) -> tuple[Rule, ...]:
    """Return the Rules of one feature."""
    told, found = _Told(), list[Rule]()
    into: list[str] = []
    words: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _plain(raw)
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            told.tags += [each.removeprefix("@") for each in line.split()]
        elif rule := _RULE.fullmatch(line):
            told.of_rule, into, words = [], [], []
            found.append(
                Rule(clause=rule["clause"], title=rule["title"], reading="", scenarios=(), file=path, line=number)
            )
        elif line == "Background:":
            into = told.of_rule if found else told.background
        elif scenario := _SCENARIO.fullmatch(line):
            into = []
            found[-1] = _with(found[-1], words, _begun(told, scenario, path, number))
            words = []
        elif found and found[-1].scenarios and into is not told.of_rule:
            found[-1] = _continued(found[-1], line)
        elif into is told.background or into is told.of_rule:
            into.append(line)
        elif found:
            words.append(line)
        if not line.startswith("@"):
            told.tags = []
    return tuple(found)


def _begun(told: _Told, scenario: re.Match[str], path: str, line: int) -> Scenario:
    return Scenario(
        number=scenario["number"],
        sentence=scenario["sentence"],
        tags=tuple(told.tags),
        given=(*told.background, *told.of_rule),
        steps=(),
        file=path,
        line=line,
    )


def _with(rule: Rule, words: list[str], scenario: Scenario) -> Rule:
    return Rule(
        clause=rule.clause,
        title=rule.title,
        reading=rule.reading or " ".join(words),
        scenarios=(*rule.scenarios, scenario),
        file=rule.file,
        line=rule.line,
    )


def _continued(rule: Rule, step: str) -> Rule:
    last = rule.scenarios[-1]
    longer = Scenario(
        number=last.number,
        sentence=last.sentence,
        tags=last.tags,
        given=last.given,
        steps=(*last.steps, step),
        file=last.file,
        line=last.line,
    )
    return Rule(
        clause=rule.clause,
        title=rule.title,
        reading=rule.reading,
        scenarios=(*rule.scenarios[:-1], longer),
        file=rule.file,
        line=rule.line,
    )


def _plain(line: str) -> str:
    """Return a line without what only lays it out: spaces around it and around the cells of a row."""
    line = " ".join(line.split())
    if not line.startswith("|"):
        return line
    return f"| {' | '.join(cell.strip() for cell in line.strip('|').split('|'))} |"


def read_readings(text: str, clauses: tuple[str, ...]) -> Iterator[Reading]:
    """Yield the readings of every table with a question and a reading; of two with one question the first counts."""
    keys: set[str] = set()
    questions: set[str] = set()
    header: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            header = []
        elif cells[:2] == ["question", "reading"]:
            header = cells
        elif header and len(cells) == len(header) and set(cells[0]) - set("-: ") and cells[0] not in questions:
            questions.add(cells[0])
            yield _reading(dict(zip(header, cells, strict=True)), number, clauses, keys)


def _reading(row: Mapping[str, str], line: int, clauses: tuple[str, ...], keys: set[str]) -> Reading:
    held = row.get("setting", "")
    named = [each.partition("=")[0].strip() for each in _QUOTED.findall(f"{held} {row['reading']}")]
    settings = tuple(dict.fromkeys(each for each in named if each in NAMED))
    own = [each for each in settings if f"`{each}" in held]
    key = _key(own[0] if own else row["question"], keys)
    return Reading(
        key=key,
        question=row["question"],
        answer=row["reading"],
        settings=settings,
        decided=row.get("where", held),
        clauses=_clauses(row.get("clause", ""), clauses),
        scenarios=tuple(dict.fromkeys(_NUMBER.findall(row.get("scenarios", "")))),
        line=line,
    )


def _key(words: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:_LONGEST_KEY].strip("-")
    key, again = plain, 2
    while key in taken:
        key, again = f"{plain}-{again}", again + 1
    taken.add(key)
    return key


def _clauses(cell: str, known: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for part in cell.split(","):
        whole = _RANGE.fullmatch(part.strip())
        if whole is not None and whole["first"] in known and whole["last"] in known:
            found += known[known.index(whole["first"]) : known.index(whole["last"]) + 1]
        else:
            found += re.findall(_CLAUSE, part)
    return tuple(dict.fromkeys(found))
