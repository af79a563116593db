"""The book: Rules, scenarios and readings as they stand in features/ and in the table of readings."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import asdict

from features.linter import read_folder, scenarios_of
from features.readings import read_table
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.book_reading import NAMED, read_book, read_feature, read_readings
from saas_core.policy.required import CLAUSES
from saas_core.policy.scopes import values_of
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.shipped_book import book_in, shipped_book

ROOT = Path(__file__).parents[3]
FEATURE = """@section-0
Feature: 0. Some title

  Background:
    Given the date is 2026-03-01 12:00 UTC

  @clause-0.2
  Rule: 0.2 Only some are served
    The license is for some,
    not for others.

    Background:
      And it   rains

    @happy
    Scenario: 0.2-01 Somebody is served
      When "Ada" asks
      Then the answer is ALLOWED

    # A remark.
    @edge @needs-legal
    Scenario Outline: 0.2-02 Somebody else is not
      When "Ada" asks as <who>
      Examples:
        | who     |
        | a  dog  |
"""


def test_a_feature_is_read_with_what_stands_before_each_scenario() -> None:
    """Layout does not count, and the backgrounds belong to what is signed."""
    (rule,) = read_feature("0/0.2_some.feature", FEATURE)
    first, second = rule.scenarios
    assert (rule.clause, rule.title, rule.line) == ("0.2", "Only some are served", 8)
    assert rule.reading == "The license is for some, not for others."
    assert first.given == second.given == ("Given the date is 2026-03-01 12:00 UTC", "And it rains")
    assert first.steps == ('When "Ada" asks', "Then the answer is ALLOWED")
    assert second.steps == ('When "Ada" asks as <who>', "Examples:", "| who |", "| a dog |")
    assert (first.tags, second.tags) == (("happy",), ("edge", "needs-legal"))
    assert (first.for_legal, second.for_legal) == (False, True)
    assert first.text.startswith("0.2-01 Somebody is served\nGiven the date")


def test_a_scenario_before_the_first_rule_is_refused_with_its_line() -> None:
    """It belongs to no clause, and so to nobody's sheet."""
    with pytest.raises(InvalidValue, match="in line 2"):
        read_feature("0/0.2_some.feature", "Feature: 0. Some title\n  Scenario: 0.2-01 Somebody is served\n")


ODD = """@section-0
Feature: 0. Odd cases: some title
  See 0.2_some.

  Background:
    Given the date is 2026-03-01 12:00 UTC

  @clause-0.2
  Rule: 0.2 Only some are served

    Background:
      And it rains

    @edge
    Scenario: 0.2-02 Somebody odd is served
      When "Ada" asks
      Then the answer is ALLOWED
"""


def test_a_rule_and_its_odd_cases_are_read_as_one() -> None:
    """In the order of their numbers, under the reading of the Rule, so that moving one changes nothing signed."""
    main = FEATURE.replace("0.2-02", "0.2-03")
    book = read_book({"0/edge/0.2_some.feature": ODD, "0/0.2_some.feature": main, "0/0.2_other.feature": main}, "", ())
    other, rule = book.rules
    assert [each.number for each in other.scenarios] == ["0.2-01", "0.2-03"]
    assert [each.number for each in rule.scenarios] == ["0.2-01", "0.2-02", "0.2-03"]
    assert (rule.reading, rule.file, rule.line) == (other.reading, "0/0.2_some.feature", 8)
    odd = rule.scenarios[1]
    assert (odd.given, odd.file, odd.line) == (rule.scenarios[0].given, "0/edge/0.2_some.feature", 15)


def test_the_shipped_book_has_every_scenario_that_the_parser_of_features_finds() -> None:
    """With the same tags, and under the Rule of the same clause; and every clause has a Rule."""
    told = {
        each.scenario["name"].partition(" ")[0]: sorted(tag["name"].removeprefix("@") for tag in each.scenario["tags"])
        for each in scenarios_of(read_folder(ROOT / "features"))
    }
    assert {each.number: sorted(each.tags) for each in shipped_book().scenarios()} == told
    assert {each.clause for each in shipped_book().rules} == set(CLAUSES)
    assert all(each.reading for each in shipped_book().rules)
    assert shipped_book().scenario("0.2-01") is not None
    assert shipped_book().scenario("9.9-99") is None


def test_the_shipped_book_has_every_reading_in_force() -> None:
    """With the scenarios that rest on it, under a name of its own."""
    readings = {each.question: each.scenarios for each in shipped_book().readings if each.scenarios}
    assert readings == {each.question: each.scenarios for each in read_table(ROOT / "docs/policy-readings.md")}
    keys = [each.key for each in shipped_book().readings]
    assert len(keys) == len(set(keys))
    assert shipped_book().reading("grace-days") is shipped_book().readings[0]
    assert shipped_book().reading("nothing") is None


def test_every_setting_is_held_by_a_reading_or_named_in_a_text() -> None:
    """Otherwise nobody who signed would learn that it changed."""
    held = {name for each in shipped_book().readings for name in each.settings}
    document = shipped_terms().document
    named = {name for name in NAMED if f"{{{name}}}" in document.partition("[[clause]]")[2]}
    assert set(values_of(shipped_terms())) == NAMED
    assert NAMED - held - named == {"currency"}
    assert {*asdict(shipped_terms().settings)} <= held


def test_readings_name_clauses_one_by_one_and_by_range() -> None:
    table = """
| question | reading | where | clause | scenarios |
|---|---|---|---|---|
| May it? | Yes, `grace_days = 3`. | the code | 3.1 to 3.3, 9.2 | 0.1-01, 0.1-02 |
| May it?  | No. | the code | 3.1 | 0.1-01 |
| May it | No. | the code | 3.1 | |
"""
    first, second = read_readings(table, tuple(CLAUSES))
    assert first.clauses == ("3.1", "3.2", "3.3", "9.2")
    assert (first.settings, first.decided, first.scenarios) == (("grace_days",), "the code", ("0.1-01", "0.1-02"))
    assert (first.key, second.key) == ("may-it", "may-it-2")


def test_a_folder_without_features_is_refused(tmp_path: Path) -> None:
    assert book_in(ROOT).rules == shipped_book().rules
    with pytest.raises(InvalidValue, match="no folder of features"):
        book_in(tmp_path)
