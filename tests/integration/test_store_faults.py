"""Errors of a store whose database is missing, closed, full, damaged, gone, or of another version."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import event
from uuid_utils.compat import uuid7

from saas_core.access.model import Assignment, User
from saas_core.kernel.errors import InvalidValue, StoreFault, StoreUnavailable, StoreVersion
from saas_core.kernel.ids import AssignmentId, RoleId, TenantId, UserId
from saas_core.policy.shipped import shipped_terms
from saas_sql import SqlStore, migrate
from saas_sql.heads import tenant_heads
from saas_sql.schema import REVISIONS

Anything = Any
AT = shipped_terms().effective_from
NOBODY = 65534
DISCONNECT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def _user(name: str = "Ada") -> User:
    user_id = uuid7()
    return User(id=UserId(user_id), name=name, email=f"{user_id.hex}@example.com")


def _add(store: SqlStore, tenant: TenantId, *users: User) -> None:
    with store.begin(tenant) as work:
        for user in users:
            work.users.save(user, AT)
        work.commit()


@contextmanager
def _unprivileged() -> Iterator[None]:
    """Act as an ordinary user, for whom the rights of files count."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    """Opening a store on a path without a file says so, with a remedy, and leaves no file behind."""
    store = SqlStore(f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(StoreUnavailable, match="migrate"):
        store.check()
    with pytest.raises(StoreUnavailable), store.begin(TenantId(uuid7())):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root:hunter2@h/d", "hunter2", ""])
def test_another_kind_of_database_is_refused_without_showing_its_url(url: str) -> None:
    """The message names the field and the remedy, and no password."""
    with pytest.raises(InvalidValue) as refused:
        SqlStore(url)
    assert refused.value.field == "database_url"
    assert "hunter2" not in str(refused.value)


def test_a_file_that_can_only_be_read_is_read_and_not_changed(tenant: TenantId) -> None:
    """A change says that the store can only be read; the state stays what it was."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "saas.db"
        migrate(f"sqlite:///{file}")
        user = _user()
        store = SqlStore(f"sqlite:///{file}")
        _add(store, tenant, user)
        store.close()
        Path(folder).chmod(0o755)
        for each in Path(folder).iterdir():
            each.chmod(0o444)
        with _unprivileged():
            shut = SqlStore(f"sqlite:///{file}")
            with pytest.raises(StoreUnavailable, match="only be read"):
                _add(shut, tenant, _user())
            shut.close()
        with store.read(tenant) as work:
            assert work.users.page(None, 10, None) == (user,)
        store.close()


def test_a_full_disk_changes_nothing_and_says_so(sqlite_url: str, tenant: TenantId) -> None:
    """A unit of work that does not fit is undone whole; small ones go on afterwards."""
    migrate(sqlite_url)

    def little_room(connection: Anything, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 8}")

    event.listen(sa.Engine, "connect", little_room)
    try:
        store = SqlStore(sqlite_url)
        with pytest.raises(StoreUnavailable, match="full"):
            _add(store, tenant, *(_user("x" * 200) for _ in range(2000)))
        with store.read(tenant) as work:
            assert work.users.page(None, 10, None) == ()
        _add(store, tenant, _user())
        store.close()
    finally:
        event.remove(sa.Engine, "connect", little_room)


@pytest.mark.parametrize("damage", [b"no database at all, but long enough to be looked at" * 100, b"SQLite format 3\0"])
def test_a_damaged_file_is_called_damaged(tmp_path: Path, damage: bytes) -> None:
    """The remedy is a backup; no vendor's error comes through."""
    file = tmp_path / "saas.db"
    file.write_bytes(damage)
    with pytest.raises(StoreFault) as fault:
        SqlStore(f"sqlite:///{file}").check()
    assert fault.value.remedy
    with pytest.raises(StoreFault):
        migrate(f"sqlite:///{file}")


def test_a_page_destroyed_is_called_damaged(sqlite_url: str, tenant: TenantId, journaled: Anything) -> None:
    """Damage inside a file that opens is told when it is met."""
    migrate(sqlite_url)
    store = SqlStore(sqlite_url)
    journaled(store, tenant, 200)
    store.close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(file.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    file.write_bytes(content)
    with pytest.raises(StoreUnavailable, match="backup"), store.read(tenant) as work:
        work.journal.entries()
    store.close()


def test_a_file_locked_by_another_is_busy(sqlite: Anything, tenant: TenantId, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that waits too long says to try again; reading goes on meanwhile."""
    monkeypatch.setattr("saas_sql.engine.BUSY_MILLISECONDS", 50)
    impatient = SqlStore(sqlite.url)
    with sqlite.store.begin(tenant) as work:
        work.users.save(_user(), AT)
        with pytest.raises(StoreUnavailable, match="Try again"), impatient.begin(tenant):
            pass
        with impatient.read(tenant) as reading:
            assert reading.users.page(None, 10, None) == ()
        work.commit()
    impatient.close()


def test_a_server_that_is_not_there_is_out_of_reach() -> None:
    """Neither the address nor the password is repeated."""
    store = SqlStore("postgresql+psycopg://saas:hunter2@/saas?host=/nowhere/at/all")
    for attempt in (store.check, lambda: store.epoch(TenantId(uuid7()))):
        with pytest.raises(StoreUnavailable, match="reached") as fault:
            attempt()
        assert "hunter2" not in str(fault.value)
    with pytest.raises(StoreUnavailable):
        migrate("postgresql+psycopg://saas:hunter2@/saas?host=/nowhere/at/all")


def test_a_connection_lost_in_the_middle_undoes_the_work(postgres: Anything, tenant: TenantId) -> None:
    """The unit of work fails as unavailable, nothing of it lasts, and the next one gets a new connection."""
    with postgres.store.begin(tenant) as work:
        work.users.save(_user(), AT)
        work.users.page(None, 10, None)
        postgres.run(DISCONNECT)
        with pytest.raises(StoreUnavailable):
            work.users.page(None, 10, None)
        with pytest.raises(StoreFault):
            work.commit()
    user = _user()
    _add(postgres.store, tenant, user)
    with postgres.store.read(tenant) as work:
        assert work.users.page(None, 10, None) == (user,)


def test_a_unit_of_work_that_failed_is_not_committed_by_halves(
    database: Anything, tenant: TenantId, journaled: Anything
) -> None:
    """A commit after a caught store error raises again, and nothing is kept."""
    journaled(database.store, tenant)
    again = _user()
    foreign = Assignment(
        id=AssignmentId(uuid7()), user_id=again.id, role_id=RoleId(uuid7()), department_id=None, since=AT
    )
    with database.store.begin(tenant) as work:
        work.users.save(again, AT)
        work.assignments.add(foreign)
        for attempt in (lambda: work.users.page(None, 10, None), work.commit):
            with pytest.raises(StoreFault):
                attempt()
    with database.store.read(tenant) as work:
        assert work.users.page(None, 10, None) == ()


def test_idle_connections_lost_meanwhile_are_replaced(postgres: Anything, tenant: TenantId) -> None:
    """A restart of the server between two transactions is not noticed, of whatever kind the next one is."""
    store = postgres.store
    assert store.epoch(tenant) == 0
    ways = (
        lambda: store.epoch(tenant),
        lambda: _add(store, tenant, _user()),
        lambda: store.signals.find("stripe", "evt_1"),
        lambda: store.signals.forget(AT, 1),
    )
    for way in ways:
        postgres.run(DISCONNECT)
        assert _answers(way)


def _answers(way: Callable[[], object]) -> bool:
    try:
        way()
    except StoreUnavailable:
        return False
    return True


def test_a_server_that_only_reads_says_so(postgres: Anything, tenant: TenantId) -> None:
    """A standby is read, and a change is told that the store can only be read."""
    ((name,),) = postgres.ask("SELECT current_database()")
    postgres.run(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    standby = SqlStore(postgres.url)
    assert standby.epoch(tenant) == 0
    with pytest.raises(StoreUnavailable, match="only be read"), standby.begin(tenant):
        pass
    standby.close()


def test_a_tenant_held_too_long_is_busy(postgres: Anything, tenant: TenantId, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a tenant longer than the limit is told to try again, after three attempts."""
    monkeypatch.setattr("saas_sql.engine.LIMITS", {"lock_timeout": "50ms"})
    with postgres.store.begin(tenant) as work:
        work.users.save(_user(), AT)
        with pytest.raises(StoreUnavailable, match="Try again"), postgres.store.begin(tenant):
            pass
        work.commit()
    assert postgres.store.epoch(tenant) == 1


def test_a_database_without_schema_asks_to_be_migrated(tmp_path: Path, postgres_cluster: Anything) -> None:
    """An empty database is told apart from an older one, and a read before the check says it too."""
    sqlite3.connect(tmp_path / "empty.db").close()
    for url in (f"sqlite:///{tmp_path / 'empty.db'}", postgres_cluster.new_database()):
        store = SqlStore(url)
        with pytest.raises(StoreVersion, match="Migrate"):
            store.check()
        with pytest.raises(StoreFault), store.read(TenantId(uuid7())):
            pass
        store.close()


def test_a_newer_schema_is_left_alone(database: Anything) -> None:
    """Neither the store nor the migration touches it; both say to update the code."""
    database.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreVersion, match="newer"):
        database.store.check()
    with pytest.raises(StoreVersion, match="newer"):
        migrate(database.url)
    assert database.ask("SELECT version_num FROM alembic_version") == [("9999",)]


def test_an_older_schema_asks_to_be_migrated(database: Anything, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema that this code knows as a former one is called older."""
    monkeypatch.setattr("saas_sql.schema.REVISIONS", (*REVISIONS, "9998"))
    with pytest.raises(StoreVersion, match="older"):
        database.store.check()


def test_a_commit_that_failed_is_no_burden_to_the_next_one(
    database: Anything, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transaction is undone and its connection is used again, so neither it nor another one finds a lock."""

    def full(_connection: object) -> None:
        raise sqlite3.OperationalError if database.kind == "sqlite" else psycopg.OperationalError

    ada, bob = _user("Ada"), _user("Bob")
    with monkeypatch.context() as patch:
        patch.setattr(database.store._engine.dialect, "do_commit", full)
        # PostgreSQL is told to commit together with the last changes.
        patch.setattr("saas_sql.driver.COMMIT", "COMMIT OR ELSE")
        with pytest.raises(StoreFault):
            _add(database.store, tenant, ada)
    locked = False
    try:
        with database.beneath.begin() as another:
            another.exec_driver_sql("PRAGMA busy_timeout=100" if database.kind == "sqlite" else "SET lock_timeout='1s'")
            another.execute(sa.delete(tenant_heads))
    except sa.exc.OperationalError:
        locked = True
    assert not locked
    _add(database.store, tenant, bob)
    with database.store.read(tenant) as work:
        assert work.users.page(None, 10, None) == (bob,)
