"""Database storage for engagements."""

from __future__ import annotations

from functools import cached_property

import sqlalchemy as sa

from saas_core.engagements.model import EngagementRequest
from saas_core.engagements.values import RequestState
from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId
from saas_sql.column_types import Instant, choice
from saas_sql.declaration import Tables, column, ident, index
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

engagement_requests = TABLES.add(
    "engagement_requests",
    ident(),
    column("title", sa.Text),
    column("text", sa.Text),
    column("department_id", sa.Uuid, null=True),
    column("ticket_id", sa.Uuid, null=True),
    column("terms_version", sa.Text),
    column("requested_by", sa.Text),
    column("requested_at", Instant),
    column("state", choice(RequestState, "requeststate")),
    column("changed_at", Instant),
    # One request for each conversion.
    index("uq_engagement_requests_ticket_id", "tenant_id", "ticket_id", where="ticket_id IS NOT NULL", only_one=True),
    index("ix_engagement_requests_department_id", "tenant_id", "department_id", "id"),
    changes=("title", "text", "state", "changed_at"),
)
_REQUEST = Mapped(EngagementRequest, engagement_requests)


class Ports(SqlWork):
    """Repositories of requests for paid work."""

    @cached_property
    def engagement_requests(self) -> SqlEngagementRequests:
        """The tenant's requests for paid work."""
        return SqlEngagementRequests(self.session)


class SqlEngagementRequests:
    """The tenant's requests for paid work."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, engagement_id: EngagementId) -> EngagementRequest | None:
        """Return a request."""
        return self._one(engagement_requests.c.id == engagement_id)

    def of_ticket(self, ticket_id: TicketId) -> EngagementRequest | None:
        """Return the one request that came from a ticket."""
        return self._one(engagement_requests.c.ticket_id == ticket_id)

    def ticket_of(self, engagement_id: EngagementId) -> TicketId | None:
        """Return the ticket that a request came from."""
        found = self.get(engagement_id)
        return None if found is None else found.ticket_id

    def save(self, request: EngagementRequest) -> None:
        """Save a new or changed request."""
        self._session.keep(engagement_requests, _REQUEST.dump(request))

    def page(
        self, after: EngagementId | None, limit: int, department_id: DepartmentId | None = None
    ) -> tuple[EngagementRequest, ...]:
        """Return requests by id, after the given one, of exactly a department, or of any."""
        table = engagement_requests.c
        query = self._session.select(engagement_requests).order_by(table.id).limit(limit)
        if after is not None:
            query = query.where(table.id > after)
        if department_id is not None:
            query = query.where(table.department_id == department_id)
        return self._session.models(_REQUEST, query)

    def _one(self, condition: sa.ColumnElement[bool]) -> EngagementRequest | None:
        return self._session.find(_REQUEST, self._session.select(engagement_requests, condition))
