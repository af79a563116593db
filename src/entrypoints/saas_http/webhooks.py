"""The intake of webhooks: bounded, verified over the raw bytes, and answered after the commit."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from saas_http.endpoints import RULES, Rule, Who
from saas_web.service import LARGEST_SIGNAL, serving
from saas_web.trail import trail_of

_UNREADABLE = 415
SIGNED = Rule(Who.PROVIDER)


def webhooks() -> HTTPRouteHandler:
    """Return the route on which providers deliver events."""

    @post("/webhooks/{endpoint:str}", status_code=200, opt={RULES: {"POST": SIGNED}})
    async def receive(endpoint: FromPath[str], request: Request[Any, Any, Any]) -> Response[dict[str, bool]]:
        """Receive an event from a provider, and answer 200 once it is stored."""
        service, trail = serving(request.scope), trail_of(request.scope)
        if trail.headers.get("content-encoding", "identity") != "identity":
            # The signature covers the raw bytes.
            raise HTTPException(status_code=_UNREADABLE)
        body = await service.body(request, LARGEST_SIGNAL)
        take = partial(service.app.work.inbox.receive, endpoint=endpoint, body=body, headers=trail.headers)
        # One provider's signals, and what anybody sends in its place, leave threads to all others.
        new = await service.threads.run(take, whose=f"signals:{endpoint[:40]}")
        return Response({"received": True, "new": new})

    return receive
