"""Whatever the application offers is in the table of calls, so no promise forgets a new use case."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from calls import CALLS, KEYED, found
from saas_cli import commands
from saas_cli.commands.licensing.recording import Caller
from saas_core.kernel.errors import SaasError
from two_clients import World, Worlds

ID = re.compile(r"\b[A-Z]\w*Id\b|RoleGrant|Change\b|Question|Decision\b")


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Return a maker of worlds in memory, which fills one and copies it."""
    return Worlds("memory", tmp_path_factory.mktemp("worlds"), lambda: None)


@pytest.fixture
def world(worlds: Worlds) -> Iterator[World]:
    """Yield a world in memory."""
    with worlds.fresh() as made:
        yield made


def test_every_use_case_has_a_row(world: World) -> None:
    """One that was added lacks its row, one that is gone has one too many."""
    assert set(found(world.application)) == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_a_row_gives_every_id_that_its_use_case_takes(name: str, world: World) -> None:
    """A parameter that carries an id, alone or inside something, is given, and every name given is a parameter."""
    method = found(world.application)[name]
    given = CALLS[name].ready(world, world.told.acme)
    parameters = inspect.signature(method).parameters
    assert set(given) <= set(parameters)
    carrying = {each for each, told in parameters.items() if ID.search(str(told.annotation))}
    assert {each for each in carrying if given.get(each) is None} == set()


def test_no_preparation_depends_on_being_the_first(world: World) -> None:
    """What a row needs is brought about again in a world where it was before, or refused in our own words."""
    for _ in range(2):
        for call in CALLS.values():
            with suppress(SaasError):
                call.ready(world, world.told.acme)


def test_what_changes_something_can_be_repeated_by_its_key(world: World) -> None:
    """Every change takes an idempotency key, but for those that are their own: a link, a mail, an answer."""
    without = {
        name
        for name, method in found(world.application).items()
        if CALLS[name].entries is not None and KEYED not in inspect.signature(method).parameters
    }
    assert without == {
        "access.sign_in.ask",
        "access.sign_in.complete",
        "access.sign_in.complete_with_code",
        "access.sign_in.sign_out",
        "access.staff.first",
        # What is decided about an estimate is decided once: whoever comes again gets the receipt, or the fact.
        "engagements.approving.approve",
        "engagements.approving.decline",
        "engagements.approving.identify",
        "engagements.approving.present",
        "engagements.approving.send_code",
        "engagements.deciding.approve",
        "engagements.deciding.decline",
        "engagements.deciding.present",
        "gate.ask",
        "gate.record",
        # Whatever the host does with a credential is the host's own to repeat.
        "integrations.credentials.use",
        "work.worker.drain",
    }


def test_every_command_at_the_shell_hands_the_key_on(world: World) -> None:
    """A use case that takes an idempotency key in Python takes one at the shell too."""
    keyed = {name for name, method in found(world.application).items() if KEYED in inspect.signature(method).parameters}
    folder = Path(commands.__file__).parent
    calls = [
        (path.name, each.lineno, ast.unparse(each.func).rpartition("app.")[2], set(_words(each)))
        for path in sorted(folder.rglob("*.py"))
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.Call)
    ]
    assert sum(name in keyed for _file, _line, name, _words in calls) > 30
    assert [(file, line) for file, line, name, words in calls if name in keyed and KEYED not in words] == []


def _words(call: ast.Call) -> Iterator[str]:
    """Yield the names of what is handed on; the commands of licensing hand on a whole `Caller`."""
    for each in call.keywords:
        if each.arg is not None:
            yield each.arg
        elif ast.unparse(each.value) == "caller":
            yield from Caller.__annotations__
