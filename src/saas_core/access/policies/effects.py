"""Effects: the rights that a change of roles, assignments or departments gives or takes."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.policies.rights import Holding
from saas_core.access.policies.tree import Tree
from saas_core.access.values import UserState
from saas_core.kernel.ids import DepartmentId, UserId
from saas_core.policy.names import covered


@frozen
class Right:
    """A permission or an area, in a department and those under it, or in the whole instance."""

    pattern: str
    department_id: DepartmentId | None


@frozen
class RightsHeld:
    """The rights of a user at one moment; a deactivated user has none, regardless of assignments."""

    user_id: UserId
    state: UserState
    held: tuple[Holding, ...]
    tree: Tree

    def patterns_at(self, department_id: DepartmentId | None) -> frozenset[str]:
        """Return the permissions and areas that hold at a department, or in the whole instance."""
        if self.state is UserState.DEACTIVATED:
            return frozenset()
        above = {None, *self.tree.path(department_id)}
        return frozenset(
            pattern for each in self.held if each.assignment.department_id in above for pattern in each.role.permissions
        )


@frozen
class RightsChange:
    """The rights that a change gives a user, and those it takes."""

    user_id: UserId
    gains: tuple[Right, ...]
    loses: tuple[Right, ...]

    @property
    def none(self) -> bool:
        """Return whether nothing changes."""
        return not self.gains and not self.loses


def effect(before: RightsHeld, after: RightsHeld, moved: DepartmentId | None = None) -> RightsChange:
    """Compare the rights of a user before and after a change; `moved` is the department that was moved, if any."""
    points: list[DepartmentId | None] = [
        None,
        *dict.fromkeys(each.assignment.department_id for each in (*before.held, *after.held)),
    ]
    if moved is not None:
        points.append(moved)
    return RightsChange(before.user_id, _more(before, after, points), _more(after, before, points))


def _more(less: RightsHeld, more: RightsHeld, points: list[DepartmentId | None]) -> tuple[Right, ...]:
    """Return the rights in `more` that are not in `less`, each at the highest point where that is the case."""
    found: dict[DepartmentId | None, dict[str, None]] = {}
    ordered = sorted(dict.fromkeys(points), key=lambda each: (len(more.tree.path(each)), str(each)))
    for point in ordered:
        known = less.patterns_at(point)
        above = [found[each] for each in (None, *more.tree.path(point)) if each in found]
        here = found.setdefault(point, {})
        for pattern in sorted(more.patterns_at(point)):
            if not any(
                covered(pattern, patterns) for patterns in (known, here.keys(), *(each.keys() for each in above))
            ):
                here[pattern] = None
    return tuple(Right(pattern, point) for point, patterns in found.items() for pattern in patterns)
