"""Rights: what a user's roles say, and through which assignment (1.4.b, 1.4.c)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from saas_core.access.model import EVERYTHING, Assignment, Role
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


_APPROVING = ".approve"


@frozen
class Holding:
    """An assignment together with its role."""

    assignment: Assignment
    role: Role

    @property
    def limit_minor(self) -> int | None:
        """Give what its holder may approve at most, in minor units; None is unlimited, as the owner always is (4.2)."""
        return None if self.role.built_in else self.assignment.approval_limit_minor


def holdings(assignments: Iterable[Assignment], roles: Iterable[Role]) -> tuple[Holding, ...]:
    """Return assignments with their roles; one whose role is gone opens nothing and is left out."""
    by_id = {each.id: each for each in roles}
    return tuple(Holding(each, by_id[each.role_id]) for each in assignments if each.role_id in by_id)


def permissions_through(role: Role, permission: str) -> bool:
    """Return whether a role opens a permission, or a whole area."""
    return any(covers(pattern, permission) for pattern in role.permissions)


def bears_limit(pattern: str) -> bool:
    """Return whether an approval limit means something for a pattern: it approves, or it is an area that may."""
    return pattern == EVERYTHING or pattern.endswith((".*", _APPROVING))


def rights(  # noqa: PLR0913, PLR0917 - who, with what, may do what, where, up to which amount
    presence: Presence,
    held: Iterable[Holding],
    tree: Tree,
    permission: str,
    department_id: DepartmentId | None,
    amount_minor: int | None = None,
) -> Rights:
    """Return what somebody's roles say of a permission in a department, or in the whole instance for None.

    Nothing is allowed unless a role says so; what either of two roles allows is allowed. An assignment on a department
    covers those under it; only one without department covers the instance. What is held in other departments only
    is `elsewhere`. An approval limit bounds what approves, and nothing else; an amount, in minor units, is allowed by
    assignments that reach it. Clauses 1.4.b, 1.4.c and 4.2.
    """
    opening = [each for each in held if permissions_through(each.role, permission)]
    there = [each for each in opening if tree.covers(each.assignment.department_id, department_id)]
    limits = [each.limit_minor if bears_limit(permission) else None for each in there]
    through: tuple[AssignmentId, ...] = tuple(
        each.assignment.id
        for each, limit in zip(there, limits, strict=True)
        if limit is None or amount_minor is None or amount_minor <= limit
    )
    bounded = [each for each in limits if each is not None]
    highest = max(bounded) if bounded and len(bounded) == len(limits) else None
    return Rights(presence, through, elsewhere=bool(opening) and not there, limit_minor=highest)
