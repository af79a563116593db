"""What the provider's staff was let see or change of a client's users and roles, as the client sees it."""

from __future__ import annotations

from saas_core.access.errors.keys_and_sessions import GrantUnknown
from saas_core.access.queries.keys_and_sessions import GrantView
from saas_core.kernel.ids import GrantId
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page, Paging

break_glass = Router(
    "break-glass", "Who of the provider was let see or change your users and roles, why, and until when (1.5)."
)

SEEN = client("license.read")


@break_glass.get("/break-glass", SEEN, tagged=False)
def list_grants(call: Call, query: Paging) -> Page[GrantView]:
    """List grants, the newest first; open to owners, also without a license, and to whoever reads the journal."""
    return grants_of(call, query)


@break_glass.post("/break-glass/{grant_id}/end", SEEN, GrantUnknown)
def end(call: Call, grant_id: GrantId) -> GrantView:
    """End a grant early, as an owner; needs no license."""
    return call.app.access.break_glass.end(**call.writing, grant_id=grant_id)


def grants_of(call: Call, query: Paging) -> Page[GrantView]:
    """Read a page of the grants at the client at hand."""
    read = call.app.access.break_glass.list_grants
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, after=after, limit=limit), lambda grant: grant.grant_id
    )
