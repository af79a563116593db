"""Break-glass grants in the database."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.values import GrantScope
from saas_core.kernel.ids import GrantId, StaffId
from saas_core.policy.circumstances import OpenGrant
from saas_sql.session import Session
from saas_sql.tables import break_glass_grants

_TABLE = break_glass_grants.c


class SqlBreakGlassGrants:
    """What staff asked to be opened of the tenant's users and roles."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self, grant_id: GrantId) -> BreakGlassGrant | None:
        """Give a grant."""
        row = self._session.first(self._session.select(break_glass_grants, _TABLE.id == grant_id))
        return None if row is None else _grant(row)

    def save(self, grant: BreakGlassGrant) -> None:
        """Keep a grant, new, approved or ended; the table refuses one that its asker approved."""
        made = {
            "staff_id": grant.staff_id,
            "reason": grant.reason,
            "scope": grant.scope,
            "asked_at": grant.asked_at,
            "until": grant.until,
        }
        course = {
            "approved_by": grant.approved_by,
            "approved_at": grant.approved_at,
            "ended_by": grant.ended_by,
            "ended_at": grant.ended_at,
        }
        self._session.keep(break_glass_grants, {"id": grant.id}, made, course)

    def page(self, after: GrantId | None, limit: int) -> tuple[BreakGlassGrant, ...]:
        """Give grants, the newest first, those made before the given one."""
        query = self._session.select(break_glass_grants).order_by(_TABLE.id.desc()).limit(limit)
        if after is not None:
            query = query.where(_TABLE.id < after)
        return tuple(_grant(row) for row in self._session.rows(query))

    def in_force(self, at: datetime, seen: datetime | None = None) -> tuple[OpenGrant, ...]:
        """Give the grants that are approved, not ended and not past their end at the instant, by id."""
        still: list[sa.ColumnElement[bool]] = [_TABLE.approved_at.is_not(None), _TABLE.ended_at.is_(None)]
        if seen is not None:
            still = [_TABLE.approved_at <= seen, sa.or_(_TABLE.ended_at.is_(None), _TABLE.ended_at > seen)]
        query = self._session.select(break_glass_grants, _TABLE.until > at, *still)
        return tuple(
            OpenGrant(GrantId(row["id"]), StaffId(row["staff_id"]), row["scope"] is GrantScope.CHANGE, row["until"])
            for row in self._session.rows(query.order_by(_TABLE.id))
        )


def _grant(row: RowMapping) -> BreakGlassGrant:
    return BreakGlassGrant(
        id=GrantId(row["id"]),
        staff_id=StaffId(row["staff_id"]),
        reason=row["reason"],
        scope=row["scope"],
        asked_at=row["asked_at"],
        until=row["until"],
        approved_by=None if row["approved_by"] is None else StaffId(row["approved_by"]),
        approved_at=row["approved_at"],
        ended_by=row["ended_by"],
        ended_at=row["ended_at"],
    )
