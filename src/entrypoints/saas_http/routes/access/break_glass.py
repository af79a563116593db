"""Break-glass grants, as the client sees them."""

from __future__ import annotations

from saas_core.access.errors.keys_and_sessions import GrantUnknown
from saas_core.access.queries.keys_and_sessions import GrantView
from saas_core.kernel.ids import GrantId
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page, Paging

break_glass = Router(
    "break-glass", "Grants of access to your users and roles for the provider's staff: who, why, until when (1.5)."
)

SEEN = client("license.read")


@break_glass.get("/break-glass", SEEN, tagged=False)
def list_grants(call: Call, query: Paging) -> Page[GrantView]:
    """List grants, newest first; open to owners, even without a license, and to readers of the journal."""
    return grants_of(call, query)


@break_glass.post("/break-glass/{grant_id}/end", SEEN, GrantUnknown)
def end(call: Call, grant_id: GrantId) -> GrantView:
    """End a grant early, as an owner; no license is required."""
    return call.app.access.break_glass.end(**call.writing, grant_id=grant_id)


def grants_of(call: Call, query: Paging) -> Page[GrantView]:
    """Return a page of the current client's grants."""
    read = call.app.access.break_glass.list_grants
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, after=after, limit=limit), lambda grant: grant.grant_id
    )
