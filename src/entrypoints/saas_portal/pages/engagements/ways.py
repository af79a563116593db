"""The two ways to an estimate: a mailed link whose code was typed here, or a session. What follows is the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from attrs import frozen

from saas_core.engagements.estimates.errors import EstimateUnknown, LinkOver, LinkUnknown
from saas_core.engagements.estimates.queries.deciding import MetView
from saas_core.engagements.estimates.values import Peer
from saas_core.kernel.ids import EstimateId
from saas_portal.cookies import link_cookie
from saas_portal.presenting import page
from saas_portal.visits import Visit
from saas_web.answers import Whole

_LONGEST: Final = 400
_OVER: Final = 409
ID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")
_TITLES: Final = {
    "LINK_USED": "This was decided already",
    "LINK_SUPERSEDED": "There is a newer revision",
    "LINK_WITHDRAWN": "The estimate was withdrawn",
    "LINK_EXPIRED": "The estimate has expired",
}


@frozen
class Way:
    """How somebody came to an estimate: whom the pages ask, with what, and whose forms they are.

    `base` is the path under which the pages stand; `by_link` tells the two ways apart.
    """

    base: str
    desk: Any
    given: Mapping[str, Any]
    whose: str
    by_link: bool


def base_of(visit: Visit) -> str:
    """Return the path under which the pages of this estimate stand."""
    token = visit.names.get("token")
    return f"/estimates/{visit.names['estimate_id']}" if token is None else f"/approvals/{token}"


def way_of(visit: Visit) -> Way | None:
    """Return the way by which somebody came; None where a code, or a session, is missing. Raises EstimateUnknown."""
    token, engagements = visit.names.get("token"), visit.app.engagements
    if token is not None:
        name = link_cookie(token)
        secret = visit.cookies.get(name)
        if not secret or somebody_else(visit):
            return None
        return Way(base_of(visit), engagements.approving, {"secret": secret}, name, by_link=True)
    text = visit.names["estimate_id"]
    if not ID.fullmatch(text):
        raise EstimateUnknown
    if visit.person is None:
        return None
    given = {**visit.acting, "estimate_id": EstimateId(UUID(text))}
    return Way(base_of(visit), engagements.deciding, given, visit.person.whose, by_link=False)


def met(visit: Visit) -> MetView | None:
    """Return how the signed-in person stands to a mailed link; None for a stranger. Raises LinkUnknown."""
    if visit.person is None:
        return None
    found: MetView = visit.app.engagements.approving.met(by=visit.person.actor, token=visit.names["token"])
    return found


def somebody_else(visit: Visit) -> bool:
    """Return whether somebody is signed in here who is not the approver: a code that was typed here is not theirs."""
    try:
        found = met(visit)
    except LinkUnknown:
        return True
    return found is not None and not found.yours


def peer_of(visit: Visit) -> Peer:
    """Return where a decision comes from, as the evidence holds it."""
    headers = visit.trail.headers
    return Peer(
        address=visit.trail.address,
        proxies=visit.trail.proxies,
        user_agent=headers.get("user-agent", "")[:_LONGEST],
        request_id=visit.trail.request_id,
        session_id="" if visit.person is None else str(visit.person.session_id),
    )


def over_page(visit: Visit, fault: LinkOver, receipt: str = "") -> Whole:
    """Return the page of an estimate about which nothing is decided any more: what happened, and what to do.

    `receipt` is the path of the page with the receipt, or of signing in to see it.
    """
    title = _TITLES.get(fault.code, "Nothing is decided here any more")
    facts = {"title": title, "words": fault.message, "remedy": fault.remedy}
    return page(visit, "approval_over.html", status=_OVER, **facts, receipt=receipt and visit.to(receipt))
