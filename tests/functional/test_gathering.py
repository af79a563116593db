"""Commands are found by the list of contexts, of outside ones too, and no name is given twice."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from saas_cli.__main__ import main
from saas_cli.overview import CommandClaimedTwice, commands_of
from saas_core.contexts import CONTEXTS, Context

ROWS = """
from saas_cli.rows import Row

ROWS = (Row("Notes", "COMMAND", "notes", "Notes: add."),)
"""
COMMANDS = """
from saas_cli.options import READING, Common
from saas_cli.present import screen
from saas_cli.root import branch, examples

app = branch("notes", "Notes: add.", "saas notes add milk")


@app.command(help_epilogue=examples("saas notes add milk"))
def add(text: str, /, *, common: Common = READING) -> None:
    screen(as_json=common.as_json).answer({"text": text}, f"Added {text}.")
"""
NAMES = (f"notes_at_the_shell_{number}" for number in itertools.count())


def _outside(folder: Path, monkeypatch: pytest.MonkeyPatch, command: str = "notes") -> Context:
    """Write an outside context."""
    name = next(NAMES)
    commands = folder / name / "saas_cli"
    commands.mkdir(parents=True)
    (folder / name / "__init__.py").touch()
    (commands / "__init__.py").write_text(ROWS.replace("COMMAND", command), encoding="utf-8")
    (commands / "notes.py").write_text(COMMANDS, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    return Context("notes", package=name)


def test_a_context_from_outside_brings_its_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They stand in the help under a group of their own, and run; a shell that was not given them knows none."""
    contexts = (*CONTEXTS, _outside(tmp_path, monkeypatch))
    assert main([], contexts=contexts) == 0
    assert "Notes\n  notes        Notes: add.\n" in capsys.readouterr().out
    assert main(["notes", "add", "milk", "--json"], contexts=contexts) == 0
    assert capsys.readouterr().out == '{"text": "milk"}\n'
    assert main(["notes", "add", "milk"]) == 2


@pytest.mark.parametrize(
    ("command", "first"), [("users", "saas_cli.commands.access.users"), ("demo", "saas_cli.commands.shell.demo")]
)
def test_a_command_that_is_claimed_twice_fails_at_start(
    command: str, first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever was asked; both places are named."""
    outside = _outside(tmp_path, monkeypatch, command)
    contexts = (*CONTEXTS, outside)
    with pytest.raises(CommandClaimedTwice) as fault:
        commands_of(contexts)
    assert f"{outside.package}.saas_cli.notes" in fault.value.message
    assert first in fault.value.message
    for words in (["--help"], ["license", "show", "harbor"]):
        assert main(words, contexts=contexts) == 1
        assert first in capsys.readouterr().err


def test_the_help_imports_rows_alone() -> None:
    """Whatever a package of commands imports beside its rows, everybody who asks for help would wait for."""
    script = (
        "import sys; from saas_cli.__main__ import main; main(['--help']);"
        "commands = {each for each in sys.modules if each.startswith('saas_cli.commands.')};"
        "print(len(commands) > 5, sorted(each for each in commands if each.count('.') > 2),"
        " sorted({'attr', 'attrs', 'cyclopts', 'saas_app', 'json'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "True [] []"
