"""What comes of scenarios is written as Cucumber Messages that hold for this very tree."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any

from pytest_bdd.scenario import scenario_wrapper_template_registry

from features import test_features
from features.messages import _unbegun
from saas_core.policy.shipped import shipped_document
from saas_core.policy.shipped_book import shipped_book
from saas_policy_page.digests import CODE, STEPS, TERMS, code_digest, steps_digest, terms_digest
from saas_policy_page.messages import Outcome, read_runs, results

ROOT = Path(__file__).parents[2]


def test_scenarios_that_ran_are_known_to_have_passed_with_this_text_code_and_terms(tmp_path: Path) -> None:
    """An outline of two cases, over two processes; every other scenario is not known."""
    which = "test_features.py", "-k", "reversed_payment_ends or hosting_stays_with"
    told = [sys.executable, "-m", "pytest", "-q", "-n", "1", *which, "--messages", str(tmp_path)]
    subprocess.run(told, cwd=Path(__file__).parent, check=True, capture_output=True)
    lines = [json.loads(line) for line in (tmp_path / "memory.ndjson").read_text(encoding="utf-8").splitlines()]
    assert list(lines[0]) == ["meta"]
    assert lines[-1]["testRunFinished"]["success"] is True
    own = terms_digest(shipped_document().decode())
    digests = {CODE: code_digest(), STEPS: steps_digest(ROOT / "tests/features"), TERMS: own}
    runs = read_runs(tmp_path)
    found = {each.number: results(each, runs, digests)[0] for each in shipped_book().scenarios()}
    passed = {number for number, each in found.items() if each.outcome is Outcome.PASSED}
    assert passed == {"0.1-25", "1.1-05"}
    assert {each.outcome for number, each in found.items() if number not in passed} == {Outcome.UNKNOWN}


def test_a_scenario_that_breaks_before_its_first_step_is_told_as_failed() -> None:
    """Such as one whose database could not be set up: it is not merely unknown."""
    functions = [each for each in vars(test_features).values() if isinstance(each, FunctionType)]
    obj = next(each for each in functions if each in scenario_wrapper_template_registry)
    item: Any = SimpleNamespace(obj=obj, callspec=SimpleNamespace(params={"kind_of_store": "memory"}))
    report: Any = SimpleNamespace(skipped=False, longreprtext="no database")
    told = _unbegun(item, report)
    assert (set(told["statuses"]), told["trace"], told["driver"]) == ({"FAILED"}, "no database", "memory")
    assert len(told["steps"]) == len(told["statuses"]) > 0
    report.skipped = True
    assert set(_unbegun(item, report)["statuses"]) == {"SKIPPED"}
