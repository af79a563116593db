"""Ports of access for people: users, departments, roles, and who holds which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from saas_core.access.model import Assignment, Department, Role, User
from saas_core.access.values import UserState
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, UserId


class Users(Protocol):
    """The tenant's users."""

    def get(self, user_id: UserId, at: datetime | None = None) -> User | None:
        """Return a user; None as of an instant before it was added."""
        ...

    def by_email(self, email: str) -> User | None:
        """Return the user with the address, ignoring case."""
        ...

    def by_emails(self, emails: Iterable[str]) -> tuple[User, ...]:
        """Return the users with one of these addresses, ignoring case, in no particular order."""
        ...

    def save(self, user: User, at: datetime) -> None:
        """Store a user, new or changed; raises EmailTaken."""
        ...

    def page(self, after: UserId | None, limit: int, state: UserState | None = None) -> tuple[User, ...]:
        """Return users by id, those after the given one, in one state, or in any for None."""
        ...


class Departments(Protocol):
    """The tenant's departments."""

    def all(self, at: datetime | None = None) -> tuple[Department, ...]:
        """Return all departments, by id."""
        ...

    def save(self, department: Department, at: datetime) -> None:
        """Store a department, new or changed."""
        ...

    def remove(self, department_id: DepartmentId, at: datetime) -> None:
        """End a department."""
        ...


class Roles(Protocol):
    """The tenant's roles."""

    def all(self, at: datetime | None = None) -> tuple[Role, ...]:
        """Return all roles, by id."""
        ...

    def save(self, role: Role, at: datetime) -> None:
        """Store a role, new or changed."""
        ...

    def remove(self, role_id: RoleId, at: datetime) -> None:
        """End a role."""
        ...


class Assignments(Protocol):
    """Assignments of roles to users."""

    def of_user(self, user_id: UserId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the user's assignments in force, by id."""
        ...

    def of_role(self, role_id: RoleId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the role's assignments in force, by id."""
        ...

    def in_department(self, department_id: DepartmentId, at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the assignments in force on exactly this department, by id."""
        ...

    def add(self, assignment: Assignment) -> None:
        """Store a new assignment."""
        ...

    def end(self, assignment_id: AssignmentId, at: datetime) -> None:
        """End an assignment."""
        ...


class Holders(Protocol):
    """Assignments of any number of users: many users at once, or page by page."""

    def get(self, assignment_id: AssignmentId) -> Assignment | None:
        """Return an assignment, in force or ended."""
        ...

    def of_users(self, user_ids: Iterable[UserId], at: datetime | None = None) -> tuple[Assignment, ...]:
        """Return the assignments in force of several users, by user and id."""
        ...

    def page(
        self,
        after: Assignment | None,
        limit: int,
        at: datetime | None = None,
        *,
        role_id: RoleId | None = None,
        department_id: DepartmentId | None = None,
    ) -> tuple[Assignment, ...]:
        """Return assignments in force after the given one: of a role, of exactly a department, of both, or all.

        Those of a role come by user and id, those of a department by role and id, all of them by id.
        """
        ...

    def active(
        self,
        role_ids: Iterable[RoleId],
        places: Iterable[DepartmentId | None] | None,
        after: UserId | None,
        limit: int,
        at: datetime | None = None,
    ) -> tuple[User, ...]:
        """Return the active users after the given one, by id, who hold one of the roles at exactly one of the places.

        The place None is the whole instance; without places, they hold it anywhere.
        """
        ...
