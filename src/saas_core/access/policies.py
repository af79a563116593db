"""Rules of access, pure: what a user's roles allow where, and what may be granted by whom (1.4, 1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from saas_core.access.errors import DepartmentCycle, LastOwner, MoreThanHeld
from saas_core.access.model import (
    EVERYTHING,
    Assignment,
    Department,
    Role,
    User,
    UserState,
)
from saas_core.access.ports import Assignments, Roles, Users
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, UserId
from saas_core.policy.actions import covers
from saas_core.policy.judgement import Presence, Rights

_PRESENCE = {
    UserState.INVITED: Presence.INVITED,
    UserState.ACTIVE: Presence.ACTIVE,
    UserState.DEACTIVATED: Presence.DEACTIVATED,
}


def lineage(
    department_id: DepartmentId | None, departments: Mapping[DepartmentId, Department]
) -> Iterator[DepartmentId]:
    """Give a department and those above it, nearest first; none for the whole instance."""
    seen: set[DepartmentId] = set()
    while (
        department_id is not None
        and department_id in departments
        and department_id not in seen
    ):
        seen.add(department_id)
        yield department_id
        department_id = departments[department_id].parent


def applies(
    assignment: Assignment,
    department_id: DepartmentId | None,
    departments: Mapping[DepartmentId, Department],
) -> bool:
    """Tell whether an assignment reaches a department: the instance's reaches all, a department's those under it."""
    if assignment.department_id is None:
        return True
    return assignment.department_id in set(lineage(department_id, departments))


def rights(
    user: User,
    assignments: Iterable[Assignment],
    roles: Iterable[Role],
    departments: Iterable[Department],
    permission: str,
    department_id: DepartmentId | None,
) -> Rights:
    """Give what a user's roles say of a permission in a department, or in the instance as a whole (1.4.b, 1.4.c)."""
    by_id = {role.id: role for role in roles}
    tree = {department.id: department for department in departments}
    holding = [
        each
        for each in assignments
        if each.role_id in by_id
        and any(covers(held, permission) for held in by_id[each.role_id].permissions)
    ]
    through: tuple[AssignmentId, ...] = tuple(
        each.id for each in holding if applies(each, department_id, tree)
    )
    return Rights(
        presence=_PRESENCE[user.state],
        through=through,
        elsewhere=bool(holding) and not through,
    )


def held_patterns(
    assignments: Iterable[Assignment],
    roles: Mapping[RoleId, Role],
    departments: Mapping[DepartmentId, Department],
    department_id: DepartmentId | None,
) -> frozenset[str]:
    """Give the permissions and areas that assignments open in a department, or in the instance as a whole."""
    return frozenset(
        pattern
        for each in assignments
        if each.role_id in roles and applies(each, department_id, departments)
        for pattern in roles[each.role_id].permissions
    )


def beyond(wanted: Iterable[str], held: Iterable[str]) -> tuple[str, ...]:
    """Give the wanted permissions and areas that those held do not cover, in order."""
    held = tuple(held)
    return tuple(
        sorted(each for each in wanted if not any(covers(own, each) for own in held))
    )


def within(wanted: Iterable[str], held: Iterable[str]) -> None:
    """Raise MoreThanHeld unless what is held covers everything wanted (1.4.b)."""
    more = beyond(wanted, held)
    if more:
        shown = ", ".join(
            "every permission" if each == EVERYTHING else each for each in more[:10]
        )
        message = f"grants {shown}, which you do not hold there (clause 1.4.b)."
        raise MoreThanHeld(
            message,
            field="permissions",
            remedy="Ask somebody who holds it to grant it.",
        )


def owner_role(roles: Iterable[Role]) -> Role | None:
    """Give the built-in Owner role."""
    return next((role for role in roles if role.built_in), None)


def owners(
    roles: Roles,
    assignments: Assignments,
    users: Users,
    *,
    states: frozenset[UserState] = frozenset({UserState.ACTIVE}),
) -> frozenset[UserId]:
    """Give the users of the given states that hold the Owner role over the whole instance."""
    role = owner_role(roles.all())
    if role is None:
        return frozenset()
    holders = {
        each.user_id
        for each in assignments.of_role(role.id)
        if each.department_id is None
    }
    found = (users.get(each) for each in holders)
    return frozenset(
        user.id for user in found if user is not None and user.state in states
    )


def keeps_an_owner(remaining: frozenset[UserId]) -> None:
    """Raise LastOwner when no active owner would remain (1.5)."""
    if not remaining:
        message = "is the last active owner of the instance."
        raise LastOwner(
            message, field="user", remedy="Make another active user an owner first."
        )


def no_cycle(
    moved: DepartmentId,
    parent: DepartmentId | None,
    departments: Mapping[DepartmentId, Department],
) -> None:
    """Raise DepartmentCycle when a department would come to lie under itself, NotFound for an unknown parent."""
    if parent is not None and parent not in departments:
        message = "there is no such department."
        raise NotFound(
            message,
            field="parent",
            remedy="Check its name; `saas departments list` shows them.",
        )
    if moved in set(lineage(parent, departments)):
        message = "would lie under itself."
        raise DepartmentCycle(
            message, field="parent", remedy="Choose a department that is not below it."
        )
