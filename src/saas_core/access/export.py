"""Departments, roles and users as parts of the client's export (0.1, 1.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from attrs import frozen

from saas_core.access.import_rows import LONGEST_LINE
from saas_core.access.model import User
from saas_core.access.policies import Tree, holdings
from saas_core.access.ports import AccessWork
from saas_core.access.queries.states import state_text
from saas_core.access.queries.views import AssignmentView, assignment_view, department_view, role_view
from saas_core.access.values import PEOPLE, ROLES, UserState
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


def user_rows(user: ExportedUser) -> Iterator[Mapping[str, object]]:
    """Return a user as rows of a file that can be imported: one for each place and limit of its roles.

    The order depends on names alone, so that whoever has the same users has the same file.
    """
    places: dict[tuple[str, int], list[str]] = {}
    for each in user.assignments:
        limit = _NO_LIMIT if each.approval_limit_minor is None else each.approval_limit_minor
        places.setdefault((each.department, limit), []).append(each.role)
    for (place, limit), roles in sorted(places.items()) or [(("", _NO_LIMIT), [])]:
        for some in _by_length(sorted(roles)):
            yield {
                "email": user.email,
                "name": user.name,
                "roles": some,
                "department": place,
                "approval_limit_minor": None if limit == _NO_LIMIT else limit,
                "deactivated": user.state == UserState.DEACTIVATED.value,
            }


def _by_length(roles: list[str]) -> Iterator[list[str]]:
    """Yield the roles of a place by as many as make a line that can be read back."""
    some: list[str] = []
    for each in roles:
        if some and sum(map(len, some)) + len(each) > _LONGEST_CELL:
            yield some
            some = []
        some.append(each)
    yield some


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


_NO_LIMIT: Final = -1
# In characters, each of which takes four bytes at most and is written as two at most.
_LONGEST_CELL: Final = LONGEST_LINE // 16
_MANAGING: Final = (PEOPLE, ROLES)

EXPORT: Final = (
    ExportPart("departments", _departments, _MANAGING),
    ExportPart("roles", _roles, _MANAGING),
    ExportPart("users", _users, _MANAGING),
)
