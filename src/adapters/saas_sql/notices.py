"""Notices in the database."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

import sqlalchemy as sa

from saas_core.kernel.notices import Notice
from saas_sql.column_types import Instant, Json
from saas_sql.declaration import Tables, column
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

notices = TABLES.add(
    "notices",
    column("cause", sa.Text, key=True),
    column("kind", sa.Text),
    column("decided_at", Instant),
    column("facts", Json),
)
_NOTICE = Mapped(Notice, notices)


class Ports(SqlWork):
    """Notices already sent to the current tenant."""

    @cached_property
    def notices(self) -> SqlNotices:
        """The notices sent to the tenant."""
        return SqlNotices(self.session)


class SqlNotices:
    """Notices already sent to the current tenant."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def causes(self) -> frozenset[str]:
        """Return the causes that the tenant has been notified of."""
        query = self._session.select(notices).with_only_columns(notices.c.cause)
        return frozenset(row["cause"] for row in self._session.rows(query))

    def get(self, cause: str) -> Notice | None:
        """Return the notice sent for a cause."""
        return self._session.find(_NOTICE, self._session.select(notices, notices.c.cause == cause))

    def add(self, notice: Notice, at: datetime) -> None:
        """Record a notice as sent."""
        self._session.insert(notices, {**_NOTICE.dump(notice), "decided_at": at})
