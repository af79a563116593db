"""The provider's staff."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import EmailTaken, LastAdministrator, StaffUnknown
from saas_core.access.queries.views import StaffKeyView, StaffView
from saas_core.kernel.ids import StaffId
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.values import Email, Name, StaffPermission

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


@members.get("/members", ADMIN)
def list_members(call: Call) -> MembersView:
    """List the provider's staff."""
    return MembersView(call.app.access.staff.list_staff(by=call.by))


@members.post("/members", ADMIN, EmailTaken, status=201)
def add(call: Call, body: AddMember) -> StaffKeyView:
    """Add a member of staff; the key is returned only once, and not by a repeat."""
    return call.app.access.staff.add(
        by=call.by, name=body.name, email=body.email, permissions=body.permissions, idempotency_key=call.key
    )


@members.post("/members/{staff_id}/renew-key", ADMIN, StaffUnknown)
def renew_key(call: Call, staff_id: StaffId) -> StaffKeyView:
    """Revoke the keys of a member of staff and create a new one, returned only once, and not by a repeat."""
    return call.app.access.staff.renew_key(by=call.by, staff_id=staff_id, idempotency_key=call.key)


@members.post("/members/{staff_id}/deactivate", ADMIN, StaffUnknown, LastAdministrator)
def deactivate(call: Call, staff_id: StaffId) -> StaffView:
    """Deactivate a member of staff and revoke their keys."""
    return call.app.access.staff.deactivate(by=call.by, staff_id=staff_id, idempotency_key=call.key)
