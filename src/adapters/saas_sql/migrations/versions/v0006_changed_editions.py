"""The feed of changed editions: one place where a process finds every tenant whose answers may have changed.

It begins empty: a process looks for what changes while it runs, and reads the rest from the tenants' own rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, which stands outside the tenants and holds nothing but ids and numbers."""
    op.create_table(
        "changed_editions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_changed_editions"),
    )
    op.create_index("ix_changed_editions_change", "changed_editions", ["change"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT SELECT, INSERT, UPDATE ON changed_editions TO saas_app_role")
