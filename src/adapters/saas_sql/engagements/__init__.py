"""Database storage for engagements."""

from __future__ import annotations

from functools import cached_property

from saas_sql.engagements.requests import SqlEngagements
from saas_sql.engagements.tables import TABLES
from saas_sql.unit_of_work import SqlWork

__all__ = ["TABLES", "Ports"]


class Ports(SqlWork):
    """Repositories of engagements."""

    @cached_property
    def engagements(self) -> SqlEngagements:
        """The tenant's engagements."""
        return SqlEngagements(self.session)
