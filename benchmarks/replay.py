"""Recorded decisions asked again under other terms, over SQLite or PostgreSQL.

Clients have decisions of different people, and between them changes that answers rest on: a role is given after every
so many. Each decision is asked under both versions with the facts of its instant. What is counted is the time of one
replay of all of them, from opening the journal of the first client to the last answer.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.output import Figures, progressed
from benchmarks.record import postgres_of_the_tests
from saas_app import Application, initialize, open_application, settings_at
from saas_core.gate.noting import note_decision
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import EntryId
from saas_core.policy.decision import Question
from saas_core.policy.shipped import shipped_document
from saas_local import SystemIds
from saas_testing.clock import Clock
from saas_testing.kit import Client, Kit
from saas_testing.mailbox import Mailbox

DATABASES = ("sqlite", "postgres")
BEGINNING = datetime(2026, 6, 1, 9, tzinfo=UTC)
ACTIONS = ("topic.feature_usage", "exclusion.advanced_sms", "root.access", "invoices.approve", "support.open")
AFTER = (
    shipped_document()
    .replace(b'version = "2026-02"', b'version = "2027-01"')
    .replace(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"')
    .replace(b"grace_days = 0 ", b"grace_days = 7 ")
)


def measure(database: str, decisions: int, clients: int, changes: int) -> Figures:
    """Return how long it takes to ask all decisions again, and how many that is a second."""
    with _opened(database) as kit:
        kit.register("invoices.approve")
        each = decisions // clients
        for number in progressed(range(clients), "Recording", total=clients):
            _record(kit, kit.active_client(f"client-{number}", days=400), each, changes)
        began = time.perf_counter()
        view = kit.application.oversight.replays.replay(by=kit.staff, before=shipped_document(), after=AFTER, days=100)
        seconds = time.perf_counter() - began
    return {
        "database": database,
        "decisions": view.decisions,
        "clients": clients,
        "decisions_between_changes": changes,
        "changed": view.changed,
        "not_reproduced": view.not_reproduced,
        "seconds": round(seconds, 2),
        "decisions_per_second": round(view.decisions / seconds),
        "seconds_for_100000": round(seconds * 100_000 / max(view.decisions, 1), 1),
    }


def _record(kit: Kit, client: Client, decisions: int, changes: int) -> None:
    """Record decisions of the owner and a user, in units of work of a few; a role changes between these."""
    app: Application = kit.application
    user = kit.joined(client, permissions=("invoices.approve",))
    people: tuple[ClientUser, ...] = (client.owner.by, user.by)
    done, ids = 0, SystemIds()
    while done < decisions:
        kit.clock.at += timedelta(minutes=1)
        app.access.roles.create(
            by=client.owner.by, tenant_id=client.tenant_id, name=f"Role {done}", permissions=["invoices.approve"]
        )
        kit.clock.at += timedelta(minutes=1)
        some = min(changes, decisions - done)
        with app.store.begin(client.tenant_id) as work:
            for number in range(some):
                by, action = people[number % len(people)], ACTIONS[number % len(ACTIONS)]
                decision = app.gate.check(Question(client.tenant_id, by, action))
                note_decision(work, decision, EntryId(ids.new()))
            work.commit()
        done += some


@contextmanager
def _opened(database: str) -> Iterator[Kit]:
    """Open a kit over a new database of a kind."""
    with tempfile.TemporaryDirectory() as folder, _url(database, Path(folder)) as url:
        clock, mailbox = Clock(BEGINNING), Mailbox()
        settings = settings_at(Path(folder), database_url=url)
        initialize(settings)
        with open_application(settings, clock=clock, mailer=mailbox) as application:
            key = application.access.staff.first(name="Sam Reyes", email="sam@provider.example").key or ""
            yield Kit(
                application=application,
                clock=clock,
                mailbox=mailbox,
                staff=application.sign_in(key),
                staff_key=key,
            )


@contextmanager
def _url(database: str, folder: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder / 'saas.db'}"
        return
    cluster = postgres_of_the_tests().PostgresCluster()
    cluster.start()
    try:
        yield cluster.new_database()
    finally:
        cluster.stop()
