"""The tree of commands; every branch is imported when it is called."""

from __future__ import annotations

import re
from functools import cache

from cyclopts import App

from saas_cli.overview import ABOUT, commands_of
from saas_core.contexts import CONTEXTS, Context

WIDTH = 70


def branch(name: str, help_text: str, *lines: str) -> App:
    """Make the app of one subject with commands below it, its examples at the end of its help."""
    return App(name=name, help=help_text, help_epilogue=examples(*lines), version_flags=())


def single(name: str, *lines: str) -> App:
    """Make the app of a subject that is one command, its examples at the end of its help."""
    return App(name=name, help_epilogue=examples(*lines), version_flags=())


def examples(*lines: str) -> str:
    """Give examples as the end of a command's help; the tests read them back and parse each one.

    A long one is broken as a shell reads it, since what is wrapped by the terminal cannot be copied.
    """
    return "\n".join(("Examples:", *(f"  {_broken(each)}" for each in lines)))


def _broken(example: str) -> str:
    lines = [""]
    for part in re.split(r" (?=--)", example):
        if lines[-1] and len(lines[-1]) + len(part) > WIDTH:
            lines.append(part)
        else:
            lines[-1] = f"{lines[-1]} {part}".strip()
    return " \\\n      ".join(lines)


@cache
def shell(contexts: tuple[Context, ...] = CONTEXTS) -> App:
    """Make the app of `saas` itself with the commands of these contexts; raises CommandClaimedTwice."""
    root = App(name="saas", help=ABOUT, help_format="plaintext", version_flags=())
    for title, commands in commands_of(contexts).items():
        for row, place in commands:
            root.command(f"{place}:app", name=row.name, group=title)
    return root
