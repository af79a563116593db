"""A client's users and roles, as staff sees and changes them under a break-glass grant, or before activation."""

from __future__ import annotations

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
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Router, staff
from saas_http.routes.access.assignments import assign, list_assignments, unassign
from saas_http.routes.access.departments import list_departments
from saas_http.routes.access.inquiries import who_may
from saas_http.routes.access.roles import list_roles
from saas_http.routes.access.users import deactivate, list_users, permissions, show

opened = Router(
    "staff: opened",
    "A client's users and roles: seen and changed by staff under a break-glass grant alone, each use in the client's "
    "journal, or before activation (1.5, 2.1).",
    prefix="/v1/staff/tenants/{tenant_id}",
    name="opened",
)

PEOPLE, ROLES, TAKEN = staff("people.read"), staff("roles.read"), staff("people.take_away")
_GIVING = (UserUnknown, RoleUnknown, DepartmentUnknown, OwnRoles, MoreThanHeld, BuiltInRole, OwnersOnly)
_TAKING = (UserUnknown, AssignmentUnknown, LastOwner, OwnersOnly, DepartmentUnknown)

opened.get("/users", PEOPLE, TenantUnknown, tagged=False)(list_users)
opened.get("/users/{user_id}", PEOPLE, TenantUnknown, UserUnknown, tagged=False)(show)
opened.get("/users/{user_id}/permissions", ROLES, TenantUnknown, UserUnknown, tagged=False)(permissions)
opened.get("/departments", PEOPLE, TenantUnknown, tagged=False)(list_departments)
opened.get("/roles", ROLES, TenantUnknown, tagged=False)(list_roles)
opened.get("/assignments", ROLES, TenantUnknown, DepartmentUnknown, tagged=False)(list_assignments)
opened.get("/who-may", ROLES, TenantUnknown, DepartmentUnknown, tagged=False)(who_may)
opened.post("/users/{user_id}/deactivate", TAKEN, TenantUnknown, UserUnknown, LastOwner, OwnersOnly)(deactivate)
opened.post("/assignments", staff("roles.manage"), TenantUnknown, *_GIVING, status=201)(assign)
opened.post("/assignments/end", staff("roles.take_away"), TenantUnknown, *_TAKING)(unassign)
