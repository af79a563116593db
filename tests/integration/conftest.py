"""Databases as operators have them, and ways to reach past the store as a thief or a fault would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import frozen
from uuid_utils.compat import uuid7

from mailed import newest_token
from saas_app import Application, initialize, open_application, settings_at
from saas_core.kernel.actors import Actor, ClientUser, System
from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.policy.decision import LicenseeKind
from saas_local import SystemClock
from saas_sql import SqlStore, migrate
from street import Street
from street import opened as opened_street

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
        """Return all rows of a query, as whoever owns the database."""
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
    """Return the URL of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'saas.db'}"


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    """Yield a migrated SQLite database."""
    migrate(sqlite_url)
    with opened(sqlite_url) as database:
        yield database


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    """Yield a migrated PostgreSQL database."""
    with opened(postgres_url) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Return each kind of database in turn, migrated."""
    kept: Database = request.getfixturevalue(request.param)
    return kept


@frozen
class Company:
    """An application with one active client, and everything secret that was told on the way."""

    application: Application
    tenant_id: TenantId
    staff: Actor
    owners: tuple[ClientUser, ...]
    secrets: tuple[str, ...]


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Iterator[Company]:
    """Yield an active client with two active owners, set up through the use cases."""
    settings = settings_at(tmp_path / "home", database_url=database.url)
    initialize(settings)
    with open_application(settings) as application:
        access, told = application.access, []
        first = access.staff.first(name="Sam", email="sam@provider.example").key
        told.append(str(first))
        staff = access.staff.authenticate(str(first))
        tenant_id = application.tenancy.add_tenant(by=staff, slug="acme", kind=LicenseeKind.END_USER).tenant_id
        application.tenancy.configure_account(
            by=staff,
            tenant_id=tenant_id,
            legal_name="Acme",
            country="DE",
            time_zone="Europe/Berlin",
            language="de",
            contact_email="office@acme.example",
        )
        since = SystemClock().now()
        application.licensing.record_payment(
            by=staff, tenant_id=tenant_id, invoice="1", since=since, until=since + timedelta(days=30)
        )
        owners: list[ClientUser] = []
        for name in ("ada", "bob"):
            by = owners[0] if owners else staff
            access.people.invite_user(
                by=by, tenant_id=tenant_id, email=f"{name}@acme.example", name=name.title(), owner=True
            )
            # The link waits in the outbox, sealed; the dump of a database may be taken at this moment too.
            application.work.worker.drain(tenant_id=tenant_id)
            token = newest_token(settings.mail_folder)
            terms = access.invitations.look(token=token).terms_to_accept
            accepted = access.invitations.accept(token=token, accept_terms=terms)
            owners.append(ClientUser(tenant_id, accepted.user_id))
            told += [token, accepted.key]
            if len(owners) == 1:
                application.tenancy.activate(by=staff, tenant_id=tenant_id)
        access.people.invite_user(by=owners[0], tenant_id=tenant_id, email="eve@acme.example", name="Eve")
        yield Company(application, tenant_id, staff, tuple(owners), tuple(told))


@pytest.fixture
def tenant() -> TenantId:
    """Return a tenant's id."""
    return TenantId(uuid7())


@pytest.fixture
def journaled() -> Callable[..., None]:
    """Return a way to write entries into a tenant's journal, each in a unit of work of its own."""

    def write(store: Any, tenant_id: TenantId, times: int = 1) -> None:
        for number in range(times):
            with store.begin(tenant_id) as work:
                draft = JournalEntryDraft(EntryId(uuid7()), AT, System("test"), "tests.do", "thing", {"n": number})
                work.journal.append(draft)
                work.commit()

    return write


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def street(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Street]:
    """Yield an empty street over each kind of store."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    else:
        url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'street.db'}"
    with opened_street(url, tmp_path) as made:
        yield made


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Street]:
    """Yield an empty street in memory."""
    with opened_street("memory:", tmp_path) as made:
        yield made
