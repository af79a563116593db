"""The words of a request for paid work may be removed, when the person who made it is erased."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Let them be changed; SQLite grants no rights."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("GRANT UPDATE (title, text) ON engagement_requests TO saas_app_role")
