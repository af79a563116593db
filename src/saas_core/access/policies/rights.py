"""Rights: what a user's roles say, and through which assignment (1.4.b, 1.4.c)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from saas_core.access.model import Assignment, Role
from saas_core.access.policies.tree import Tree
from saas_core.access.values import UserState
from saas_core.kernel.ids import AssignmentId, DepartmentId
from saas_core.policy.actions import covers
from saas_core.policy.circumstances import Presence, Rights

PRESENCE = {
    UserState.INVITED: Presence.INVITED,
    UserState.ACTIVE: Presence.ACTIVE,
    UserState.DEACTIVATED: Presence.DEACTIVATED,
}


@frozen
class Holding:
    """An assignment together with its role."""

    assignment: Assignment
    role: Role


def holdings(assignments: Iterable[Assignment], roles: Iterable[Role]) -> tuple[Holding, ...]:
    """Give assignments with their roles; one whose role is gone opens nothing and is left out."""
    by_id = {each.id: each for each in roles}
    return tuple(Holding(each, by_id[each.role_id]) for each in assignments if each.role_id in by_id)


def permissions_through(role: Role, permission: str) -> bool:
    """Tell whether a role opens a permission, or a whole area."""
    return any(covers(pattern, permission) for pattern in role.permissions)


def rights(
    presence: Presence, held: Iterable[Holding], tree: Tree, permission: str, department_id: DepartmentId | None
) -> Rights:
    """Give what somebody's roles say of a permission in a department, or in the whole instance for None.

    Nothing is allowed unless a role says so; what either of two roles allows is allowed. An assignment on a department
    covers those under it; only one without department covers the instance. What is held in other departments only
    is `elsewhere`. Clauses 1.4.b and 1.4.c.
    """
    opening = [each.assignment for each in held if permissions_through(each.role, permission)]
    through: tuple[AssignmentId, ...] = tuple(
        each.id for each in opening if tree.covers(each.department_id, department_id)
    )
    return Rights(presence, through, elsewhere=bool(opening) and not through)
