"""All commands, gathered from the contexts, and `saas --help`, produced without importing anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from saas_cli.rows import Row
from saas_core.contexts import Context, Layer, modules_in
from saas_core.kernel.errors import InvalidValue, SaasError

GROUPS = ("Begin", "Ask", "Clients", "People", "Provider", "This shell")
"""Groups in order; groups of outside contexts follow them."""


SHELL = Context("shell")
"""The shell's own commands are found like those of a context."""


class CommandClaimedTwice(SaasError):
    """Two contexts have a command of the same name, so one of them could never be called; names both."""

    code = "COMMAND_CLAIMED_TWICE"


class Command(NamedTuple):
    """A row, and the full name of the command's module."""

    row: Row
    place: str


ABOUT = "May this actor of this client do this now: why, by which clause, until when, and what would help."

EXAMPLES = (
    ("saas demo", "see all of it at once"),
    ("saas init --name 'Sam Reyes' --email sam@provider.example", "begin in earnest"),
    ("saas decide harbor mia@harbor.example invoices.approve", "ask one question"),
)

EXITS = "Exit codes: 0 allowed or done, 3 refused, 2 wrong usage or input, 1 fault."


def commands_of(contexts: Iterable[Context]) -> Mapping[str, tuple[Command, ...]]:
    """Return all commands by group: those of the contexts, topmost first, and the shell's.

    A context has its rows in a package of `saas_cli.commands` or, for an outside context, in `<package>.saas_cli`, as
    `ROWS`; a context without rows is skipped. Raises CommandClaimedTwice.
    """
    groups: dict[str, list[Command]] = {title: [] for title in GROUPS}
    known: dict[str, str] = {}
    for each in _commands(contexts):
        if each.row.name in known:
            message = f"The command {each.row.name} is claimed by {known[each.row.name]} and by {each.place}."
            raise CommandClaimedTwice(message, field=each.row.name, remedy="Give one of them another name.")
        known[each.row.name] = each.place
        groups.setdefault(each.row.group, []).append(each)
    return {title: tuple(rows) for title, rows in groups.items() if rows}


def overview(contexts: Iterable[Context], *, bold: str = "", plain: str = "") -> str:
    """Return the help of `saas` itself; `bold` and `plain` are the terminal codes around headings."""
    lines = [f"{bold}Usage:{plain} saas COMMAND", "", ABOUT, ""]
    for title, commands in commands_of(contexts).items():
        lines.append(f"{bold}{title}{plain}")
        lines += [f"  {row.name:<12} {row.help}" for row, _ in commands]
        lines.append("")
    lines.append(f"{bold}Examples{plain}")
    lines += [f"  {command:<58} # {meaning}" for command, meaning in EXAMPLES]
    lines += [
        "",
        "Every command has --help with examples, --json, --profile NAME and --home FOLDER.",
        "The key comes from SAAS_KEY or a profile (saas profile list).",
        EXITS,
    ]
    return "\n".join(lines)


def require_command(word: str, contexts: Iterable[Context]) -> None:
    """Raise InvalidValue for a first argument that is not a command, naming the closest match."""
    names = [row.name for commands in commands_of(contexts).values() for row, _ in commands]
    if word in names:
        return
    # Imported only here, so that a command that exists starts sooner.
    from difflib import get_close_matches

    like = get_close_matches(word, names, n=1)
    message = f"{word[:60]!r} is not a command."
    raise InvalidValue(message, field="command", remedy=f"Did you mean {like[0]}?" if like else "See `saas --help`.")


def _commands(contexts: Iterable[Context]) -> Iterator[Command]:
    found = modules_in("saas_cli.commands", (*contexts, SHELL))
    for _, module in sorted(found, key=lambda each: each[0].layer is not Layer.ABOVE):
        yield from (Command(row, f"{module.__name__}.{row.module}") for row in module.ROWS)
