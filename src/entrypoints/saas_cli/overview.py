"""The table of all commands, and `saas --help` drawn from it without importing anything else."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A command as the overview shows it: its name, the module that carries it out, one line of help."""

    name: str
    module: str
    help: str


GROUPS: dict[str, tuple[Row, ...]] = {
    "Begin": (
        Row("demo", "demo", "Tell the whole story on a database of its own, each line with verdict and clause."),
        Row("init", "init", "Prepare the database and make the first member of staff."),
        Row("doctor", "doctor", "Look whether everything is in order, and say what to do."),
    ),
    "Ask": (
        Row("decide", "decide", "May this user do this now? Verdict, clause, reasons, remedy."),
        Row("why", "why", "The same answer, explained fact by fact."),
        Row("who-may", "who_may", "Who may do this here, and through which assignment."),
    ),
    "Clients": (
        Row("tenant", "tenant", "Clients: add, show, setup, activate."),
        Row("license", "license", "Licenses: show, subscribe, record-payment, hold, cancel, forecast."),
        Row("invitations", "invitations", "Invitations: send, accept."),
    ),
    "People": (
        Row("users", "users", "Users of a client: add, import, list, deactivate."),
        Row("departments", "departments", "The tree of departments: add, list, move, rename, remove."),
        Row("roles", "roles", "Roles: add, edit, list, delete, assign, unassign."),
    ),
    "Provider": (
        Row("terms", "terms", "Versions of the terms: show, check, diff, publish."),
        Row("permissions", "permissions", "The platform's own permissions: register, list."),
        Row("staff", "staff", "Members of staff: add, list, deactivate."),
        Row("worker", "worker", "Carry out what was decided, such as mail; try again what failed."),
        Row("serve", "serve", "Serve the HTTP entrance, where Stripe tells its news."),
        Row("inbox", "inbox", "What providers told: list, show, replay."),
        Row("mail", "mail", "Letters, how far mails came, who gets none: list, preview, sent, suppressed, lift."),
        Row("outbox", "outbox", "What waits to be carried out: list, retry."),
        Row("journal", "journal", "The audit trail: show, verify, checkpoint."),
    ),
    "This shell": (
        Row("profile", "profile", "Whose key the commands use: list, use."),
        Row("completion", "completion", "Completion of words in bash, zsh and fish."),
    ),
}

ABOUT = "May this actor of this client do this now: why, by which clause, until when, and what would help."

EXAMPLES = (
    ("saas demo", "see all of it at once"),
    ("saas init --name 'Sam Reyes' --email sam@provider.example", "begin in earnest"),
    ("saas decide harbor mia@harbor.example invoices.approve", "ask one question"),
)

EXITS = "Exit codes: 0 allowed or done, 3 refused, 2 wrong usage or input, 1 fault."


def overview(*, bold: str = "", plain: str = "") -> str:
    """Draw the help of `saas` itself; `bold` and `plain` are the terminal codes around headings."""
    lines = [f"{bold}Usage:{plain} saas COMMAND", "", ABOUT, ""]
    for title, rows in GROUPS.items():
        lines.append(f"{bold}{title}{plain}")
        lines += [f"  {row.name:<12} {row.help}" for row in rows]
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
