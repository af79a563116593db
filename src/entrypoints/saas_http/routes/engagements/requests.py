"""Requests for paid work, which authorize no work and no charge (4.1, 4.2)."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown
from saas_core.engagements.commands import RequestEstimate
from saas_core.engagements.errors import RequestUnknown
from saas_core.engagements.queries import RequestView
from saas_core.kernel.ids import DepartmentId, EngagementId
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, client, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.commands import fields_of

engagements = Router(
    "engagements", "Requests for an estimate of paid work; none authorizes work or a charge (4.1).", name="engagements"
)
requests = Router(
    "staff: engagements",
    "Requests of a client for an estimate of paid work.",
    prefix="/v1/staff/tenants/{tenant_id}",
    name="requests",
)

LARGEST = 256 * 1024
"""In bytes: the largest body, in which the longest wish fits in any alphabet."""
ASKED = client("engagements.request")
STAFF = staff("provider.estimates")


@frozen(kw_only=True)
class ListRequests(Paging):
    """Filter of requests by the department to which they belong."""

    department_id: DepartmentId | None = None


@engagements.get("/engagements", ASKED, DepartmentUnknown, tagged=False)
def list_requests(call: Call, query: ListRequests) -> Page[RequestView]:
    """List requests, of one department or of all, in the order in which they were made."""
    read = call.app.engagements.requests.list_requests
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, department_id=query.department_id, after=after, limit=limit),
        lambda request: request.engagement_id,
    )


@engagements.post(
    "/engagements", ASKED, DepartmentUnknown, status=201, location="/v1/engagements/{engagement_id}", largest=LARGEST
)
def request(call: Call, body: RequestEstimate) -> RequestView:
    """Ask for an estimate; nothing is done or billed before it is approved in writing."""
    return call.app.engagements.requests.request(**call.writing, **fields_of(body))


@engagements.get("/engagements/{engagement_id}", ASKED, RequestUnknown)
def show(call: Call, engagement_id: EngagementId) -> RequestView:
    """Show a request."""
    return call.app.engagements.requests.show(**call.acting, engagement_id=engagement_id)


requests.get("/engagements", STAFF, TenantUnknown, tagged=False)(list_requests)
requests.get("/engagements/{engagement_id}", STAFF, TenantUnknown, RequestUnknown)(show)
