"""Scenarios as the page shows them: by Rule and kind, the one beside a clause's texts, and their results in sum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from saas_core.policy.book import Rule, Scenario
from saas_core.policy.book_reading import is_edge
from saas_core.policy.telling import cases_of, examples_of, filled, kind_of, steps_of
from saas_core.policy.terms import Clause
from saas_policy_page import page as shown
from saas_policy_page.known import Known
from saas_policy_page.messages import Outcome, Result

_WORST: Final = tuple(Outcome)


def place_of(rule: Rule) -> tuple[bool, str]:
    """Return the place of a Rule among those of its clause: odd cases last, and both by their numbers."""
    return is_edge(rule.file), min((each.number for each in rule.scenarios), default="")


def story_of(place: int, rule: Rule, clause: Clause, known: Known) -> shown.Story:
    """Return a Rule, by its place among those of its clause, without the clause's own words in its reading."""
    reading = " ".join(rule.reading.replace(" ".join(clause.text.split()), "", 1).split())
    told = [_example(each, known.results.get(each.number, ())) for each in rule.scenarios]
    return shown.Story(
        anchor=f"rule-{rule.clause}-{place + 1}",
        title=rule.title,
        reading=reading,
        place=f"features/{rule.file}:{rule.line}",
        # A Background stands before each of them.
        given=next((each.given for each in rule.scenarios), ()),
        happy=tuple(each for each in told if each.kind == "happy"),
        edge=tuple(each for each in told if each.kind not in {"happy", "abuse"}),
        abuse=tuple(each for each in told if each.kind == "abuse"),
    )


def _example(scenario: Scenario, results: tuple[Result, ...]) -> shown.Example:
    rows = examples_of(scenario)
    return shown.Example(
        number=scenario.number,
        sentence=scenario.sentence,
        kind=kind_of(scenario),
        needs_legal=scenario.for_legal,
        steps=steps_of(scenario),
        heads=rows[0] if rows else (),
        rows=tuple(row for row in rows[1:] if row != rows[0]),
        place=f"features/{scenario.file}:{scenario.line}",
        outcome=_outcome(results).value,
        results=tuple(
            shown.Result(driver=each.driver, outcome=each.outcome.value, why=each.why, trace=each.trace)
            for each in results
        ),
    )


def first_example(rules: Iterable[Rule], known: Known) -> shown.FirstExample | None:
    """Return the first scenario that goes well, or else the first, with the words of its first case."""
    told = [scenario for rule in rules for scenario in rule.scenarios]
    first = next((each for each in told if kind_of(each) == "happy"), told[0] if told else None)
    if first is None:
        return None
    case = cases_of(first)[0]
    return shown.FirstExample(
        number=first.number,
        sentence=filled(first.sentence, case),
        steps=tuple(filled(each, case) for each in (*first.given, *steps_of(first))),
        outcome=_outcome(known.results.get(first.number, ())).value,
    )


def _outcome(results: Iterable[Result]) -> Outcome:
    """Return the worst of what came of a scenario over the drivers."""
    return min((each.outcome for each in results), key=_WORST.index, default=Outcome.UNKNOWN)


def total_of(driver: str, results: Iterable[tuple[Result, ...]]) -> shown.Total:
    """Return how many scenarios had which outcome over a driver."""
    outcomes = [each.outcome for told in results for each in told if each.driver == driver]
    return shown.Total(
        driver=driver,
        passed=outcomes.count(Outcome.PASSED),
        failed=outcomes.count(Outcome.FAILED),
        skipped=outcomes.count(Outcome.SKIPPED),
        undefined=outcomes.count(Outcome.UNDEFINED),
        unknown=outcomes.count(Outcome.UNKNOWN),
    )
