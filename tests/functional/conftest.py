"""The shell as a test calls it: in this process, over a home folder and profiles of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from mailed import newest_token
from saas_cli.__main__ import main


@frozen
class Result:
    """The output of one command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer on stdout, read as JSON."""
        return json.loads(self.out)

    @property
    def problem(self) -> Any:
        """The problem on stderr, read as JSON."""
        return json.loads(self.err)


class Saas:
    """The command line over one home folder; `done` and its kin also check the exit code."""

    def __init__(self, home: Path, read: Callable[[], tuple[str, str]]) -> None:
        """Take the folder and what reads the captured streams."""
        self.home = home
        self._read = read

    def __call__(self, *words: object) -> Result:
        """Run one command."""
        self._read()
        code = main([str(each) for each in words])
        out, err = self._read()
        return Result(code, out, err)

    def done(self, *words: object) -> Result:
        """Run a command that must be carried out."""
        result = self(*words)
        assert result.code == 0, f"{words}: {result}"
        return result

    def refused(self, *words: object) -> Result:
        """Run a command that the policy must refuse."""
        result = self(*words)
        assert result.code == 3, f"{words}: {result}"
        return result

    def wrong(self, *words: object) -> Result:
        """Run a command whose input must be found wrong, in one readable message without a traceback."""
        result = self(*words)
        assert result.code == 2, f"{words}: {result}"
        assert "Traceback" not in result.err
        assert result.err.strip()
        return result

    def link(self) -> str:
        """Return the token of the newest invitation."""
        return newest_token(self.home / "mail")

    def join(self, name: str, *more: str, by: str = "staff") -> None:
        """Invite a user of harbor and accept the link, the key kept in a profile of the user's name."""
        self.done("invitations", "send", "harbor", f"{name}@harbor.example", "--profile", by)
        self.done("invitations", "accept", self.link(), "--save-profile", name, *more)


def make_saas(folder: Path, patch: pytest.MonkeyPatch, read: Callable[[], tuple[str, str]]) -> Saas:
    """Point the environment at a fresh home, config and HOME."""
    for name in ("SAAS_KEY", "SAAS_PROFILE", "SAAS_DATABASE_URL", "SAAS_DEBUG", "FORCE_COLOR"):
        patch.delenv(name, raising=False)
    patch.setenv("HOME", str(folder))
    patch.setenv("SAAS_HOME", str(folder / "data"))
    patch.setenv("SAAS_CONFIG_HOME", str(folder / "config"))
    patch.setenv("COLUMNS", "200")
    return Saas(folder / "data", read)


@pytest.fixture
def saas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Saas:
    """Return a shell over nothing yet: no database, no profile."""
    return make_saas(tmp_path, monkeypatch, _reader(capsys))


@pytest.fixture
def ahead() -> Callable[[int], str]:
    """Return the instant so many days from now, as one types it."""

    def instant(days: int) -> str:
        return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")

    return instant


PERMISSIONS = """
[[permission]]
name = "invoices.view"
title = "seeing invoices"

[[permission]]
name = "invoices.approve"
title = "approving invoices"

[[permission]]
name = "stock.adjust"
title = "adjusting stock"
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build one active client by the commands themselves, to be copied for each test."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        saas = make_saas(folder, patch, _streams_kept())
        _build(saas, folder)
    return folder


@pytest.fixture
def harbor(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Saas:
    """Return a shell over an active client with owner Olivia, clerk Mia in Finance and storekeeper Jon.

    The profiles are staff (in use), olivia, mia and jon.
    """
    folder = tmp_path / "harbor"
    shutil.copytree(built, folder)
    return make_saas(folder, monkeypatch, _reader(capsys))


def _build(saas: Saas, folder: Path) -> None:
    now = datetime.now(UTC)
    since, until = (f"{now + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}" for days in (-1, 30))
    permissions = folder / "permissions.toml"
    permissions.write_text(PERMISSIONS)
    saas.done("init", "--name", "Sam Reyes", "--email", "sam@provider.example")
    saas.done("permissions", "register", permissions)
    saas.done("tenant", "add", "harbor")
    saas.done("users", "add", "harbor", "Olivia Hart", "olivia@harbor.example", "--owner")
    saas.join("olivia", "--accept-terms")
    saas.done("license", "record-payment", "harbor", "INV-1", "--since", since, "--until", until)
    saas.done(
        "tenant", "setup", "harbor", "--legal-name", "Harbor Foods Ltd", "--country", "GB", "--language", "en",
        "--time-zone", "Europe/London", "--contact", "office@harbor.example",
    )  # fmt: skip
    saas.done("tenant", "activate", "harbor")
    olivia = ("--profile", "olivia")
    saas.done("departments", "add", "harbor", "Finance", *olivia)
    saas.done("departments", "add", "harbor", "Accounts", "--under", "Finance", *olivia)
    saas.done("departments", "add", "harbor", "Warehouse", *olivia)
    saas.done("roles", "add", "harbor", "Approver", "--permission", "invoices.*", *olivia)
    saas.done("roles", "add", "harbor", "Stock keeper", "--permission", "stock.adjust", *olivia)
    for name, email, role, place in (
        ("Mia Chen", "mia@harbor.example", "Approver", "Finance"),
        ("Jon Berg", "jon@harbor.example", "Stock keeper", "Warehouse"),
    ):
        saas.done("users", "add", "harbor", name, email, "--role", role, "--department", place, *olivia)
        saas.join(email.split("@")[0], by="olivia")


def _reader(capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[str, str]]:
    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return read


def _streams_kept() -> Callable[[], tuple[str, str]]:
    return lambda: ("", "")
