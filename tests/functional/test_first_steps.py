"""The first steps: init, a client taken on, an owner who joins, and the program as it is installed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.conftest import Saas

SAM = ("--name", "Sam Reyes", "--email", "sam@provider.example")


def test_init_makes_the_first_member_of_staff_and_keeps_the_key(saas: Saas) -> None:
    """The key lies in a profile that only its owner can read, and is never shown."""
    told = saas.done("init", *SAM, "--json")
    assert told.json["staff"]["permissions"] == ["staff.admin"]
    file = Path(os.environ["SAAS_CONFIG_HOME"]) / "profiles.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "stf_" in file.read_text()
    assert "stf_" not in told.out + told.err
    assert saas.done("staff", "list", "--json").json[0]["email"] == "sam@provider.example"


def test_init_again_brings_the_schema_up_to_date_and_adds_nobody(saas: Saas) -> None:
    """Without a name it may be run at any time; with one it says that there is staff already."""
    saas.done("init", *SAM)
    assert saas.done("init").code == 0
    assert saas.wrong("init", *SAM, "--save-profile", "second", "--json").problem["type"] == "STAFF_EXISTS"
    assert saas.wrong("init", *SAM).err.count("profile") >= 1
    assert len(saas.done("staff", "list", "--json").json) == 1


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("--name", "Sam"), "email"),
        (("--name", "Sam", "--email", "sam"), "email"),
        (("--name", "Sam\x07", "--email", "sam@provider.example"), "name"),
        ((*SAM, "--save-profile", "no spaces"), "profile"),
    ],
)
def test_init_with_bad_words_makes_nothing(words: tuple[str, ...], field: str, saas: Saas) -> None:
    """Everything is looked at before the database is made."""
    assert field in saas.wrong("init", *words, "--json").problem["field"]
    assert not saas.home.exists()


def test_a_database_that_was_never_made_is_told_how(saas: Saas, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key, but no database: the message names `saas init`."""
    monkeypatch.setenv("SAAS_KEY", "stf_" + "0" * 32 + "_secret")
    result = saas("tenant", "show")
    assert result.code in {1, 2}
    assert "saas init" in result.err
    assert not (saas.home / "saas.db").exists()


def test_an_agency_is_refused_before_anything_is_made(saas: Saas) -> None:
    """Exit code 3, clause 0.2, on stderr since nothing was asked but done."""
    saas.done("init", *SAM)
    result = saas.refused("tenant", "add", "pixel-agency", "--kind", "agency")
    assert result.out == ""
    assert "0.2" in result.err
    assert "nothing was changed" in result.err
    problem = saas.refused("tenant", "add", "pixel-agency", "--kind", "developer", "--json").problem
    assert problem["decision"]["verdict"] == "DENIED"
    assert problem["exit"] == 3
    assert saas.done("tenant", "show", "--json").json == []
    assert saas.done("journal", "show", "--json").json[0]["kind"] == "refusal"


def test_a_client_is_taken_on_step_by_step(saas: Saas, ahead: Callable[[int], str]) -> None:
    """Activation names what is missing until owner, terms, account and payment are there."""
    saas.done("init", *SAM)
    assert saas.done("tenant", "add", "harbor", "--json").json["slug"] == "harbor"
    early = saas.refused("tenant", "activate", "harbor")
    for missing in ("account configuration", "user setup", "acceptance of the terms", "license in good standing"):
        assert missing in early.err
    saas.done("users", "add", "harbor", "Olivia Hart", "olivia@harbor.example", "--owner")
    saas.done("invitations", "send", "harbor", "olivia@harbor.example")
    link = saas.link()
    assert saas.wrong("invitations", "accept", link, "--json").problem["type"] == "TERMS_NOT_ACCEPTED"
    accepting = ("invitations", "accept", link, "--accept-terms", "--idempotency-key", "one")
    accepted = saas.done(*accepting, "--json").json
    assert saas.done(*accepting, "--json").json == {**accepted, "key": None}
    assert "was shown before" in saas.done(*accepting).out
    assert accepted["key"].startswith("usr_")
    assert accepted["accepted_terms"] == saas.done("terms", "show", "--json").json["digest"]
    assert saas.wrong("invitations", "accept", link, "--accept-terms").err
    saas.done(
        "tenant", "setup", "harbor", "--legal-name", "Harbor Foods Ltd", "--country", "gb", "--language", "en",
        "--time-zone", "Europe/London", "--contact", "office@harbor.example",
    )  # fmt: skip
    saas.done("license", "record-payment", "harbor", "INV-1", "--since", ahead(-1), "--until", ahead(30))
    first = saas.done("tenant", "activate", "harbor", "--json").json
    assert saas.done("tenant", "activate", "harbor", "--json").json == first
    shown = saas.done("tenant", "show", "harbor", "--json").json
    assert all(each["done"] for each in shown["checklist"])
    assert shown["account"]["country"] == "GB"
    assert "active since" in saas.done("tenant", "show", "harbor").out


def test_the_mail_holds_the_command_to_accept_with(saas: Saas) -> None:
    """The command in the mail can be typed as it is."""
    saas.done("init", *SAM)
    saas.done("tenant", "add", "harbor")
    saas.done("users", "add", "harbor", "Olivia Hart", "olivia@harbor.example", "--owner")
    sent = saas.done("invitations", "send", "harbor", "olivia@harbor.example", "--json").json
    assert "inv_" not in json.dumps(sent)
    (mail,) = (saas.home / "mail").glob("*.eml")
    assert f"saas invitations accept {saas.link()}" in mail.read_text()


def test_the_installed_program_tells_the_same_story(tmp_path: Path) -> None:
    """The real process: exit codes, streams and environment, from init to a refused and an allowed question."""
    environ = {
        **os.environ,
        "HOME": str(tmp_path),
        "SAAS_HOME": str(tmp_path / "data"),
        "SAAS_CONFIG_HOME": str(tmp_path / "config"),
    }

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-m", "saas_cli", *words]
        return subprocess.run(program, capture_output=True, text=True, env=environ, check=False)

    assert run("tenant", "show").returncode == 2
    assert run("init", *SAM).returncode == 0
    assert run("tenant", "add", "harbor").returncode == 0
    assert run("users", "add", "harbor", "Olivia", "olivia@harbor.example", "--owner").returncode == 0
    refused = run("tenant", "activate", "harbor", "--json")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert json.loads(refused.stderr)["decision"]["clauses"] == ["0.1", "2.1"]
    asked = run("decide", "harbor", "olivia@harbor.example", "root.access", "--json")
    assert (asked.returncode, asked.stderr) == (3, "")
    assert run("decide", "harbor", "olivia@harbor.example", "license.read").returncode == 3
    assert run("tenant", "show", "harbor").returncode == 0
    assert run("bogus").returncode == 2


def test_a_reader_that_leaves_is_no_fault_to_complain_about(harbor: Saas) -> None:
    """`saas terms show | head -1` writes no traceback."""
    script = f"{sys.executable} -m saas_cli terms show | head -1"
    done = subprocess.run(script, shell=True, capture_output=True, text=True, env=os.environ, check=False)
    assert done.stdout.startswith("Terms 2026-02")
    assert done.stderr == ""


def test_an_answer_that_cannot_be_written_is_a_fault(harbor: Saas) -> None:
    """Onto a full disk: one line on stderr, exit code 1."""
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device, not a path of ours
        program = [sys.executable, "-m", "saas_cli", "terms", "show"]
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, env=os.environ, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("saas: ")
    assert len(done.stderr.splitlines()) <= 2
    assert harbor.home.exists()


def test_options_of_every_command_may_come_first(harbor: Saas) -> None:
    """`saas --json --profile olivia …` means the same as at the end."""
    first = harbor.done("--json", "--profile", "olivia", "users", "list", "harbor").json
    assert first == harbor.done("users", "list", "harbor", "--profile=olivia", "--json").json
    assert harbor.wrong("--json").err
