"""Faults of the store: down, full, read-only, older or newer; exit code 1, one message, nothing half done."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.functional.conftest import Result, Saas

OWNER = ("--profile", "olivia")


def _is_a_fault(result: Result) -> None:
    assert result.code == 1, result
    assert "Traceback" not in result.err
    assert result.err.startswith("saas: ")
    assert len(result.err.strip().splitlines()) <= 2


def _database(saas: Saas) -> Path:
    return saas.home / "saas.db"


def test_a_database_that_is_down_is_told_without_its_password(harbor: Saas, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL out of reach: a sentence and a remedy."""
    pytest.importorskip("psycopg")
    monkeypatch.setenv("SAAS_DATABASE_URL", "postgresql+psycopg://app:s3cret@/saas?host=/nonexistent")
    result = harbor("tenant", "show")
    _is_a_fault(result)
    assert "s3cret" not in result.err


def test_a_read_only_database_changes_nothing(harbor: Saas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened read-only, as on a read-only disk: reading works or faults, writing is a fault."""
    monkeypatch.setenv("SAAS_DATABASE_URL", f"sqlite:///file:{_database(harbor)}?mode=ro&uri=true")
    _is_a_fault(harbor("departments", "add", "harbor", "Sales", *OWNER))
    monkeypatch.delenv("SAAS_DATABASE_URL")
    assert "Sales" not in harbor.done("departments", "list", "harbor", *OWNER).out


def test_a_full_disk_changes_nothing(harbor: Saas, tmp_path: Path) -> None:
    """No file may grow beyond what the database has: the import stops, and the journal is whole."""
    file = tmp_path / "users.csv"
    file.write_text("name,email\n" + "".join(f"User {n},user{n}@harbor.example\n" for n in range(3000)))
    size = _database(harbor).stat().st_size
    done = subprocess.run(
        [sys.executable, "-m", "saas_cli", "users", "import", "harbor", str(file), *OWNER],
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    assert "the chain is whole" in harbor.done("journal", "verify", "harbor").out


def test_a_home_that_cannot_be_made_is_named(saas: Saas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("SAAS_HOME", str(tmp_path / "taken" / "data"))
    result = saas("init", "--name", "Sam", "--email", "sam@provider.example")
    assert result.code in {1, 2}
    assert "Traceback" not in result.err
    assert str(tmp_path / "taken") in result.err


def test_a_folder_of_profiles_that_cannot_be_written_stops_before_the_key_is_made(
    saas: Saas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key is shown once, so nothing is made when it could not be kept."""
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("SAAS_CONFIG_HOME", str(tmp_path / "taken" / "config"))
    result = saas("init", "--name", "Sam", "--email", "sam@provider.example")
    assert result.code in {1, 2}
    assert "Traceback" not in result.err
    assert not saas.home.exists()


@pytest.mark.parametrize("version", ["", "ffffffffffff"])
def test_a_database_of_another_version_is_told_what_to_do(version: str, harbor: Saas) -> None:
    """Older: `saas init`; newer: a newer program. Nothing is read or written."""
    with sqlite3.connect(_database(harbor)) as database:
        if version:
            database.execute("UPDATE alembic_version SET version_num = ?", (version,))
        else:
            database.execute("DELETE FROM alembic_version")
    result = harbor("tenant", "show")
    _is_a_fault(result)
    assert harbor("tenant", "show", "--json").problem["type"] == "STORE_VERSION"


def test_a_file_that_is_no_database_is_a_fault(harbor: Saas) -> None:
    """Someone else's file is named, not overwritten."""
    for beside in harbor.home.glob("saas.db-*"):
        beside.unlink()
    _database(harbor).write_text("this is no database, but a letter" * 50)
    _is_a_fault(harbor("tenant", "show"))
    assert _database(harbor).read_text().startswith("this is no database")


def test_a_lost_key_file_is_told(harbor: Saas) -> None:
    """Without the master key nothing sealed can be opened; the message names the file."""
    (harbor.home / "master.key").unlink()
    result = harbor("tenant", "show")
    assert result.code in {1, 2}
    assert "master.key" in result.err
    assert "Traceback" not in result.err


def test_a_broken_file_of_settings_is_named(harbor: Saas) -> None:
    """File and key, exit code 2."""
    (harbor.home / "settings.toml").write_text("colour = 'red'\n")
    assert harbor.wrong("tenant", "show", "--json").problem["field"] == "colour"


def test_an_unexpected_fault_is_one_line_and_a_trace_only_on_request(
    harbor: Saas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SAAS_DEBUG=1 shows where it happened."""

    def explode(*_words: object, **_more: object) -> None:
        message = "something broke\nin two lines"
        raise RuntimeError(message)

    monkeypatch.setattr("saas_core.policy.use_cases.Policy.versions", explode)
    _is_a_fault(harbor("terms", "list"))
    monkeypatch.setenv("SAAS_DEBUG", "1")
    assert "Traceback" in harbor("terms", "list").err
