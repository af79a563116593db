"""API keys, sign-in links and sessions, in process, with last uses."""

from __future__ import annotations

import threading
from datetime import datetime
from itertools import islice
from uuid import UUID

from attrs import evolve

from saas_core.access.model.keys_and_sessions import ApiKey, Session, SignInLink
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import ApiKeyId, LinkId, SessionId, TenantId, UserId
from saas_memory.space import Rows, View


class MemoryUses:
    """Last uses of API keys and sessions, outside any unit of work."""

    def __init__(self, guard: threading.RLock) -> None:
        """Start with no recorded use."""
        self._guard = guard
        self._used: dict[tuple[TenantId, UUID], datetime] = {}

    def keep(self, tenant_id: TenantId, number: UUID, at: datetime) -> None:
        """Record the last use of an API key or session, unless a later one is known."""
        with self._guard:
            self._used[tenant_id, number] = max(at, self._used.get((tenant_id, number), at))

    def drop(self, tenant_id: TenantId, number: UUID) -> None:
        """Forget the last use of a removed key or session."""
        with self._guard:
            self._used.pop((tenant_id, number), None)

    def last(self, tenant_id: TenantId, number: UUID) -> datetime | None:
        """Return the recorded last use."""
        return self._used.get((tenant_id, number))


class MemoryApiKeys:
    """The API keys of the tenant's users."""

    def __init__(self, view: View, tenant_id: TenantId, uses: MemoryUses) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._uses = uses
        self._users: Rows[UserId, object] = Rows(view, "users")
        self._keys: Rows[ApiKeyId, ApiKey] = Rows(view, "api_keys")

    def get(self, key_id: ApiKeyId) -> ApiKey | None:
        """Return an API key, with its last use."""
        key = self._keys.get(key_id)
        return None if key is None else evolve(key, used_at=self._uses.last(self._tenant_id, key_id))

    def save(self, key: ApiKey) -> None:
        """Save a new or changed API key, leaving its last use unchanged."""
        _require_user(self._users, key.user_id)
        self._keys.put(key.id, key)

    def page(self, user_id: UserId | None, after: ApiKeyId | None, limit: int) -> tuple[ApiKey, ...]:
        """Return API keys by id, after the given one, of one user or, for None, of all."""
        known = (each for each in self._keys.scan(after=after) if user_id in {None, each.user_id})
        return tuple(evolve(each, used_at=self._uses.last(self._tenant_id, each.id)) for each in islice(known, limit))


class MemorySignInLinks:
    """The sign-in links of the tenant's users, looked up by the hash of their token."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._users: Rows[UserId, object] = Rows(view, "users")
        self._links: Rows[LinkId, SignInLink] = Rows(view, "sign_in_links")
        self._tokens: Rows[str, LinkId] = Rows(view, "sign_in_tokens")
        self._of_users: Rows[tuple[UserId, datetime, LinkId], LinkId] = Rows(view, "sign_in_links_of_users")

    def by_token_hash(self, token_hash: str) -> SignInLink | None:
        """Return the link of a token's hash."""
        link_id = self._tokens.get(token_hash)
        return None if link_id is None else self._links.get(link_id)

    def of_user(self, user_id: UserId, since: datetime) -> tuple[SignInLink, ...]:
        """Return the user's links made at that instant or later, oldest first."""
        known = (self._links.get(each) for each in self._of_users.scan(prefix=(user_id,)))
        return tuple(each for each in known if each is not None and each.created_at >= since)

    def save(self, link: SignInLink) -> None:
        """Save a new or changed link."""
        _require_user(self._users, link.user_id)
        self._links.put(link.id, link)
        self._tokens.put(link.token_hash, link.id)
        self._of_users.put((link.user_id, link.created_at, link.id), link.id)

    def forget(self, before: datetime, limit: int) -> int:
        """Remove up to `limit` links made before an instant; returns their number."""
        old = [each for each in self._links.scan() if each.created_at < before][:limit]
        for each in old:
            self._links.drop(each.id)
            self._tokens.drop(each.token_hash)
            self._of_users.drop((each.user_id, each.created_at, each.id))
        return len(old)


class MemorySessions:
    """The sessions of the tenant's users."""

    def __init__(self, view: View, tenant_id: TenantId, uses: MemoryUses) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._uses = uses
        self._users: Rows[UserId, object] = Rows(view, "users")
        self._sessions: Rows[SessionId, Session] = Rows(view, "sessions")

    def get(self, session_id: SessionId) -> Session | None:
        """Return a session, with its last use."""
        session = self._sessions.get(session_id)
        return None if session is None else evolve(session, used_at=self._uses.last(self._tenant_id, session_id))

    def save(self, session: Session) -> None:
        """Save a new or ended session, leaving its last use unchanged."""
        _require_user(self._users, session.user_id)
        self._sessions.put(session.id, session)

    def forget(self, before: datetime, limit: int) -> int:
        """Remove a limited number of sessions that ended before an instant, with their last uses."""
        old = [each for each in self._sessions.scan() if each.expires_at < before][:limit]
        for each in old:
            self._sessions.drop(each.id)
            self._uses.drop(self._tenant_id, each.id)
        return len(old)

    def page(
        self, user_id: UserId | None, live_at: datetime, after: SessionId | None, limit: int
    ) -> tuple[Session, ...]:
        """Return live sessions by id, after the given one."""
        known = (
            each
            for each in self._sessions.scan(after=after)
            if user_id in {None, each.user_id} and each.ended_at is None and live_at < each.expires_at
        )
        return tuple(evolve(each, used_at=self._uses.last(self._tenant_id, each.id)) for each in islice(known, limit))


def _require_user(users: Rows[UserId, object], user_id: UserId) -> None:
    if users.get(user_id) is None:
        message = "There is no such user in this tenant."
        raise StoreFault(message, field="user", remedy="Save the user first.")
