"""Recorded decisions asked again under other terms, over SQLite or PostgreSQL.

Clients have decisions of different people. Between them stand sign-ins, which change nothing that answers rest on, and
changes that do: a role is edited. How many decisions there are to one of either is chosen. Each decision is asked under
both versions with the facts of its instant. What is counted is the time of one replay of all of them, from opening the
first journal to the last answer, and the longest time in which its progress stood still.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from operator import sub
from pathlib import Path

from benchmarks.output import Figures, progressed
from benchmarks.record import postgres_of_the_tests
from saas_app import Application, initialize, open_application, settings_at
from saas_core.gate.comparing import LONGEST_DAYS
from saas_core.gate.noting import note_decision
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import EntryId
from saas_core.kernel.journal import JournalEntryDraft
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


def measure(database: str, decisions: int, clients: int, changes: int, sign_ins: int) -> Figures:
    """Return how long it takes to ask all decisions again, and how many that is a second."""
    moved: list[float] = []
    with _opened(database) as kit:
        kit.register("invoices.approve")
        each = decisions // clients
        for number in progressed(range(clients), "Recording", total=clients):
            _record(kit, kit.active_client(f"client-{number}", days=400), each, changes, sign_ins)
        began, worked = time.perf_counter(), time.process_time()
        view = kit.application.oversight.replays.replay(
            by=kit.staff,
            before=shipped_document(),
            after=AFTER,
            days=LONGEST_DAYS,
            progress=lambda _percent: moved.append(time.perf_counter()),
        )
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
    return {
        "database": database,
        "decisions": view.decisions,
        "clients": clients,
        "decisions_between_changes": changes,
        "decisions_between_sign_ins": sign_ins,
        "changed": view.changed,
        "not_reproduced": view.not_reproduced,
        "seconds": round(seconds, 2),
        "processor_seconds": round(worked, 2),
        "decisions_per_second": round(view.decisions / seconds),
        "seconds_for_100000": round(seconds * 100_000 / max(view.decisions, 1), 1),
        "longest_seconds_without_progress": round(max(map(sub, moved, (began, *moved))), 2),
    }


def _record(kit: Kit, client: Client, decisions: int, changes: int, sign_ins: int) -> None:
    """Record decisions of the owner and a user, in units of work of a few; a role changes between these."""
    app: Application = kit.application
    user = kit.joined(client, permissions=("invoices.approve",))
    people: tuple[ClientUser, ...] = (client.owner.by, user.by)
    acting = {"by": client.owner.by, "tenant_id": client.tenant_id}
    role = app.access.roles.create(**acting, name="Clerk", permissions=["account.manage"]).role_id
    ids = SystemIds()
    for done in range(0, decisions, changes):
        kit.clock.at += timedelta(minutes=1)
        app.access.roles.edit(
            **acting, role_id=role, permissions=[("account.manage", "audit.read")[done // changes % 2]]
        )
        kit.clock.at += timedelta(minutes=1)
        with app.store.begin(client.tenant_id) as work:
            for number in range(done, min(done + changes, decisions)):
                by, action = people[number % len(people)], ACTIONS[number % len(ACTIONS)]
                if number % sign_ins == 0:
                    work.journal.append(_sign_in(by, kit.clock.at, EntryId(ids.new())))
                decision = app.gate.check(Question(client.tenant_id, by, action))
                note_decision(work, decision, EntryId(ids.new()))
            work.commit()


def _sign_in(by: ClientUser, at: datetime, entry: EntryId) -> JournalEntryDraft:
    return JournalEntryDraft(id=entry, at=at, by=by, action="access.sign_in", subject=f"user:{by.user_id}", details={})


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
    try:
        yield cluster.new_database()
    finally:
        cluster.stop()
