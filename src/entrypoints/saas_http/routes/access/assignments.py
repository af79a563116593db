"""Role assignments."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import (
    AssignmentUnknown,
    BuiltInRole,
    DepartmentUnknown,
    LastOwner,
    MoreThanHeld,
    OwnersOnly,
    OwnRoles,
    RoleUnknown,
    UserUnknown,
)
from saas_core.access.queries.views import AssignmentView
from saas_core.kernel.ids import DepartmentId, RoleId, UserId
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page
from saas_http.parsing.values import Cents
from saas_http.routes.instants import PagingAsOf

assignments = Router("assignments", "Role assignments; nobody can grant rights they do not hold (1.4.b, 1.5).")

MANAGE = client("roles.manage")


@frozen(kw_only=True)
class Held:
    """A role held by a user, in a department or in the whole instance."""

    user_id: UserId
    role_id: RoleId
    department_id: DepartmentId | None = None


@frozen(kw_only=True)
class Assign(Held):
    """A role to assign; the approval limit is in cents, unlimited if omitted."""

    approval_limit_minor: Cents | None = None


@frozen(kw_only=True)
class ListAssignments(PagingAsOf):
    """Filter of assignments by user, role and department."""

    user_id: UserId | None = None
    role_id: RoleId | None = None
    department_id: DepartmentId | None = None


@assignments.get("/users/{user_id}/assignments", MANAGE, UserUnknown, tagged=False)
def of_user(call: Call, user_id: UserId, query: PagingAsOf) -> Page[AssignmentView]:
    """List a user's roles, and where they are held."""
    call.app.access.people.show(**call.acting, user_id=user_id)
    read = call.app.access.queries.list_assignments
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, user_id=user_id, at=query.at, after=after, limit=limit),
        lambda assignment: assignment.assignment_id,
    )


@assignments.get("/assignments", MANAGE, DepartmentUnknown, tagged=False)
def list_assignments(call: Call, query: ListAssignments) -> Page[AssignmentView]:
    """List who holds which role where."""
    read = call.app.access.queries.list_assignments
    return call.reader(query).ids(
        lambda after, limit: read(
            **call.acting,
            user_id=query.user_id,
            role_id=query.role_id,
            department_id=query.department_id,
            at=query.at,
            after=after,
            limit=limit,
        ),
        lambda assignment: assignment.assignment_id,
    )


_GIVING = (UserUnknown, RoleUnknown, DepartmentUnknown, OwnRoles, MoreThanHeld, BuiltInRole)


@assignments.post("/assignments", MANAGE, *_GIVING, status=201)
def assign(call: Call, body: Assign) -> AssignmentView:
    """Assign a role to a user; an existing assignment stays, or gets the new limit."""
    return call.app.access.roles.assign(
        **call.writing,
        user_id=body.user_id,
        role_id=body.role_id,
        department_id=body.department_id,
        approval_limit_minor=body.approval_limit_minor,
    )


@assignments.post(
    "/assignments/end",
    client("roles.take_away"),
    UserUnknown,
    AssignmentUnknown,
    LastOwner,
    OwnersOnly,
    DepartmentUnknown,
)
def unassign(call: Call, body: Held) -> AssignmentView:
    """Remove a role assignment from a user; returns the assignment with its end; no license is required."""
    return call.app.access.roles.unassign(
        **call.writing, user_id=body.user_id, role_id=body.role_id, department_id=body.department_id
    )
