"""Rights: the permissions from a user's roles, and the assignments behind them (1.4.b, 1.4.c)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from saas_core.access.model import EVERYTHING, Assignment, Role
from saas_core.access.policies.tree import Tree
from saas_core.access.values import UserState
from saas_core.kernel.ids import AssignmentId, DepartmentId
from saas_core.policy.circumstances import Presence, Rights
from saas_core.policy.names import covered

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
        """Return the most that its holder may approve, in minor units; None means no limit, as for the owner (4.2)."""
        return None if self.role.built_in else self.assignment.approval_limit_minor


def holdings(assignments: Iterable[Assignment], roles: Iterable[Role]) -> tuple[Holding, ...]:
    """Return assignments with their roles, leaving out those whose role is gone."""
    by_id = {each.id: each for each in roles}
    return tuple(Holding(each, by_id[each.role_id]) for each in assignments if each.role_id in by_id)


def permissions_through(role: Role, permission: str) -> bool:
    """Return whether a role opens a permission, or a whole area."""
    return covered(permission, role.permissions) is not None


def bears_limit(pattern: str) -> bool:
    """Return whether an approval limit applies to a pattern: it approves, or it is an area that may contain that."""
    return pattern == EVERYTHING or pattern.endswith((".*", _APPROVING))


def rights(  # noqa: PLR0913, PLR0917 - who, with what, may do what, where, up to which amount
    presence: Presence,
    held: Iterable[Holding],
    tree: Tree,
    permission: str,
    department_id: DepartmentId | None,
    amount_minor: int | None = None,
) -> Rights:
    """Return a user's rights to a permission in a department, or in the whole instance for None.

    Nothing is allowed unless a role allows it; one role is enough. An assignment on a department covers those under it;
    only one without a department covers the instance. A right held only in other departments is `elsewhere`. An
    approval limit bounds approvals and nothing else; an amount, in minor units, is allowed by assignments that reach
    it. Clauses 1.4.b, 1.4.c and 4.2.
    """
    opening = [each for each in held if permissions_through(each.role, permission)]
    above = {None, *tree.path(department_id)}
    there = [each for each in opening if each.assignment.department_id in above]
    limits = [each.limit_minor if bears_limit(permission) else None for each in there]
    through: tuple[AssignmentId, ...] = tuple(
        each.assignment.id
        for each, limit in zip(there, limits, strict=True)
        if limit is None or amount_minor is None or amount_minor <= limit
    )
    bounded = [each for each in limits if each is not None]
    highest = max(bounded) if bounded and len(bounded) == len(limits) else None
    return Rights(presence, through, elsewhere=bool(opening) and not there, limit_minor=highest)
