"""Views of people, roles, departments and assignments."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.access.model import Department, Role, StaffMember
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
    """A user; `state` is added (not invited yet), invited, active or deactivated."""

    user_id: UserId
    name: str
    email: str
    state: str

    @property
    def revision(self) -> str:
        """Return the revision of the state shown here."""
        return revision_of(self)


@frozen
class AddedUserView:
    """A user just added, with its assignments; `invited_until` is None if no invitation was sent."""

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
        """Return the revision of the state shown here."""
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
        """Return the revision of the state shown here."""
        return revision_of(self)


@frozen
class RoleDeletionView:
    """A deleted role, its replacement, and the number of assignments replaced."""

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
    """The user who accepted, and the key, shown only this once; None in the answer to a repeat.

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
    """A member of staff with a new key, shown only this once; None in the answer to a repeat."""

    staff: StaffView
    key: str | None


@frozen
class RefusedRow:
    """A row that was not imported: its line, the field at fault, the reason, and the remedy."""

    line: int
    field: str
    reason: str
    remedy: str


@frozen
class ImportView:
    """The result of an import: users added, users already there, the first 1,000 refused rows, and how many more."""

    added: int
    already: int
    refused: tuple[RefusedRow, ...]
    more_refused: int = 0


@frozen
class RightView:
    """One permission that a user has, with its pattern, role, assignment and department."""

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
    """The rights of a user as of an instant; a user that is not active may use none of them."""

    user_id: UserId
    state: str
    at: datetime
    rights: tuple[RightView, ...]


@frozen
class PlaceView:
    """A place in which a user may do something: a department and those under it, by path, or the whole instance.

    For the whole instance there is no `department_id`, and `department` is empty. The limit is in cents, None for none.
    """

    department_id: DepartmentId | None
    department: str
    role: str
    assignment_id: AssignmentId
    approval_limit_minor: int | None


@frozen
class HolderView:
    """A user who may do something, the assignments that allow it, and where each does."""

    user: UserView
    through: tuple[AssignmentId, ...]
    places: tuple[PlaceView, ...]


@frozen
class ChangedRightView:
    """A permission or area that a change gives or takes, in a department or the whole instance."""

    permission: str
    department_id: DepartmentId | None
    department: str


@frozen
class EffectView:
    """The rights that a change gives a user, and those it takes."""

    user_id: UserId
    name: str
    gains: tuple[ChangedRightView, ...]
    loses: tuple[ChangedRightView, ...]


@frozen
class DryRunView:
    """The effects of a possible change; `concerned` counts the users checked, `effects` lists those with any change.

    It lists at most the first `limit` concerned users, by id.
    """

    concerned: int
    effects: tuple[EffectView, ...]


def department_view(department: Department, path: str) -> DepartmentView:
    """Return the view of a department."""
    return DepartmentView(department.id, department.name, department.parent, path)


def role_view(role: Role) -> RoleView:
    """Return the view of a role."""
    return RoleView(role.id, role.name, tuple(sorted(role.permissions)), role.built_in)


def assignment_view(holding: Holding, department: str) -> AssignmentView:
    """Return the view of an assignment, with the path of its department."""
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
    """Return the view of a member of staff."""
    return StaffView(member.id, member.name, member.email, tuple(sorted(member.permissions)), member.active)
