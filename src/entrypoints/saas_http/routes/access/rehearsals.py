"""Dry runs: what would this change give or take, whom, and where."""

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

rehearsals = Router("dry runs", "What a change would give and take, before it is made.")

MANAGE = client("roles.manage")


@frozen(kw_only=True)
class AssignRole:
    """A role given to a user."""

    kind: Literal["assign_role"]
    user_id: UserId
    role_id: RoleId
    department_id: DepartmentId | None = None
    approval_limit_minor: Cents | None = None


@frozen(kw_only=True)
class UnassignRole:
    """A role taken from a user."""

    kind: Literal["unassign_role"]
    user_id: UserId
    role_id: RoleId
    department_id: DepartmentId | None = None


@frozen(kw_only=True)
class WidenRole:
    """A role that opens other permissions."""

    kind: Literal["edit_role"]
    role_id: RoleId
    permissions: tuple[Pattern, ...]


@frozen(kw_only=True)
class MoveDepartment:
    """A department under another one, or at the top."""

    kind: Literal["move_department"]
    department_id: DepartmentId
    parent_id: DepartmentId | None


@frozen(kw_only=True)
class DeactivateUser:
    """A user who may do nothing any more."""

    kind: Literal["deactivate_user"]
    user_id: UserId


@frozen(kw_only=True)
class DryRun:
    """A change that is to be looked at and not kept; of the users concerned the first `limit` are told."""

    change: AssignRole | UnassignRole | WidenRole | MoveDepartment | DeactivateUser
    limit: Annotated[int, Number(1, 1000)] = 100


_CHANGING = (UserUnknown, RoleUnknown, DepartmentUnknown, AssignmentUnknown, BuiltInRole, DepartmentCycle)
_GUARDED = (LastOwner, MoreThanHeld, NameTaken, OwnRoles, PermissionReserved)


@rehearsals.ask("/dry-run", MANAGE, *_CHANGING, *_GUARDED)
def dry_run(call: Call, body: DryRun) -> DryRunView:
    """Tell what a change would give and take, whom, and where; nothing is kept.

    It is judged as the change itself is, and refused as it would be.
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
