"""What access asks of the outside for API keys, sign-in links, sessions and break-glass grants."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.model.keys_and_sessions import ApiKey, Session, SignInLink
from saas_core.kernel.ids import ApiKeyId, GrantId, SessionId, TenantId, UserId
from saas_core.policy.circumstances import OpenGrant


class ApiKeys(Protocol):
    """The API keys of the tenant's users."""

    def get(self, key_id: ApiKeyId) -> ApiKey | None:
        """Return an API key, with its last use."""
        ...

    def save(self, key: ApiKey) -> None:
        """Keep an API key, new or changed; its user, name, scopes and making never change, nor does its last use."""
        ...

    def page(self, user_id: UserId | None, after: ApiKeyId | None, limit: int) -> tuple[ApiKey, ...]:
        """Return API keys by id, those after the given one: of one user, or of all for None."""
        ...


class SignInLinks(Protocol):
    """The sign-in links of the tenant's users."""

    def by_token_hash(self, token_hash: str) -> SignInLink | None:
        """Return the link of a token's hash."""
        ...

    def of_user(self, user_id: UserId, since: datetime) -> tuple[SignInLink, ...]:
        """Return the user's links made at that instant or later, oldest first."""
        ...

    def save(self, link: SignInLink) -> None:
        """Keep a link, new or changed."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove links that were made before an instant, at most so many; returns their number."""
        ...


class Sessions(Protocol):
    """The sessions of the tenant's users."""

    def get(self, session_id: SessionId) -> Session | None:
        """Return a session, with its last use."""
        ...

    def save(self, session: Session) -> None:
        """Keep a session, new or ended; its last use stays as it is."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove sessions whose end came before an instant, with their last use, at most so many; returns their number.

        One that was ended early is kept as long as if it had not been.
        """
        ...

    def page(
        self, user_id: UserId | None, live_at: datetime, after: SessionId | None, limit: int
    ) -> tuple[Session, ...]:
        """Return sessions that are not ended and not past their end, by id, those after the given one.

        Of one user, or of all for None; idle ones are among them.
        """
        ...


class Uses(Protocol):
    """When API keys and sessions were last used; outside any unit of work, so that signing in changes no tenant."""

    def keep(self, tenant_id: TenantId, number: UUID, at: datetime) -> None:
        """Keep the last use of an API key or session, unless a later one is known; raises StoreFault."""
        ...


class BreakGlassGrants(Protocol):
    """What staff asked to be opened of the tenant's users and roles."""

    def get(self, grant_id: GrantId) -> BreakGlassGrant | None:
        """Return a grant."""
        ...

    def save(self, grant: BreakGlassGrant) -> None:
        """Keep a grant, new, approved or ended; raises StoreFault for one that its asker approved."""
        ...

    def page(self, after: GrantId | None, limit: int) -> tuple[BreakGlassGrant, ...]:
        """Return grants, the newest first, those made before the given one."""
        ...

    def in_force(self, at: datetime, seen: datetime | None = None) -> tuple[OpenGrant, ...]:
        """Return the grants that are approved, not ended and not past their end at the instant, by id.

        Approvals and endings count as of `seen`, or as they are for None.
        """
        ...


class ClientDirectory(Protocol):
    """Finds clients by the short names that people type."""

    def find(self, slug: str) -> TenantId | None:
        """Return the tenant of a short name."""
        ...
