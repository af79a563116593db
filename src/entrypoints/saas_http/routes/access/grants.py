"""Break-glass grants, as staff request and approve them."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.access.errors import StaffUnknown
from saas_core.access.errors.keys_and_sessions import GrantOver, GrantUnknown, NoSecondPerson, SecondPerson
from saas_core.access.queries.keys_and_sessions import GrantView
from saas_core.access.values import GrantReason, GrantScope
from saas_core.kernel.ids import GrantId
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Name
from saas_http.routes.access.break_glass import grants_of

grants = Router(
    "staff: break-glass",
    "Access to a client's users and roles, approved by a second member of staff.",
    prefix="/v1/staff",
)

ASKING = staff("provider.break_glass")
APPROVING = staff("provider.break_glass_approval")
GRANTS = "/tenants/{tenant_id}/break-glass"


@frozen(kw_only=True)
class AskGrant:
    """A grant to request: its reason, and the same in words, its end within four hours, and its scope.

    The client reads all of it.
    """

    reason: GrantReason
    why: Name
    until: datetime
    scope: GrantScope = GrantScope.READ


@grants.get(GRANTS, ASKING, TenantUnknown, tagged=False)
def list_grants(call: Call, query: Paging) -> Page[GrantView]:
    """List a client's grants, newest first."""
    return grants_of(call, query)


@grants.post(GRANTS, ASKING, TenantUnknown, StaffUnknown, NoSecondPerson, status=201)
def ask(call: Call, body: AskGrant) -> GrantView:
    """Request a grant; it opens nothing until a second person approves it.

    That is another member of staff; if the provider has nobody else, the client's owners are mailed a link to confirm.
    """
    return call.app.access.break_glass.ask(
        **call.writing, reason=body.reason, why=body.why, until=body.until, scope=body.scope
    )


@grants.post(
    f"{GRANTS}/{{grant_id}}/approve", APPROVING, TenantUnknown, StaffUnknown, GrantUnknown, SecondPerson, GrantOver
)
def approve(call: Call, grant_id: GrantId) -> GrantView:
    """Approve a grant that another member of staff requested, whom you did not add lately, nor they you."""
    return call.app.access.break_glass.approve(**call.writing, grant_id=grant_id)


@grants.post(f"{GRANTS}/{{grant_id}}/end", APPROVING, TenantUnknown, GrantUnknown)
def end(call: Call, grant_id: GrantId) -> GrantView:
    """End a grant early: your own or, with `staff.admin`, anybody's."""
    return call.app.access.break_glass.end(**call.writing, grant_id=grant_id)
