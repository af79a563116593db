"""Whatever is typed or put into a file, the shell answers in a sentence, with an exit code and without a traceback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hostile import TEXTS

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

OWNER = ("--profile", "olivia")
# `?` stands for what is hostile.
LINES = (
    "tenant add ?",
    "tenant show ?",
    "tenant setup harbor --legal-name ? --country ? --language ? --time-zone ? --contact ?",
    "license show ?",
    "license show harbor --at ?",
    "license record-payment harbor ? --since ? --until ?",
    "license hold harbor --kind breach --clause ? --why ? --yes",
    "license lift harbor --hold ? --why ?",
    "users add harbor ? ? --profile olivia",
    "users add harbor Eve eve@harbor.example --role ? --department ? --profile olivia",
    "users add harbor Eve eve@harbor.example --idempotency-key ? --profile olivia",
    "users show harbor ? --profile olivia",
    "users list harbor --state ? --profile olivia",
    "users import harbor ? --profile olivia",
    "roles add harbor ? --permission ? --profile olivia",
    "roles assign harbor ? ? --approval-limit ? --profile olivia",
    "departments add harbor ? --under ? --profile olivia",
    "departments move harbor ? --under ? --profile olivia",
    "invitations accept ?",
    "staff add ? ? --permission ?",
    "decide harbor ? ?",
    "decide harbor mia@harbor.example invoices.view --department ? --at ?",
    "why harbor ? ?",
    "places harbor ? ?",
    "who-may harbor ? --profile olivia",
    "terms show ?",
    "terms check ?",
    "permissions register ?",
    "journal verify ?",
    "mail preview ?",
    "? ?",
    "--profile ? tenant list",
)
# Those that a shell passes on, a terminal obeys, a format reads, or a database stumbles over.
TYPED = ("empty", "NUL", "lone surrogate", "ten megabytes", "control", "path")
FILES = {
    "empty": b"",
    "NUL": b"\x00" * 100,
    "no text": bytes(range(256)),
    "one long line": b"x" * 3_000_000,
    "deep": b"[" * 100_000,
    "surrogate": b"name,email\n\xed\xa0\x80,ada@x.example\n",
    "numbers": b'{"name": NaN, "email": 1e400}\n',
    "formula": b"name,email\n=cmd|' /C calc'!A0,ada@x.example\n",
    "toml": b"a = " + b"{a=" * 5_000,
    "keys": b"a = 1\na = 2\n",
}


def answered(saas: Saas, *words: object) -> None:
    """Run a command that may be carried out, refused or wrong, and nothing else."""
    result = saas(*words)
    assert result.code in {0, 1, 2, 3}, (words, result)
    for said in (result.out, result.err):
        assert "Traceback" not in said
        assert "\x1b" not in said
    assert result.code == 0 or result.err.strip() or result.out.strip()
    assert len(result.err) < 5000


@pytest.mark.parametrize("line", LINES)
def test_no_argument_breaks_a_command(line: str, harbor: Saas) -> None:
    """A hostile text in the place of every argument."""
    for text in (TEXTS.get(each, each) for each in TYPED):
        answered(harbor, *(text[:100_000] if word == "?" else word for word in line.split()))
    assert harbor.done("journal", "verify", "harbor").code == 0


@pytest.mark.parametrize("content", FILES.values(), ids=list(FILES))
def test_no_file_breaks_a_command(content: bytes, harbor: Saas, tmp_path: Path) -> None:
    """Hostile files for users, terms, permissions, settings and key, and a folder in place of a file."""
    for suffix in (".csv", ".jsonl"):
        file = tmp_path / f"given{suffix}"
        file.write_bytes(content)
        answered(harbor, "users", "import", "harbor", file, *OWNER)
    for words in (("terms", "check"), ("terms", "publish", "--yes"), ("permissions", "register")):
        answered(harbor, *words, file)
    for words in (("terms", "check"), ("permissions", "register"), ("users", "import", "harbor")):
        answered(harbor, *words, tmp_path)
    for own in ("settings.toml", "master.key", "checkpoints.jsonl"):
        former = (harbor.home / own).read_bytes() if (harbor.home / own).exists() else None
        (harbor.home / own).write_bytes(content)
        answered(harbor, "tenant", "list")
        answered(harbor, "journal", "verify", "harbor")
        (harbor.home / own).write_bytes(former) if former is not None else (harbor.home / own).unlink()
    harbor.done("journal", "verify", "harbor")


def test_a_failing_command_says_no_secret(harbor: Saas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the key it acts with, nor the link it was given, nor the password of a database, debugging or not."""
    profiles = "\n".join(each.read_text() for each in harbor.home.parent.rglob("*.toml"))
    key = next(word.strip("\"'") for word in profiles.split() if word.strip("\"'").startswith("usr_"))
    harbor.done("invitations", "send", "harbor", "mia@harbor.example", *OWNER)
    link = harbor.link()
    told = []
    for debug in ("", "1"):
        monkeypatch.setenv("SAAS_DEBUG", debug)
        monkeypatch.setenv("SAAS_KEY", key)
        for words in (
            ("tenant", "add", "x"),
            ("users", "add", "harbor", "\x00", "x"),
            ("invitations", "accept", f"{link}x"),
            ("users", "import", "harbor", "/nowhere"),
        ):
            result = harbor(*words, "--json")
            assert result.code in {2, 3}
            told += [result.out, result.err]
        monkeypatch.setenv("SAAS_KEY", f"{key}x")
        told += [harbor("tenant", "list").err]
        monkeypatch.setenv("SAAS_DATABASE_URL", "postgresql+psycopg://saas:hunter2@/nowhere?host=/nowhere")
        result = harbor("tenant", "list")
        assert result.code in {1, 2}
        told += [result.out, result.err]
        monkeypatch.setenv("SAAS_DATABASE_URL", "mysql://saas:hunter2@nowhere/x")
        told += [harbor("tenant", "list").err]
        monkeypatch.delenv("SAAS_DATABASE_URL")
    for secret in (key, key.split("_", 3)[-1], link, link.split("_", 2)[-1], "hunter2"):
        assert not any(secret in each for each in told), secret
