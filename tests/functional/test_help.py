"""Help: every command shows examples, every example can be parsed, and the overview answers at once."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from inspect import BoundArguments
from typing import TYPE_CHECKING

import pytest
from cyclopts import App

from saas_cli.overview import EXAMPLES, commands_of
from saas_cli.root import shell as shell_of
from saas_core.contexts import CONTEXTS

if TYPE_CHECKING:
    from tests.functional.conftest import Saas


def _commands(branch: App, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], App]]:
    for name, child in branch.resolved_commands().items():
        if not name.startswith("-"):
            yield (*path, name), child
            yield from _commands(child, (*path, name))


app = shell_of()
ALL = dict(_commands(app))
LEAVES = {path: each for path, each in ALL.items() if each.default_command is not None}


def _examples(branch: App) -> list[str]:
    lines = str(branch.help_epilogue or "").replace("\\\n", " ").splitlines()
    return [each.strip() for each in lines[1:]]


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_shows_examples_and_a_sentence_in_its_help(path: tuple[str, ...], saas: Saas) -> None:
    """--help of each command ends with at least one example that begins with that command."""
    result = saas.done(*path, "--help")
    assert "Usage: saas " + " ".join(path) in result.out
    head, _, examples = result.out.partition("Examples:")
    assert len(head.splitlines()) > 2
    assert f"saas {path[0]}" in examples
    assert "\x1b[" not in result.out


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_example_in_the_help_can_be_parsed(path: tuple[str, ...]) -> None:
    """No example names an option or an argument that the command does not have."""
    examples = _examples(LEAVES[path])
    assert examples
    for each in examples:
        words = shlex.split(each.split(" > ")[0], comments=True)
        assert words[0] == "saas"
        assert tuple(words[1 : 1 + len(path)]) == path
        command, bound, _ignored = app.parse_args(words[1:], exit_on_error=False, print_error=False)
        assert command is LEAVES[path].default_command
        assert isinstance(bound, BoundArguments)


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_offers_json(path: tuple[str, ...], saas: Saas) -> None:
    """Each command can answer as JSON and act with a named profile."""
    out = saas.done(*path, "--help").out
    assert "--json" in out
    assert "--home" in out


def test_the_overview_names_every_command_and_real_examples(saas: Saas) -> None:
    """`saas` and `saas --help` show each command once, and examples that parse."""
    out = saas.done("--help").out
    assert saas.done().out == out
    for commands in commands_of(CONTEXTS).values():
        for row, _place in commands:
            assert f"  {row.name:<12} " in out
    for example, _ in EXAMPLES:
        app.parse_args(shlex.split(example)[1:], exit_on_error=False, print_error=False)


def test_the_overview_answers_in_less_than_four_tenths_of_a_second() -> None:
    """The best of five runs counts, since the machine may be busy with other tests."""
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "saas_cli", "--help"], check=True, capture_output=True, env=os.environ)
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.4


def test_help_of_a_command_imports_no_database() -> None:
    """Neither the application nor SQLAlchemy is imported before a command runs."""
    script = (
        "import sys; from saas_cli.__main__ import main; main(['roles', 'assign', '--help']);"
        "print([each for each in ('sqlalchemy', 'saas_app', 'saas_sql', 'alembic') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=os.environ)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_the_commands(shell: str, saas: Saas) -> None:
    """The script for each shell names commands and their subcommands."""
    script = saas.done("completion", "show", shell).out
    assert "departments" in script
    assert "record-payment" in script


def test_an_unknown_command_names_the_nearest(saas: Saas) -> None:
    """A slip of the fingers is answered with the command that was meant, exit code 2."""
    result = saas.wrong("decde", "harbor")
    assert "Did you mean decide?" in result.err
    assert "Did you mean" in saas.wrong("tenant", "ad").err
    assert saas.wrong("decide", "--json").problem["exit"] == 2


def test_the_version_is_told(saas: Saas) -> None:
    """`saas --version` tells the version of the distribution."""
    assert saas.done("--version").out.startswith("saas ")
