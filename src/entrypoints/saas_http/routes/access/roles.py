"""The roles of a client, and their holders."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import (
    BuiltInRole,
    MoreThanHeld,
    NameTaken,
    OwnRoles,
    RoleAssigned,
    RoleUnknown,
)
from saas_core.access.queries.views import RoleDeletionView, RoleView
from saas_core.kernel.ids import RoleId
from saas_core.policy.errors import PermissionReserved
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page
from saas_http.parsing.values import Name, Pattern
from saas_http.routes.instants import PagingAsOf

roles = Router("roles", "Roles and their holders; nobody can grant rights they do not hold (1.4.b, 1.5).")

MANAGE = client("roles.manage")


@frozen(kw_only=True)
class AddRole:
    """A role to create, with permissions (`invoices.approve`) and areas (`invoices.*`)."""

    name: Name
    permissions: tuple[Pattern, ...]


@frozen(kw_only=True)
class EditRole:
    """Fields to change; omitted fields stay as they are."""

    name: Name | None = None
    permissions: tuple[Pattern, ...] | None = None


@frozen(kw_only=True)
class Replacement:
    """The role that holders of the deleted role get instead."""

    replacement_id: RoleId | None = None


@roles.get("/roles", MANAGE)
def list_roles(call: Call, query: PagingAsOf) -> Page[RoleView]:
    """List roles, by id."""
    desk = call.app.access.roles
    return call.reader(query).ids(
        lambda after, limit: desk.list_roles(**call.acting, after=after, limit=limit, at=query.at),
        lambda role: role.role_id,
    )


@roles.post("/roles", MANAGE, NameTaken, MoreThanHeld, PermissionReserved, status=201, location="/v1/roles/{role_id}")
def create(call: Call, body: AddRole) -> RoleView:
    """Create a role."""
    return call.app.access.roles.create(**call.writing, name=body.name, permissions=body.permissions)


@roles.get("/roles/{role_id}", MANAGE, RoleUnknown)
def show(call: Call, role_id: RoleId) -> RoleView:
    """Show a role."""
    return call.app.access.roles.show(**call.acting, role_id=role_id)


@roles.patch("/roles/{role_id}", MANAGE, RoleUnknown, BuiltInRole, NameTaken, MoreThanHeld, PermissionReserved)
def edit(call: Call, role_id: RoleId, body: EditRole) -> RoleView:
    """Edit a role's name or permissions."""
    return call.app.access.roles.edit(**call.editing, role_id=role_id, name=body.name, permissions=body.permissions)


@roles.delete("/roles/{role_id}", MANAGE, RoleUnknown, BuiltInRole, RoleAssigned, OwnRoles, MoreThanHeld)
def delete(call: Call, role_id: RoleId, query: Replacement) -> RoleDeletionView:
    """Delete a role; its holders get the replacement, if one is named."""
    return call.app.access.roles.delete(**call.editing, role_id=role_id, replacement_id=query.replacement_id)
