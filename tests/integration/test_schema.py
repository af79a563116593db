"""The schema that the migrations make is the one the code works on."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from saas_sql import migrate
from saas_sql.catalogue import outside_tenants, tables_in
from saas_sql.migrations.first.guards import TENANT_TABLES
from saas_sql.schema import MIGRATIONS, REVISIONS

Anything = Any


def test_the_migrations_make_the_tables_of_the_code(database: Anything) -> None:
    """Alembic finds no difference between the migrated database and the tables."""
    with database.beneath.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": database.kind == "postgresql"})
        declared = [each.metadata for each in tables_in().values()]
        assert compare_metadata(context, list(dict.fromkeys(declared))) == []


def test_the_code_knows_every_revision() -> None:
    """The list that is checked at the start, without loading Alembic, is Alembic's own."""
    script = ScriptDirectory(str(MIGRATIONS))
    assert tuple(each.revision for each in reversed(list(script.walk_revisions()))) == REVISIONS


def test_the_guards_stand_before_every_table() -> None:
    """A table left out of the first revision's guards would be open to every tenant."""
    assert set(TENANT_TABLES) == set(tables_in()) - outside_tenants()


def test_a_second_migration_changes_nothing(database: Anything, tenant: Anything, journaled: Anything) -> None:
    """What is there stays, and the check passes."""
    journaled(database.store, tenant)
    migrate(database.url)
    database.store.check()
    with database.store.read(tenant) as work:
        assert work.journal.head()[0] == 1
