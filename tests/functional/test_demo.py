"""The demo: the whole story on a fresh folder, each decision with verdict and clause."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

# The story opens the pages that it serves.
pytestmark = pytest.mark.enable_socket
KEYS = {
    "verdict", "action", "clauses", "overruled", "reasons", "remedy", "terms_version", "at", "valid_until", "step",
}  # fmt: skip


def _run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, **more}
    return subprocess.run(
        [sys.executable, "-m", "saas_cli", *words], capture_output=True, text=True, env=environ, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty home, in which the whole story is told."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def out(home: Path) -> str:
    """Return the whole story as JSON lines: run as a program, exit code 0, nothing on stderr."""
    done = _run("demo", "--json", HOME=str(home), TMPDIR=str(home))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def told(out: str) -> list[dict[str, Any]]:
    """Return what the story told, step by step."""
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="module")
def piped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of the story told in plain text, and the text."""
    mine = tmp_path_factory.mktemp("mine")
    own = {"HOME": str(mine), "SAAS_HOME": str(mine / "own"), "SAAS_CONFIG_HOME": str(mine / "profiles")}
    done = _run("demo", "--folder", str(mine / "story"), **own)
    assert (done.returncode, done.stderr) == (0, "")
    return mine / "story", done.stdout


def test_the_demo_cites_at_least_fourteen_clauses_and_shows_every_verdict(
    home: Path, told: list[dict[str, Any]]
) -> None:
    """One JSON object a line, and nothing of the user's home is touched."""
    assert [each["step"] for each in told] == list(range(1, len(told) + 1))
    assert all(set(each) >= KEYS for each in told)
    clauses = {clause for each in told for clause in each["clauses"]}
    assert len(clauses) >= 14
    assert all(isinstance(each, str) for each in clauses)
    assert {"1.2", "1.4.a", "1.4.b", "1.4.c", "9.3"} <= clauses
    assert {each["verdict"] for each in told} == {"ALLOWED", "DENIED", "CHARGEABLE", "NEEDS_PERSON"}
    assert all(each["reasons"] for each in told if each["verdict"] != "ALLOWED")
    assert not (home / ".config").exists()


def test_the_demo_tells_three_tickets_to_their_ends(told: list[dict[str, Any]]) -> None:
    """One is answered, one declined by its clause with the offer of an estimate, one converted into one request."""
    tickets = [each for each in told if "ticket_id" in each]
    assert [(each["resolution"], each["verdict"], each["clauses"]) for each in tickets] == [
        ("answered", "ALLOWED", ["2.3.b", "2.4"]),
        ("declined_out_of_scope", "CHARGEABLE", ["3.8", "5.1", "4.1"]),
        ("converted_to_engagement", "CHARGEABLE", ["3.7", "5.1", "4.1"]),
    ]
    assert [each["remedy"] for each in tickets] == [None, "REQUEST_ESTIMATE", "REQUEST_ESTIMATE"]
    assert "(clause 3.8" in tickets[1]["said"]
    assert "Ask for an estimate" in tickets[1]["said"]
    assert [each["engagement_id"] is not None for each in tickets] == [False, False, True]
    tried = next(each for each in told if each["story"].startswith("Sam tries to do the second"))
    assert (tried["verdict"], tried["remedy"]) == ("DENIED", "REQUEST_ESTIMATE")


def test_the_demo_connects_three_services_and_refuses_a_fourth(home: Path, out: str) -> None:
    """By their real use cases; a lapse suspends them, the return restores them, and mails come from the client."""
    told = {each["story"]: each for each in map(json.loads, out.splitlines())}
    for each in ("She connects the payment gateway", "She connects e-mail", "She sets up her financial settings"):
        assert (told[each]["verdict"], "2.2" in told[each]["clauses"]) == ("ALLOWED", True)
    calls = told["She wants to connect a call system the same way"]
    assert (calls["verdict"], calls["remedy"]) == ("CHARGEABLE", "REQUEST_ESTIMATE")
    assert {"3.2", "4.1"} <= set(calls["clauses"])
    assert told["Sam, to be of help, wants to connect the gateway for her"]["verdict"] == "DENIED"
    lapsed = told["The platform charges a customer of hers"]
    assert (lapsed["verdict"], lapsed["reasons"][0]["code"]) == ("DENIED", "LICENSE_EXPIRED")
    assert told["The platform charges a customer of hers again"]["verdict"] == "ALLOWED"
    mails = [path.read_text() for path in home.glob("saas-demo-*/mail/*")]
    senders = [each.partition("From: ")[2].splitlines()[0] for each in mails]
    assert senders.count("Harbor Foods <office@harbor.example>") > 5
    assert "no-reply@localhost" in senders
    assert "rk_test_" not in out


def test_the_demo_tells_paid_work_to_its_evidence(told: list[dict[str, Any]]) -> None:
    """Approved on the page, refused before and at the cap, billed, paid, delivered, owned by nobody else, proven."""
    first, last = (
        next(number for number, each in enumerate(told) if each["story"].startswith(begin))
        for begin in ("Sam starts to work on it at once", "One bit of it is flipped")
    )
    work = [(each["verdict"], *(reason["code"] for reason in each["reasons"])) for each in told[first : last + 1]]
    assert work == [
        ("DENIED", "NOT_APPROVED"),
        ("ALLOWED",),
        ("ALLOWED",),
        ("DENIED", "OVER_CAP"),
        ("ALLOWED",),
        ("ALLOWED",),
        ("ALLOWED",),
        ("ALLOWED",),
        ("DENIED", "NEVER_GRANTED"),
        ("ALLOWED",),
        ("DENIED", "EVIDENCE_BROKEN"),
    ]
    approved, changed, issued, paid, held, broken = (each["result"] for each in told if "result" in each)
    assert (approved["state"], approved["hours"], approved["maximum"]) == ("approved", "2.00 h", "130.00 USD")
    assert (changed["state"], changed["hours"]) == ("approved", "1.00 h")
    assert (issued["state"], issued["total"], issued["owed"]) == ("issued", "195.00 USD", "195.00 USD")
    assert (paid["state"], paid["owed"]) == ("paid", "0.00 USD")
    assert (held["evidence"], held["typed_name"]) == ("holds", "Olivia Hart")
    assert broken == {"evidence": "broken", "field": "content"}


def test_the_demo_tells_the_story_in_plain_text_when_piped(piped: tuple[Path, str]) -> None:
    """Each decision stands in a line with verdict and clauses; no colors; where the files lie, what to try next."""
    folder, out = piped
    assert "\x1b[" not in out
    assert "Never granted" in out
    assert any(line.endswith("9.3") and "NEEDS_PERSON" in line for line in out.splitlines())
    assert str(folder) in out


def test_what_the_demo_says_to_try_next_can_be_tried(
    saas: Saas, piped: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command at the end of the demo runs over the demo's folder."""
    folder, out = piped
    monkeypatch.setenv("SAAS_HOME", str(folder))
    monkeypatch.setenv("SAAS_CONFIG_HOME", str(folder / "config"))
    tried = [line.strip() for line in out.splitlines() if line.startswith("  saas ")]
    assert len(tried) >= 3
    for each in tried:
        words = shlex.split(each, comments=True)[1:]
        assert saas(*words).code in {0, 3}
    assert saas.refused(*shlex.split(tried[0])[1:], "--json").json["reasons"][0]["code"] == "LICENSE_EXPIRED"


def test_the_demo_leaves_a_folder_in_use_alone(saas: Saas, tmp_path: Path) -> None:
    """A folder that is not empty is named with a remedy, and stays as it was."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    assert "not empty" in saas.wrong("demo", "--folder", tmp_path / "mine").err
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    assert saas.wrong("demo", "--folder", tmp_path / "mine" / "letter.txt", "--json").problem["field"] == "folder"


def test_the_demo_touches_neither_database_nor_profiles_of_its_user(piped: tuple[Path, str]) -> None:
    """SAAS_HOME and SAAS_CONFIG_HOME stay untouched."""
    folder, _out = piped
    assert {each.name for each in folder.parent.iterdir()} == {"story"}


def test_a_year_of_payments_meets_every_reason_of_a_license(tmp_path: Path) -> None:
    """But that there is none: a license is opened with its client."""
    done = _run("demo", "--with-billing", "--json", HOME=str(tmp_path), TMPDIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    codes = {reason["code"] for each in told for reason in each["reasons"]}
    assert codes >= {
        "LICENSEE_NOT_ELIGIBLE",
        "TERMS_NOT_ACCEPTED",
        "LICENSE_NOT_STARTED",
        "FIRST_PAYMENT_PENDING",
        "PAYMENT_OVERDUE",
        "PAYMENT_REFUNDED",
        "PAYMENT_DISPUTED",
        "RENEWAL_UNCONFIRMED",
        "LICENSE_ON_HOLD",
        "LICENSE_CANCELED",
        "LICENSE_EXPIRED",
    }
    assert [each["verdict"] for each in told[-2:]] == ["DENIED", "ALLOWED"]
