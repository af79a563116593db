"""Views: people, roles, departments and assignments as they are shown."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.access.model import Department, Role, StaffMember, User
from saas_core.access.policies import Holding
from saas_core.kernel.ids import (
    AssignmentId,
    DepartmentId,
    InvitationId,
    KeyId,
    RoleId,
    StaffId,
    TenantId,
    UserId,
)
from saas_core.kernel.revisions import revision_of


@frozen
class UserView:
    """A user; `state` is invited, active or deactivated."""

    user_id: UserId
    name: str
    email: str
    state: str

    @property
    def revision(self) -> str:
        """Tell in which state it was seen."""
        return revision_of(self)


@frozen
class AddedUserView:
    """A user just added, with the assignments given; `invited_until` is None when no invitation was sent."""

    user_id: UserId
    name: str
    email: str
    state: str
    assignment_ids: tuple[AssignmentId, ...]
    invited_until: datetime | None


@frozen
class DepartmentView:
    """A department; `path` are the names from the top, as in `Sales/Retail`."""

    department_id: DepartmentId
    name: str
    parent_id: DepartmentId | None
    path: str

    @property
    def revision(self) -> str:
        """Tell in which state it was seen."""
        return revision_of(self)


@frozen
class RoleView:
    """A role with the permissions and areas it opens, by name."""

    role_id: RoleId
    name: str
    permissions: tuple[str, ...]
    built_in: bool

    @property
    def revision(self) -> str:
        """Tell in which state it was seen."""
        return revision_of(self)


@frozen
class RoleDeletionView:
    """A deleted role, what replaced it, and in how many assignments."""

    role_id: RoleId
    replacement_id: RoleId | None
    replaced: int


@frozen
class AssignmentView:
    """A role held by a user over `[since, until)`; without department, in the whole instance; limit in cents.

    `role` is the role's name, `department` the path of names, empty for the whole instance.
    """

    assignment_id: AssignmentId
    user_id: UserId
    role_id: RoleId
    role: str
    department_id: DepartmentId | None
    department: str
    since: datetime
    until: datetime | None
    approval_limit_minor: int | None


@frozen
class InvitationView:
    """An invitation on its way."""

    invitation_id: InvitationId
    user_id: UserId
    created_at: datetime
    expires_at: datetime


@frozen
class OpenInvitationView:
    """An invitation as its receiver sees it; `terms_to_accept` is the digest of the document to accept, if any."""

    tenant_id: TenantId
    user_id: UserId
    name: str
    email: str
    expires_at: datetime
    terms_to_accept: str | None


@frozen
class AcceptedView:
    """Who accepted, and the key, told this once: None in the answer to a repeat.

    `accepted_terms` is the digest of the terms accepted with it.
    """

    tenant_id: TenantId
    user_id: UserId
    key_id: KeyId
    key: str | None
    accepted_terms: str | None


@frozen
class StaffView:
    """A member of the provider's staff."""

    staff_id: StaffId
    name: str
    email: str
    permissions: tuple[str, ...]
    active: bool


@frozen
class StaffKeyView:
    """A member of staff with a new key, told this once; None in the answer to a repeat."""

    staff: StaffView
    key: str | None


@frozen
class RefusedRow:
    """A row that was not imported: its line, the field at fault, why, and what would help."""

    line: int
    field: str
    reason: str
    remedy: str


@frozen
class ImportView:
    """What an import did: users added, users already there, and the first 1,000 rows refused, with how many more."""

    added: int
    already: int
    refused: tuple[RefusedRow, ...]
    more_refused: int = 0


@frozen
class RightView:
    """One permission that a user has: by which pattern of which role, through which assignment, where."""

    permission: str
    pattern: str
    assignment_id: AssignmentId
    role_id: RoleId
    role: str
    department_id: DepartmentId | None
    department: str
    approval_limit_minor: int | None


@frozen
class RightsView:
    """What a user may do as of an instant; a user that is not active may do none of it."""

    user_id: UserId
    state: str
    at: datetime
    rights: tuple[RightView, ...]


@frozen
class HolderView:
    """Somebody who may do what was asked, and through which assignments."""

    user: UserView
    through: tuple[AssignmentId, ...]


@frozen
class ChangedRightView:
    """A permission or area that a change gives or takes, in a department or the whole instance."""

    permission: str
    department_id: DepartmentId | None
    department: str


@frozen
class EffectView:
    """What a change gives a user, and what it takes."""

    user_id: UserId
    name: str
    gains: tuple[ChangedRightView, ...]
    loses: tuple[ChangedRightView, ...]


@frozen
class DryRunView:
    """What a change would do; `concerned` counts the users looked at, `effects` are those for whom anything changes.

    At most the first `limit` concerned users, by id, are told.
    """

    concerned: int
    effects: tuple[EffectView, ...]


def user_view(user: User) -> UserView:
    """Return the user as it is shown."""
    return UserView(user.id, user.name, user.email, user.state.value)


def department_view(department: Department, path: str) -> DepartmentView:
    """Return the department as it is shown."""
    return DepartmentView(department.id, department.name, department.parent, path)


def role_view(role: Role) -> RoleView:
    """Return the role as it is shown."""
    return RoleView(role.id, role.name, tuple(sorted(role.permissions)), role.built_in)


def assignment_view(holding: Holding, department: str) -> AssignmentView:
    """Return the assignment as it is shown, with the path of its department."""
    assignment = holding.assignment
    return AssignmentView(
        assignment_id=assignment.id,
        user_id=assignment.user_id,
        role_id=assignment.role_id,
        role=holding.role.name,
        department_id=assignment.department_id,
        department=department,
        since=assignment.since,
        until=assignment.until,
        approval_limit_minor=assignment.approval_limit_minor,
    )


def staff_view(member: StaffMember) -> StaffView:
    """Return the member of staff as it is shown."""
    return StaffView(member.id, member.name, member.email, tuple(sorted(member.permissions)), member.active)
