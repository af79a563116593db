"""Scenarios under other terms: the document takes the place of the shipped one, and the right scenarios fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from features.under import under
from saas_app.policy_results import digests_now
from saas_core.policy.document import read_terms
from saas_core.policy.shipped import _document, shipped_document, shipped_terms
from saas_core.policy.shipped_book import shipped_book
from saas_policy_page.digests import TERMS, terms_digest
from saas_policy_page.messages import Outcome, read_runs
from saas_policy_page.scenario_runs import compared, read_scenario_runs

ROOT = Path(__file__).parents[2]


def test_a_document_takes_the_place_of_the_shipped_one_under_its_name_and_date() -> None:
    draft = shipped_document().replace(b'version = "2026-02"', b'version = "2099-01"').replace(b"65.00", b"70.00")
    read = under(draft.replace(b"effective_from = 2026", b"effective_from = 2099"), _document)
    terms = read_terms(read("terms.toml"))
    assert (terms.version, terms.effective_from.year, str(terms.hourly_rate)) == ("2026-02", 2026, "70.00 USD")
    assert read("terms_2026_01.toml") == _document("terms_2026_01.toml")


def test_a_reversed_reading_fails_the_scenario_that_tells_it_and_not_the_one_beside_it(tmp_path: Path) -> None:
    """In a run of its own, since the shipped terms are read once in a process; its results are of that document."""
    file = tmp_path / "terms.toml"
    file.write_bytes(shipped_document().replace(b"trial_is_valid = true ", b"trial_is_valid = false"))
    told = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--tb=no", "-rf", "-p", "no:cacheprovider"]
    beside = "nothing_is_open_before_the_first_payment"
    named = f"a_trial_is_a_valid_license or {beside}"
    answers = tmp_path / "scenarios.json"
    which = ["tests/features/test_features.py", f"--answers={answers}", "-k", named]
    other = ["--terms", str(file), f"--messages={tmp_path}"]
    how = {"cwd": ROOT, "env": os.environ, "capture_output": True, "text": True}
    done = subprocess.run([*told, *which, *other], **how, check=False)
    failed = re.findall(r"^FAILED \S+::(\S+)", done.stdout, re.MULTILINE)
    assert len(failed) == 1, done.stdout
    assert "1 passed" in done.stdout
    run = read_runs(tmp_path)["memory"]
    ran = [run.result(each, {TERMS: terms_digest(file.read_text("utf-8"))}) for each in shipped_book().scenarios()]
    known = [each.outcome for each in ran if each.outcome is not Outcome.UNKNOWN]
    assert sorted(known, key=str) == [Outcome.FAILED, Outcome.PASSED]

    # The other run lies beside it: what was answered, from which to which, and what was answered the same.
    subprocess.run([*told, *which], **how, check=True)
    runs, before, after = read_scenario_runs(answers.read_text("utf-8")), shipped_terms(), read_terms(file.read_bytes())
    view = compared(runs, before, after, shipped_book().scenarios(), digests_now())
    (flip,) = view.changed
    assert (flip.number, flip.sentence) == ("0.1-20", "A trial is a valid license")
    assert [(each.before.verdict, each.after.verdict) for each in flip.answers] == [("ALLOWED", "DENIED")]
    assert len(view.unchanged) == 1
