"""The shell as a test calls it: in this process, over a home folder and profiles of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from saas_cli.__main__ import main


@frozen
class Result:
    """What one command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - a test reads into it
        """The answer on stdout, read as JSON."""
        return json.loads(self.out)

    @property
    def problem(self) -> Any:  # noqa: ANN401 - a test reads into it
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
def saas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Saas]:
    """A shell over nothing yet: no database, no profile."""

    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    yield make_saas(tmp_path, monkeypatch, read)


def ahead(days: int) -> str:
    """Give the instant so many days from now, as one types it."""
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
