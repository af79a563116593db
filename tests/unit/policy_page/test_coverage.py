"""Everything leads somewhere: clause, Rule, code, reading and reason, in every direction; and each gap is found."""

from __future__ import annotations

from functools import cache

import pytest
from attrs import evolve

from saas_core.policy.book import Book, Scenario
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.shipped_book import shipped_book
from saas_policy_page.coverage import KINDS, Dangling, dangling, of_results
from saas_policy_page.links import Citation, Link, citations, sources
from saas_policy_page.messages import DRIVERS, Outcome, Result

TERMS = shipped_terms()


@cache
def _cited() -> tuple[Citation, ...]:
    return citations(sources())


def _kinds(found: tuple[Dangling, ...]) -> set[str]:
    return {each.kind for each in found}


def _without(number: str) -> Book:
    """Return the book without the scenarios that name a code or a number."""
    book = shipped_book()

    def kept(each: Scenario) -> bool:
        return number not in each.text

    rules = tuple(evolve(rule, scenarios=tuple(filter(kept, rule.scenarios))) for rule in book.rules)
    return Book(rules, book.readings)


def test_nothing_in_the_tree_leads_nowhere() -> None:
    """Each clause has a Rule and code that cites it, each citation its clause, each reason a scenario."""
    assert "\n".join(map(str, dangling(TERMS, shipped_book(), _cited()))) == ""


def test_a_clause_that_no_code_cites_is_found() -> None:
    """With the clause as its place."""
    found = dangling(TERMS, shipped_book(), [each for each in _cited() if each.clause != "2.4"])
    assert [(each.place, each.kind) for each in found] == [("terms:2.4", "clause-without-code")]


def test_a_citation_of_a_clause_that_does_not_exist_is_found_with_file_and_line() -> None:
    """A text in code that speaks of it, and code that decides by it."""
    text = '"""Nothing (7.7)."""\n\n\ndef decided() -> str:\n    return "8.8"\n'
    found = dangling(TERMS, shipped_book(), (*_cited(), *citations({"saas_core/odd.py": text})))
    assert [(each.place, each.kind) for each in found] == [
        ("saas_core/odd.py:1", "code-without-clause"),
        ("saas_core/odd.py:5", "code-without-clause"),
    ]


def test_a_reason_that_no_scenario_reaches_is_found_where_it_is_declared() -> None:
    """All scenarios that name it are taken out."""
    found = dangling(TERMS, _without("OVER_CAP"), _cited())
    assert [(each.kind, "OVER_CAP" in each.says) for each in found] == [("reason-without-scenario", True)]
    assert all(each.place.startswith("saas_core/policy/reasons.py:") for each in found)


def test_a_reason_that_is_said_to_be_unreachable_is_found_once_a_scenario_reaches_it() -> None:
    """The list of these only shrinks."""
    book = shipped_book()
    first = book.rules[0]
    reached = evolve(first.scenarios[0], steps=("Then the reason is LICENSE_MISSING",))
    rules = (evolve(first, scenarios=(*first.scenarios, reached)), *book.rules[1:])
    assert _kinds(dangling(TERMS, Book(rules, book.readings), _cited())) == {"reason-without-scenario"}


def test_a_clause_without_a_rule_and_a_rule_without_a_clause_are_found() -> None:
    """The Rule has its place, too."""
    book = shipped_book()
    rules = tuple(evolve(each, clause="7.7") if each.clause == "3.8" else each for each in book.rules)
    found = dangling(TERMS, Book(rules, book.readings), _cited())
    assert _kinds(found) == {"clause-without-rule", "rule-without-clause"}
    assert any(each.place.startswith("features/3_not_included/3.8_design.feature:") for each in found)


def test_readings_without_a_clause_and_settings_without_a_reading_are_found() -> None:
    """A reading of a clause that is not there, and the setting that no reading speaks of any more."""
    book = shipped_book()
    readings = tuple(
        evolve(each, clauses=("7.7",), settings=()) if each.key == "grace-days" else each for each in book.readings
    )
    found = dangling(TERMS, Book(book.rules, readings), _cited())
    assert _kinds(found) == {"reading-without-clause", "setting-without-reading"}


@pytest.mark.parametrize("outcome", [Outcome.SKIPPED, Outcome.UNDEFINED, Outcome.UNKNOWN])
def test_a_rule_of_which_no_scenario_ran_is_found(outcome: Outcome) -> None:
    """All over every driver; one that passed over one driver is enough."""
    rule = shipped_book().rules_of("3.8")[0]
    told = {each.number: tuple(Result(driver, outcome) for driver in DRIVERS) for each in rule.scenarios}
    found = of_results([rule], told)
    assert [(each.kind, each.place) for each in found] == [("rule-not-run", f"features/{rule.file}:{rule.line}")]
    told[rule.scenarios[0].number] = (Result("memory", Outcome.PASSED),)
    assert of_results([rule], told) == ()


def test_a_scenario_that_failed_is_found_with_its_place() -> None:
    """And with the drivers over which it failed."""
    rule = shipped_book().rules_of("3.8")[0]
    told = {each.number: tuple(Result(driver, Outcome.PASSED) for driver in DRIVERS) for each in rule.scenarios}
    told["3.8-01"] = (Result("memory", Outcome.PASSED), Result("http", Outcome.FAILED))
    (found,) = of_results([rule], told)
    assert (found.kind, found.says) == ("scenario-failed", "3.8-01 failed over http")


def test_every_kind_of_gap_is_tried_here() -> None:
    """So that none is a rule that cannot be broken."""
    tried = {
        "clause-without-code",
        "clause-without-rule",
        "code-without-clause",
        "reading-without-clause",
        "reason-without-clause",
        "reason-without-scenario",
        "rule-not-run",
        "rule-without-clause",
        "scenario-failed",
        "setting-without-reading",
    }
    assert tried == KINDS


def test_a_reason_that_rests_on_no_clause_is_found() -> None:
    """Its row is taken away."""
    cited = [each for each in _cited() if each.what != "OVER_CAP"]
    assert _kinds(dangling(TERMS, shipped_book(), cited)) == {"reason-without-clause"}


def test_code_is_linked_by_reasons_actions_decisions_and_mentions() -> None:
    """A key of a table only lists clauses, a figure is no clause, and a range names each of its clauses."""
    text = (
        '"""Said (3.1 to 3.3)."""\n'
        'CLAUSES = {"1.1": "a"}\n'
        'HALF = Decimal("0.5")\n'
        "CATALOGUE = {ReasonCode.OVER_CAP: ReasonRow(('4.2',), '')}\n"
        'Action(name="support.read", clauses=("2.3.a",))\n'
        "class Judge:\n    def decide(self): return '9.3'\n"
        "# As clause 9.4 says.\n"
    )
    cited = citations({"x.py": text})
    assert {(each.clause, each.link, each.what) for each in cited if each.link is not Link.MENTIONS} == {
        ("4.2", Link.REASON, "OVER_CAP"),
        ("2.3.a", Link.ACTION, "support.read"),
        ("9.3", Link.DECIDES, "Judge.decide"),
    }
    assert {each.clause for each in cited if each.link is Link.MENTIONS} == {"3.1", "3.2", "3.3", "9.4"}
