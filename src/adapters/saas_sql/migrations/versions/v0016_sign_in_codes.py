"""Codes of six digits beside sign-in links, for the browser in which somebody asked to sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("sign_in_links", sa.Column("device_hash", sa.Text(), nullable=True))
    op.add_column("sign_in_links", sa.Column("code_hash", sa.Text(), nullable=True))
    op.add_column("sign_in_links", sa.Column("tries", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT UPDATE (tries) ON sign_in_links TO saas_app_role")
