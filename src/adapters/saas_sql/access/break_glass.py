"""Break-glass grants, their uses and the links that people use once, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from saas_core.access.model.break_glass import BreakGlassGrant, GrantUse
from saas_core.access.model.keys_and_sessions import KeyedLink
from saas_core.access.values import GrantScope
from saas_core.kernel.ids import EntryId, GrantId, StaffId
from saas_core.policy.circumstances import OpenGrant
from saas_sql.access.keys_and_sessions import forgotten
from saas_sql.access.tables import break_glass_grants, grant_uses, keyed_links
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared
from saas_sql.session import Session

_TABLE = break_glass_grants.c
_GRANT = Mapped(BreakGlassGrant, break_glass_grants)
_USE = Mapped(GrantUse, grant_uses)
_LINK = Mapped(KeyedLink, keyed_links)


OPEN_GRANTS = Prepared(
    sa.select(break_glass_grants)
    .where(_TABLE.tenant_id == sa.bindparam("own"), _TABLE.approved_at.is_not(None), _TABLE.ended_at.is_(None))
    .order_by(_TABLE.id)
)
_APPROVED_BY_THEN = Prepared(
    sa.select(break_glass_grants)
    .where(
        _TABLE.tenant_id == sa.bindparam("own"),
        _TABLE.until > sa.bindparam("at"),
        _TABLE.approved_at <= sa.bindparam("seen"),
        sa.or_(_TABLE.ended_at.is_(None), _TABLE.ended_at > sa.bindparam("seen")),
    )
    .order_by(_TABLE.id)
)


def _open(row: Mapping[Any, Any]) -> OpenGrant:
    return OpenGrant(GrantId(row["id"]), StaffId(row["staff_id"]), row["scope"] is GrantScope.CHANGE, row["until"])


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
        if seen is not None:
            return tuple(map(_open, self._session.found(_APPROVED_BY_THEN, at=at, seen=seen)))
        return tuple(_open(each) for each in self._session.found(OPEN_GRANTS) if each["until"] > at)


class SqlGrantUses:
    """Uses of break-glass grants: what was seen and done under each."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def of_grant(self, grant_id: GrantId, after: EntryId | None, limit: int) -> tuple[GrantUse, ...]:
        """Return the uses of a grant after the given one, oldest first."""
        query = self._session.select(grant_uses, grant_uses.c.grant_id == grant_id)
        if after is not None:
            query = query.where(grant_uses.c.id > after)
        return self._session.models(_USE, query.order_by(grant_uses.c.id).limit(limit))

    def save(self, use: GrantUse) -> None:
        """Save a new use, or one that was taken back."""
        self._session.keep(grant_uses, _USE.dump(use))


class SqlKeyedLinks:
    """Links through which people fetch keys or confirm grants, looked up by the hash of their token."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def by_token_hash(self, token_hash: str) -> KeyedLink | None:
        """Return the link of a token's hash."""
        return self._session.find(_LINK, self._session.select(keyed_links, keyed_links.c.token_hash == token_hash))

    def of_holder(self, holder: str) -> tuple[KeyedLink, ...]:
        """Return all links of a holder, oldest first."""
        query = self._session.select(keyed_links, keyed_links.c.holder == holder)
        return self._session.models(_LINK, query.order_by(keyed_links.c.created_at, keyed_links.c.id))

    def save(self, link: KeyedLink) -> None:
        """Save a new or changed link."""
        self._session.keep(keyed_links, _LINK.dump(link))

    def forget(self, before: datetime, limit: int) -> int:
        """Remove up to `limit` links made before an instant; returns their number."""
        return len(forgotten(self._session, keyed_links, keyed_links.c.created_at < before, limit))
