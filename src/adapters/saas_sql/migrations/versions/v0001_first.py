"""The first schema: all tables, and the rules that the databases themselves enforce."""

from __future__ import annotations

from alembic import op

from saas_sql.migrations.first import access, credentials, guards, mail, tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    tables.create()
    access.create()
    mail.create()
    credentials.create()
    if op.get_bind().dialect.name == "postgresql":
        guards.guard_postgresql()
    else:
        guards.guard_sqlite()
