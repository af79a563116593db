"""The features keep their form, and each rule of the form is shown to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.linter import EDGE, RULES, findings, not_told, read_folder, read_suite
from features.readings import read_readings, read_table, reading_findings, untold
from saas_core.policy.shipped import shipped_terms

FEATURES = Path(__file__).parents[2] / "features"
READINGS = Path(__file__).parents[2] / "docs" / "policy-readings.md"

# Clauses of the shipped terms that no Rule tells yet. The list may only shrink; it stays empty from here on.
NOT_TOLD_YET: frozenset[str] = frozenset()
# What a lawyer reads in an hour, at 250 words a minute.
AN_HOUR = 15_000
# Readings in force that no scenario tells yet; this list, too, stays empty from here on.
READINGS_NOT_TOLD_YET: frozenset[str] = frozenset()

CLAUSES = {clause.number: clause.text for clause in shipped_terms().clauses}

PATH = "1_hosting/1.2_no_backend.feature"
GOOD = """\
@section-1
Feature: 1. No access behind the interface

  Background:
    Given the date is 2026-03-01 12:00 UTC

  @clause-1.2
  Rule: 1.2 No direct server access
    No individual license holder gets direct server, root or backend access.

    All work is done inside the system interface.

    @happy
    Scenario: 1.2-01 A licensed use needs no server
      When "Ada" asks to "read invoices"
      Then the answer is ALLOWED by clause 1.4.b

    @abuse @needs-legal
    Scenario Outline: 1.2-02 Access of every kind is refused
      Given "Ada" is an internal user of "Acme"
      When "Ada" asks for "<kind>"
      Then the answer is <verdict> by clauses 1.2 and 9.2
      And the reason is NEVER_GRANTED and the remedy is NONE
      And nothing has changed

      Examples:
        | kind        | verdict |
        | root access | DENIED  |
"""

# Each case spoils the good example at one place: what is replaced, by what, and the rule that must answer.
SPOILED = [
    pytest.param("@section-1\n", "", "feature-tag", id="a Feature without its section"),
    pytest.param("@section-1\n", "@section-2\n", "feature-tag", id="a Feature with another section"),
    pytest.param("Feature: 1. No", "Feature: No", "feature-name", id="a Feature without number"),
    pytest.param("Feature: 1. No", "Feature: 2. No", "feature-folder", id="a Feature in the wrong folder"),
    pytest.param("Feature: 1. No", "Feature: 2. No", "rule-section", id="a Rule in the wrong section"),
    pytest.param("  @clause-1.2\n", "", "rule-tag", id="a Rule without its clause"),
    pytest.param("  @clause-1.2\n", "  @clause-1.3\n", "rule-tag", id="a Rule with another clause"),
    pytest.param("Rule: 1.2 No", "Rule: No", "rule-name", id="a Rule without number"),
    pytest.param("Rule: 1.2 No", "Rule: 1.3 No", "rule-file", id="a Rule in the file of another clause"),
    pytest.param("Rule: 1.2 No", "Rule: 1.9 No", "clause-unknown", id="a Rule of a clause that is not there"),
    pytest.param("No individual license holder gets", "Nobody gets", "rule-description", id="a Rule with another text"),
    pytest.param("    All work is done inside the system interface.\n", "", "rule-reading", id="no plain reading"),
    pytest.param("interface.\n\n    @happy", "A way. It. Is.\n\n    @happy", "rule-reading", id="a long reading"),
    pytest.param("@happy", "@abuse", "rule-thin", id="a Rule without a happy scenario"),
    pytest.param("@abuse @needs-legal", "@edge @needs-legal", "edge-place", id="an odd case beside the others"),
    pytest.param("@abuse @needs-legal", "@happy", "rule-thin", id="a Rule with happy scenarios only"),
    pytest.param("@happy", "@happy @edge", "kind-tag", id="a scenario of two kinds"),
    pytest.param("@happy\n", "\n", "kind-tag", id="a scenario of no kind"),
    pytest.param("@happy", "@happy @later", "tag-unknown", id="a tag that nobody knows"),
    pytest.param("      Examples:", "      @edge\n      Examples:", "examples-tag", id="a tag on Examples"),
    pytest.param("1.2-01 A", "A", "title", id="a scenario without number"),
    pytest.param("needs no server", "needs no server.", "title", id="a title with a full stop"),
    pytest.param("1.2-01", "1.3-01", "title-clause", id="a scenario numbered by another clause"),
    pytest.param("1.2-02", "1.2-01", "number-reused", id="a number used twice"),
    pytest.param("1.2-01", "1.2-03", "title-order", id="numbers that fall"),
    pytest.param(
        "Access of every kind is refused", "A licensed use needs no SERVER", "title-repeated", id="a title used twice"
    ),
    pytest.param('When "Ada" asks for "<kind>"', 'And "<kind>" is wanted', "one-when", id="no When"),
    pytest.param(
        'When "Ada" asks for "<kind>"',
        'When "Ada" asks for "<kind>"\n      And "Ada" waits',
        "one-when",
        id="two Whens",
    ),
    pytest.param(
        "      Then the answer is ALLOWED by clause 1.4.b\n", "", "no-then", id="a scenario that says nothing"
    ),
    pytest.param(
        "Then the answer is <verdict> by clauses 1.2 and 9.2",
        'Then the answer is <verdict> by clauses 1.2 and 9.2\n      Given "Ada" is gone',
        "step-order",
        id="a Given after the Then",
    ),
    pytest.param("      And nothing", "      But nothing", "keyword", id="a But"),
    pytest.param("    Given the date is", "    When the date is", "background", id="a Background that acts"),
    pytest.param("is ALLOWED by clause 1.4.b", "is given", "no-verdict", id="a Then without verdict"),
    pytest.param("is ALLOWED by clause 1.4.b", "is ALLOWED", "no-verdict", id="a Then without clause"),
    pytest.param("by clause 1.4.b", "by clause 1.4.z", "clause-unknown", id="a Then by a clause that is not there"),
    pytest.param("by clauses 1.2 and 9.2", "by clauses 1.2, 9.2 and 1.2", "clause-repeated", id="a clause named twice"),
    pytest.param("      And nothing has changed\n", "", "unsaid", id="a refusal that does not say nothing changed"),
    pytest.param("        | root access | DENIED  |\n", "", "outline", id="an outline without Examples"),
    pytest.param('"<kind>"', '"<sort>"', "outline", id="a place without a column"),
    pytest.param("Scenario: 1.2-01 A", "Scenario: 1.2-01 <A>", "outline", id="a place outside an outline"),
    pytest.param('asks to "read', 'clicks on "read', "banned-word", id="a word of the screen"),
    pytest.param("read invoices", "read the JSON", "banned-word", id="a word of a format"),
    pytest.param("read invoices", "invoices.read", "banned-word", id="a name of the catalogue"),
    pytest.param("    @happy\n", "    # \n" * 100 + "    @happy\n", "long-file", id="a file too long to read"),
    pytest.param("Feature:", "Fature:", "unreadable", id="a file that is no Gherkin"),
]


def _rules_broken(text: str, path: str = PATH) -> set[str]:
    return {each.rule for each in findings(read_suite({path: text}), CLAUSES)}


def test_every_feature_keeps_the_form() -> None:
    """The folder of features has no finding."""
    found = findings(read_folder(FEATURES), CLAUSES)
    assert not found, "\n".join(str(each) for each in found)


def test_every_clause_of_the_shipped_terms_has_a_rule() -> None:
    """The clauses without a Rule are exactly those of the list, which may only shrink."""
    assert frozenset(not_told(read_folder(FEATURES), CLAUSES)) == NOT_TOLD_YET


def test_what_stands_outside_the_odd_cases_is_read_in_an_hour() -> None:
    """Every word counts: tags, keywords and the bars of tables too."""
    texts = read_folder(FEATURES).texts
    assert sum(len(text.split()) for path, text in texts.items() if EDGE not in path) <= AN_HOUR


def test_the_good_example_has_no_finding() -> None:
    """The example from which the spoiled cases start is clean."""
    assert findings(read_suite({PATH: GOOD}), CLAUSES) == ()


@pytest.mark.parametrize(("good", "bad", "rule"), SPOILED)
def test_a_breach_of_the_form_goes_red(good: str, bad: str, rule: str) -> None:
    """Each breach is found by its own rule."""
    assert good in GOOD
    assert rule in _rules_broken(GOOD.replace(good, bad))


def test_every_rule_of_the_linter_is_shown_to_go_red() -> None:
    """No rule of the linter stands without an example that breaks it."""
    shown = {str(case.values[2]) for case in SPOILED}
    assert (
        shown | {"rule-empty", "loose-scenario", "file-name", "empty-file", "rule-alike", "edge-alone", *READING_RULES}
        == RULES
    )


READING_RULES = {"reading-missing", "reading-repeated", "reading-unknown", "reading-untagged"}
TABLE = """\
| question | reading | scenarios |
|---|---|---|
| Is access of another kind access? | Yes. | 1.2-02 |

| question | reading |
|---|---|
| What follows later? | 1.2-01 |
"""


def _readings_broken(table: str = TABLE, good: str = "", bad: str = "") -> set[tuple[str, str]]:
    suite = read_suite({PATH: GOOD.replace(good, bad) if good else GOOD})
    return {(each.rule, Path(each.file).suffix) for each in reading_findings(suite, read_readings(table))}


def test_every_scenario_that_rests_on_a_house_reading_is_tagged_and_every_tag_has_its_reading() -> None:
    """The table of readings and the tags say the same, in both directions."""
    found = reading_findings(read_folder(FEATURES), read_table(READINGS))
    assert not found, "\n".join(str(each) for each in found)


def test_every_reading_in_force_has_a_scenario() -> None:
    """The readings without one are exactly those of the list, which may only shrink, and no question has two rows."""
    readings = read_table(READINGS)
    questions = [each.question for each in readings]
    assert len(questions) == len(set(questions)) > 40
    assert untold(readings) == READINGS_NOT_TOLD_YET


def test_a_table_that_fits_its_scenarios_has_no_finding() -> None:
    """A table without the column of scenarios holds none."""
    assert _readings_broken() == set()


@pytest.mark.parametrize(
    ("table", "good", "bad", "broken"),
    [
        (TABLE, " @needs-legal", "", {("reading-untagged", ".feature")}),
        (TABLE.replace("1.2-02", "none yet"), "", "", {("reading-missing", ".feature")}),
        (TABLE.replace("1.2-02", "1.2-02, 1.2-09"), "", "", {("reading-unknown", ".md")}),
        (TABLE.replace("1.2-02", "1.2-01, 1.2-02"), "", "", {("reading-untagged", ".feature")}),
        (TABLE + "\n" + TABLE, "", "", {("reading-repeated", ".md")}),
        (TABLE, "by clause 1.4.b", "by clauses 1.4.b and 9.3", {("reading-untagged", ".feature")}),
        (TABLE, "by clause 1.4.b", "by clauses 3.1 and 5.1", {("reading-untagged", ".feature")}),
        (
            TABLE,
            "by clause 1.4.b\n",
            "by clause 1.4.b\n      And clause 1.4 is listed as overruled\n",
            {("reading-untagged", ".feature")},
        ),
    ],
)
def test_a_reading_and_its_scenarios_that_do_not_fit_go_red(
    table: str, good: str, bad: str, broken: set[tuple[str, str]]
) -> None:
    """A tag or a row left out, a row doubled, a scenario that is not there, a house rule in a Then without the tag."""
    assert _readings_broken(table, good, bad) == broken


def test_rules_of_one_clause_that_say_the_same_go_red() -> None:
    """Where a clause has several Rules, each description says more than the clause, and none what another says."""
    other = PATH.replace("1.2_no_backend", "1.2_no_root")
    second = GOOD.replace("1.2-0", "1.2-1").replace("A licensed use", "Another use").replace("every kind", "any sort")
    clause = "No individual license holder gets direct server, root or backend access.\n"
    own = [f"{clause}\n    This file covers part {part}.\n" for part in ("one", "two")]
    first, same = GOOD.replace(clause, own[0]), second.replace(clause, own[0])
    fits = second.replace(clause, own[1]).replace("No direct server access", "No root either")

    def broken(*texts: str) -> set[str]:
        return {each.rule for each in findings(read_suite(dict(zip((PATH, other), texts, strict=True))), CLAUSES)}

    assert broken(GOOD, second) == broken(first, same) == broken(first, second) == {"rule-alike"}
    assert broken(first, fits) == set()


EDGE_PATH = "1_hosting/edge/1.2_no_backend.feature"
ODD = """\
@section-1
Feature: 1. Odd cases: no access behind the interface
  See 1.2_no_backend.

  Background:
    Given the date is 2026-03-01 12:00 UTC

  @clause-1.2
  Rule: 1.2 No direct server access

    @edge
    Scenario: 1.2-03 An export is no access
      When "Ada" asks for "an export"
      Then the answer is ALLOWED by clause 1.4.b
"""


def _broken_beside(odd: str, main: str = GOOD) -> set[str]:
    return {each.rule for each in findings(read_suite({PATH: main, EDGE_PATH: odd}), CLAUSES)}


def test_the_odd_cases_of_a_rule_stand_apart_without_its_text() -> None:
    """They count for the Rule, which needs no abuse beside them, and neither file repeats the other."""
    assert _broken_beside(ODD) == set()
    happy_alone = GOOD.split("    @abuse", maxsplit=1)[0]
    assert _rules_broken(happy_alone) == {"rule-thin"}
    assert _broken_beside(ODD, happy_alone) == set()


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        pytest.param("@edge", "@happy", "edge-place", id="another kind under edge/"),
        pytest.param("1.2 No direct server access", "1.2 No access", "edge-alone", id="a Rule of another name"),
        pytest.param("12:00 UTC", "13:00 UTC", "edge-alone", id="another Background"),
        pytest.param("1.2-03", "1.2-02", "number-reused", id="a number of the other file"),
    ],
)
def test_odd_cases_that_do_not_fit_their_rule_go_red(good: str, bad: str, rule: str) -> None:
    """The file beside edge/ has the same Rule and the same Background, so that both are read as one."""
    assert good in ODD
    assert _broken_beside(ODD.replace(good, bad)) == {rule}


def test_a_rule_without_scenarios_goes_red() -> None:
    """A Rule with nothing under it passes in the runner and therefore fails here."""
    assert "rule-empty" in _rules_broken(GOOD.split("    @happy", maxsplit=1)[0])


def test_a_scenario_outside_a_rule_goes_red() -> None:
    """A scenario that stands under no clause is found."""
    start, rest = GOOD.split("  @clause-1.2\n", maxsplit=1)
    assert "loose-scenario" in _rules_broken(start + rest[rest.index("    @happy") :])


def test_a_file_that_is_named_otherwise_goes_red() -> None:
    """A file's name says which clause it covers."""
    assert "file-name" in _rules_broken(GOOD, "1_hosting/backend.feature")


def test_an_empty_file_goes_red() -> None:
    """A file without a Feature is found."""
    assert "empty-file" in _rules_broken("\n")


def test_a_clause_without_a_rule_goes_red() -> None:
    """A clause of the terms without a Rule is reported."""
    assert not_told(read_suite({PATH: GOOD}), ("1.2", "1.3")) == ("1.3",)
