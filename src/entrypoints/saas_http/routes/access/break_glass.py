"""Break-glass grants, as the client sees them."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import LinkUnknown
from saas_core.access.errors.keys_and_sessions import GrantOver, GrantUnknown
from saas_core.access.queries.keys_and_sessions import GivenBackView, GrantUseView, GrantView
from saas_core.kernel.ids import GrantId
from saas_http.endpoints import OPEN, Call, Router, client
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Token

break_glass = Router(
    "break-glass", "Grants of access to your users and roles for the provider's staff: who, why, until when (1.5)."
)

SEEN = client("credentials.take_away")


@frozen(kw_only=True)
class ConfirmWith:
    """The token from a mailed link."""

    token: Token


@break_glass.get("/break-glass", SEEN, tagged=False)
def list_grants(call: Call, query: Paging) -> Page[GrantView]:
    """List grants, newest first; open to owners, even without a license, and to readers of the journal."""
    return grants_of(call, query)


@break_glass.post("/break-glass/{grant_id}/end", SEEN, GrantUnknown)
def end(call: Call, grant_id: GrantId) -> GrantView:
    """End a grant early, as an owner; no license is required."""
    return call.app.access.break_glass.end(**call.writing, grant_id=grant_id)


@break_glass.get("/break-glass/{grant_id}/uses", SEEN, GrantUnknown, tagged=False)
def list_uses(call: Call, grant_id: GrantId, query: Paging) -> Page[GrantUseView]:
    """List what was seen and given under a grant, oldest first; open to owners and to readers of the journal."""
    read = call.app.access.break_glass.list_uses
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, grant_id=grant_id, after=after, limit=limit), lambda use: use.use_id
    )


@break_glass.post("/break-glass/{grant_id}/take-back", SEEN, GrantUnknown)
def take_back(call: Call, grant_id: GrantId) -> GivenBackView:
    """Take back everything that was given under a grant, and end it, as an owner; no license is required."""
    return call.app.access.break_glass.take_back(**call.writing, grant_id=grant_id)


@break_glass.post("/break-glass/confirm", OPEN, LinkUnknown, GrantOver)
def confirm(call: Call, body: ConfirmWith) -> GrantView:
    """Confirm a request as an owner, with a mailed link, which works once; no key is required."""
    return call.app.access.break_glass.confirm(token=body.token, idempotency_key=call.key)


def grants_of(call: Call, query: Paging) -> Page[GrantView]:
    """Return a page of the current client's grants."""
    read = call.app.access.break_glass.list_grants
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, after=after, limit=limit), lambda grant: grant.grant_id
    )
