"""A tenant's departments, roles and role assignments, in process."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from attrs import evolve

from saas_core.access.model import Assignment, Department, Role
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, UserId
from saas_memory.history import History, changed, ended, held
from saas_memory.space import Rows, View

T = TypeVar("T")

PLACES = "assignment_places"


def _all(rows: Rows[UUID, History[T]], at: datetime | None) -> tuple[T, ...]:
    states = (held(history, at) for history in rows.scan())
    return tuple(state for state in states if state is not None)


def _require(known: object | None, field: str) -> None:
    """Raise StoreFault for a reference outside this tenant, as a database would."""
    if known is None:
        message = "There is no such record in this tenant."
        raise StoreFault(message, field=field, remedy="Save it first.")


class MemoryDepartments:
    """The tenant's departments and their history."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._histories: Rows[UUID, History[Department]] = Rows(view, "departments")

    def all(self, at: datetime | None = None) -> tuple[Department, ...]:
        """Return all departments as of the instant, or the current ones, by id."""
        return _all(self._histories, at)

    def save(self, department: Department, at: datetime) -> None:
        """Save the department's state as of the instant."""
        if department.parent is not None and department.parent != department.id:
            _require(self._histories.get(department.parent), "parent")
        self._histories.put(department.id, changed(self._histories.get(department.id) or (), department, at))

    def remove(self, department_id: DepartmentId, at: datetime) -> None:
        """Remove the department as of the instant."""
        self._histories.put(department_id, ended(self._histories.get(department_id) or (), at))


class MemoryRoles:
    """The tenant's roles and their history."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._histories: Rows[UUID, History[Role]] = Rows(view, "roles")

    def all(self, at: datetime | None = None) -> tuple[Role, ...]:
        """Return all roles as of the instant, or the current ones, by id."""
        return _all(self._histories, at)

    def save(self, role: Role, at: datetime) -> None:
        """Save the role's state as of the instant; a role never becomes or stops being built in."""
        self._histories.put(role.id, changed(self._histories.get(role.id) or (), role, at))

    def remove(self, role_id: RoleId, at: datetime) -> None:
        """Remove the role as of the instant."""
        self._histories.put(role_id, ended(self._histories.get(role_id) or (), at))


class MemoryAssignments:
    """Role assignments and their history."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._assignments: Rows[AssignmentId, Assignment] = Rows(view, "assignments")
        # Assignments indexed every way, in the order of the pages that `holders` reads.
        self._places: Rows[tuple[str | UUID, ...], AssignmentId] = Rows(view, PLACES)
        self._users: Rows[UserId, object] = Rows(view, "users")
        self._roles: Rows[UUID, object] = Rows(view, "roles")
        self._departments: Rows[UUID, object] = Rows(view, "departments")

    def of_user(self, user_id: UserId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the user's assignments as of the instant, or the current ones, by id."""
        return self._found("user", user_id, at)

    def of_role(self, role_id: RoleId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the role's assignments as of the instant, or the current ones, by id."""
        return self._found("role", role_id, at)

    def in_department(self, department_id: DepartmentId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the assignments on the department as of the instant, or the current ones, by id."""
        return self._found("department", department_id, at)

    def add(self, assignment: Assignment) -> None:
        """Save a new assignment; raises StoreFault if its user, role or department belongs to another tenant."""
        _require(self._users.get(assignment.user_id), "user")
        _require(self._roles.get(assignment.role_id), "role")
        self._assignments.put(assignment.id, assignment)
        self._places.put(("user", assignment.user_id, assignment.id), assignment.id)
        self._places.put(("role", assignment.role_id, assignment.user_id, assignment.id), assignment.id)
        if assignment.department_id is not None:
            _require(self._departments.get(assignment.department_id), "department")
            place = ("department", assignment.department_id, assignment.role_id, assignment.id)
            self._places.put(place, assignment.id)

    def end(self, assignment_id: AssignmentId, at: datetime) -> None:
        """End an assignment at the instant; one that ended earlier stays unchanged."""
        known = self._assignments.get(assignment_id)
        if known is not None and (known.until is None or at < known.until):
            self._assignments.put(assignment_id, evolve(known, until=max(at, known.since)))

    def _found(self, place: str, thing: UUID, at: datetime | None) -> tuple[Assignment, ...]:
        known = (self._assignments.get(each) for each in sorted(self._places.scan(prefix=(place, thing))))
        return tuple(each for each in known if each is not None and in_force(each, at))


def in_force(assignment: Assignment, at: datetime | None) -> bool:
    """Return whether an assignment is in force at an instant, or now for None."""
    if at is None:
        return assignment.until is None
    return assignment.since <= at and (assignment.until is None or at < assignment.until)
