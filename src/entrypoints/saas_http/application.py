"""The ASGI application, over an open application of the library."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TextIO

from attrs import frozen
from litestar import Litestar, Response
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from saas_app import Application
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import SaasError
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import Remedy
from saas_embed import CallerUnknown
from saas_http.gathering import endpoints_of, routers_of
from saas_http.paths import paths
from saas_http.warmth import Warmth
from saas_http.watching import watching
from saas_http.webhooks import webhooks
from saas_views.remedies import help_for
from saas_web.beside import MakesBeside
from saas_web.frame import Frame, Receive, Scope, Send
from saas_web.logs import RequestLog, fault_place
from saas_web.manners import Manners, manners_of
from saas_web.metrics import Metrics
from saas_web.problems import (
    BodyTooLarge,
    Broken,
    EncodingUnknown,
    Fault,
    HeaderInvalid,
    MethodUnknown,
    RouteUnknown,
    Turned,
    problem,
    written,
)
from saas_web.service import LARGEST_SIGNAL, Asked, Service
from saas_web.trail import trail_of

LEAVING_SECONDS = 2.0
"""Seconds that a server waits for calls that are running when it is told to stop."""


@frozen
class HttpApplication:
    """The ASGI application for a server."""

    app: Frame
    service: Service
    served: Litestar

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve."""
        await self.app(scope, receive, send)


def http_application(  # noqa: PLR0913 - what tests put in the place of the usual
    application: Application,
    *,
    close: bool = False,
    manners: Manners | None = None,
    ticks: Callable[[], float] = time.monotonic,
    log: TextIO | None = None,
    further: tuple[HTTPRouteHandler, ...] = (),
    beside: MakesBeside | None = None,
) -> HttpApplication:
    """Return the ASGI application; with `close`, the library's application is closed when the server stops.

    `manners` replaces the configuration from the settings, `ticks` is a monotonic clock in seconds, `log` receives the
    log lines instead of standard error, `further` are additional routes, `beside` makes a further entrance, such as
    pages. The routes of the application's contexts are served. Raises InvalidValue for invalid settings,
    RouteClaimedTwice and OperationClaimedTwice.
    """
    manners = manners or manners_of(application.settings)
    service, metrics = Service.over(application, manners, ticks), Metrics()

    async def closed() -> None:
        await service.stop(LEAVING_SECONDS)
        if close:
            application.close()

    endpoints = endpoints_of(routers_of(application.contexts))
    shutdown: list[Callable[[], Awaitable[Any]]] = [closed]
    served = Litestar(
        route_handlers=[
            webhooks(service),
            watching(metrics, manners.metrics_token),
            *paths(service, endpoints),
            *further,
        ],
        request_max_body_size=LARGEST_SIGNAL,
        exception_handlers={SaasError: _refused, HTTPException: _turned, Exception: _broken},
        on_shutdown=shutdown,
        # Described from the routes' declarations, not from what the framework can infer.
        openapi_config=None,
        logging_config=None,
    )
    frame = Frame(
        Warmth(served, service, endpoints),
        manners,
        log=RequestLog(log) if manners.logs else None,
        metrics=metrics,
        service=service,
        ticks=ticks,
        beside=None if beside is None else beside(service),
    )
    return HttpApplication(frame, service, served)


def _refused(request: Asked, fault: SaasError) -> Response[bytes]:
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(fault, CallerUnknown) else {}
    return _response(request, fault, headers)


def _turned(request: Asked, fault: HTTPException) -> Response[bytes]:
    """Answer requests rejected by the framework, whose own messages lack our codes."""
    kind = _KINDS.get(fault.status_code)
    if kind is not None:
        allow = {name.title(): value for name, value in (fault.headers or {}).items() if name.lower() == "allow"}
        return _response(request, kind(), allow)
    return _response(request, HeaderInvalid((Fault("request", "cannot be read.", "Correct it."),)), {})


def _broken(request: Asked, fault: Exception) -> Response[bytes]:
    trail_of(request.scope).fault = fault_place(fault)
    return _response(request, Broken(), {})


_KINDS: dict[int, type[Turned]] = {
    404: RouteUnknown,
    405: MethodUnknown,
    413: BodyTooLarge,
    415: EncodingUnknown,
    500: Broken,
}


def _response(request: Asked, fault: SaasError, headers: dict[str, str]) -> Response[bytes]:
    answer = written(problem(fault, _links(fault)), trail_of(request.scope).request_id, headers)
    body = b"" if request.method == "HEAD" else answer.body
    return Response(body, status_code=answer.status, headers=answer.headers)


def _links(fault: SaasError) -> Mapping[Remedy, str]:
    """Return the URLs of remedies; they are clients' routes, so staff get none."""
    if not isinstance(fault, Refused) or not isinstance(fault.decision.question.by, ClientUser):
        return {}
    found = {each.remedy: help_for(each.code, each.remedy).route for each in reversed(fault.decision.reasons)}
    return {remedy: route.path for remedy, route in found.items() if route is not None}
