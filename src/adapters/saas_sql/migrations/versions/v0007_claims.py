"""The index by which a worker claims its next task is in the very order of claiming.

Among many tasks that were due at one instant, such as those of all clients, the next one had to be sorted out each
time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the index, in place of the former one."""
    parked = sa.text("parked_at IS NULL")
    op.create_index(
        "ix_due_work_next",
        "due_work",
        ["due_at", "tenant_id", "kind", "subject"],
        postgresql_where=parked,
        sqlite_where=parked,
    )
    op.drop_index("ix_due_work_due_at", "due_work")
