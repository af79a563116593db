"""Two-person acts take two persons: where staff and keys come from, reasons, confirmations and uses of grants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant

revision = "0003"
down_revision = "0002"

_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_PROVIDER = "00000000-0000-0000-0000-000000000000"
_REASONS = "'last_administrator_locked_out', 'security_incident', 'client_wish'"


def upgrade() -> None:
    """Add the columns and tables."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column("keys", sa.Column("link_id", sa.Uuid(), nullable=True))
    op.add_column("staff", sa.Column("since", Instant(), nullable=True))
    op.add_column("staff", sa.Column("made_by", sa.Text(), nullable=True))
    if postgresql:
        # The owner of the tables, too, sees the rows of one tenant at a time.
        op.execute(f"SELECT set_config('app.tenant_id', '{_PROVIDER}', true)")
    op.execute("UPDATE staff SET since = changed_at")
    if postgresql:
        op.execute("SELECT set_config('app.tenant_id', '', true)")
    # Former grants had a text, and no reason of the closed list.
    op.execute("ALTER TABLE break_glass_grants RENAME COLUMN reason TO why")
    op.execute(
        "ALTER TABLE break_glass_grants ADD COLUMN reason VARCHAR(40) "
        f"CONSTRAINT ck_break_glass_grants_grantreason CHECK (reason IN ({_REASONS}))"
    )
    op.add_column("break_glass_grants", sa.Column("by_client", sa.Boolean(), nullable=True))
    op.add_column("break_glass_grants", sa.Column("confirmed_by", sa.Uuid(), nullable=True))
    _grant_uses()
    _keyed_links()
    if postgresql:
        _guard()


def _grant_uses() -> None:
    op.create_table(
        "grant_uses",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["break_glass_grants.tenant_id", "break_glass_grants.id"],
            name="fk_grant_uses_break_glass_grants",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_grant_uses"),
    )
    op.create_index("ix_grant_uses_grant_id", "grant_uses", ["tenant_id", "grant_id", "id"])


def _keyed_links() -> None:
    op.create_table(
        "keyed_links",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["break_glass_grants.tenant_id", "break_glass_grants.id"],
            name="fk_keyed_links_break_glass_grants",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_keyed_links"),
        sa.UniqueConstraint("tenant_id", "token_hash", name="uq_keyed_links_token_hash"),
    )
    op.create_index("ix_keyed_links_holder", "keyed_links", ["tenant_id", "holder", "created_at"])


def _guard() -> None:
    """Isolate the tenants in the new tables, and let the application change what may change."""
    changes = {"grant_uses": "UPDATE (revoked_at)", "keyed_links": "UPDATE (used_at, revoked_at), DELETE"}
    for table, change in changes.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"GRANT SELECT, INSERT, {change} ON {table} TO saas_app_role")
    op.execute("GRANT UPDATE (confirmed_by) ON break_glass_grants TO saas_app_role")
