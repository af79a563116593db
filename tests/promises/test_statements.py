"""The statements of each command: which tables it reads and writes, and how often, as a table to be read.

A statement more is a round trip more for everybody, and few notice one. A line of `statements.txt` names a command, the
tables read from one after the other, and those written to; a table named twice takes two statements. Beginning,
committing and the tenant's head, which every change reads under its lock and writes, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from calls import CALLS, CHANGING, use
from two_clients import Worlds

TABLE = Path(__file__).with_name("statements.txt")
_STATEMENT = re.compile(r"\s*(?:SELECT .*?\bFROM|INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)", re.DOTALL)
_HEAD = "tenant_heads"


def specified() -> dict[str, str]:
    """Return the table: what is read and written, by command."""
    lines = (line.partition(":") for line in TABLE.read_text().splitlines() if line)
    return {name: told.strip() for name, _colon, told in lines}


@contextmanager
def hearing(engine: sa.Engine) -> Iterator[list[str]]:
    """Hear every statement that is sent."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)


def told(heard: list[str]) -> str:
    """Return a line of the table."""
    parts: dict[str, list[str]] = {"reads": [], "writes": []}
    for statement in heard:
        found = _STATEMENT.match(statement)
        if found is not None and found[1] != _HEAD:
            parts["reads" if statement.lstrip().startswith("SELECT") else "writes"].append(found[1])
    return "; ".join(f"{does} {', '.join(tables)}" for does, tables in parts.items() if tables)


@pytest.mark.parametrize("worlds", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", CHANGING)
def test_a_command_takes_just_the_statements_that_are_written_down(worlds: Worlds, name: str) -> None:
    """Each table read and written, in order."""
    call = CALLS[name]
    with worlds.bare() if call.bare else worlds.fresh() as world:
        carry_out = use(world.application, name)
        arguments = call.ready(world, world.told.acme)
        with hearing(world.application.store._engine) as heard:
            carry_out(**arguments)
    assert told(heard) == specified().get(name, "")


def test_each_command_is_written_down_once() -> None:
    """In the order of the alphabet, and nothing else is."""
    lines = [line.partition(":")[0] for line in TABLE.read_text().splitlines()]
    assert lines == sorted(set(lines))
    assert set(lines) == set(CHANGING)
