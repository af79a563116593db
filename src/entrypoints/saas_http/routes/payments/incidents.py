"""Incidents for staff: where the books of the provider of payments need a person's attention."""

from __future__ import annotations

from attrs import frozen

from saas_core.payments.errors import IncidentGoesOn, IncidentUnknown
from saas_core.payments.queries import AccountIncidents, IncidentView
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging

incidents = Router(
    "staff: incidents", "What a person should look at, such as drift.", prefix="/v1/staff", name="incidents"
)

PAYMENTS = staff("provider.payments")


@frozen(kw_only=True)
class ListIncidents:
    """Filter of incidents: whether to list those that ended, too."""

    ended: bool = False


@incidents.get("/incidents", PAYMENTS, tagged=False)
def everywhere(call: Call, query: Paging) -> Page[AccountIncidents]:
    """List accounts at the provider of payments, each with its open incidents."""
    return call.reader(query).names(
        lambda after, limit: call.app.payments.list_all_incidents(by=call.by, after=after, limit=limit),
        lambda account: account.account,
    )


@incidents.get("/tenants/{tenant_id}/incidents", PAYMENTS, tagged=False)
def of_client(call: Call, query: ListIncidents) -> tuple[IncidentView, ...]:
    """List a client's incidents, oldest first."""
    return call.app.payments.list_incidents(**call.acting, ended=query.ended)


@incidents.post("/tenants/{tenant_id}/incidents/{incident}/acknowledge", PAYMENTS, IncidentUnknown, IncidentGoesOn)
def acknowledge(call: Call, incident: str) -> IncidentView:
    """Record that you have seen an incident of something that happened; it ends with that."""
    return call.app.payments.acknowledge_incident(**call.writing, incident=incident)
