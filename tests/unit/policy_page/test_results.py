"""A result is passed only for the very text, code and terms that ran; skipped and undefined are never green."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from features.messages import TOLD, envelopes
from saas_app.policy_page import PolicyPage
from saas_app.policy_results import Results
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.book import Scenario
from saas_core.policy.document import read_terms
from saas_core.policy.shipped import shipped_document, shipped_from, shipped_terms
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.telling import answers_of, cases_of, codes_of, filled, steps_of
from saas_policy_page.digests import CODE, STEPS, TERMS, code_digest, steps_digest, terms_digest
from saas_policy_page.messages import DRIVERS, LONGEST_TRACE, Outcome, Result, read_run, results
from saas_testing.kit import Kit

DIGESTS = {CODE: "c" * 64, STEPS: "5" * 64, TERMS: "7" * 64}
PLAIN, OUTLINE = "1.2-05", "1.2-02"


def _scenario(number: str) -> Scenario:
    found = shipped_book().scenario(number)
    assert found is not None
    return found


def _told(number: str, status: str = "PASSED", *, cases: int | None = None) -> list[dict[str, Any]]:
    """Return what the plugin notes of a scenario, each case with the same status at its last step."""
    scenario = _scenario(number)
    found = []
    for case in cases_of(scenario)[:cases]:
        texts = [filled(step.partition(" ")[2], case) for step in (*scenario.given, *steps_of(scenario))]
        found.append(
            {
                "driver": "memory",
                "uri": scenario.file,
                "name": f"{number} {filled(scenario.sentence, case)}",
                "steps": texts,
                "statuses": ["PASSED"] * (len(texts) - 1) + [status],
                "seconds": [0.5] * len(texts),
                "trace": "AssertionError: DENIED" if status == "FAILED" else "",
            }
        )
    return found


def _lines(told: list[dict[str, Any]], digests: dict[str, str] = DIGESTS) -> list[str]:
    return [json.dumps(each) for each in envelopes(told, digests)]


def _written(folder: Path, status: str = "PASSED") -> Results:
    """Write what came of the plain scenario on this very code and steps, under the shipped terms."""
    own = terms_digest(shipped_document().decode())
    digests = {CODE: code_digest(), STEPS: steps_digest(TOLD), TERMS: own}
    (folder / "memory.ndjson").write_text("\n".join(_lines(_told(PLAIN, status), digests)), encoding="utf-8")
    return Results(folder)


def _outcome(lines: list[str], number: str, digests: dict[str, str] = DIGESTS) -> tuple[Outcome, str]:
    result, *others = results(_scenario(number), {"memory": read_run("memory", lines)}, digests)
    assert [each.outcome for each in others] == [Outcome.UNKNOWN] * (len(DRIVERS) - 1)
    return result.outcome, result.why


def test_what_passed_on_this_very_text_and_code_is_passed() -> None:
    """A plain scenario, and an outline with all of its cases."""
    lines = _lines([*_told(PLAIN), *_told(OUTLINE)])
    assert _outcome(lines, PLAIN) == _outcome(lines, OUTLINE) == (Outcome.PASSED, "")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("SKIPPED", Outcome.SKIPPED), ("UNDEFINED", Outcome.UNDEFINED), ("PENDING", Outcome.SKIPPED)],
)
def test_skipped_and_undefined_are_never_green(status: str, outcome: Outcome) -> None:
    """One such step is enough."""
    assert _outcome(_lines(_told(PLAIN, status)), PLAIN)[0] is outcome


def test_a_failure_has_its_trace() -> None:
    """The step's message is kept; the worst case of an outline counts."""
    lines = _lines([*_told(OUTLINE)[:-1], _told(OUTLINE, "FAILED")[-1]])
    result = results(_scenario(OUTLINE), {"memory": read_run("memory", lines)}, DIGESTS)[0]
    assert (result.outcome, result.trace) == (Outcome.FAILED, "AssertionError: DENIED")


@pytest.mark.parametrize("changed", [CODE, STEPS, TERMS])
def test_a_result_of_other_code_is_not_known(changed: str) -> None:
    """The code, the steps that tell the scenarios, or the terms were changed since."""
    outcome, why = _outcome(_lines(_told(PLAIN)), PLAIN, {**DIGESTS, changed: "0" * 64})
    assert (outcome, changed in why) == (Outcome.UNKNOWN, True)


def test_what_passed_under_other_terms_is_not_known_under_these(tmp_path: Path) -> None:
    """A setting is enough; the name of a version and its date are not, since the scenarios name their own."""
    results = _written(tmp_path)
    later = read_terms(shipped_from(datetime(2031, 1, 1, tzinfo=UTC)))
    other = read_terms(shipped_document().replace(b"trial_is_valid = true ", b"trial_is_valid = false"))
    for terms in (shipped_terms(), later):
        assert results.under(terms).told[PLAIN][0] == Result("memory", Outcome.PASSED)
    assert results.under(other).told[PLAIN][0] == Result("memory", Outcome.UNKNOWN, "It ran under other terms.")


def test_results_that_are_replaced_are_read_anew_by_a_running_process(tmp_path: Path, saas: Kit) -> None:
    """A night's run that turned a scenario red is shown by a server that began before it."""
    _written(tmp_path)
    pages, found = PolicyPage(saas.application, tmp_path), []
    for status in ("PASSED", "FAILED"):
        _written(tmp_path, status)
        found.append(pages.public().content["totals"][0])
    assert [(each["passed"], each["failed"]) for each in found] == [(1, 0), (0, 1)]


ODD = '{"source": {"uri": "f", "data": "Feature: f\\n  Scenario: 1.2-05 Asked before any Rule"}}'
HALF = (
    f'{{"source": {{"uri": "f", "data": {json.dumps("Feature: f")}}}}}',
    '{"pickle": {"id": "p", "name": "1.2-05 Asked"}}',
    '{"testCase": {"id": "t", "pickleId": "p"}}',
    '{"testCaseStarted": {"id": "s", "testCaseId": "t"}}',
    '{"testStepFinished": {"testCaseStartedId": "s", "testStepResult": {"status": "FAILED", "message": MESSAGE}}}',
)
BROKEN = {
    "not-utf-8": b"\xff",
    "deep-list": b"[" * 200_000,
    "deep-objects": b'{"source":' * 100_000,
    "long-number": b"1" * 10_000,
    "scenario-before-any-rule": ODD.encode(),
    "half-a-character": "\n".join(HALF).replace("MESSAGE", '"x\\ud800y"').encode(),
    "trace-of-a-number": "\n".join(HALF).replace("MESSAGE", "5").encode(),
    "trace-of-a-list": "\n".join(HALF).replace("MESSAGE", '["x"]').encode(),
    "trace-of-an-object": "\n".join(HALF).replace("MESSAGE", '{"x": "y"}').encode(),
    "body-of-nothing": b'{"attachment": null}',
    "list-as-a-name": b'{"testCaseStarted": {"id": [], "testCaseId": "t"}}',
    "source-of-numbers": json.dumps({"source": {"uri": 5, "data": 5}}).encode(),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_results_that_cannot_be_read_are_said_on_the_page_and_refused_where_they_are_needed(
    tmp_path: Path, content: bytes
) -> None:
    """No stranger's request fails for what an operator left in a folder; the file is named, and what helps."""
    (tmp_path / "http.ndjson").write_bytes(content)
    fault = _fault_of(Results(tmp_path).require)
    assert isinstance(fault, InvalidValue)
    assert "http.ndjson cannot be read" in str(fault)
    last = Results(tmp_path).under(shipped_terms())
    assert (last.ran, "http.ndjson cannot be read" in last.says, "nox -s policy" in last.says) == (False, True, True)
    assert {each.outcome for told in last.told.values() for each in told} == {Outcome.UNKNOWN}


def _fault_of(call: Callable[[], object]) -> Exception | None:
    try:
        call()
    except Exception as fault:  # noqa: BLE001 - which one it is, is what is asked
        return fault
    return None


def test_a_file_of_results_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, with the most that it may have."""
    monkeypatch.setattr("saas_policy_page.messages.LARGEST_FILE", 1_000)
    (tmp_path / "http.ndjson").write_bytes(b" " * 1_001)
    assert "more than 1,000 bytes" in Results(tmp_path).under(shipped_terms()).says
    (tmp_path / "http.ndjson").write_bytes(b" " * 1_000)
    assert Results(tmp_path).under(shipped_terms()).ran


def test_what_a_trace_would_make_of_a_screen_is_shown_as_its_number() -> None:
    """Colors, changes of direction and breaks that no line ends with; indents stay."""
    trace = "a\n\tb\x00\x1b[31m\u202ered\u2028end"
    lines = [each.replace('"AssertionError: DENIED"', json.dumps(trace)) for each in _lines(_told(PLAIN, "FAILED"))]
    (told,) = read_run("memory", lines).cases[PLAIN]
    assert told.trace == "a\n    b\\x00\\x1b[31m\\u202ered\\u2028end"


def test_a_trace_without_end_is_cut() -> None:
    """What went wrong stands at its end."""
    lines = [each.replace("AssertionError: DENIED", "x" * 9_000 + "end") for each in _lines(_told(PLAIN, "FAILED"))]
    (told,) = read_run("memory", lines).cases[PLAIN]
    assert (len(told.trace), told.trace[-4:]) == (LONGEST_TRACE, "xend")


def test_a_folder_without_results_is_none_where_they_are_needed(tmp_path: Path) -> None:
    """It is named, with the files that it may have; so is that no folder is named."""
    with pytest.raises(InvalidValue, match=r"typo has none of memory.ndjson, sqlite.ndjson, postgres.ndjson, http.n"):
        Results(tmp_path / "typo").require()
    with pytest.raises(InvalidValue, match="--results"):
        Results(None).require()


def test_a_result_of_another_text_is_not_known() -> None:
    """The very text of the scenario counts: one word of one step is another text."""
    before, after = "root access as the account owner", "root access as the owner"
    lines = [each.replace(before, after) for each in _lines(_told(PLAIN))]
    assert _outcome(lines, PLAIN) == (Outcome.UNKNOWN, "It ran with another text.")


def test_a_change_of_another_scenario_leaves_a_result_as_it_was() -> None:
    """Of the same file, that is."""
    lines = [each.replace("backend access for one day", "backend access for two days") for each in _lines(_told(PLAIN))]
    assert _outcome(lines, PLAIN) == (Outcome.PASSED, "")


def test_an_outline_with_a_case_that_did_not_run_is_not_known() -> None:
    """Three of four cases prove nothing of the fourth."""
    assert _outcome(_lines(_told(OUTLINE, cases=3)), OUTLINE) == (Outcome.UNKNOWN, "3 of 4 cases ran.")


def test_what_did_not_run_is_not_known() -> None:
    """A run without the scenario."""
    assert _outcome(_lines(_told(OUTLINE)), PLAIN) == (Outcome.UNKNOWN, "It did not run.")


def test_a_case_that_did_not_finish_is_not_known() -> None:
    """A process that was killed on the way."""
    lines = [each for each in _lines(_told(PLAIN)) if "testCaseFinished" not in each]
    assert _outcome(lines, PLAIN)[0] is Outcome.UNKNOWN


@pytest.mark.parametrize("line", ["{", '{"source": {"data": "x"}}', "[]", '{"testCaseStarted": {"id": "1"}}'])
def test_what_are_no_messages_is_refused(line: str) -> None:
    """The driver is named, and how to get others."""
    with pytest.raises(InvalidValue, match="memory"):
        read_run("memory", [line])


def test_what_a_scenario_tells_is_read_over_all_of_its_cases() -> None:
    """Verdicts by clause, and the codes that its Thens name, places filled."""
    assert answers_of(_scenario("1.2-01")) == {
        (each, "ALLOWED") for each in ("0.1", "1.3", "1.4", "1.4.b", "1.5", "2.2")
    }
    assert codes_of(_scenario("1.2-06")) == {"NEVER_GRANTED", "PAID_WORK"}
