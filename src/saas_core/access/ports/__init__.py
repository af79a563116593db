"""What access asks of the outside.

`save(x, at)` makes a state true from `at` on; the former state keeps its interval, which ends at `at`. A reading with
`at` gives the state as of that instant, one without gives the present state.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from attrs import frozen

from saas_core.access.model import Assignment, Department, Invitation, Key, Role, StaffMember, User
from saas_core.access.ports.keys_and_sessions import ApiKeys, BreakGlassGrants, Sessions, SignInLinks
from saas_core.access.values import UserState
from saas_core.kernel.ids import (
    AssignmentId,
    DepartmentId,
    KeyId,
    RoleId,
    StaffId,
    UserId,
)
from saas_core.kernel.work import Work
from saas_core.policy.ports import Permissions, TermsLibrary


class Users(Protocol):
    """The tenant's users."""

    def get(self, user_id: UserId, at: datetime | None = None) -> User | None:
        """Return a user; as of an instant before it was added, None."""
        ...

    def by_email(self, email: str) -> User | None:
        """Return the user with the address, compared in any case."""
        ...

    def by_emails(self, emails: Iterable[str]) -> tuple[User, ...]:
        """Return the users who have one of these addresses, compared in any case; in no order."""
        ...

    def save(self, user: User, at: datetime) -> None:
        """Keep a user, new or changed; raises EmailTaken."""
        ...

    def page(self, after: UserId | None, limit: int, state: UserState | None = None) -> tuple[User, ...]:
        """Return users by id, those after the given one; of one state, or of any for None."""
        ...


class Departments(Protocol):
    """The tenant's departments."""

    def all(self, at: datetime | None = None) -> tuple[Department, ...]:
        """Return all departments, by id."""
        ...

    def save(self, department: Department, at: datetime) -> None:
        """Keep a department, new or changed."""
        ...

    def remove(self, department_id: DepartmentId, at: datetime) -> None:
        """End a department."""
        ...


class Roles(Protocol):
    """The tenant's roles."""

    def all(self, at: datetime | None = None) -> tuple[Role, ...]:
        """Return all roles, by id."""
        ...

    def save(self, role: Role, at: datetime) -> None:
        """Keep a role, new or changed."""
        ...

    def remove(self, role_id: RoleId, at: datetime) -> None:
        """End a role."""
        ...


class Assignments(Protocol):
    """Who holds which role where."""

    def of_user(self, user_id: UserId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the user's assignments in force, by id."""
        ...

    def of_role(self, role_id: RoleId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the role's assignments in force, by id."""
        ...

    def in_department(self, department_id: DepartmentId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the assignments in force on exactly this department, by id."""
        ...

    def add(self, assignment: Assignment) -> None:
        """Keep a new assignment."""
        ...

    def end(self, assignment_id: AssignmentId, at: datetime) -> None:
        """End an assignment."""
        ...


class Holders(Protocol):
    """Who holds what among any number of users: many users at once, or page by page."""

    def get(self, assignment_id: AssignmentId) -> Assignment | None:
        """Return an assignment, in force or ended."""
        ...

    def of_users(self, user_ids: Iterable[UserId], at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the assignments in force of several users, by user and id."""
        ...

    def page(
        self,
        after: Assignment | None,
        limit: int,
        at: datetime | None = None,
        *,
        role_id: RoleId | None = None,
        department_id: DepartmentId | None = None,
    ) -> tuple[Assignment, ...]:
        """Give assignments in force that come after the given one: of a role, of exactly a department, of both, or all.

        Those of a role by user and id, those of a department by role and id, all of them by id.
        """
        ...

    def active(
        self,
        role_ids: Iterable[RoleId],
        places: Iterable[DepartmentId | None],
        after: UserId | None,
        limit: int,
        at: datetime | None = None,
    ) -> tuple[User, ...]:
        """Return the active users after the given one, by id, who hold one of the roles at exactly one of the places.

        The place None is the whole instance.
        """
        ...


class Invitations(Protocol):
    """The tenant's invitations."""

    def by_token_hash(self, token_hash: str) -> Invitation | None:
        """Return the invitation of a token's hash."""
        ...

    def of_user(self, user_id: UserId) -> tuple[Invitation, ...]:
        """Return the user's invitations, oldest first."""
        ...

    def save(self, invitation: Invitation) -> None:
        """Keep an invitation, new or changed."""
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
        """Keep a key, new or changed."""
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
        """Keep a member, new or changed."""
        ...


class RightsWork(Protocol):
    """What rights are read from."""

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
        """Who holds which role where."""
        ...


class AccessWork(Work, RightsWork, Protocol):
    """A unit of work with what access keeps."""

    @property
    def holders(self) -> Holders:
        """Who holds what among any number of users."""
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
        """What staff asked to be opened of the tenant's users and roles."""
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
    """Records that an owner accepted the terms; answered by licensing out of the same unit of work."""

    # Licensing needs repositories of its own in the unit of work, of which this context knows nothing.
    def accept(self, work: Work, user_id: UserId, digest: str, at: datetime) -> None:
        """Record the acceptance of the exact document; raises Conflict when it is not the one offered."""
        ...

    def pending(self, work: Work, at: datetime) -> str | None:
        """Return the digest of the document still to be accepted, None when terms were accepted."""
        ...


@frozen
class Words:
    """A letter in words: subject of one line, plain text, HTML."""

    subject: str
    text: str
    html: str


class Wording(Protocol):
    """Puts letters of access into words."""

    # What a client is called is tenancy's, in the same unit of work.
    def invitation(self, work: Work, *, name: str, token: str) -> Words:
        """Return the letter that invites somebody of that name with a token."""
        ...

    def sign_in(self, work: Work, *, name: str, token: str) -> Words:
        """Return the letter that signs somebody of that name in with a token."""
        ...
