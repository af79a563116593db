"""Ports of access.

`save(x, at)` makes a state true from `at` on; the former state keeps its interval, which ends at `at`. A read with `at`
returns the state as of that instant, one without it the present state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from saas_core.access.model import Invitation, Key, StaffMember
from saas_core.access.ports.keys_and_sessions import (
    ApiKeys,
    BreakGlassGrants,
    GrantUses,
    KeyedLinks,
    Sessions,
    SignInLinks,
)
from saas_core.access.ports.people import Assignments, Departments, Holders, Roles, Users
from saas_core.access.ports.wording import Invited, InvitedBy, Wording, Words
from saas_core.kernel.ids import KeyId, StaffId, UserId
from saas_core.kernel.journal import Value
from saas_core.kernel.work import Work
from saas_core.policy.ports import Permissions, TermsLibrary

__all__ = [
    "Acceptance",
    "AccessWork",
    "Assignments",
    "Departments",
    "Holders",
    "Invitations",
    "Invited",
    "InvitedBy",
    "Keys",
    "RightsWork",
    "Roles",
    "StaffMembers",
    "Users",
    "Wording",
    "Words",
]


class Invitations(Protocol):
    """The tenant's invitations."""

    def by_token_hash(self, token_hash: str) -> Invitation | None:
        """Return the invitation with a token's hash."""
        ...

    def of_user(self, user_id: UserId) -> tuple[Invitation, ...]:
        """Return the user's invitations, oldest first."""
        ...

    def invited(self, user_ids: Iterable[UserId]) -> frozenset[UserId]:
        """Return those of the users who were ever invited, whatever became of it."""
        ...

    def save(self, invitation: Invitation) -> None:
        """Store an invitation, new or changed."""
        ...


class Keys(Protocol):
    """Keys of the tenant's users; in the provider's scope, of staff."""

    def get(self, key_id: KeyId) -> Key | None:
        """Return a key."""
        ...

    def of_holder(self, holder: str) -> tuple[Key, ...]:
        """Return the holder's keys, oldest first."""
        ...

    def save(self, key: Key) -> None:
        """Store a key, new or changed."""
        ...


class StaffMembers(Protocol):
    """The provider's staff; only in the provider's scope."""

    def get(self, staff_id: StaffId) -> StaffMember | None:
        """Return a member of staff."""
        ...

    def all(self) -> tuple[StaffMember, ...]:
        """Return all members, by id."""
        ...

    def save(self, member: StaffMember, at: datetime) -> None:
        """Store a member, new or changed."""
        ...


class RightsWork(Protocol):
    """A unit of work with the stores from which rights are read."""

    @property
    def users(self) -> Users:
        """The tenant's users."""
        ...

    @property
    def departments(self) -> Departments:
        """The tenant's departments."""
        ...

    @property
    def roles(self) -> Roles:
        """The tenant's roles."""
        ...

    @property
    def assignments(self) -> Assignments:
        """Assignments of roles to users."""
        ...


class AccessWork(Work, RightsWork, Protocol):
    """A unit of work with the stores of access."""

    @property
    def holders(self) -> Holders:
        """Assignments of any number of users."""
        ...

    @property
    def invitations(self) -> Invitations:
        """The tenant's invitations."""
        ...

    @property
    def keys(self) -> Keys:
        """Keys of users, or of staff in the provider's scope."""
        ...

    @property
    def api_keys(self) -> ApiKeys:
        """The API keys of the tenant's users."""
        ...

    @property
    def sign_in_links(self) -> SignInLinks:
        """The sign-in links of the tenant's users."""
        ...

    @property
    def sessions(self) -> Sessions:
        """The sessions of the tenant's users."""
        ...

    @property
    def break_glass(self) -> BreakGlassGrants:
        """Break-glass grants on the tenant's users and roles."""
        ...

    @property
    def grant_uses(self) -> GrantUses:
        """Uses of break-glass grants: what was seen and done under each."""
        ...

    @property
    def keyed_links(self) -> KeyedLinks:
        """Links through which people fetch keys or confirm grants."""
        ...

    @property
    def staff(self) -> StaffMembers:
        """The provider's staff, in its own scope."""
        ...

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...

    @property
    def permissions(self) -> Permissions:
        """The registered permissions."""
        ...


class Acceptance(Protocol):
    """Records that an owner accepted the terms; implemented by licensing in the same unit of work."""

    # Licensing needs repositories of its own in the unit of work, which this context does not know.
    def accept(self, work: Work, user_id: UserId, digest: str, at: datetime) -> Mapping[str, Value]:
        """Record the acceptance of the exact document, and return the details for the entry of the command.

        Raises Conflict if it is not the one offered.
        """
        ...

    def pending(self, work: Work, at: datetime) -> str | None:
        """Return the digest of the document still to be accepted, None if terms were accepted."""
        ...


class ClientNames(Protocol):
    """Names the client of a unit of work; implemented over tenancy."""

    # The account belongs to tenancy, in the same unit of work.
    def name(self, work: Work) -> str:
        """Return the legal name of the client's account, or its short name if it has none yet."""
        ...
