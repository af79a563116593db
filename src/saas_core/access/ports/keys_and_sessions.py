"""Ports of access for API keys, sign-in links, sessions and break-glass grants."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from saas_core.access.model.break_glass import BreakGlassGrant, GrantUse
from saas_core.access.model.keys_and_sessions import ApiKey, KeyedLink, Session, SignInLink
from saas_core.kernel.ids import ApiKeyId, EntryId, GrantId, SessionId, TenantId, UserId
from saas_core.policy.circumstances import OpenGrant


class ApiKeys(Protocol):
    """The API keys of the tenant's users."""

    def get(self, key_id: ApiKeyId) -> ApiKey | None:
        """Return an API key, with its last use."""
        ...

    def save(self, key: ApiKey) -> None:
        """Store an API key, new or changed; its user, name, scopes and creation never change, nor does its last use."""
        ...

    def page(self, user_id: UserId | None, after: ApiKeyId | None, limit: int) -> tuple[ApiKey, ...]:
        """Return API keys by id, those after the given one, of one user, or of all for None."""
        ...


class SignInLinks(Protocol):
    """The sign-in links of the tenant's users."""

    def by_token_hash(self, token_hash: str) -> SignInLink | None:
        """Return the link with a token's hash."""
        ...

    def of_user(self, user_id: UserId, since: datetime) -> tuple[SignInLink, ...]:
        """Return the user's links made at that instant or later, oldest first."""
        ...

    def save(self, link: SignInLink) -> None:
        """Store a link, new or changed."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove links made before an instant, up to a limit; return the number removed."""
        ...


class KeyedLinks(Protocol):
    """Links through which people fetch keys or confirm grants: the tenant's, or in the provider's scope, of staff."""

    def by_token_hash(self, token_hash: str) -> KeyedLink | None:
        """Return the link with a token's hash."""
        ...

    def of_holder(self, holder: str) -> tuple[KeyedLink, ...]:
        """Return the holder's links, oldest first."""
        ...

    def save(self, link: KeyedLink) -> None:
        """Store a link, new or changed."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove links made before an instant, up to a limit; return the number removed."""
        ...


class GrantUses(Protocol):
    """Uses of break-glass grants: what was seen and done under each."""

    def of_grant(self, grant_id: GrantId, after: EntryId | None, limit: int) -> tuple[GrantUse, ...]:
        """Return the uses of a grant, oldest first, those after the given one."""
        ...

    def save(self, use: GrantUse) -> None:
        """Store a use, new or taken back."""
        ...


class Sessions(Protocol):
    """The sessions of the tenant's users."""

    def get(self, session_id: SessionId) -> Session | None:
        """Return a session, with its last use."""
        ...

    def save(self, session: Session) -> None:
        """Store a session, new or ended; its last use stays as it is."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove sessions expired before an instant, with their last use, up to a limit; return the number removed.

        A session that was ended early is kept until its original end.
        """
        ...

    def page(
        self, user_id: UserId | None, live_at: datetime, after: SessionId | None, limit: int
    ) -> tuple[Session, ...]:
        """Return sessions that are not ended and not past their end, by id, those after the given one.

        Those of one user, or of all for None; idle ones are included.
        """
        ...


class Uses(Protocol):
    """The last uses of API keys and sessions, outside any unit of work, so that signing in changes no tenant."""

    def keep(self, tenant_id: TenantId, number: UUID, at: datetime) -> None:
        """Store the last use of an API key or session, unless a later one is known; raises StoreFault."""
        ...


class BreakGlassGrants(Protocol):
    """Break-glass grants on the tenant's users and roles."""

    def get(self, grant_id: GrantId) -> BreakGlassGrant | None:
        """Return a grant."""
        ...

    def save(self, grant: BreakGlassGrant) -> None:
        """Store a grant, new, approved or ended; raises StoreFault for one approved by the member who requested it."""
        ...

    def page(self, after: GrantId | None, limit: int) -> tuple[BreakGlassGrant, ...]:
        """Return grants, newest first, those made before the given one."""
        ...

    def in_force(self, at: datetime, seen: datetime | None = None) -> tuple[OpenGrant, ...]:
        """Return the grants that are approved, not ended and not past their end at the instant, by id.

        Approvals and endings count as of `seen`, or as of now if that is None.
        """
        ...


class ClientDirectory(Protocol):
    """Finds clients by the short names that people type."""

    def find(self, slug: str) -> TenantId | None:
        """Return the tenant that has a short name."""
        ...
