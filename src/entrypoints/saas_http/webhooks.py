"""The intake of webhooks: bounded, verified over the raw bytes, and answered after the commit."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, Response, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from saas_app import Application
from saas_http.endpoints import RULES, Rule, Who

LARGEST_BODY = 1024 * 1024
"""In bytes; what is larger is refused before it is held in memory."""
_UNREADABLE = 415
SIGNED = Rule(Who.PROVIDER)


def webhooks(application: Application) -> HTTPRouteHandler:
    """Give the route by which providers tell their news."""

    @post("/webhooks/{endpoint:str}", status_code=200, opt={RULES: {"POST": SIGNED}})
    async def receive(endpoint: FromPath[str], request: Request[Any, Any, Any]) -> Response[dict[str, bool]]:
        """Take in what a provider sends, and say 200 once it is kept."""
        if request.headers.get("content-encoding", "identity") != "identity":
            # What was signed are the bytes as they are.
            raise HTTPException(status_code=_UNREADABLE)
        body = await request.body()
        headers = dict(request.headers.items())
        new = await asyncio.to_thread(application.inbox.receive, endpoint=endpoint, body=body, headers=headers)
        return Response({"received": True, "new": new})

    return receive
