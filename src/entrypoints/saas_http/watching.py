"""The metrics, for holders of the configured token; without a token there are none."""

from __future__ import annotations

import hmac
from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from saas_embed import CallerUnknown
from saas_http.endpoints import RULES, Rule, Who
from saas_web.credentials import CredentialUnknown, credential
from saas_web.metrics import MEDIA_TYPE, Metrics
from saas_web.problems import RouteUnknown
from saas_web.trail import trail_of

WATCHED = Rule(Who.WATCHER)
PATH = "/metrics"


def watching(metrics: Metrics, token: str) -> HTTPRouteHandler:
    """Return the route of the metrics."""

    @get(PATH, opt={RULES: {"GET": WATCHED}})
    async def counts(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Return the counters of this process."""
        if not token:
            raise RouteUnknown
        trail_of(request.scope).route = PATH
        given = credential(request.headers.get("authorization"))
        if given is None:
            raise CallerUnknown
        if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode()):
            raise CredentialUnknown
        return Response(metrics.as_text(), media_type=MEDIA_TYPE)

    return counts
