"""The users of a client."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import (
    DepartmentUnknown,
    EmailTaken,
    LastOwner,
    MoreThanHeld,
    OwnersOnly,
    RoleUnknown,
    UserUnknown,
)
from saas_core.access.queries.views import AddedUserView, RightsView, UserView
from saas_core.access.values import RoleGrant, ShownState
from saas_core.kernel.ids import DepartmentId, RoleId, UserId
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Cents, Email, Name
from saas_http.routes.instants import AsOf

users = Router("users", "The users of your instance; any number of them, free of charge (1.4.a).")

MANAGE = client("people.manage")


@frozen(kw_only=True)
class Grant:
    """A role to assign in a department and those under it, or in the whole instance; the limit is in cents."""

    role_id: RoleId
    department_id: DepartmentId | None = None
    approval_limit_minor: Cents | None = None

    @property
    def value(self) -> RoleGrant:
        """Return the grant as the use case takes it."""
        return RoleGrant(self.role_id, self.department_id, self.approval_limit_minor)


@frozen(kw_only=True)
class AddUser:
    """A user to add; `invite` mails an invitation at once, `owner` assigns the role Owner."""

    email: Email
    name: Name
    grants: tuple[Grant, ...] = ()
    owner: bool = False
    invite: bool = False


@frozen(kw_only=True)
class ChangeUser:
    """Fields to change; omitted fields stay as they are."""

    name: Name | None = None
    email: Email | None = None


@frozen(kw_only=True)
class ListUsers(Paging):
    """Filter of users: a state, as it is shown."""

    state: ShownState | None = None


@users.get("/users", MANAGE)
def list_users(call: Call, query: ListUsers) -> Page[UserView]:
    """List users, by id."""
    people = call.app.access.people
    return call.reader(query).ids(
        lambda after, limit: people.list_users(**call.acting, after=after, limit=limit, state=query.state),
        lambda user: user.user_id,
    )


@users.post(
    "/users",
    MANAGE,
    EmailTaken,
    RoleUnknown,
    DepartmentUnknown,
    MoreThanHeld,
    status=201,
    location="/v1/users/{user_id}",
)
def add(call: Call, body: AddUser) -> AddedUserView:
    """Add a user, and optionally invite them."""
    people = call.app.access.people
    command = people.invite_user if body.invite else people.add_user
    grants = tuple(each.value for each in body.grants)
    return command(**call.writing, email=body.email, name=body.name, grants=grants, owner=body.owner)


@users.get("/users/{user_id}", MANAGE, UserUnknown)
def show(call: Call, user_id: UserId) -> UserView:
    """Show a user."""
    return call.app.access.people.show(**call.acting, user_id=user_id)


@users.patch("/users/{user_id}", MANAGE, UserUnknown, EmailTaken, MoreThanHeld, OwnersOnly)
def change(call: Call, user_id: UserId, body: ChangeUser) -> UserView:
    """Change a user's name or address.

    Invitations sent to the previous address are revoked.
    """
    return call.app.access.people.change_user(**call.editing, user_id=user_id, name=body.name, email=body.email)


@users.post("/users/{user_id}/deactivate", client("people.take_away"), UserUnknown, LastOwner, OwnersOnly)
def deactivate(call: Call, user_id: UserId) -> UserView:
    """Deactivate a user, who is refused from the next action on; no license is required.

    The user's keys and invitations are revoked. Owners are deactivated by owners alone.
    """
    return call.app.access.people.deactivate(**call.writing, user_id=user_id)


@users.post("/users/{user_id}/reactivate", MANAGE, UserUnknown, MoreThanHeld)
def reactivate(call: Call, user_id: UserId) -> UserView:
    """Reactivate a user, with the roles they had."""
    return call.app.access.people.reactivate(**call.writing, user_id=user_id)


@users.get("/users/{user_id}/permissions", client("roles.manage"), UserUnknown, tagged=False)
def permissions(call: Call, user_id: UserId, query: AsOf) -> RightsView:
    """List a user's rights, each with the assignment that grants it."""
    return call.app.access.queries.rights_of(**call.acting, user_id=user_id, at=query.at)
