"""Indexes by which people search a journal: by actor, action and subject."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the indexes."""
    for name in ("actor", "action", "subject"):
        op.create_index(f"ix_journal_entries_{name}", "journal_entries", ["tenant_id", name, "position"])
