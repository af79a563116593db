"""The types of columns in the first revision, as they were then."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine


def Instant() -> TypeEngine[str]:  # noqa: N802 - as the tables of this revision name it
    """Make the type of an instant: text of fixed width on SQLite, timestamptz on PostgreSQL."""
    return sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def Json() -> TypeEngine[str]:  # noqa: N802
    """Make the type of a JSON value: text."""
    return sa.Text()
