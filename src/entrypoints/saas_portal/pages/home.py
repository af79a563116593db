"""The first page and the page of help, which belong to no context."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from saas_core.kernel.ids import EstimateId
from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole

home = Pages()

_SHOWN: Final = 20
_ID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@home.get("/", signed=True)
def first(visit: Visit) -> Whole:
    """Show who is signed in, for which client, what waits for a decision of theirs, and where to go from here."""
    after = visit.query.one("after")
    last = EstimateId(UUID(after)) if _ID.fullmatch(after) else None
    waiting = visit.app.engagements.deciding.awaiting(**visit.acting, after=last, limit=_SHOWN + 1)
    more = waiting[_SHOWN - 1].estimate_id if len(waiting) > _SHOWN else None
    return page(visit, "home.html", waiting=waiting[:_SHOWN], more=more, further=last is not None)


@home.get("/help")
def help_page(visit: Visit) -> Whole:
    """Show how to get help."""
    return page(visit, "help.html")
