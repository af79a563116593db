"""A tenant's departments, roles and role assignments, in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from saas_core.access.model import Assignment, Department, Role
from saas_core.access.values import UserState
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, UserId
from saas_sql.access.people import SqlUsers
from saas_sql.access.tables import assignments, department_states, departments, role_states, roles
from saas_sql.mapping import Mapped
from saas_sql.prepared import Prepared, Row
from saas_sql.session import Session
from saas_sql.states import States, held_then

_DEPARTMENT = Mapped(Department, department_states, {"id": "department_id", "parent": "parent_id"})
_ROLE = Mapped(Role, role_states, {"id": "role_id"}, besides=("built_in",))
ASSIGNMENT = Mapped(Assignment, assignments)


class SqlDepartments:
    """The tenant's departments and their history."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session
        self._states = States(session, department_states, "department_id", departments)

    def all(self, at: datetime | None = None) -> tuple[Department, ...]:
        """Return all departments as of the instant, or the current ones, by id."""
        return _DEPARTMENT.load_all(_held(self._session, all_departments, at))

    def save(self, department: Department, at: datetime) -> None:
        """Save the department's state as of the instant."""
        self._states.change(at, _DEPARTMENT.dump(department), {"id": department.id})

    def remove(self, department_id: DepartmentId, at: datetime) -> None:
        """Remove the department as of the instant."""
        self._states.end(department_id, at)


class SqlRoles:
    """The tenant's roles and their history."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session
        self._states = States(session, role_states, "role_id", roles)

    def all(self, at: datetime | None = None) -> tuple[Role, ...]:
        """Return all roles as of the instant, or the current ones, by id."""
        return _ROLE.load_all(_held(self._session, all_roles, at))

    def save(self, role: Role, at: datetime) -> None:
        """Save the role's state as of the instant; a role never becomes or stops being built in."""
        self._states.change(at, _ROLE.dump(role), {"id": role.id, "built_in": role.built_in})

    def remove(self, role_id: RoleId, at: datetime) -> None:
        """Remove the role as of the instant."""
        self._states.end(role_id, at)


class SqlAssignments:
    """Role assignments and their history."""

    def __init__(self, session: Session, people: SqlUsers) -> None:
        """Use the session; `people` knows which users are active."""
        self._session = session
        self._people = people

    def of_user(self, user_id: UserId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the user's assignments as of the instant, or the current ones, by id."""
        return self._found(assignments.c.user_id, user_id, at)

    def of_role(self, role_id: RoleId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the role's assignments as of the instant, or the current ones, by id."""
        return self._found(assignments.c.role_id, role_id, at)

    def in_department(self, department_id: DepartmentId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the assignments on the department as of the instant, or the current ones, by id."""
        return self._found(assignments.c.department_id, department_id, at)

    def add(self, assignment: Assignment) -> None:
        """Save a new assignment; raises StoreFault if its user, role or department belongs to another tenant."""
        user = self._people.present(assignment.user_id)
        active = user is not None and user.state is UserState.ACTIVE
        self._session.insert(assignments, {**ASSIGNMENT.dump(assignment), "user_active": active})

    def end(self, assignment_id: AssignmentId, at: datetime) -> None:
        """End an assignment at the instant; one that ended earlier stays unchanged."""
        table = assignments.c
        row = self._session.first(self._session.select(assignments, table.id == assignment_id))
        if row is not None and (row["until"] is None or at < row["until"]):
            self._session.update(assignments, table.id == assignment_id, until=max(at, row["since"]))

    def _found(self, column: sa.Column[Any], value: UUID, at: datetime | None) -> tuple[Assignment, ...]:
        # Sorted here: a database asked to sort may walk through all assignments by id instead.
        rows = self._session.found(_assignments(column, now=at is None), value=value, at=at)
        return ASSIGNMENT.load_all(sorted(rows, key=itemgetter("id")))


def _held(session: Session, query: Callable[..., Prepared], at: datetime | None) -> Sequence[Row]:
    return session.found(query(now=True)) if at is None else session.found(query(now=False), at=at)


@cache
def all_departments(*, now: bool) -> Prepared:
    """Return the query for all departments, by id."""
    own = department_states.c.tenant_id == sa.bindparam("own")
    query = sa.select(department_states).where(own, held_then(department_states, now=now))
    return Prepared(query.order_by(department_states.c.department_id))


@cache
def all_roles(*, now: bool) -> Prepared:
    """Return the query for all roles, by id."""
    states = role_states.c
    return Prepared(
        sa.select(role_states, roles.c.built_in)
        .join(roles, sa.and_(roles.c.tenant_id == states.tenant_id, roles.c.id == states.role_id))
        .where(states.tenant_id == sa.bindparam("own"), held_then(role_states, now=now))
        .order_by(states.role_id)
    )


@cache
def _assignments(column: sa.Column[Any], *, now: bool) -> Prepared:
    """Return the query for the assignments with a value in a column."""
    own = assignments.c.tenant_id == sa.bindparam("own")
    return Prepared(sa.select(assignments).where(own, column == sa.bindparam("value"), held_then(assignments, now=now)))
