"""Run a benchmark, such as `python -m benchmarks check --users 1000 --json`; `--help` lists them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    check,
    classifier,
    cli,
    clients,
    engagements,
    fleet,
    http,
    imports,
    intake,
    neighbors,
    record,
    replay,
    threads,
    tickets,
    users,
)
from benchmarks.output import Figures, tell
from benchmarks.timing import BATCH


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    _add_kinds(kinds)
    _add_replay(kinds)
    for each in kinds.choices.values():
        each.add_argument("--json", action="store_true", help="print one JSON object on one line")
    given = parser.parse_args()
    measures: dict[str, Callable[[], Figures]] = {
        "check": lambda: check.measure(
            check.Run(
                users=given.users,
                rounds=given.rounds,
                batch=given.batch,
                patience=given.patience,
                held=given.held,
                alone=given.alone,
            )
        ),
        "classifier": lambda: classifier.measure(given.cases, given.vocabulary, given.half),
        "threads": lambda: threads.measure(given.users, given.checks, given.rounds),
        "record": lambda: record.measure(given.database, given.rounds, given.batch),
        "replay": lambda: replay.measure(given.database, given.decisions, given.clients, given.changes, given.sign_ins),
        "fleet": lambda: fleet.measure(given.tenants, given.database, given.seconds),
        "clients": lambda: clients.measure(given.database, given.rounds, given.batch),
        "intake": lambda: intake.measure(given.database, given.rounds, given.batch),
        "neighbors": lambda: neighbors.measure(given.rounds, given.requests),
        "http": lambda: http.measure(given.rounds, given.batch),
        "imports": lambda: imports.measure(given.rounds),
        "engagements": lambda: engagements.measure(
            given.database, given.entries, given.approvals, given.rounds, given.batch
        ),
        "cli": lambda: cli.measure(given.rounds),
        "tickets": lambda: tickets.measure(given.many, given.few, given.clients, given.each, given.rounds),
        "users": lambda: users.measure(given.rows, given.database, second_run=not given.no_second_run),
    }
    tell(measures[given.kind](), as_json=given.json)


def _add_replay(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    replaying = kinds.add_parser("replay", help="recorded decisions asked again under other terms")
    replaying.add_argument("--database", choices=replay.DATABASES, default="sqlite", help="which (default sqlite)")
    replaying.add_argument("--decisions", type=int, default=100_000, help="decisions (default 100,000)")
    replaying.add_argument("--clients", type=int, default=20, help="clients that they are of (default 20)")
    replaying.add_argument("--changes", type=int, default=50, help="decisions between two changes (default 50)")
    replaying.add_argument("--sign-ins", type=int, default=1, help="decisions between two sign-ins (default 1)")


def _add_kinds(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    checking = kinds.add_parser("check", help="gate.check against a check written by hand, and against libraries")
    checking.add_argument("--users", type=int, default=1000, help="users of the client (default 1000)")
    checking.add_argument("--rounds", type=int, default=60, help="rounds of a batch for each contender (default 60)")
    checking.add_argument("--batch", type=int, default=BATCH, help="questions in a batch (default 500)")
    checking.add_argument("--patience", type=float, default=120, help="seconds a library may load (default 120)")
    checking.add_argument("--held", type=int, help="users that the gate may hold (default: twice as many as there are)")
    checking.add_argument("--alone", action="store_true", help="leave the libraries out")

    threading = kinds.add_parser("threads", help="checks a second on one gate, from one thread and from eight")
    threading.add_argument("--users", type=int, default=1000, help="users of the client (default 1000)")
    threading.add_argument("--rounds", type=int, default=5, help="rounds (default 5)")
    threading.add_argument("--checks", type=int, default=20_000, help="checks in a round (default 20,000)")

    recording = kinds.add_parser("record", help="decisions recorded a second, against bare inserts")
    recording.add_argument(
        "--database", choices=record.DATABASES, default="sqlite", help="which store (default sqlite)"
    )
    recording.add_argument("--rounds", type=int, default=20, help="rounds (default 20)")
    recording.add_argument("--batch", type=int, default=50, help="decisions in a round (default 50)")

    serving_many = kinds.add_parser("fleet", help="checks of many clients, one a second each, against a single one")
    serving_many.add_argument("--tenants", type=int, default=1000, help="clients (default 1000)")
    serving_many.add_argument("--database", choices=fleet.DATABASES, default="sqlite", help="which (default sqlite)")
    serving_many.add_argument("--seconds", type=float, default=5, help="for how long they ask (default 5)")

    beginning = kinds.add_parser("clients", help="clients taken on a second, against bare inserts of the same rows")
    beginning.add_argument("--database", choices=clients.DATABASES, default="sqlite", help="which (default sqlite)")
    beginning.add_argument("--rounds", type=int, default=20, help="rounds (default 20)")
    beginning.add_argument("--batch", type=int, default=5, help="clients in a round (default 5)")

    importing = kinds.add_parser("imports", help="importing the gate against importing attrs and cattrs alone")
    importing.add_argument("--rounds", type=int, default=25, help="fresh processes of each kind (default 25)")

    shelling = kinds.add_parser("cli", help="commands that read one client's rows against importing SQLAlchemy alone")
    shelling.add_argument("--rounds", type=int, default=15, help="fresh processes of each kind (default 15)")

    people = kinds.add_parser("users", help="importing users against bare inserts of the same rows; who may, by pages")
    people.add_argument("--rows", type=int, default=100_000, help="users imported (default 100,000)")
    people.add_argument("--database", choices=users.DATABASES, default="sqlite", help="which (default sqlite)")
    people.add_argument("--no-second-run", action="store_true", help="do not import them a second time")

    taking = kinds.add_parser("intake", help="webhooks taken in a second, against two bare inserts in one transaction")
    taking.add_argument("--database", choices=intake.DATABASES, default="postgres", help="which (default postgres)")
    taking.add_argument("--rounds", type=int, default=20, help="rounds (default 20)")
    taking.add_argument("--batch", type=int, default=100, help="webhooks in a round (default 100)")

    serving = kinds.add_parser("http", help="checks over HTTP a second, against the same server answering a constant")
    serving.add_argument("--rounds", type=int, default=10, help="rounds (default 10)")
    serving.add_argument("--batch", type=int, default=4096, help="requests in a round (default 4,096)")

    beside = kinds.add_parser("neighbors", help="a client's checks over HTTP while another sends the worst it can")
    beside.add_argument("--rounds", type=int, default=5, help="rounds, each quiet and busy (default 5)")
    beside.add_argument("--requests", type=int, default=1000, help="checks in each half of a round (default 1,000)")

    recognizing = kinds.add_parser("classifier", help="how well requests are recognized, over labeled ones")
    recognizing.add_argument("--cases", type=Path, required=True, help="labeled requests, one JSON object a line")
    recognizing.add_argument("--vocabulary", type=Path, help="another vocabulary (default: the shipped one)")
    recognizing.add_argument("--half", choices=("all", "odd", "even"), default="all", help="which lines (default all)")

    engaging = kinds.add_parser("engagements", help="time recorded against bare inserts; invoices; evidence verified")
    engaging.add_argument("--database", choices=engagements.DATABASES, default="sqlite", help="which (default sqlite)")
    for name, default, what in (
        ("entries", 10_000, "time entries on one invoice"),
        ("approvals", 1000, "approvals whose evidence is verified"),
        ("rounds", 20, "rounds"),
        ("batch", 50, "time entries in a round"),
    ):
        engaging.add_argument(f"--{name}", type=int, default=default, help=f"{what} (default {default:,})")

    paging = kinds.add_parser("tickets", help="pages of few and of many tickets, of one client and of many")
    for name, default, what in (
        ("few", 1000, "tickets of one client"),
        ("many", 100_000, "tickets of one client"),
        ("clients", 1000, "clients with tickets"),
        ("each", 100, "tickets of each of them"),
        ("rounds", 60, "rounds"),
    ):
        paging.add_argument(f"--{name}", type=int, default=default, help=f"{what} (default {default:,})")


if __name__ == "__main__":
    main()
