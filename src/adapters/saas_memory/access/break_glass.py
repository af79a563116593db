"""Break-glass grants, their uses and the links that people use once, in process."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from saas_core.access.model.break_glass import BreakGlassGrant, GrantUse
from saas_core.access.model.keys_and_sessions import KeyedLink
from saas_core.access.values import GrantScope
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import EntryId, GrantId, LinkId
from saas_core.policy.circumstances import OpenGrant
from saas_memory.space import Rows, View


class MemoryBreakGlassGrants:
    """Break-glass grants on the tenant's users and roles."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._grants: Rows[GrantId, BreakGlassGrant] = Rows(view, "break_glass_grants")

    def get(self, grant_id: GrantId) -> BreakGlassGrant | None:
        """Return a grant."""
        return self._grants.get(grant_id)

    def save(self, grant: BreakGlassGrant) -> None:
        """Save a new, approved or ended grant; raises StoreFault if it was approved by the person who asked."""
        if grant.approved_by == grant.staff_id:
            message = "A grant cannot be approved by the person who requested it."
            raise StoreFault(message, field="approved_by", remedy="Have somebody else approve it.")
        self._grants.put(grant.id, grant)

    def page(self, after: GrantId | None, limit: int) -> tuple[BreakGlassGrant, ...]:
        """Return grants made before the given one, newest first."""
        known = (each for each in reversed(self._grants.scan()) if after is None or each.id < after)
        return tuple(islice(known, limit))

    def in_force(self, at: datetime, seen: datetime | None = None) -> tuple[OpenGrant, ...]:
        """Return the grants in force at the instant, by id: approved, not ended and not expired."""
        return tuple(
            OpenGrant(each.id, each.staff_id, each.scope is GrantScope.CHANGE, each.until)
            for each in self._grants.scan()
            if at < each.until and _in_force(each, seen)
        )


def _in_force(grant: BreakGlassGrant, seen: datetime | None) -> bool:
    if grant.approved_at is None:
        return False
    if seen is None:
        return grant.ended_at is None
    return grant.approved_at <= seen and (grant.ended_at is None or seen < grant.ended_at)


class MemoryGrantUses:
    """Uses of break-glass grants: what was seen and done under each."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._grants: Rows[GrantId, BreakGlassGrant] = Rows(view, "break_glass_grants")
        self._uses: Rows[tuple[GrantId, EntryId], GrantUse] = Rows(view, "grant_uses")

    def of_grant(self, grant_id: GrantId, after: EntryId | None, limit: int) -> tuple[GrantUse, ...]:
        """Return the uses of a grant after the given one, oldest first."""
        known = (each for each in self._uses.scan(prefix=(grant_id,)) if after is None or each.id > after)
        return tuple(islice(known, limit))

    def save(self, use: GrantUse) -> None:
        """Save a new use, or one that was taken back; raises StoreFault for a grant of another tenant."""
        _require_grant(self._grants, use.grant_id)
        self._uses.put((use.grant_id, use.id), use)


class MemoryKeyedLinks:
    """Links through which people fetch keys or confirm grants, looked up by the hash of their token."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._grants: Rows[GrantId, BreakGlassGrant] = Rows(view, "break_glass_grants")
        self._links: Rows[LinkId, KeyedLink] = Rows(view, "keyed_links")
        self._tokens: Rows[str, LinkId] = Rows(view, "keyed_link_tokens")

    def by_token_hash(self, token_hash: str) -> KeyedLink | None:
        """Return the link of a token's hash."""
        link_id = self._tokens.get(token_hash)
        return None if link_id is None else self._links.get(link_id)

    def of_holder(self, holder: str) -> tuple[KeyedLink, ...]:
        """Return all links of a holder, oldest first."""
        known = (each for each in self._links.scan() if each.holder == holder)
        return tuple(sorted(known, key=lambda each: (each.created_at, each.id)))

    def save(self, link: KeyedLink) -> None:
        """Save a new or changed link; raises StoreFault for a grant of another tenant."""
        if link.grant_id is not None:
            _require_grant(self._grants, link.grant_id)
        self._links.put(link.id, link)
        self._tokens.put(link.token_hash, link.id)

    def forget(self, before: datetime, limit: int) -> int:
        """Remove up to `limit` links made before an instant; returns their number."""
        old = [each for each in self._links.scan() if each.created_at < before][:limit]
        for each in old:
            self._links.drop(each.id)
            self._tokens.drop(each.token_hash)
        return len(old)


def _require_grant(grants: Rows[GrantId, BreakGlassGrant], grant_id: GrantId) -> None:
    if grants.get(grant_id) is None:
        message = "There is no such grant in this tenant."
        raise StoreFault(message, field="grant_id", remedy="Save the grant first.")
