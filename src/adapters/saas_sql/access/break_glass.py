"""Break-glass grants in the database."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.values import GrantScope
from saas_core.kernel.ids import GrantId, StaffId
from saas_core.policy.circumstances import OpenGrant
from saas_sql.access.tables import break_glass_grants
from saas_sql.mapping import Mapped
from saas_sql.session import Session

_TABLE = break_glass_grants.c
_GRANT = Mapped(BreakGlassGrant, break_glass_grants)


class SqlBreakGlassGrants:
    """Break-glass grants on the tenant's users and roles."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, grant_id: GrantId) -> BreakGlassGrant | None:
        """Return a grant."""
        return self._session.find(_GRANT, self._session.select(break_glass_grants, _TABLE.id == grant_id))

    def save(self, grant: BreakGlassGrant) -> None:
        """Save a new, approved or ended grant; the table rejects one approved by the person who asked."""
        self._session.keep(break_glass_grants, _GRANT.dump(grant))

    def page(self, after: GrantId | None, limit: int) -> tuple[BreakGlassGrant, ...]:
        """Return grants made before the given one, newest first."""
        query = self._session.select(break_glass_grants).order_by(_TABLE.id.desc()).limit(limit)
        if after is not None:
            query = query.where(_TABLE.id < after)
        return self._session.models(_GRANT, query)

    def in_force(self, at: datetime, seen: datetime | None = None) -> tuple[OpenGrant, ...]:
        """Return the grants in force at the instant, by id: approved, not ended and not expired."""
        still: list[sa.ColumnElement[bool]] = [_TABLE.approved_at.is_not(None), _TABLE.ended_at.is_(None)]
        if seen is not None:
            still = [_TABLE.approved_at <= seen, sa.or_(_TABLE.ended_at.is_(None), _TABLE.ended_at > seen)]
        query = self._session.select(break_glass_grants, _TABLE.until > at, *still)
        return tuple(
            OpenGrant(GrantId(row["id"]), StaffId(row["staff_id"]), row["scope"] is GrantScope.CHANGE, row["until"])
            for row in self._session.rows(query.order_by(_TABLE.id))
        )
