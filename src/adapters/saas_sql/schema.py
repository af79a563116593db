"""The schema's version: created and upgraded by `migrate`, checked before use."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from saas_core.contexts import CONTEXTS, Context
from saas_core.kernel.errors import StoreVersion
from saas_sql.catalogue import tables_in
from saas_sql.column_types import POSTGRES
from saas_sql.declaration import rules_of, with_all_conditions
from saas_sql.engine import engine_for
from saas_sql.faults import translated
from saas_sql.guards import guards_of

REVISIONS = tuple(f"{number:04}" for number in range(1, 19))
"""Every known revision of the schema, oldest first; this code works on the last one."""

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str, contexts: tuple[Context, ...] = CONTEXTS) -> None:
    """Upgrade a database to the schema of this code, creating it if there is none.

    The shipped migrations cover the shipped tables. Missing tables of outside contexts are created from their
    declarations, with all their guards; changing an existing one is up to the context that declares it.

    A missing SQLite file is created, but not its folder. Nothing happens if the schema is already current. Raises
    StoreVersion if the schema is newer than this code, StoreUnavailable if the database cannot be used.
    """
    # Alembic is imported here alone, because nothing but a migration needs it and it is slow to load.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    engine = engine_for(url, create=True)
    try:
        with translated(), engine.begin() as connection:
            if connection.dialect.name == POSTGRES:
                # Concurrent migrations run one after the other; the number identifies only this lock.
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(7301)))
            if not _known(_version(connection)):
                config = Config()
                config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            for table in _tables_from_outside(contexts):
                if not _there(connection, table):
                    make_table(connection, table)
    finally:
        engine.dispose()


def make_table(connection: sa.Connection, table: sa.Table) -> None:
    """Create a table as declared, with all its guards."""
    with_all_conditions(table).create(connection)
    for statement in guards_of(table, connection.dialect.name):
        connection.execute(sa.text(statement))


def check_schema(engine: Engine, contexts: tuple[Context, ...] = CONTEXTS) -> None:
    """Raise StoreVersion if the schema is missing, older or newer than this code."""
    with translated(), engine.connect() as connection:
        version = _version(connection)
        current = _known(version)
        missing = current and any(not _there(connection, each) for each in _tables_from_outside(contexts))
    if not current or missing:
        message = "The database has no schema yet." if version is None else "The schema is older than this code."
        raise StoreVersion(message, remedy="Migrate the database.")


def _tables_from_outside(contexts: tuple[Context, ...]) -> tuple[sa.Table, ...]:
    shipped = tables_in(tuple(each for each in contexts if not each.package))
    return tuple(table for name, table in tables_in(contexts).items() if name not in shipped)


def _there(connection: sa.Connection, table: sa.Table) -> bool:
    """Return whether an outside context's table exists; raises StoreVersion if its shape differs."""
    inspector = sa.inspect(connection)
    if not inspector.has_table(table.name):
        return False
    if {each["name"] for each in inspector.get_columns(table.name)} != {each.name for each in table.columns}:
        message = f"The table {table.name} differs from its declaration in {rules_of(table).place}."
        raise StoreVersion(message, remedy="Change it as that context requires, then migrate.")
    return True


def _known(version: str | None) -> bool:
    """Return whether the schema is current; raises StoreVersion for a newer one."""
    if version is not None and version not in REVISIONS:
        message = "The schema is newer than this code."
        raise StoreVersion(message, remedy="Update this code to the version that last migrated the database.")
    return version == REVISIONS[-1]


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])
