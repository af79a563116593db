"""The column types of the first revision, as they were then."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine


def Instant() -> TypeEngine[str]:  # noqa: N802 - as the tables of this revision name it
    """Return the type of an instant: fixed-width text on SQLite, timestamptz on PostgreSQL."""
    return sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def Json() -> TypeEngine[str]:  # noqa: N802
    """Return the type of a JSON value: text."""
    return sa.Text()
