"""Database storage for support."""

from __future__ import annotations

from saas_sql.support.tables import TABLES
from saas_sql.unit_of_work import SqlWork

__all__ = ["TABLES", "Ports"]


class Ports(SqlWork):
    """Repositories of tickets."""
