"""Dry runs: the rights that a change would give or take, by user and place."""

from __future__ import annotations

from typing import Annotated, Literal

from attrs import frozen

from saas_core.access.errors import (
    AssignmentUnknown,
    BuiltInRole,
    DepartmentCycle,
    DepartmentUnknown,
    LastOwner,
    MoreThanHeld,
    NameTaken,
    OwnersOnly,
    OwnRoles,
    RoleUnknown,
    UserUnknown,
)
from saas_core.access.queries.views import DryRunView
from saas_core.access.use_cases import rehearsal
from saas_core.access.values import RoleGrant
from saas_core.kernel.ids import DepartmentId, RoleId, UserId
from saas_core.policy.errors import PermissionReserved
from saas_http.endpoints import Call, Router, client
from saas_http.parsing.values import Cents, Number, Pattern

rehearsals = Router("dry runs", "Previews of the rights that a change would give or take.")

MANAGE = client("roles.manage")


@frozen(kw_only=True)
class AssignRole:
    """A role to assign to a user."""

    kind: Literal["assign_role"]
    user_id: UserId
    role_id: RoleId
    department_id: DepartmentId | None = None
    approval_limit_minor: Cents | None = None


@frozen(kw_only=True)
class UnassignRole:
    """A role to remove from a user."""

    kind: Literal["unassign_role"]
    user_id: UserId
    role_id: RoleId
    department_id: DepartmentId | None = None


@frozen(kw_only=True)
class WidenRole:
    """A role with changed permissions."""

    kind: Literal["edit_role"]
    role_id: RoleId
    permissions: tuple[Pattern, ...]


@frozen(kw_only=True)
class MoveDepartment:
    """A department to move under another one, or to the top."""

    kind: Literal["move_department"]
    department_id: DepartmentId
    parent_id: DepartmentId | None


@frozen(kw_only=True)
class DeactivateUser:
    """A user to deactivate."""

    kind: Literal["deactivate_user"]
    user_id: UserId


@frozen(kw_only=True)
class DryRun:
    """A change to preview without applying it; the first `limit` affected users are listed."""

    change: AssignRole | UnassignRole | WidenRole | MoveDepartment | DeactivateUser
    limit: Annotated[int, Number(1, 1000)] = 100


_CHANGING = (UserUnknown, RoleUnknown, DepartmentUnknown, AssignmentUnknown, BuiltInRole, DepartmentCycle)
_GUARDED = (LastOwner, OwnersOnly, MoreThanHeld, NameTaken, OwnRoles, PermissionReserved)


@rehearsals.ask("/dry-run", MANAGE, *_CHANGING, *_GUARDED)
def dry_run(call: Call, body: DryRun) -> DryRunView:
    """Preview the rights that a change would give or take, by user and place, without applying it.

    It is judged, and may be refused, exactly as the change itself.
    """
    return call.app.access.rehearsal.dry_run(**call.acting, change=_change(body), limit=body.limit)


def _change(body: DryRun) -> rehearsal.Change:
    match body.change:
        case AssignRole() as change:
            grant = RoleGrant(change.role_id, change.department_id, change.approval_limit_minor)
            return rehearsal.AssignRole(change.user_id, grant)
        case UnassignRole() as change:
            return rehearsal.UnassignRole(change.user_id, change.role_id, change.department_id)
        case WidenRole() as change:
            return rehearsal.EditRole(change.role_id, frozenset(change.permissions))
        case MoveDepartment() as change:
            return rehearsal.MoveDepartment(change.department_id, change.parent_id)
        case DeactivateUser() as change:
            return rehearsal.DeactivateUser(change.user_id)
