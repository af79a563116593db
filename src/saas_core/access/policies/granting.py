"""Granting: nobody grants what they do not hold in that department, nor gives a role to themselves (1.4.b, 1.5)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from saas_core.access.errors import BuiltInRole, DepartmentInUse, MoreThanHeld, OwnersOnly, OwnRoles
from saas_core.access.model import EVERYTHING, Assignment, Role
from saas_core.access.policies.rights import Holding, bears_limit
from saas_core.access.policies.tree import Tree
from saas_core.kernel.ids import DepartmentId, UserId
from saas_core.policy.names import covered


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
    # What is held at a place, up to a limit: gathered once, however many roles are given there.
    _gathered: dict[tuple[DepartmentId | None, int | None], tuple[frozenset[str], frozenset[str]]] = field(
        factory=dict, init=False, eq=False, repr=False
    )

    def lacking(
        self, patterns: Iterable[str], department_id: DepartmentId | None, limit: int | None = None
    ) -> tuple[str, ...]:
        """Return the patterns, in order, that the grantor does not hold there up to that limit."""
        if self.user_id is None:
            return () if self.owners else tuple(each for each in patterns if each == EVERYTHING)
        held, in_full = self._held(department_id, limit)
        return tuple(
            sorted(
                each
                for each in set(patterns)
                if not self._in_scope(each) or covered(each, in_full if bears_limit(each) else held) is None
            )
        )

    def _held(self, department_id: DepartmentId | None, limit: int | None) -> tuple[frozenset[str], frozenset[str]]:
        """Return the patterns held at a place, and those among them that are held up to a limit."""
        place = department_id, limit
        if place not in self._gathered:
            above = {None, *self.tree.path(department_id)}
            there = [each for each in self.held if each.assignment.department_id in above]
            reaching = (each for each in there if _reaches(each.limit_minor, limit))
            self._gathered[place] = (
                frozenset[str]().union(*(each.role.permissions for each in there)),
                frozenset[str]().union(*(each.role.permissions for each in reaching)),
            )
        return self._gathered[place]

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
        return self.scopes is None or covered(pattern, self.scopes) is not None

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


def _reaches(own: int | None, wanted: int | None) -> bool:
    return own is None or (wanted is not None and wanted <= own)


def widened(before: Role, permissions: Iterable[str]) -> tuple[str, ...]:
    """Return the patterns that a role would open and does not open yet."""
    return tuple(sorted(each for each in set(permissions) if covered(each, before.permissions) is None))


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
