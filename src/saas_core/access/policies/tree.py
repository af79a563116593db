"""The tree of departments (1.4.c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from saas_core.access.errors import DepartmentCycle
from saas_core.access.model import Department
from saas_core.kernel.ids import DepartmentId
from saas_core.kernel.joined import joined


@frozen
class Tree:
    """Departments by id, with their places above and below each other."""

    departments: Mapping[DepartmentId, Department] = field()

    @classmethod
    def of(cls, departments: Iterable[Department]) -> Tree:
        """Make the tree of these departments."""
        return cls({each.id: each for each in departments})

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

    def moved(self, department_id: DepartmentId, parent: DepartmentId | None) -> Tree:
        """Return the tree with a department under another one, or at the top; raises DepartmentCycle."""
        if department_id in self.path(parent):
            message = "a department cannot lie under itself (clause 1.4.c)."
            raise DepartmentCycle(message, field="parent", remedy="Choose a department outside of it, or the top.")
        return Tree({**self.departments, department_id: self.departments[department_id].moved(parent)})
