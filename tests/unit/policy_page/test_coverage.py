"""Everything leads somewhere: clause, Rule, code, reading and reason, in every direction; and each gap is found."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from attrs import evolve

from saas_core.policy.book import Book, Scenario
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.terms import Clause
from saas_policy_page.coverage import KINDS, UNDECIDED, Dangling, dangling, of_results
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
    """Each clause has a Rule and code that decides by it, each citation its clause, each reason a scenario."""
    assert "\n".join(map(str, dangling(TERMS, shipped_book(), _cited()))) == ""


def test_a_clause_by_which_no_code_decides_is_found() -> None:
    """With the clause as its place; comments that speak of it are still there, and so are examples that name it."""
    found = dangling(TERMS, shipped_book(), _undecided("1.4.a"))
    assert [(each.place, each.kind) for each in found] == [("terms:1.4.a", "clause-without-code")]
    assert any(each.clause == "1.4.a" for each in _undecided("1.4.a"))


def _undecided(clause: str) -> list[Citation]:
    """Return the citations without what decides by a clause."""
    return [each for each in _cited() if each.clause != clause or not each.link.deciding]


@pytest.mark.parametrize(
    "file", ["saas_cli/demo/x.py", "saas_http/openapi/x.py", "saas_sandbox/x.py", "saas_app/what_if.py"]
)
def test_what_only_shows_a_clause_decides_nothing(file: str) -> None:
    """A demo, an example, a simulation."""
    (shown,) = citations({file: 'CLAUSE = "1.4.a"\n'})
    assert (shown.clause, shown.link) == ("1.4.a", Link.MENTIONS)


def test_a_clause_that_is_said_to_be_undecided_is_found_once_code_decides_by_it() -> None:
    """The list of these only shrinks, and names clauses of the terms with a reason each."""
    assert UNDECIDED.keys() <= {"2.4", "9.2", "9.4"}
    for clause, because in UNDECIDED.items():
        decided = Citation(clause, "saas_core/x.py", 1, Link.DECIDES, "x")
        (found,) = dangling(TERMS, shipped_book(), (*_cited(), decided))
        assert (found.place, found.kind) == (f"terms:{clause}", "clause-without-code")
        assert TERMS.clause(clause) is not None
        assert because.endswith(".")


def test_a_clause_of_the_operators_own_is_decided_by_a_row_of_its_terms() -> None:
    """No code knows it; without a row it says nothing to anybody."""
    own = Clause("8.1", "own.words", "We answer in French.")
    terms = evolve(TERMS, clauses=(*TERMS.clauses, own))
    row = evolve(TERMS.actions[0], name="topic.french", clauses=("8.1",))
    found = dangling(terms, shipped_book(), _cited())
    assert _kinds(found) == {"clause-without-code", "clause-without-rule"}
    assert _kinds(dangling(evolve(terms, actions=(*terms.actions, row)), shipped_book(), _cited())) == {
        "clause-without-rule"
    }


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


def _book(**changed: str) -> Book:
    """Return the book with its first Rule changed."""
    book = shipped_book()
    return Book((evolve(book.rules[0], **changed), *book.rules[1:]), book.readings)


def _of_readings(**changed: tuple[str, ...]) -> Book:
    """Return the book with the reading of grace changed."""
    book = shipped_book()
    readings = (evolve(each, **changed) if each.key == "grace-days" else each for each in book.readings)
    return Book(book.rules, tuple(readings))


def _ran(outcome: Outcome) -> tuple[Dangling, ...]:
    """Return what is found once all scenarios came to an outcome."""
    rules = shipped_book().rules
    told = {each.number: (Result("memory", outcome),) for rule in rules for each in rule.scenarios}
    return of_results(rules, told)


_GAPS: dict[str, Callable[[], tuple[Dangling, ...]]] = {
    "clause-without-code": lambda: dangling(TERMS, shipped_book(), _undecided("1.4.a")),
    "clause-without-rule": lambda: dangling(TERMS, _without_rules("3.8"), _cited()),
    "code-without-clause": lambda: dangling(TERMS, shipped_book(), (*_cited(), *citations({"x.py": 'X = "8.8"'}))),
    "reading-without-clause": lambda: dangling(TERMS, _of_readings(clauses=("7.7",)), _cited()),
    "reason-without-clause": lambda: dangling(TERMS, shipped_book(), [e for e in _cited() if e.what != "OVER_CAP"]),
    "reason-without-scenario": lambda: dangling(TERMS, _without("OVER_CAP"), _cited()),
    "rule-not-run": lambda: _ran(Outcome.SKIPPED),
    "rule-without-clause": lambda: dangling(TERMS, _book(clause="7.7"), _cited()),
    "scenario-failed": lambda: _ran(Outcome.FAILED),
    "setting-without-reading": lambda: dangling(TERMS, _of_readings(settings=()), _cited()),
}
"""What makes each kind of gap."""


def _without_rules(clause: str) -> Book:
    book = shipped_book()
    return Book(tuple(each for each in book.rules if each.clause != clause), book.readings)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_gap_is_found_where_it_is_made(kind: str) -> None:
    """None of them is a rule that cannot be broken, and nothing is found in the tree as it is."""
    assert _kinds(_GAPS[kind]()) >= {kind}
    assert _GAPS.keys() == KINDS


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
