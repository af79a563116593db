"""The first schema: all tables, and what the databases themselves hold to."""

from __future__ import annotations

from alembic import op

from saas_sql.migrations.first import access, credentials, guards, mail, tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    tables.create()
    access.create()
    mail.create()
    credentials.create()
    if op.get_bind().dialect.name == "postgresql":
        guards.guard_postgresql()
    else:
        guards.guard_sqlite()
