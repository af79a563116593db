"""The metrics, for holders of the configured token; without a token there are none."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from saas_embed import CallerUnknown
from saas_http.endpoints import RULES, Rule, Who
from saas_web.credentials import CredentialUnknown, credential, watches
from saas_web.frame import METRICS
from saas_web.metrics import MEDIA_TYPE
from saas_web.problems import RouteUnknown
from saas_web.service import serving
from saas_web.trail import trail_of

WATCHED = Rule(Who.WATCHER)


def watching() -> HTTPRouteHandler:
    """Return the route of the metrics."""

    @get(METRICS, opt={RULES: {"GET": WATCHED}})
    async def counts(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Return the counters of this process."""
        service = serving(request.scope)
        token = service.manners.metrics_token
        if not token:
            raise RouteUnknown
        trail_of(request.scope).route = METRICS
        given = credential(request.headers.get("authorization"))
        if given is None:
            raise CallerUnknown
        if not watches(given, token):
            raise CredentialUnknown
        return Response(service.metrics.as_text(), media_type=MEDIA_TYPE)

    return counts
