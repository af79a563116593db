"""The schema's version: made and raised by `migrate`, checked before use."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from saas_core.kernel.errors import StoreVersion
from saas_sql.engine import engine_for
from saas_sql.faults import translated

REVISIONS = ("0001",)
"""Every revision of the schema that this code knows, oldest first; it works on the last one."""

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str) -> None:
    """Bring a database to the schema of this code, making it from nothing where there is none.

    An SQLite file is made when it is missing, its folder is not. Nothing happens when the schema is already right.
    Raises StoreVersion when the schema is newer than this code, StoreUnavailable when the database cannot be used.
    """
    # Alembic is imported here alone, because nothing but a migration needs it and it is slow to load.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    engine = engine_for(url, create=True)
    try:
        with translated(), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Two that migrate at once do it one after the other; the number means nothing but this lock.
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(7301)))
            if not _known(_version(connection)):
                config = Config()
                config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
    finally:
        engine.dispose()


def check_schema(engine: Engine) -> None:
    """Raise StoreVersion when the schema is missing, older or newer than this code."""
    with translated(), engine.connect() as connection:
        version = _version(connection)
    if not _known(version):
        message = "The database has no schema yet." if version is None else "The schema is older than this code."
        raise StoreVersion(message, remedy="Migrate the database.")


def _known(version: str | None) -> bool:
    """Tell whether the schema is the one of this code; raises StoreVersion for a newer one."""
    if version is not None and version not in REVISIONS:
        message = "The schema is newer than this code."
        raise StoreVersion(message, remedy="Update this code to the version that last migrated the database.")
    return version == REVISIONS[-1]


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])
