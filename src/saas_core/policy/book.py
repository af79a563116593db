"""The book: what product and legal read besides the terms, which are the Rules with their scenarios, and the readings.

It is read from the features and from the table of house readings; both are text, and neither is needed for a decision.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen


@frozen(kw_only=True)
class Scenario:
    """A scenario: its number such as `0.2-01`, its sentence, its tags, and its steps as they are read.

    `given` are the steps of the backgrounds before it; rows of examples stand among its `steps`. Spaces and the width
    of columns do not count.
    """

    number: str
    sentence: str
    tags: tuple[str, ...]
    given: tuple[str, ...]
    steps: tuple[str, ...]
    file: str
    line: int

    @property
    def text(self) -> str:
        """Return everything that stands in it, a step a line."""
        return "\n".join((f"{self.number} {self.sentence}", *self.given, *self.steps))

    @property
    def for_legal(self) -> bool:
        """Return whether its answer rests on a house reading."""
        return "needs-legal" in self.tags


@frozen(kw_only=True)
class Rule:
    """A Rule of a feature: its clause, its title, its reading in plain words, and its scenarios."""

    clause: str
    title: str
    reading: str
    scenarios: tuple[Scenario, ...]
    file: str
    line: int


@frozen(kw_only=True)
class Reading:
    """A house reading: what is asked, how it is read, the settings that hold it, and where else it is decided.

    `key` names it for good: by its setting if it has one of its own, otherwise by the words of its question.
    `scenarios` are the numbers of those whose answer rests on it; `clauses` those that it reads.
    """

    key: str
    question: str
    answer: str
    settings: tuple[str, ...]
    decided: str
    clauses: tuple[str, ...]
    scenarios: tuple[str, ...]
    line: int


@frozen
class Book:
    """All Rules, in the order of their files, and all readings, in the order of their table."""

    rules: tuple[Rule, ...]
    readings: tuple[Reading, ...]

    def rules_of(self, clause: str) -> tuple[Rule, ...]:
        """Return the Rules of a clause."""
        return tuple(each for each in self.rules if each.clause == clause)

    def readings_of(self, clause: str) -> tuple[Reading, ...]:
        """Return the readings that touch a clause."""
        return tuple(each for each in self.readings if clause in each.clauses)

    def reading(self, key: str) -> Reading | None:
        """Return a reading by its key."""
        return next((each for each in self.readings if each.key == key), None)

    def scenarios(self) -> Iterable[Scenario]:
        """Return the scenarios of all Rules."""
        return (scenario for rule in self.rules for scenario in rule.scenarios)

    def scenario(self, number: str) -> Scenario | None:
        """Return a scenario by its number."""
        return next((each for each in self.scenarios() if each.number == number), None)
