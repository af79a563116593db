"""Workers on real databases: many at once, killed at every step, woken by news."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from clock import Clock
from saas_core.kernel.ids import EffectId, TenantId
from saas_core.kernel.tasks import EFFECTS
from saas_core.kernel.work import Effect
from saas_core.work.effects import Effects
from saas_core.work.worker import LEASE, Tally, Worker
from saas_local import SystemClock, SystemIds
from saas_sql import SqlStore

Anything = Any
AGGREGATES, EACH, WORKERS = 30, 5, 4


def _put(store: SqlStore, tenant_id: TenantId, aggregate: str, *names: str) -> None:
    with store.begin(tenant_id) as work:
        for name in names:
            effect = Effect(EffectId(uuid7()), SystemClock().now(), "mail", aggregate, {"name": name})
            work.outbox.put(effect)
        work.commit()


def _worker(store: SqlStore, carrier: Any, later: timedelta = timedelta(0)) -> Worker:
    clock = Clock(SystemClock().now() + later)
    effects = Effects(transactions=store, clock=clock, carriers={"mail": carrier})
    return Worker(tasks=store.tasks, clock=clock, ids=SystemIds(), handlers={EFFECTS: effects}, chance=lambda: 0.0)


class Carried:
    """Keeps what was carried out."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.told: list[tuple[str, str]] = []

    def carry_out(self, _tenant_id: Any, effect: Effect) -> None:
        """Keep it, after a moment in which others may come."""
        time.sleep(0.001)
        self.told.append((effect.aggregate, str(effect.body["name"])))


def test_many_workers_carry_out_everything_once_and_in_order(database: Anything) -> None:
    """However they meet; the effects of an aggregate never overtake each other."""
    tenants = [TenantId(uuid7()) for _ in range(3)]
    for number in range(AGGREGATES):
        _put(database.store, tenants[number % 3], f"user:{number}", *(str(each) for each in range(EACH)))
    carried, tallies = Carried(), []

    def work() -> None:
        store = SqlStore(database.url)
        try:
            tallies.append(_worker(store, carried).drain())
        finally:
            store.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    assert sum(each.done for each in tallies) == AGGREGATES * EACH
    assert set(Counter(carried.told).values()) == {1}
    for number in range(AGGREGATES):
        assert [name for aggregate, name in carried.told if aggregate == f"user:{number}"] == list("01234")
    assert database.ask("SELECT count(*) FROM due_work") == [(0,)]
    assert database.ask("SELECT count(*) FROM outbox WHERE done_at IS NULL") == [(0,)]


# Carries effects out by writing their names into a file; dies at the step that is named, in its second effect.
DYING = """
import os, sys
from saas_core.work import effects
from saas_core.work.worker import Worker
from saas_core.kernel.tasks import EFFECTS
from saas_local import SystemClock, SystemIds
from saas_sql import SqlStore
from saas_sql.store import SqlWork

url, file, step = sys.argv[1:]
count = [0]

def die(where):
    if where == step and count[0] == 2:
        os.kill(os.getpid(), 9)

class Carrier:
    def carry_out(self, tenant_id, effect):
        count[0] += 1
        die("before it is carried out")
        with open(file, "a") as told:
            told.write(effect.body["name"])
        die("before it is marked")

commit = SqlWork.commit

def committing(work):
    if work.outbox.first("user:1") is None or count[0] == 2:
        work.session.send()
        die("before the mark is committed")
    commit(work)
    die("after the mark is committed")

SqlWork.commit = committing
store = SqlStore(url)
carrier = effects.Effects(transactions=store, clock=SystemClock(), carriers={"mail": Carrier()})
Worker(
    tasks=store.tasks, clock=SystemClock(), ids=SystemIds(), handlers={EFFECTS: carrier}, chance=lambda: 0.0
).drain()
"""


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("before it is carried out", "abc"),
        ("before it is marked", "abbc"),
        ("before the mark is committed", "abbc"),
        ("after the mark is committed", "abc"),
    ],
)
def test_a_killed_worker_loses_nothing(database: Anything, tmp_path: Path, step: str, told: str) -> None:
    """Its lease over, another one goes on where it ended; at most the effect at hand leaves twice."""
    tenant_id, file = TenantId(uuid7()), tmp_path / "told"
    _put(database.store, tenant_id, "user:1", "a", "b", "c")
    command = [sys.executable, "-c", DYING, database.url, str(file), step]
    ended = subprocess.run(command, check=False, capture_output=True, timeout=60)
    assert ended.returncode == -signal.SIGKILL, ended.stderr

    class Writing:
        def carry_out(self, _tenant_id: Any, effect: Effect) -> None:
            with file.open("a") as out:
                out.write(str(effect.body["name"]))

    assert _worker(database.store, Writing()).drain() == Tally()
    assert _worker(database.store, Writing(), LEASE + timedelta(seconds=1)).drain().failed == 0
    assert file.read_text() == told
    assert database.ask("SELECT count(*) FROM due_work") == [(0,)]
    assert database.ask("SELECT count(*) FROM outbox WHERE done_at IS NULL") == [(0,)]


def test_who_waits_is_woken_by_what_is_decided(database: Anything) -> None:
    """Long before the time it would wait; on SQLite by looking again soon."""
    with database.store.waiting() as wait:
        wait(0.01)
        decided = threading.Timer(0.2, lambda: _put(database.store, TenantId(uuid7()), "user:1", "a"))
        decided.start()
        begun = time.monotonic()
        carried = Carried()
        while not carried.told and time.monotonic() < begun + 20:
            wait(15)
            _worker(database.store, carried).drain()
        decided.join()
    assert carried.told == [("user:1", "a")]
    assert time.monotonic() < begun + 14


def test_a_database_that_is_away_is_waited_for(postgres: Anything) -> None:
    """The time that was given, and no error; afterwards it is listened to again."""
    with postgres.store.waiting() as wait:
        wait(0.01)
        name = postgres.ask("SELECT current_database()")[0][0]
        postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )
        wait(0.2)
        wait(0.01)
