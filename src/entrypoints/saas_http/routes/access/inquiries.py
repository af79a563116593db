"""Administrators' questions: who am I, and who may do this."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import (
    DepartmentUnknown,
)
from saas_core.access.queries.views import HolderView
from saas_core.kernel.actors import actor_name
from saas_core.kernel.ids import DepartmentId, TenantId
from saas_core.policy.queries import PermissionView
from saas_http.endpoints import SIGNED_IN, Call, Router, client
from saas_http.paging import Page
from saas_http.parsing.values import ActionName
from saas_http.routes.instants import PagingAsOf
from saas_web.credentials import tenant_of

inquiries = Router("questions", "Administrators' questions, each answered by one call.")

MANAGE = client("roles.manage")


@frozen
class Myself:
    """The actor that a key signs in, as named in the journal, and its client."""

    actor: str
    tenant_id: TenantId | None


@frozen
class PermissionsView:
    """The platform's operations, which roles can permit."""

    items: tuple[PermissionView, ...]


@frozen(kw_only=True)
class WhoMay(PagingAsOf):
    """A question who may do something, in a department or in the whole instance."""

    permission: ActionName
    department_id: DepartmentId | None = None


@inquiries.get("/me", SIGNED_IN)
def me(call: Call) -> Myself:
    """Show who you are."""
    return Myself(actor_name(call.by), tenant_of(call.by))


@inquiries.get("/permissions", SIGNED_IN)
def permissions(call: Call) -> PermissionsView:
    """List the platform's registered operations."""
    return PermissionsView(call.app.policy.permissions())


@inquiries.get("/who-may", MANAGE, DepartmentUnknown, tagged=False)
def who_may(call: Call, query: WhoMay) -> Page[HolderView]:
    """List the active users who may do something, and the assignments that permit it."""
    read = call.app.access.queries.who_may
    return call.reader(query).ids(
        lambda after, limit: read(
            **call.acting,
            permission=query.permission,
            department_id=query.department_id,
            at=query.at,
            after=after,
            limit=limit,
        ),
        lambda holder: holder.user.user_id,
    )
