"""Users, departments, roles, assignments, invitations, keys and staff.

Every aggregate is frozen; a command method returns the changed one. The repositories keep the intervals of states: a
state saved at an instant is true from that instant on.
"""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, field, frozen

from saas_core.access.errors import BuiltInRole
from saas_core.access.values import UserState
from saas_core.kernel import text
from saas_core.kernel.ids import (
    AssignmentId,
    DepartmentId,
    InvitationId,
    KeyId,
    LinkId,
    RoleId,
    StaffId,
    TenantId,
    UserId,
)

OWNER_NAME = "Owner"
EVERYTHING = "*"
"""The area of the Owner role: every permission of the tenant; no other role can hold it."""


@frozen(kw_only=True)
class User:
    """An internal user of one tenant; any number of them is free of charge (1.4.a)."""

    id: UserId
    name: str = field(converter=text.name)
    email: str = field(converter=text.email)
    state: UserState = UserState.INVITED

    def activated(self) -> User:
        """Return the user in the state active."""
        return evolve(self, state=UserState.ACTIVE)

    def deactivated(self) -> User:
        """Return the user in the state deactivated."""
        return evolve(self, state=UserState.DEACTIVATED)

    def reactivated(self, *, was_active: bool) -> User:
        """Restore a deactivated user to its former state: one that never accepted an invitation is invited again."""
        return evolve(self, state=UserState.ACTIVE if was_active else UserState.INVITED)

    def changed(self, *, name: str | None, email: str | None) -> User:
        """Return the user with a new name or address; None leaves a field as it is."""
        return evolve(
            self,
            name=self.name if name is None else name,
            email=self.email if email is None else email,
        )


@frozen(kw_only=True)
class Department:
    """A department; `parent` is None at the top of the tree (1.4.c)."""

    id: DepartmentId
    name: str = field(converter=text.name)
    parent: DepartmentId | None = None

    def renamed(self, name: str) -> Department:
        """Return the department with a new name."""
        return evolve(self, name=name)

    def moved(self, parent: DepartmentId | None) -> Department:
        """Return the department under another one, or at the top; see `policies` for the conditions."""
        return evolve(self, parent=parent)


@frozen(kw_only=True)
class Role:
    """A role: a name, and the permissions and areas it opens (1.4.b)."""

    id: RoleId
    name: str = field(converter=text.name)
    permissions: frozenset[str]
    built_in: bool = False

    def require_own(self, field: str) -> None:
        """Require a role made by the client; raises BuiltInRole."""
        if self.built_in:
            message = f"{self.name} is built in and cannot be changed (clause 1.4.b)."
            raise BuiltInRole(message, field=field, remedy="Create a role of your own instead.")

    def edited(self, *, name: str, permissions: frozenset[str]) -> Role:
        """Return the role with a new name and new permissions; raises BuiltInRole for the Owner role."""
        self.require_own("role")
        return evolve(self, name=name, permissions=permissions)


@frozen(kw_only=True)
class Assignment:
    """A role held by a user over `[since, until)`, in a department and those under it, or in the whole instance.

    `approval_limit_minor` is the most that its holder may approve, in cents; None means no limit.
    """

    id: AssignmentId
    user_id: UserId
    role_id: RoleId
    department_id: DepartmentId | None
    since: datetime
    until: datetime | None = None
    approval_limit_minor: int | None = None


@frozen(kw_only=True)
class Invitation:
    """A keyed link on its way to a user; only the hash of its token is stored."""

    id: InvitationId
    user_id: UserId
    token_hash: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def open_at(self, at: datetime) -> bool:
        """Return whether the invitation can still be accepted."""
        return self.used_at is None and self.revoked_at is None and at < self.expires_at

    def used(self, at: datetime) -> Invitation:
        """Return the invitation, accepted at the instant."""
        return evolve(self, used_at=at)

    def revoked(self, at: datetime) -> Invitation:
        """Return the invitation, revoked at the instant."""
        return evolve(self, revoked_at=at)


@frozen(kw_only=True)
class Key:
    """A key that signs its holder in, `user:<id>` or `staff:<id>`; only the hash of its secret is stored.

    `link_id` is the mailed link through which a member of staff fetched it; nobody else has ever seen such a key.
    """

    id: KeyId
    tenant_id: TenantId
    holder: str
    secret_hash: str
    created_at: datetime
    ended_at: datetime | None = None
    link_id: LinkId | None = None

    def ended(self, at: datetime) -> Key:
        """Return the key ended at the instant; one that ended earlier stays as it is."""
        return self if self.ended_at is not None else evolve(self, ended_at=at)


@frozen(kw_only=True)
class StaffMember:
    """A member of the provider's staff, with permissions such as `staff.support`.

    `made_by` is the actor who added the member with these permissions at `since`, as the journal names it; None if that
    is not known.
    """

    id: StaffId
    name: str = field(converter=text.name)
    email: str = field(converter=text.email)
    permissions: frozenset[str]
    active: bool = True
    since: datetime | None = None
    made_by: str | None = None

    def deactivated(self) -> StaffMember:
        """Return the member of staff, no longer active."""
        return evolve(self, active=False)
