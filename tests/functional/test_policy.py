"""`saas policy` and what is new of `saas terms`: signing, checking, counting, replaying, a legal text, what-if."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from saas_app.policy_results import digests_now
from saas_core.policy.legal_text import Tie, mapping_text, sentences_of
from saas_core.policy.outcomes import Outcome
from saas_core.policy.shipped import shipped_document
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.telling import digest
from saas_policy_page.digests import terms_digest
from saas_policy_page.scenario_runs import Case, ScenarioRun, ScenarioRuns

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

CHANGED = (
    shipped_document()
    .replace(b'version = "2026-02"', b'version = "2027-01"')
    .replace(b"effective_from = 2026-02-01", b"effective_from = 2099-02-01")
)


def _digest(saas: Saas, scope: str) -> str:
    return saas.done("policy", "show", scope, "--json").json["digest"]


def test_what_was_signed_is_exported_and_checked_without_a_database(
    harbor: Saas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed setting makes it suspect, with both values; a setting decides whether that fails."""
    shown = harbor.done("policy", "show", "0.2").out
    assert "not for agencies or developers" in shown
    assert "scenario 0.2-01" in shown
    signed = harbor.done("policy", "sign", "0.2", "--as", "legal", "--digest", _digest(harbor, "0.2")).out
    assert "clause:0.2: agreed." in signed
    about = ("reading:trial-is-valid", "Define a trial.")
    harbor.done("policy", "comment", *about, "--as", "legal", "--digest", _digest(harbor, about[0]))
    changed = harbor("policy", "sign", "0.3", "--as", "legal", "--digest", "0" * 64, "--json")
    assert (changed.code != 0, changed.problem["type"]) == (True, "SCOPE_CHANGED")
    file, terms = tmp_path / "signatures.json", tmp_path / "terms.toml"
    listed = harbor.done("policy", "signatures", "--export", str(file))
    assert listed.out.count("current") == 2
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "saas-policy-signatures/2"

    assert harbor.done("policy", "check", str(file)).out.count("agreed  ") == 2
    terms.write_bytes(CHANGED.replace(b"trial_is_valid = true ", b"trial_is_valid = false"))
    failed = harbor("policy", "check", str(file), "--terms", str(terms))
    assert (failed.code, "[-true-] [+false+]" in failed.out) == (1, True)
    assert harbor("policy", "check", str(file), "--terms", str(terms), "--report").code == 0
    monkeypatch.setenv("SAAS_POLICY_CHECK", "report")
    assert harbor("policy", "check", str(file), "--terms", str(terms)).code == 0
    assert harbor("policy", "check", str(file), "--terms", str(terms), "--fail").code == 1


def test_a_rejection_is_an_open_question_with_an_owner(harbor: Saas, tmp_path: Path) -> None:
    """Its words pass for no row of ours; and what is no file of signatures is not said to be suspect."""
    given = ("--as", "product", "--digest", _digest(harbor, "4.1"))
    why = "The rate is too low.\nagreed      clause:4.1  agreed by Bea Counsel (product), 2026-11-30"
    harbor.done("policy", "reject", "4.1", why, *given)
    (first, *_readings) = harbor.done("policy", "questions", "--json").json
    assert (first["scope"], first["why"], first["role"]) == ("clause:4.1", why, "product")
    assert "grace" in harbor.done("policy", "questions").out
    owner = harbor.done("staff", "list", "--json").json[0]["email"]
    assert "belongs to" in harbor.done("policy", "assign", "reading:grace-days", owner).out
    assert "open for product" in harbor.done("policy", "show", "4.1").out
    file = tmp_path / "signatures.json"
    harbor.done("policy", "signatures", "--export", str(file))
    for words in (("questions",), ("show", "4.1"), ("check", str(file), "--report")):
        told = harbor.done("policy", *words).out
        assert "Bea Counsel" in told
        assert not any(each.startswith("agreed") for each in told.splitlines())
    file.write_text("[" * 100_000, encoding="utf-8")
    broken = harbor("policy", "check", str(file), "--report", "--json")
    assert (broken.code, broken.problem["type"], broken.problem["field"]) == (2, "SIGNATURES_UNREADABLE", "file")


def test_terms_are_compared_by_what_they_would_have_decided(harbor: Saas, tmp_path: Path) -> None:
    """From which verdict to which, with an example and by clause; before publishing, too."""
    harbor("decide", "harbor", "me", "root.access", "--profile", "olivia")
    harbor.refused("tenant", "add", "agents", "--kind", "agency")
    terms, eligible = tmp_path / "terms.toml", b'eligible = ["end_user", "business_operator"]'
    terms.write_bytes(CHANGED.replace(eligible, eligible.replace(b"]", b', "agency"]')))
    diff = ("terms", "diff", "2026-02", str(terms))
    out = harbor.done(*diff, "--replay", "--days", "2").out
    assert "1 would come out differently under 2027-01 than under 2026-02, 0 would not" in out
    assert "  1  DENIED -> ALLOWED (verdict, clauses, reasons)" in out
    (example,) = (line for line in out.splitlines() if line.startswith("      provider "))
    assert example.endswith("tenancy.add_tenant: DENIED by 0.2 LICENSEE_NOT_ELIGIBLE -> ALLOWED by 1.1")
    assert re.search(r"(?m)^  clause 0\.2 +1 changed, 0 unchanged$", out)
    # The single question of a client's user is not counted for whoever may not see it.
    assert "  clause 1.2 " not in out
    assert harbor.done(*diff, "--replay", "--json").json["replay"]["flips"][0]["number"] == 1
    told = harbor.done("terms", "publish", str(terms), "--replay", "--yes")
    assert "added  eligible agency: - ->" in told.err
    assert "DENIED -> ALLOWED" in told.err


def test_what_a_comparison_would_leave_out_is_refused_by_name(harbor: Saas, tmp_path: Path) -> None:
    """Days without a replay, and a replay of which nobody would be told; nothing is published."""
    terms = tmp_path / "terms.toml"
    terms.write_bytes(CHANGED)
    for words in (("diff", "2026-02", str(terms)), ("publish", str(terms), "--yes")):
        refused = harbor.wrong("terms", *words, "--days", "90", "--json").problem
        assert (refused["field"], "Add --replay" in refused["remedy"]) == ("days", True)
    refused = harbor.wrong("terms", "publish", str(terms), "--replay", "--yes", "--json").problem
    assert (refused["field"], "terms diff --replay --json" in refused["remedy"]) == ("replay", True)
    assert [each["version"] for each in harbor.done("terms", "list", "--json").json][-1] == "2026-02"


def test_scenarios_that_come_out_differently_are_shown_without_a_database(saas: Saas, tmp_path: Path) -> None:
    """From which answer to which; and nothing of it for a document that they did not run under."""
    terms, file, scenario = tmp_path / "terms.toml", tmp_path / "scenarios.json", shipped_book().scenario("4.1-01")
    terms.write_bytes(CHANGED.replace(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"'))
    assert scenario is not None
    about = {"number": "4.1-01", "case": "", "sentence": scenario.sentence, "text": digest(scenario)}
    runs = tuple(
        ScenarioRun(
            version=version,
            terms=terms_digest(document.decode()),
            cases=(Case(**about, answers=(Outcome("CHARGEABLE", ("4.1",), (), ("PAID_WORK",), price),)),),
        )
        for version, document, price in (("2026-02", shipped_document(), "65"), ("2027-01", terms.read_bytes(), "70"))
    )
    file.write_text(ScenarioRuns(digests=digests_now(), runs=runs).text(), encoding="utf-8")
    diff = ("terms", "diff", "shipped", str(terms), "--scenarios", str(file))
    out = saas.done(*diff).out
    assert "hourly_rate: 65.00 USD -> 70.00 USD" in out
    assert "1 scenarios: 1 come out differently under 2027-01 than under 2026-02, 0 do not." in out
    assert "  4.1-01  Custom work is offered at the rate of the terms (price)" in out
    assert "      CHARGEABLE by 4.1 PAID_WORK, 65 -> CHARGEABLE by 4.1 PAID_WORK, 70" in out
    assert saas.done(*diff, "--json").json["scenarios"]["changed"][0]["clause"] == "4.1"
    terms.write_bytes(CHANGED.replace(b"grace_days = 0 ", b"grace_days = 7 "))
    refused = saas.wrong(*diff, "--json").problem
    assert (refused["field"], "no run under 2027-01" in str(refused)) == ("scenarios", True)


def test_counts_are_shown_and_of_one_client_from_its_journal(harbor: Saas) -> None:
    harbor("decide", "harbor", "me", "root.access", "--profile", "olivia")
    assert "Never decided:" in harbor.done("policy", "counts").out
    view = harbor.done("policy", "counts", "--client", "harbor", "--json").json
    (only,) = (each for each in view["clauses"] if each["decided"])
    assert (only["clause"], only["refused"]) == ("1.2", 1)
    assert "not a day" in harbor.wrong("policy", "counts", "--since", "yesterday").err


def test_a_legal_text_is_tied_and_checked(harbor: Saas, tmp_path: Path) -> None:
    """An edit undoes a tie, which the edited sentence takes over; a figure that means something else is said to."""
    text, mapping, terms = tmp_path / "license.md", tmp_path / "map.toml", tmp_path / "terms.toml"
    terms.write_bytes(shipped_document())
    text.write_bytes(b"\xef\xbb\xbf# License\r\n\r\nCustom work costs 70 US dollars per hour.\r\n")
    tie = ("terms", "tie", str(text), str(mapping))
    (waiting,) = harbor.done(*tie, "--json").json["waiting"]
    check = ("terms", "check", str(terms), "--legal", str(text), "--mapping", str(mapping))
    found = harbor(*check)
    assert (found.code, "license.md, line 3: " in found.out, "is tied to no clause" in found.out) == (1, True, True)
    assert "Not tied: 0." in harbor.done(*tie, "--sentence", waiting["name"], "--clause", "4.1", "--clause", "4.1").out
    said = harbor(*check).out
    assert "in the terms 2026-02 hourly_rate is 65.00 USD" in said
    assert "No sentence is tied to clause 0.1" in said
    assert "is tied to no clause" not in said
    text.write_text("# License\n\nThe first hour of custom work costs 70 US dollars per hour.\n", encoding="utf-8")
    assert f"--replaces {waiting['name']}" in harbor(*check).out
    (edited,) = harbor.done(*tie, "--json").json["waiting"]
    harbor.done(*tie, "--sentence", edited["name"], "--replaces", waiting["name"])
    figure = ("--sentence", edited["name"], "--figure", "70 US dollars")
    assert "needs --because" in harbor.wrong(*tie, *figure).err
    harbor.done(*tie, *figure, "--because", "The first hour has a price of its own.")
    clean = harbor(*check).out
    assert f"Not compared: '70 US dollars' in {edited['name']}. The first hour has a price of its own." in clean
    assert "hourly_rate is 65.00 USD" not in clean
    assert "lost" not in clean
    wrong = (
        (("--sentence", "0" * 16, "--clause", "4.1"), "not a sentence"),
        (("--sentence", edited["name"]), "tied to nothing"),
        (("--sentence", edited["name"], "--clause", "first"), "not the number of a clause"),
        (("--sentence", edited["name"], "--replaces", "0" * 16), "tie was lost"),
        (("--clause", "4.1"), "--sentence"),
    )
    for given, says in wrong:
        assert says in harbor.wrong(*tie, *given).err
    assert "a legal text" in harbor.wrong("terms", "check", str(terms), "--mapping", str(mapping)).err
    (odd,) = sentences_of("Gone \x1b[2J \u202enow.")
    mapping.write_text(mapping_text((), [Tie(odd.name, odd.text, ("4.1",))]), encoding="utf-8")
    assert "lost, tied to 4.1: Gone \\x1b[2J \\u202enow." in harbor.done(*tie).out
    text.write_bytes(b"One.\n\x93Two.\x94\n")
    for each in (check, tie, ("policy", "page", str(tmp_path / "page"), *check[3:])):
        assert "line 2: is not UTF-8" in harbor.wrong(*each).err


def test_what_if_answers_and_writes_the_scenario(harbor: Saas) -> None:
    """As `why` explains an answer: facts, texts of clauses, remedies, and until when it holds."""
    out = harbor.done("policy", "what-if", "support.open", "--license", "overdue").out
    assert "DENIED" in out
    assert "It rests on these facts" in out
    assert "open only while the client's subscription license is valid" in out
    assert "time alone does not change this answer" in out
    assert 'And the invoice "Acme-2" of "Acme" is overdue' in out
    assert "Then the answer is DENIED by clauses 0.1 and 1.3" in out
    asked = ("custom.perform", "--asker", "support_staff", "--work", "approved", "--json")
    told = harbor.done("policy", "what-if", *asked).json
    assert (told["decision"]["verdict"], "4.2" in told["decision"]["texts"]) == ("ALLOWED", True)
    wrong = harbor.wrong("policy", "what-if", "support.open", "--asker", "user", "--license", "unpaid", "--json")
    assert wrong.problem["field"] == "asker"
