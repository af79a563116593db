"""`saas mail`: every letter can be looked at on a machine where nothing was prepared."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hostile import TEXTS
from saas_core.kernel.gathered import Parts, parts_of
from saas_core.kernel.letters import LetterKind

Patch = pytest.MonkeyPatch
SAM = ("--name", "Sam Reyes", "--email", "sam@provider.example")

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

PARTS: Parts[Any] = parts_of()
KINDS = tuple(PARTS.letters.values())


def test_the_kinds_are_listed(saas: Saas) -> None:
    """With the occasion of each and its facts; nothing is made in the home folder."""
    out = saas.done("mail", "list").out
    assert [line.split()[0] for line in out.splitlines()[1:]] == [kind.name for kind in KINDS]
    first = saas.done("mail", "list", "--json").json[0]
    assert first == {
        "kind": "welcome",
        "written_when": "the instance was activated",
        "facts": ["client", "name", "terms", "terms_at"],
    }
    assert not saas.home.exists()


def test_all_letters_are_shown(saas: Saas) -> None:
    """One after the other, each with its subject."""
    out = saas.done("mail", "preview").out
    assert [line for line in out.splitlines() if line.startswith("── ")] == [f"── {kind.name} ──" for kind in KINDS]
    assert out.count("Subject: ") == len(KINDS)
    assert not saas.home.exists()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_one_letter_is_shown_and_kept_in_files(kind: LetterKind, saas: Saas, tmp_path: Path) -> None:
    """As a page for the browser, and as a mail that any mail program opens, with text and HTML."""
    page, mail = tmp_path / "letter.html", tmp_path / "letter.eml"
    (told,) = saas.done("mail", "preview", kind.name, "--html", page, "--eml", mail, "--json").json
    assert page.read_text(encoding="utf-8") == told["html"]
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    # A long one begins on a line of its own, and this parser keeps the space before it.
    assert message["Subject"].strip() == told["subject"]
    bodies = {
        part.get_content_type(): part.get_content().replace("\r\n", "\n")
        for part in message.walk()
        if not part.is_multipart()
    }
    assert bodies["text/plain"] == told["text"]
    assert bodies["text/html"] == told["html"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_of_any_name_is_written_or_refused(name: str, saas: Saas, tmp_path: Path, monkeypatch: Patch) -> None:
    """And the answer never repeats what would steer a terminal."""
    monkeypatch.chdir(tmp_path)
    result = saas("mail", "preview", "welcome", "--html", TEXTS[name][:100_000])
    assert result.code in {0, 2}
    assert not {"\x1b", "\u202e"} & set(result.out + result.err)
    assert "Traceback" not in result.err


def test_what_cannot_be_shown_or_written_is_said(saas: Saas, tmp_path: Path) -> None:
    """The message names the kinds, the missing kind, or the file."""
    assert "license_lapsed" in saas.wrong("mail", "preview", "spam").err
    assert "kind: is missing" in saas.wrong("mail", "preview", "--html", tmp_path / "x.html").err
    assert saas.wrong("mail", "preview", "welcome", "--eml", tmp_path, "--json").problem["field"] == str(tmp_path)


def test_mail_that_left_and_addresses_that_get_none_are_shown(saas: Saas) -> None:
    """An address is looked up by its digest, the only thing kept; lifting an unsuppressed address is not a fault."""
    saas.done("init", *SAM)
    saas.done("tenant", "add", "harbor")
    saas.done("users", "add", "harbor", "Olivia Hart", "olivia@harbor.example", "--owner")
    saas.done("invitations", "send", "harbor", "olivia@harbor.example")
    (sent,) = saas.done("mail", "sent", "--json").json
    assert sent["state"] == "sent"
    assert saas.done("mail", "sent", "--state", "bounced").out.strip() == "There are none."
    assert saas.done("mail", "suppressed").out.strip() == "Every address gets mail."
    assert "gets mail" in saas.done("mail", "suppressed", "olivia@harbor.example").out
    assert "gets mail again" in saas.done("mail", "lift", "olivia@harbor.example", "--yes").out
    assert "address" in saas.wrong("mail", "lift", "olivia", "--yes").err
