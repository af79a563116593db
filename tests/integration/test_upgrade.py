"""A database of a former commit, with rows in every table, is brought to the schema of today and loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from former import ACME, BETA, everything_held
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.journal import verify
from saas_sql import SqlStore, migrate
from saas_sql.engine import ROLE

Anything = Any
UPGRADES = Path(__file__).parents[1] / "upgrades"
FORMER = "d1c0bc5"
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database as the former commit left it."""
    dump = (UPGRADES / f"{FORMER}_{request.param}.sql").read_text(encoding="utf-8")
    if request.param == "sqlite":
        file = tmp_path / "former.db"
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
    assert {name: len(after[name]) for name in before} == {name: len(found) for name, found in before.items()}
    for name, found in before.items():
        kept = [{column: row[column] for column in found[0]} for row in after[name]]
        assert sorted(kept, key=repr) == found, name


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
    for tenant_id, length in ((PROVIDER, 1), (ACME, 3), (BETA, 3)):
        with store.read(tenant_id) as work:
            entries, head = work.journal.entries(), work.journal.head()
        assert head == (length, entries[-1].hash)
        assert verify(entries, head=head) is None
    store.close()
