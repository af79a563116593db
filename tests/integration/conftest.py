"""Databases as operators have them, and ways to reach past the store as a thief or a fault would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import frozen
from saas_sql import SqlStore, migrate
from uuid_utils.compat import uuid7

from saas_core.kernel.actors import System
from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.journal import Note

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@frozen
class Database:
    """A migrated database: its URL, the store on it, and an engine that goes past the store."""

    url: str
    store: SqlStore
    beneath: sa.Engine

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.beneath.dialect.name

    def run(self, *statements: str) -> None:
        """Carry out statements as whoever owns the database."""
        with self.beneath.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Give all rows of a query, as whoever owns the database."""
        with self.beneath.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open a database that was migrated."""
    database = Database(url, SqlStore(url), sa.create_engine(url))
    yield database
    database.store.close()
    database.beneath.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the URL of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'saas.db'}"


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    """Give a migrated SQLite database."""
    migrate(sqlite_url)
    with opened(sqlite_url) as database:
        yield database


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    """Give a migrated PostgreSQL database."""
    with opened(postgres_url) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Give each kind of database in turn, migrated."""
    kept: Database = request.getfixturevalue(request.param)
    return kept


@pytest.fixture
def tenant() -> TenantId:
    """Give a tenant's id."""
    return TenantId(uuid7())


@pytest.fixture
def journaled() -> Callable[..., None]:
    """Give a way to write entries into a tenant's journal, each in a unit of work of its own."""

    def write(store: Any, tenant_id: TenantId, times: int = 1) -> None:
        for number in range(times):
            with store.begin(tenant_id) as work:
                work.journal.append(Note(EntryId(uuid7()), AT, System("test"), "tests.do", "thing", {"n": number}))
                work.commit()

    return write
