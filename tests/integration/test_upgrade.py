"""A database of a former commit is brought to the schema of today, loses nothing, and answers repeats as it did."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from attrs import asdict

from clock import Clock
from former import ACME, AT, BETA, VOUCH, everything_held
from saas_app import Application, initialize, open_application, settings_at
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.errors import KeyReused
from saas_core.kernel.ids import PROVIDER, DepartmentId, HoldId, StaffId, TenantId, UserId
from saas_core.kernel.journal import verify
from saas_core.licensing.policies.vouching import vouched_by
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import LicenseeKind
from saas_sql import SqlStore, migrate
from saas_sql.engine import ROLE
from simulated import Simulated

Anything = Any
UPGRADES = Path(__file__).parents[1] / "upgrades"
FORMER = "d1c0bc5"
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Give the kind of database."""
    return str(request.param)


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database as the former commit left it, with rows in every table."""
    return _restored(kind, "", request, tmp_path)


@pytest.fixture
def answered(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Application, sa.Engine]]:
    """Give the application of today over a database in which that of the former commit answered, and a way past it."""
    url = _restored(kind, "_answered", request, tmp_path)
    settings = settings_at(tmp_path / "home", database_url=url)
    settings.home.mkdir()
    shutil.copy(UPGRADES / f"{FORMER}_answered_key.json", settings.key_file)
    settings.key_file.chmod(0o600)
    initialize(settings)
    clock, engine = Clock(AT, timedelta()), sa.create_engine(url)
    with open_application(settings, clock=clock, payments=Simulated.of(clock).payments) as application:
        yield application, engine
    engine.dispose()


def _restored(kind: str, which: str, request: pytest.FixtureRequest, folder: Path) -> str:
    dump = (UPGRADES / f"{FORMER}_{kind}{which}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        file = folder / "former.db"
        connection = sqlite3.connect(file)
        connection.executescript(dump)
        connection.close()
        return f"sqlite:///{file}"
    cluster = request.getfixturevalue("postgres_cluster")
    # The role belongs to the cluster, not to the database that was dumped; a migration makes it.
    migrate(cluster.new_database())
    made: str = cluster.new_database()
    with psycopg.connect(made.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
        connection.execute(dump)
    return made


@pytest.fixture
def beneath(url: str) -> Iterator[sa.Engine]:
    """Yield a way past the store."""
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


def _rows(engine: sa.Engine) -> Rows:
    """Return every row of every table, as the database gives it, in one order."""
    with engine.connect() as connection:
        names = sorted(set(sa.inspect(connection).get_table_names()) - {"alembic_version"})
        found = {name: connection.exec_driver_sql(f"SELECT * FROM {name}").mappings().all() for name in names}
    return {name: sorted((dict(row) for row in rows), key=repr) for name, rows in found.items()}


RENAMED = {("break_glass_grants", "reason"): "why"}
"""Columns that have another name today."""


def test_every_table_of_the_former_commit_has_rows(beneath: sa.Engine) -> None:
    """A table without any would show nothing."""
    rows = _rows(beneath)
    assert len(rows) == 34
    assert [name for name, found in rows.items() if not found] == []


def test_an_upgrade_loses_no_row_and_no_value(url: str, beneath: sa.Engine) -> None:
    """A column holds the same values after the upgrade as before, in as many rows."""
    before = _rows(beneath)
    migrate(url)
    after = _rows(beneath)
    vouched = [row for row in after["journal_entries"] if row["action"] == VOUCH]
    assert len(vouched) == 2
    after["journal_entries"] = [row for row in after["journal_entries"] if row not in vouched]
    for rows in (before, after):
        # The head is that of the longer chain; drift that nobody has seen is open again.
        for row in (*rows["tenant_heads"], *rows["incidents"]):
            for name in ("epoch", "journal_position", "journal_hash", "ended_at"):
                row.pop(name, None)
    assert {name: len(after[name]) for name in before} == {name: len(found) for name, found in before.items()}
    for name, found in before.items():
        kept = [{column: row[RENAMED.get((name, column), column)] for column in found[0]} for row in after[name]]
        assert sorted(kept, key=repr) == found, name


def test_addresses_outside_ascii_are_compared_in_their_one_form_after_an_upgrade(
    kind: str, url: str, beneath: sa.Engine
) -> None:
    """Two former users who are one today stop no upgrade: both stay, and the doctor names them."""
    former = {
        1: ("max@bücher.example", "max@bücher.example", "max@bücher.example"),
        2: ("max@xn--bcher-kva.example", "max@xn--bcher-kva.example", "max@xn--bcher-kva.example"),
        3: ("Max@straße.example", "max@strasse.example", "max@xn--strae-oqa.example"),
        4: ("Zoë@ACME.example", "zoë@acme.example", "zoë@acme.example"),
        5: ("mia(c)@acme.example", "mia(c)@acme.example", "mia(c)@acme.example"),
    }
    ids = {number: UUID(int=number) for number in former}
    users = sa.table("users", *map(sa.column, ("tenant_id", "id", "name", "email", "email_key")))
    tenant = sa.literal(ACME) if kind == "postgresql" else sa.literal(str(ACME))
    with beneath.begin() as connection:
        for number, (email, key, _after) in former.items():
            which = ids[number] if kind == "postgresql" else str(ids[number])
            row = {"tenant_id": tenant, "id": which, "name": "Somebody", "email": email, "email_key": key}
            connection.execute(sa.insert(users).values(row))
        if kind == "postgresql":
            # Whoever owns the tables in production need not be a superuser, who sees everything.
            connection.exec_driver_sql("DROP ROLE IF EXISTS plain_owner")
            connection.exec_driver_sql(f"CREATE ROLE plain_owner LOGIN IN ROLE {ROLE}")
            for (name,) in connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
                connection.exec_driver_sql(f"ALTER TABLE {name} OWNER TO plain_owner")
            connection.exec_driver_sql("GRANT ALL ON SCHEMA public TO plain_owner")
    migrate(url.replace("owner@", "plain_owner@", 1) if kind == "postgresql" else url)
    with beneath.connect() as connection:
        found = {row.id: row.email_key for row in connection.execute(sa.select(users)) if row.id in _either(ids)}
    assert {UUID(str(user_id)).int: key for user_id, key in found.items()} == {
        number: after for number, (_email, _key, after) in former.items()
    }


def _either(ids: dict[int, UUID]) -> set[object]:
    return {*ids.values(), *map(str, ids.values()), *(each.hex for each in ids.values())}


def test_what_was_kept_is_read_through_the_store_of_today(url: str) -> None:
    """Everything comes back as the words beside the dumps say."""
    migrate(url)
    store = SqlStore(url)
    store.check()
    said = (UPGRADES / f"{FORMER}_held.txt").read_text(encoding="utf-8").splitlines()
    assert list(everything_held(store)) == said
    store.close()


def test_every_chain_verifies_after_the_upgrade(url: str) -> None:
    """Entries hash to what the chain says, the head is the last of them, and the chain goes on."""
    migrate(url)
    store = SqlStore(url)
    for tenant_id, length in ((PROVIDER, 1), (ACME, 4), (BETA, 4)):
        with store.read(tenant_id) as work:
            entries, head = work.journal.entries(), work.journal.head()
        assert head == (length, entries[-1].hash)
        assert verify(entries, head=head) is None
    store.close()


def test_the_journal_vouches_for_what_there_was_at_the_upgrade(url: str, beneath: sa.Engine) -> None:
    """Whatever the license held then; what is changed by hand afterwards is found."""
    migrate(url)
    store = SqlStore(url)
    for tenant_id in (ACME, BETA):
        with store.read(tenant_id) as work:
            vouched = [each for each in work.journal.entries() if each.action == VOUCH]
            assert [each.by for each in vouched] == ["system:upgrade"]
            entry = vouched[0]
            assert vouched_by(entry) == work.licenses.digests()
            assert len(vouched_by(entry)) > 1
    assert store.guard_findings() == ()
    store.close()


def test_a_reply_of_the_former_commit_is_still_the_answer(answered: tuple[Application, sa.Engine]) -> None:
    """Its first result comes back under the same key, though the secret of a key does not, and nothing is done."""
    application, beneath = answered
    first = json.loads((UPGRADES / f"{FORMER}_answered_first.json").read_text(encoding="utf-8"))
    before = _rows(beneath)
    repeats = dict(_repeats(application, first))
    assert set(repeats) == set(first) - {"who"}
    differing = {}
    for key, repeat in repeats.items():
        told = json.loads(json.dumps(asdict(repeat(key)), default=_plain))
        differing |= {(key, name): value for name, value in told.items() if first[key].get(name, value) != value}
    assert differing.keys() == TOLD_ANEW
    assert _rows(beneath) == before
    assert {row["key"] for row in before["replies"]} == set(repeats)


def test_a_key_of_the_former_commit_is_refused_for_another_request(answered: tuple[Application, sa.Engine]) -> None:
    """What was asked then is told from what is asked now by the digest that was kept."""
    application, beneath = answered
    first = json.loads((UPGRADES / f"{FORMER}_answered_first.json").read_text(encoding="utf-8"))
    before, repeats = _rows(beneath), dict(_repeats(application, first))
    for key, changed in OTHERS.items():
        with pytest.raises(KeyReused):
            repeats[key](key, **changed)
    assert _rows(beneath) == before


TOLD_ANEW = {("tenancy.configure_account", name) for name in ("account", "activated_at", "checklist", "missing")}
"""Names of an account are kept in no reply, so the client is shown as it is by now."""

OTHERS: dict[str, dict[str, Any]] = {
    "tenancy.add_tenant": {"slug": "rye"},
    "tenancy.configure_account": {"legal_name": "Rye Ltd"},
    "licensing.record_payment": {"invoice": "I-2"},
    "licensing.place_hold": {"why": "Resold again."},
    "licensing.lift_hold": {"why": "Paid."},
    "access.invite_user": {"name": "Ola"},
    "access.create_department": {"name": "Shops"},
    "access.create_department below": {"parent_id": None},
    "access.create_role": {"permissions": ["*"]},
    "access.create_api_key": {"name": "Till 2"},
}
"""What would be another request under the key of each command."""


def _repeats(application: Application, first: dict[str, Any]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Give what repeats each command that the maker of the dumps carried out, with the same fields."""
    tenant_id = TenantId(UUID(first["who"]["tenant"]))
    here: dict[str, Any] = {"tenant_id": tenant_id}
    staff = Staff(StaffId(UUID(first["who"]["staff"])), frozenset(first["who"]["allowed"]))
    owner = ClientUser(tenant_id, UserId(UUID(first["who"]["owner"])))
    access, licensing, tenancy = application.access, application.licensing, application.tenancy

    def repeat(do: Callable[..., Any], by: Actor, **given: Any) -> Callable[..., Any]:
        return lambda key, **changed: do(by=by, idempotency_key=key, **{**given, **changed})

    corn = {"slug": "corn", "kind": LicenseeKind.BUSINESS_OPERATOR}
    yield "tenancy.add_tenant", repeat(tenancy.add_tenant, staff, **corn)
    account = {"country": "GB", "time_zone": "Europe/London", "language": "en", "contact_email": "office@corn.example"}
    yield (
        "tenancy.configure_account",
        repeat(tenancy.configure_account, owner, **here, legal_name="Corn Ltd", **account),
    )
    paid = {"invoice": "I-1", "since": AT, "until": AT + timedelta(days=30)}
    yield "licensing.record_payment", repeat(licensing.record_payment, staff, **here, **paid)
    person = {"email": "Ola@corn.example", "name": "Ola Ünal", "owner": True}
    yield "access.invite_user", repeat(access.people.invite_user, owner, **here, **person)
    yield "tenancy.activate", repeat(tenancy.activate, staff, **here)
    yield "access.create_department", repeat(access.departments.create, owner, **here, name=" Sales ")
    parent = DepartmentId(UUID(first["access.create_department"]["department_id"]))
    yield (
        "access.create_department below",
        repeat(access.departments.create, owner, **here, name="Shops", parent_id=parent),
    )
    reading = ["audit.read"]
    yield "access.create_role", repeat(access.roles.create, owner, **here, name="Clerk", permissions=reading)
    yield "access.create_api_key", repeat(access.api_keys.create, owner, **here, name="Till", scopes=reading)
    yield "billing.subscribe", repeat(application.payments.subscribe, owner, **here)
    held = {"kind": HoldKind.ABUSE, "why": "Resold.", "clause": "0.2"}
    yield "licensing.place_hold", repeat(licensing.place_hold, staff, **here, **held)
    hold = HoldId(UUID(first["who"]["hold"]))
    yield "licensing.lift_hold", repeat(licensing.lift_hold, staff, **here, hold=hold, why="Settled.")


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset)) else str(getattr(value, "value", value))
