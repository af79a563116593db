"""The tree of commands; each branch is imported when called."""

from __future__ import annotations

import re
from functools import cache

from cyclopts import App

from saas_cli.overview import ABOUT, commands_of
from saas_core.contexts import CONTEXTS, Context

WIDTH = 70


def branch(name: str, help_text: str, *lines: str) -> App:
    """Return the app of a subject with subcommands, with examples at the end of its help."""
    return App(name=name, help=help_text, help_epilogue=examples(*lines), version_flags=())


def single(name: str, *lines: str) -> App:
    """Return the app of a single command, with examples at the end of its help."""
    return App(name=name, help_epilogue=examples(*lines), version_flags=())


def examples(*lines: str) -> str:
    """Return examples as the end of a command's help; the tests parse each one.

    A long example is broken with shell continuations, since lines wrapped by the terminal cannot be copied.
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
    """Return the app of `saas` itself with the commands of these contexts; raises CommandClaimedTwice."""
    root = App(name="saas", help=ABOUT, help_format="plaintext", version_flags=())
    for title, commands in commands_of(contexts).items():
        for row, place in commands:
            root.command(f"{place}:app", name=row.name, group=title)
    return root
