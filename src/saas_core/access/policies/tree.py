"""The tree of departments (1.4.c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from attrs import field, frozen

from saas_core.access.errors import DepartmentCycle
from saas_core.access.model import Department
from saas_core.access.policies.layout import Layout
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId
from saas_core.kernel.joined import joined

DEEPEST: Final = 20
"""The most levels of departments that creating or moving one makes; paths in answers grow with each level."""


@frozen
class Tree:
    """Departments by id, with their places above and below each other."""

    departments: Mapping[DepartmentId, Department] = field()

    @classmethod
    def of(cls, departments: Iterable[Department]) -> Tree:
        """Make the tree of these departments."""
        return cls({each.id: each for each in departments})

    @cached_property
    def layout(self) -> Layout:
        """The departments in the order of the tree, laid out when it is first asked for."""
        return Layout.of({each.id: each.parent for each in self.departments.values()})

    def path(self, department_id: DepartmentId | None) -> tuple[DepartmentId, ...]:
        """Return a department and everything above it, itself first; nothing for the whole instance.

        A missing department has no path, and a ring, which no command creates, is walked once.
        """
        found: dict[DepartmentId, None] = {}
        while department_id is not None and department_id not in found and department_id in self.departments:
            found[department_id] = None
            department_id = self.departments[department_id].parent
        return tuple(found)

    def covers(self, outer: DepartmentId | None, inner: DepartmentId | None) -> bool:
        """Return whether rights at `outer` also hold at `inner`; None is the whole instance."""
        return outer is None or outer in self.path(inner)

    def children(self, department_id: DepartmentId | None) -> tuple[Department, ...]:
        """Return the departments directly under one, or at the top."""
        return tuple(each for each in self.departments.values() if each.parent == department_id)

    def names(self, department_id: DepartmentId | None) -> str:
        """Return the path from the top, as in `Sales/Retail`; empty for the whole instance.

        A slash in a name has a backslash before it, so that a path leads to one department.
        """
        return joined(self.steps(department_id), "/")

    def steps(self, department_id: DepartmentId | None) -> tuple[str, ...]:
        """Return the names from the top to a department; none for the whole instance."""
        return tuple(self.departments[each].name for each in reversed(self.path(department_id)))

    def require_room(self, parent: DepartmentId | None) -> None:
        """Require that one more level under a department, or at the top, is allowed; raises InvalidValue."""
        if len(self.path(parent)) >= DEEPEST:
            raise _too_deep()

    def moved(self, department_id: DepartmentId, parent: DepartmentId | None) -> Tree:
        """Return the tree with a department under another one, or at the top.

        Raises DepartmentCycle, and InvalidValue if the departments moved came to lie too deep. Those that lie too deep
        already, made before there was a bound, may move to where they lie less deep.
        """
        if department_id in self.path(parent):
            message = "a department cannot lie under itself (clause 1.4.c)."
            raise DepartmentCycle(message, field="parent", remedy="Choose a department outside of it, or the top.")
        after = Tree({**self.departments, department_id: self.departments[department_id].moved(parent)})
        if len(after.path(department_id)) > len(self.path(department_id)) and after._bottom(department_id) > DEEPEST:
            raise _too_deep()
        return after

    def _bottom(self, department_id: DepartmentId) -> int:
        """Return the level of the deepest of a department and those below it, from 1 at the top."""
        paths = (self.path(each) for each in self.departments)
        return max(len(path) for path in paths if department_id in path)


def _too_deep() -> InvalidValue:
    message = f"departments lie at most {DEEPEST} levels deep (clause 1.4.c)."
    return InvalidValue(message, field="parent", remedy="Choose a department further up, or the top.")
