"""The intake of webhooks: bounded, verified over the raw bytes, and answered after the commit."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from saas_http.endpoints import RULES, Rule, Who
from saas_web.service import Service

_UNREADABLE = 415
SIGNED = Rule(Who.PROVIDER)


def webhooks(service: Service) -> HTTPRouteHandler:
    """Return the route on which providers deliver events."""

    @post("/webhooks/{endpoint:str}", status_code=200, opt={RULES: {"POST": SIGNED}})
    async def receive(endpoint: FromPath[str], request: Request[Any, Any, Any]) -> Response[dict[str, bool]]:
        """Receive an event from a provider, and answer 200 once it is stored."""
        if request.headers.get("content-encoding", "identity") != "identity":
            # The signature covers the raw bytes.
            raise HTTPException(status_code=_UNREADABLE)
        body = await service.body(request)
        headers = dict(request.headers.items())
        take = partial(service.app.work.inbox.receive, endpoint=endpoint, body=body, headers=headers)
        new = await service.threads.run(take)
        return Response({"received": True, "new": new})

    return receive
