"""Database storage for engagements."""

from __future__ import annotations

from saas_sql.declaration import Tables
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)


class Ports(SqlWork):
    """Repositories of requests for paid work."""
