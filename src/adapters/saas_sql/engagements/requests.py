"""The tenant's engagements in the database."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.engagements.model.engagement import Engagement
from saas_core.kernel.ids import DepartmentId, EngagementId, TicketId
from saas_sql.engagements.tables import engagement_requests
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared
from saas_sql.session import Session

_ENGAGEMENT = Mapped(Engagement, engagement_requests)
_TABLE = engagement_requests.c
BY_ID = Prepared(
    sa.select(engagement_requests).where(
        _TABLE.tenant_id == sa.bindparam("own"), _TABLE.id == sa.bindparam("engagement")
    )
)


class SqlEngagements:
    """The tenant's engagements."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, engagement_id: EngagementId) -> Engagement | None:
        """Return a request."""
        return next(iter(self._session.loaded(_ENGAGEMENT, BY_ID, engagement=engagement_id)), None)

    def of_ticket(self, ticket_id: TicketId) -> Engagement | None:
        """Return the one request that came from a ticket."""
        query = self._session.select(engagement_requests, engagement_requests.c.ticket_id == ticket_id)
        return self._session.find(_ENGAGEMENT, query)

    def ticket_of(self, engagement_id: EngagementId) -> TicketId | None:
        """Return the ticket that a request came from."""
        found = self.get(engagement_id)
        return None if found is None else found.ticket_id

    def save(self, request: Engagement) -> None:
        """Save a new or changed request."""
        self._session.keep(engagement_requests, _ENGAGEMENT.dump(request))

    def page(
        self, after: EngagementId | None, limit: int, department_id: DepartmentId | None = None
    ) -> tuple[Engagement, ...]:
        """Return requests by id, after the given one, of exactly a department, or of any."""
        table = engagement_requests.c
        query = self._session.select(engagement_requests).order_by(table.id).limit(limit)
        if after is not None:
            query = query.where(table.id > after)
        if department_id is not None:
            query = query.where(table.department_id == department_id)
        return self._session.models(_ENGAGEMENT, query)
