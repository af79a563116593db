"""Mails that came in, reply addresses, and an index of files that no message names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from saas_sql.migrations.first.types import Instant

revision = "0010"
down_revision = "0009"

_OWN = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"
_STATES = "'waiting', 'taken', 'repeated', 'refused', 'parked'"
_REASONS = (
    "'automatic', 'bounce', 'list', 'own_mark', 'virus', 'too_large', 'content_missing', 'from_unclear', "
    "'not_aligned', 'no_token', 'token_unknown', 'token_expired', 'sender_is_another', 'empty', 'reopen_window_over', "
    "'reopened_too_often', 'too_many', 'not_permitted', 'ticket_closed'"
)
_CHANGES = {
    "incoming_mails": "size, kept, state, reason, sender, message, fingerprint, client_id, ticket_id, reopened, "
    "decided_at, answered_at",
    "reply_addresses": "expires_at",
}


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "incoming_mails",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("reopened", sa.Boolean(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint(f"state IN ({_STATES})", name="ck_incoming_mails_mailinstate"),
        sa.CheckConstraint(f"reason IN ({_REASONS})", name="ck_incoming_mails_mailinreason"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_incoming_mails"),
    )
    _index("incoming_mails", "received_at", "received_at", "id")
    _index("incoming_mails", "state", "state", "received_at", "id")
    _index("incoming_mails", "sender", "sender", "decided_at")
    _index("incoming_mails", "message", "message")
    _index("incoming_mails", "fingerprint", "fingerprint")
    _index("incoming_mails", "ticket_id", "ticket_id", "decided_at")
    op.create_table(
        "reply_addresses",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "token", name="pk_reply_addresses"),
    )
    _index("reply_addresses", "expires_at", "expires_at")
    loose = sa.text("message_id IS NULL")
    op.create_index(
        "ix_ticket_files_loose", "ticket_files", ["tenant_id", "author_id"], sqlite_where=loose, postgresql_where=loose
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard()


def _index(table: str, name: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{name}", table, ["tenant_id", *columns])


def _guard() -> None:
    """Isolate the tenants in the new tables, and let the application change what may change."""
    for table, changes in _CHANGES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ({changes}), DELETE ON {table} TO saas_app_role")
