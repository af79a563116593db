"""Granting: nobody grants what they do not hold in that department, nor gives a role to themselves (1.4.b, 1.5)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from saas_core.access.errors import BuiltInRole, DepartmentInUse, MoreThanHeld, OwnersOnly, OwnRoles
from saas_core.access.model import EVERYTHING, Assignment, Role
from saas_core.access.policies.rights import Holding, bears_limit
from saas_core.access.policies.tree import Tree
from saas_core.kernel.ids import DepartmentId, UserId
from saas_core.policy.actions import covers


@frozen
class Grantor:
    """The granting actor, whose own assignments limit what may be granted.

    `user_id` is None for the provider's staff, which the judge lets grant only before activation, and then anything,
    because the first owner gets more than anybody holds (2.1), or under a break-glass grant, and then without `owners`
    anything but the Owner role (1.5). `scopes` narrow the grants by a program of the user.
    """

    user_id: UserId | None
    held: tuple[Holding, ...]
    tree: Tree
    scopes: frozenset[str] | None = None
    owners: bool = True

    def lacking(
        self, patterns: Iterable[str], department_id: DepartmentId | None, limit: int | None = None
    ) -> tuple[str, ...]:
        """Return the patterns, in order, that the grantor does not hold there up to that limit."""
        if self.user_id is None:
            return () if self.owners else tuple(each for each in patterns if each == EVERYTHING)
        there = [each for each in self.held if self.tree.covers(each.assignment.department_id, department_id)]
        return tuple(sorted(each for each in set(patterns) if not (self._in_scope(each) and _held(each, there, limit))))

    def require(
        self,
        patterns: Iterable[str],
        department_id: DepartmentId | None,
        limit: int | None = None,
        *,
        field: str = "role",
    ) -> None:
        """Require that the grantor holds the patterns there up to that limit; raises MoreThanHeld, OwnersOnly."""
        lacking = self.lacking(patterns, department_id, limit)
        if lacking and self.user_id is None:
            raise OwnersOnly(field)
        if lacking:
            raise MoreThanHeld(lacking, field=field)

    def _in_scope(self, pattern: str) -> bool:
        return self.scopes is None or any(covers(each, pattern) for each in self.scopes)

    def require_grant(
        self, role: Role, to: UserId | None, department_id: DepartmentId | None, limit: int | None = None
    ) -> None:
        """Require that this role may be given to this user there; None means a user who is only being added.

        Raises OwnRoles, BuiltInRole for the Owner role in a department, MoreThanHeld.
        """
        if to is not None and to == self.user_id:
            raise OwnRoles
        if role.built_in and department_id is not None:
            message = f"{role.name} is held for the whole instance only (clause 1.4.b)."
            raise BuiltInRole(message, field="department", remedy="Leave the department out, or give another role.")
        self.require(role.permissions, department_id, limit)

    def require_all(self, holdings: Iterable[Holding], *, field: str = "user") -> None:
        """Require that all these holdings could be granted as they are; raises MoreThanHeld."""
        for each in holdings:
            assigned = each.assignment
            self.require(each.role.permissions, assigned.department_id, assigned.approval_limit_minor, field=field)


def _held(pattern: str, there: Iterable[Holding], limit: int | None) -> bool:
    return any(
        any(covers(own, pattern) for own in each.role.permissions)
        and (not bears_limit(pattern) or _reaches(each.limit_minor, limit))
        for each in there
    )


def _reaches(own: int | None, wanted: int | None) -> bool:
    return own is None or (wanted is not None and wanted <= own)


def widened(before: Role, permissions: Iterable[str]) -> tuple[str, ...]:
    """Return the patterns that a role would open and does not open yet."""
    return tuple(sorted(each for each in set(permissions) if not any(covers(own, each) for own in before.permissions)))


def newly_covering(before: Tree, after: Tree, department_id: DepartmentId) -> tuple[DepartmentId, ...]:
    """Return the departments whose assignments newly cover a moved department."""
    former = before.path(department_id)
    return tuple(each for each in after.path(department_id) if each not in former)


def require_department_free(tree: Tree, department_id: DepartmentId, assigned: tuple[Assignment, ...]) -> None:
    """Require that nothing lies under a department and nobody holds a role there; raises DepartmentInUse."""
    below = len(tree.children(department_id))
    if below or assigned:
        message = f"the department has {below} sub-departments and {len(assigned)} assignments (clause 1.4.c)."
        raise DepartmentInUse(message, field="department", remedy="Move or end them first; nothing is moved silently.")
