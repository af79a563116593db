"""Importing users: rows per second, compared with bare inserts of the same rows; and "who may" over all of them.

Both write the same columns of the same tables in the same database, in transactions of the same size: the import for
one client, the bare inserts, by the driver's own `executemany` without any domain logic, for another.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from attrs import frozen

from benchmarks.output import Figures
from saas_app import Application, initialize, open_application, settings_at
from saas_cli.progress import moving
from saas_core.access.import_rows import csv_rows
from saas_core.access.queries.views import ImportView
from saas_core.access.use_cases.imports import BATCH
from saas_core.access.values import UserState
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId, UserId
from saas_core.policy.decision import LicenseeKind
from saas_sql.access.tables import assignments, departments, roles, user_states, users
from saas_sql.engine import engine_for
from saas_sql.kernel import journal_entries

DATABASES = ("sqlite", "postgres")
TABLES = (users, user_states, assignments, journal_entries)
ASKED = "support.open"
PAGE = 50
ASKS = 9
"""The number of pages requested; the median counts."""


@frozen
class _Client:
    app: Application
    by: Actor
    tenant_id: TenantId

    def import_users(self, rows: int, text: str) -> ImportView:
        """Import the given number of users from the lines of a CSV file, with a progress bar."""
        with moving(text, rows) as move:
            return self.app.access.imports.import_users(
                by=self.by, tenant_id=self.tenant_id, rows=csv_rows(_lines(rows)), on_progress=move
            )

    def page_ms(self, after: UserId | None) -> float:
        """Return the median time of one page of "who may"."""
        taken = []
        for _ in range(ASKS):
            begun = time.perf_counter()
            found = self.app.access.queries.who_may(
                by=self.by, tenant_id=self.tenant_id, permission=ASKED, after=after, limit=PAGE
            )
            taken.append(time.perf_counter() - begun)
            _require(len(found) == PAGE, "a page of holders is not full")
        return round(sorted(taken)[ASKS // 2] * 1000, 2)


def measure(rows: int, database: str, *, second_run: bool = True) -> Figures:
    """Return rows per second of an import, its ratio to bare inserts, peak memory, and the time of a "who may" page."""
    with (
        tempfile.TemporaryDirectory(prefix="saas-bench-") as folder,
        _database(database, Path(folder)) as url,
        _client(url, Path(folder)) as client,
    ):
        begun, worked = time.perf_counter(), time.process_time()
        view = client.import_users(rows, "Importing users")
        seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
        _require((view.added, view.already, view.refused) == (rows, 0, ()), "not every row was added")
        again = None
        if second_run:
            begun = time.perf_counter()
            view = client.import_users(rows, "Importing them again")
            again = round(time.perf_counter() - begun, 1)
            _require((view.added, view.already) == (0, rows), "a user was added twice")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        bare = _bare(url, client.tenant_id, rows)
        late = _activated(url, client.tenant_id, rows)
        return {
            "database": database,
            "rows": rows,
            "seconds": round(seconds, 1),
            "seconds_own_cpu": round(cpu, 1),
            "rows_per_second": round(rows / seconds),
            "bare_inserts_seconds": round(bare, 1),
            "ratio_bare_inserts": round(seconds / bare, 2),
            "peak_rss_mb": round(peak),
            "seconds_second_run": again,
            "who_may_first_page_ms": client.page_ms(None),
            "who_may_late_page_ms": client.page_ms(late),
        }


def _lines(rows: int) -> Iterator[str]:
    yield "email,name,roles,department\n"
    for number in range(rows):
        place = f"Department {number % 10}" if number % 2 else ""
        yield f"user{number}@bench.example,Benchmark User {number},Clerk,{place}\n"


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    # A throwaway server, as in the tests, but with durable commits.
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from postgres import PostgresCluster

    cluster = PostgresCluster(durable=True)
    try:
        yield cluster.new_database()
    finally:
        cluster.stop()


@contextmanager
def _client(url: str, folder: Path) -> Iterator[_Client]:
    settings = settings_at(folder / "home", database_url=url)
    initialize(settings)
    with open_application(settings) as app:
        staff = app.access.staff
        by = staff.authenticate(str(staff.first(name="Sam", email="sam@provider.example").key))
        tenant_id = app.tenancy.add_tenant(by=by, slug="bench", kind=LicenseeKind.BUSINESS_OPERATOR).tenant_id
        app.access.roles.create(by=by, tenant_id=tenant_id, name="Clerk", permissions=[ASKED])
        for number in range(10):
            app.access.departments.create(by=by, tenant_id=tenant_id, name=f"Department {number}")
        yield _Client(app, by, tenant_id)


def _bare(url: str, tenant_id: TenantId, rows: int) -> float:
    """Write the imported rows again for another client; reading them is not timed."""
    engine = engine_for(url)
    sqlite = engine.dialect.name == "sqlite"
    other = uuid4()
    mine, theirs = (each.hex if sqlite else each for each in (tenant_id, other))
    mark = "?" if sqlite else "%s"
    connection = engine.raw_connection()
    cursor = connection.cursor()

    def copied(table: sa.Table, condition: str, *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        names = ", ".join(each.name for each in table.columns if each.name != "tenant_id")
        cursor.execute(f"SELECT {names} FROM {table.name} WHERE tenant_id = {mark} AND {condition}", (mine, *values))
        return [(theirs, *row) for row in cursor.fetchall()]

    def write(table: sa.Table, found: list[tuple[Any, ...]]) -> None:
        names = ", ".join(("tenant_id", *(each.name for each in table.columns if each.name != "tenant_id")))
        marks = ", ".join([mark] * len(table.columns))
        cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", found)

    for table in (roles, departments):
        write(table, copied(table, "true"))
    connection.commit()
    seconds, last, position = 0.0, UUID(int=0), 0
    with moving("Inserting them without the domain", rows) as move:
        for done in range(0, rows, BATCH):
            people = copied(users, f"id > {mark} ORDER BY id LIMIT {BATCH}", last.hex if sqlite else last)
            ids = (people[0][1], people[-1][1])
            found = [people]
            found += [copied(each, f"user_id BETWEEN {mark} AND {mark}", *ids) for each in (user_states, assignments)]
            entries = f"position > {mark} AND action = 'access.add_user' ORDER BY position LIMIT {BATCH}"
            found.append(copied(journal_entries, entries, position))
            last, position = UUID(str(ids[1])), found[-1][-1][1]
            connection.commit()
            begun = time.perf_counter()
            if sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            for table, batch in zip(TABLES, found, strict=True):
                write(table, batch)
            connection.commit()
            seconds += time.perf_counter() - begun
            move(done + len(people))
    connection.close()
    engine.dispose()
    return seconds


def _activated(url: str, tenant_id: TenantId, rows: int) -> UserId:
    """Activate all users at once, which no command does, and return one near the end."""
    engine = engine_for(url)
    with engine.begin() as connection:
        states, held = user_states.c.tenant_id == tenant_id, assignments.c.tenant_id == tenant_id
        connection.execute(sa.update(user_states).where(states).values(state=UserState.ACTIVE))
        connection.execute(sa.update(assignments).where(held).values(user_active=True))
        query = sa.select(users.c.id).where(users.c.tenant_id == tenant_id).order_by(users.c.id)
        late = connection.execute(query.offset(rows - rows // 10).limit(1)).scalar_one()
    if engine.dialect.name != "sqlite":
        # Changing a million rows at once leaves as many dead ones, which a live server would have vacuumed by the next
        # query.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE) user_states, assignments")
    engine.dispose()
    return UserId(late)


def _require(right: bool, otherwise: str) -> None:  # noqa: FBT001
    if not right:
        raise AssertionError(otherwise)
