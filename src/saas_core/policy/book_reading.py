"""Reading the book: from the text of features and of the table of readings to Rules, scenarios and readings.

The form of a feature is held by its linter; what is read here is only what stands in it, so that it can be shown and
signed where there is nothing to run it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import define, evolve, field, fields

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.book import Book, Reading, Rule, Scenario
from saas_core.policy.terms import CLAUSE_NUMBER, Settings

_HEADINGS: Final = ("hourly_rate", "currency", "time_zone", "eligible")
NAMED: Final = frozenset((*_HEADINGS, *(each.name for each in fields(Settings))))
"""What of a version of the terms has a value, by its name."""
_RULE = re.compile(rf"Rule: (?P<clause>{CLAUSE_NUMBER}) (?P<title>.+)")
_SCENARIO = re.compile(rf"Scenario(?: Outline)?: (?P<number>{CLAUSE_NUMBER}-\d\d) (?P<sentence>.+)")
_NUMBER = re.compile(rf"{CLAUSE_NUMBER}-\d\d")
_RANGE = re.compile(rf"(?P<first>{CLAUSE_NUMBER}) to (?P<last>{CLAUSE_NUMBER})")
_QUOTED = re.compile(r"`([^`]+)`")
_LONGEST_KEY = 60
EDGE: Final = "edge"
"""The name of a folder of features with odd cases, at any depth."""


def read_book(features: Mapping[str, str], readings: str, clauses: Iterable[str]) -> Book:
    """Return the book of features by path, a table of readings, and the numbers of all clauses in their order.

    A Rule under a folder `edge` is the rest of the Rule of its name beside that folder: both are read as one.
    """
    rules: dict[tuple[str, str, str], Rule] = {}
    for path in sorted(features, key=_order):
        for rule in read_feature(path, features[path]):
            place = (path.replace(f"/{EDGE}/", "/"), rule.clause, rule.title)
            rules[place] = _joined(rules[place], rule) if place in rules else rule
    return Book(tuple(rules.values()), tuple(read_readings(readings, tuple(clauses))))


def _joined(rule: Rule, rest: Rule) -> Rule:
    """Return a Rule with its odd cases, in the order of their numbers."""
    return evolve(rule, scenarios=tuple(sorted((*rule.scenarios, *rest.scenarios), key=lambda each: each.number)))


def is_edge(path: str) -> bool:
    """Return whether a feature holds odd cases: it lies below a folder of that name."""
    return EDGE in path.split("/")[:-1]


def _order(path: str) -> tuple[bool, str]:
    """Return the place of a feature among all: what is usual comes first, odd cases after it."""
    return is_edge(path), path


def read_feature(path: str, text: str) -> tuple[Rule, ...]:
    """Return the Rules of one feature; raises InvalidValue, naming the line, for a scenario before the first Rule."""
    reading = _Feature(path)
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _plain(raw)
        if line and not line.startswith("#"):
            reading.take(line, number)
    return tuple(each.rule(path) for each in reading.rules)


@define
class _Scenario:
    """A scenario that is read: its steps grow with each line."""

    number: str
    sentence: str
    tags: tuple[str, ...]
    given: tuple[str, ...]
    line: int
    steps: list[str] = field(factory=list)

    def scenario(self, path: str) -> Scenario:
        return Scenario(
            number=self.number,
            sentence=self.sentence,
            tags=self.tags,
            given=self.given,
            steps=tuple(self.steps),
            file=path,
            line=self.line,
        )


@define
class _Rule:
    """A Rule that is read: its reading, the steps before each of its scenarios, and its scenarios so far."""

    clause: str
    title: str
    line: int
    reading: list[str] = field(factory=list)
    scenarios: list[_Scenario] = field(factory=list)

    def rule(self, path: str) -> Rule:
        return Rule(
            clause=self.clause,
            title=self.title,
            reading=" ".join(self.reading),
            scenarios=tuple(each.scenario(path) for each in self.scenarios),
            file=path,
            line=self.line,
        )


@define
class _Feature:
    """A feature that is read line by line: its Rules so far, and what stands before the next scenario.

    What grows line by line is a list, and becomes a tuple once, at the end: a long feature costs what it is long.
    `steps` is where a step belongs: to a background or to the last scenario; None before the first of both. `given`
    are the backgrounds as all scenarios after them have them; None until one asks for them.
    """

    path: str
    rules: list[_Rule] = field(factory=list)
    tags: list[str] = field(factory=list)
    background: list[str] = field(factory=list)
    of_rule: list[str] = field(factory=list)
    steps: list[str] | None = None
    given: tuple[str, ...] | None = None

    def take(self, line: str, number: int) -> None:
        """Take the next line that says something."""
        if line.startswith("@"):
            self.tags += [each.removeprefix("@") for each in line.split()]
            return
        if rule := _RULE.fullmatch(line):
            self.of_rule, self.steps, self.given = [], None, None
            self.rules.append(_Rule(rule["clause"], rule["title"], number))
        elif line == "Background:":
            self.steps, self.given = (self.of_rule if self.rules else self.background), None
        elif scenario := _SCENARIO.fullmatch(line):
            self._begin(scenario, number)
        elif self.steps is not None:
            self.steps.append(line)
        elif self.rules:
            self.rules[-1].reading.append(line)
        self.tags = []

    def _begin(self, scenario: re.Match[str], number: int) -> None:
        if not self.rules:
            message = f"has a scenario before its first Rule, in line {number}."
            raise InvalidValue(message, field="feature", remedy="Put each scenario below the Rule of its clause.")
        if self.given is None:
            self.given = (*self.background, *self.of_rule)
        begun = _Scenario(scenario["number"], scenario["sentence"], tuple(self.tags), self.given, number)
        self.rules[-1].scenarios.append(begun)
        self.steps = begun.steps


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
            found += re.findall(CLAUSE_NUMBER, part)
    return tuple(dict.fromkeys(found))
