"""The provider's staff."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import EmailTaken, LastAdministrator, LinkUnknown, StaffUnknown
from saas_core.access.queries.views import StaffKeyView, StaffView
from saas_core.kernel.ids import StaffId
from saas_http.endpoints import OPEN, Call, Router, staff
from saas_http.parsing.values import Email, Name, StaffPermission, Token

members = Router("staff: members", "The provider's people.", prefix="/v1/staff")

ADMIN = staff("provider.staff")


@frozen
class MembersView:
    """The provider's staff, by id."""

    items: tuple[StaffView, ...]


@frozen(kw_only=True)
class AddMember:
    """A member of staff to add, with permissions."""

    name: Name
    email: Email
    permissions: tuple[StaffPermission, ...]


@frozen(kw_only=True)
class FetchKey:
    """The token from a mailed link."""

    token: Token


@members.get("/members", ADMIN)
def list_members(call: Call) -> MembersView:
    """List the provider's staff."""
    return MembersView(call.app.access.staff.list_staff(by=call.by))


@members.post("/members", ADMIN, EmailTaken, status=201)
def add(call: Call, body: AddMember) -> StaffView:
    """Add a member of staff, who is mailed a link to fetch their own key; nobody else is ever shown it."""
    return call.app.access.staff.add(
        by=call.by, name=body.name, email=body.email, permissions=body.permissions, idempotency_key=call.key
    )


@members.post("/members/{staff_id}/renew-key", ADMIN, StaffUnknown)
def renew_key(call: Call, staff_id: StaffId) -> StaffView:
    """Mail a member of staff a link to a new key, and revoke the former ones; your own ends when you fetch it."""
    return call.app.access.staff.renew_key(by=call.by, staff_id=staff_id, idempotency_key=call.key)


@members.post("/members/{staff_id}/deactivate", ADMIN, StaffUnknown, LastAdministrator)
def deactivate(call: Call, staff_id: StaffId) -> StaffView:
    """Deactivate a member of staff and revoke their keys."""
    return call.app.access.staff.deactivate(by=call.by, staff_id=staff_id, idempotency_key=call.key)


@members.post("/key", OPEN, LinkUnknown)
def fetch_key(call: Call, body: FetchKey) -> StaffKeyView:
    """Fetch your key with a mailed link, which works once; it is returned only once, and not by a repeat."""
    return call.app.access.staff.fetch_key(token=body.token, idempotency_key=call.key)
