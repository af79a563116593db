"""Presentation of answers: colors and bars on a terminal only, JSON for programs, columns for people."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from attrs import frozen

from saas_cli.present import Screen, width
from saas_views.presenting import as_json

if TYPE_CHECKING:
    from pathlib import Path

    from tests.functional.conftest import Saas


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Color(Enum):
    RED = "red"


@frozen
class Inner:
    number: int


@frozen
class View:
    id: UUID
    at: datetime
    color: Color
    names: frozenset[str]
    inner: tuple[Inner, ...]


def _on_terminal(*words: str) -> str:
    """Run the program with stdout and stderr on a terminal, and give all it wrote."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen([sys.executable, "-m", "saas_cli", *words], stdout=theirs, stderr=theirs, env=environ)
    os.close(theirs)
    chunks = []
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    process.wait()
    os.close(ours)
    return b"".join(chunks).decode()


def test_a_view_becomes_json_with_ids_and_instants_as_text() -> None:
    """Sets are sorted, so that the same view is the same text."""
    view = View(UUID(int=7), datetime(2026, 11, 23, 9, tzinfo=UTC), Color.RED, frozenset("ba"), (Inner(1),))
    assert as_json(view) == {
        "id": "00000000-0000-0000-0000-000000000007",
        "at": "2026-11-23T09:00:00Z",
        "color": "red",
        "names": ["a", "b"],
        "inner": [{"number": 1}],
    }


def test_columns_line_up_for_wide_and_combining_letters() -> None:
    """East Asian letters take two columns, accents none."""
    assert [width(each) for each in ("abc", "東京", "e\u0301")] == [3, 4, 1]
    out = io.StringIO()
    Screen(as_json=False, out=out).table([], ("NAME", "X"), [("東京", 1), ("Ada", 2)], empty="")
    assert out.getvalue().splitlines() == ["NAME  X", "東京  1", "Ada   2"]


def test_a_text_of_others_begins_no_line_and_steers_no_terminal() -> None:
    """Whatever a command prints goes through here: further lines are set in, and a cell of a table has one."""
    said = "See my note.\nagreed  clause:1.1\r\x1b[2J\u202ex\u2028whole"
    out = io.StringIO()
    screen = Screen(as_json=False, out=out)
    screen.answer({}, f"    {said}", "می\u200cخواهم")
    screen.card({}, "Title", [("why", said)])
    screen.table([], ("WHY", "X"), [(said, 1)], empty="")
    screen.line(said)
    told = out.getvalue()
    assert all(each in told for each in ("        agreed  clause:1.1\n", "\\x1b[2J\\u202ex", "می\u200cخواهم"))
    assert not any(each in told for each in "\r\x1b\u202e\u2028")
    lines = told.splitlines()
    assert [each for each in lines if each.startswith(("agreed", "\\x1b", "whole"))] == []
    assert lines[-5].startswith("See my note. agreed  clause:1.1 \\x1b")
    Screen(as_json=True, out=(written := io.StringIO())).answer({"why": said + "\ud800"})
    assert written.getvalue().strip().isprintable()
    assert json.loads(written.getvalue()) == {"why": said + "\ud800"}


def test_colors_stay_and_nothing_else_that_steers_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen(as_json=False, out=Terminal())
    screen.answer({}, screen.paint("a\x1b[8mb\nc", "red"))
    assert screen.out.getvalue() == "\x1b[31ma\\x1b[8mb\n    c\x1b[0m\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colors_need_a_terminal_that_wants_them(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR and a dumb terminal switch them off."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen(as_json=False, out=Terminal())
    assert screen.paint("x", "red") == "\x1b[31mx\x1b[0m"
    monkeypatch.setenv(name, value)
    assert screen.paint("x", "red") == "x"


def test_a_decision_is_colored_on_a_terminal(harbor: Saas) -> None:
    """The verdict is; with NO_COLOR it is not."""
    words = ("decide", "harbor", "olivia@harbor.example", "root.access")
    assert "\x1b[31mDENIED\x1b[0m" in _on_terminal(*words)
    os.environ["NO_COLOR"] = "1"
    try:
        assert "\x1b[" not in _on_terminal(*words)
    finally:
        del os.environ["NO_COLOR"]
    assert harbor.home.exists()


def test_an_import_shows_a_bar_on_a_terminal(harbor: Saas, tmp_path: Path) -> None:
    """And says in the end what it did."""
    file = tmp_path / "users.csv"
    file.write_text("name,email\n" + "".join(f"User {n},user{n}@harbor.example\n" for n in range(1200)))
    told = _on_terminal("users", "import", "harbor", str(file), "--profile", "olivia")
    assert "Importing users" in told
    assert "1200/1200" in told
    assert "1200 users added" in told
    assert harbor.home.exists()
