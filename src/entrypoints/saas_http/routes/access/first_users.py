"""A client's first users, whom staff add and invite until the instance is activated."""

from __future__ import annotations

from saas_core.access.errors import (
    DepartmentUnknown,
    EmailTaken,
    MoreThanHeld,
    OwnersOnly,
    RoleUnknown,
    UserDeactivated,
    UserUnknown,
)
from saas_core.access.queries.views import AddedUserView, InvitationView
from saas_core.kernel.ids import UserId
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, staff
from saas_http.routes.access.users import AddUser

first_users = Router("staff: clients", prefix="/v1/staff", name="tenants")


@first_users.post(
    "/tenants/{tenant_id}/users",
    staff("people.manage"),
    TenantUnknown,
    EmailTaken,
    RoleUnknown,
    DepartmentUnknown,
    MoreThanHeld,
    OwnersOnly,
    status=201,
)
def add_user(call: Call, body: AddUser) -> AddedUserView:
    """Add a client's first users until its instance is activated; from then on it takes a break-glass grant (1.5)."""
    people = call.app.access.people
    command = people.invite_user if body.invite else people.add_user
    grants = tuple(each.value for each in body.grants)
    return command(**call.writing, email=body.email, name=body.name, grants=grants, owner=body.owner)


@first_users.post(
    "/tenants/{tenant_id}/users/{user_id}/invitations",
    staff("people.manage"),
    TenantUnknown,
    UserUnknown,
    UserDeactivated,
    status=201,
)
def invite(call: Call, user_id: UserId) -> InvitationView:
    """Mail an invitation to a user, until the instance is activated; from then on it takes a break-glass grant."""
    return call.app.access.invitations.send(**call.writing, user_id=user_id)
