"""`saas policy` and what is new of `saas terms`: signing, checking, counting, replaying, a legal text, what-if."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from saas_core.policy.shipped import shipped_document

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


def test_a_rejection_is_an_open_question_with_an_owner(harbor: Saas) -> None:
    given = ("--as", "product", "--digest", _digest(harbor, "4.1"))
    harbor.done("policy", "reject", "4.1", "The rate is too low.", *given)
    (first, *_readings) = harbor.done("policy", "questions", "--json").json
    assert (first["scope"], first["why"], first["role"]) == ("clause:4.1", "The rate is too low.", "product")
    assert "grace" in harbor.done("policy", "questions").out
    owner = harbor.done("staff", "list", "--json").json[0]["email"]
    assert "belongs to" in harbor.done("policy", "assign", "reading:grace-days", owner).out
    assert "open for product" in harbor.done("policy", "show", "4.1").out


def test_terms_are_compared_by_what_they_would_have_decided(harbor: Saas, tmp_path: Path) -> None:
    """Before publishing, too."""
    harbor("decide", "harbor", "me", "root.access", "--profile", "olivia")
    terms = tmp_path / "terms.toml"
    terms.write_bytes(CHANGED.replace(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"'))
    out = harbor.done("terms", "diff", "2026-02", str(terms), "--replay", "--days", "2").out
    assert "hourly_rate: 65.00 USD -> 70.00 USD" in out
    assert "0 would come out differently under 2027-01 than under 2026-02, 1 would not" in out
    told = harbor.done("terms", "publish", str(terms), "--replay", "--yes")
    assert "hourly_rate: 65.00 USD -> 70.00 USD" in told.err
    assert "would come out differently" in told.err


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
