"""Departments, roles and users as parts of the client's export (0.1, 1.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import frozen

from saas_core.access.model import User
from saas_core.access.policies import Tree, holdings
from saas_core.access.ports import AccessWork
from saas_core.access.queries.states import state_text
from saas_core.access.queries.views import AssignmentView, assignment_view, department_view, role_view
from saas_core.access.values import PEOPLE, ROLES
from saas_core.kernel.ids import UserId
from saas_core.kernel.pages import id_after, require_no_mark
from saas_core.kernel.parts import ExportPart, Page


@frozen
class ExportedUser:
    """A user, and the roles it holds."""

    user_id: UserId
    name: str
    email: str
    state: str
    assignments: tuple[AssignmentView, ...]


def _departments(work: AccessWork, after: str, _limit: int, _at: datetime) -> Page:
    require_no_mark(after)
    tree = Tree.of(work.departments.all())
    return [department_view(each, tree.names(each.id)) for each in tree.departments.values()], None


def _roles(work: AccessWork, after: str, _limit: int, _at: datetime) -> Page:
    require_no_mark(after)
    return [role_view(each) for each in work.roles.all()], None


def _users(work: AccessWork, after: str, limit: int, _at: datetime) -> Page:
    begins = id_after(after)
    page = work.users.page(None if begins is None else UserId(begins), limit)
    tree, roles = Tree.of(work.departments.all()), work.roles.all()
    invited = work.invitations.invited(each.id for each in page)

    def exported(user: User) -> ExportedUser:
        held = holdings(work.assignments.of_user(user.id), roles)
        views = tuple(assignment_view(each, tree.names(each.assignment.department_id)) for each in held)
        return ExportedUser(user.id, user.name, user.email, state_text(user, invited=user.id in invited), views)

    return [exported(each) for each in page], str(page[-1].id) if len(page) == limit else None


_MANAGING: Final = (PEOPLE, ROLES)

EXPORT: Final = (
    ExportPart("departments", _departments, _MANAGING),
    ExportPart("roles", _roles, _MANAGING),
    ExportPart("users", _users, _MANAGING),
)
