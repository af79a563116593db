"""Administrators' questions: who am I, and who may do this."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown, StaffUnknown, UserUnknown
from saas_core.access.queries.myself import MyselfView
from saas_core.access.queries.views import HolderView
from saas_core.kernel.ids import DepartmentId
from saas_core.policy.queries import PermissionView
from saas_http.endpoints import SIGNED_IN, Call, Router, client
from saas_http.paging import Page
from saas_http.parsing.values import ActionName
from saas_http.routes.instants import PagingAsOf

inquiries = Router("questions", "Administrators' questions, each answered by one call.")

MANAGE = client("roles.manage")


@frozen
class PermissionsView:
    """The platform's operations, which roles can permit."""

    items: tuple[PermissionView, ...]


@frozen(kw_only=True)
class WhoMay(PagingAsOf):
    """A question who may do something: in a department, or in every place."""

    permission: ActionName
    department_id: DepartmentId | None = None


@inquiries.get("/me", SIGNED_IN, UserUnknown, StaffUnknown)
def me(call: Call) -> MyselfView:
    """Show who you are: your name, your client, your roles and rights and where you have them, and how you came in."""
    return call.app.access.myself.show(by=call.by, session_id=call.session_id)


@inquiries.get("/permissions", SIGNED_IN)
def permissions(call: Call) -> PermissionsView:
    """List the platform's registered operations."""
    return PermissionsView(call.app.policy.permissions())


@inquiries.get("/who-may", MANAGE, DepartmentUnknown, tagged=False)
def who_may(call: Call, query: WhoMay) -> Page[HolderView]:
    """List the active users who may do something, and the places in which their roles permit it.

    Without a department, those of every place are listed; an administrator of the whole instance may ask so.
    """
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
