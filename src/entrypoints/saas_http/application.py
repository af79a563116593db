"""The ASGI application, over an open application of the library."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TextIO

from attrs import frozen
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from saas_app import Application
from saas_http.served import routes_of
from saas_http.warmth import Warmth
from saas_web.beside import MakesBeside
from saas_web.frame import Frame, Message, Receive, Scope, Send
from saas_web.logs import RequestLog
from saas_web.manners import Manners, manners_of
from saas_web.service import Service, serve

LEAVING_SECONDS = 2.0
"""Seconds that a server waits for calls that are running when it is told to stop."""


@frozen
class HttpApplication:
    """The ASGI application for a server; `leave` is awaited once the server has stopped."""

    app: Frame
    service: Service
    served: Litestar
    leave: Callable[[], Awaitable[None]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve."""
        if scope["type"] != "lifespan":
            serve(scope, self.service)
            await self.app(scope, receive, send)
            return

        async def left(message: Message) -> None:
            if message["type"].startswith("lifespan.shutdown."):
                await self.leave()
            await send(message)

        await self.app(scope, receive, left)


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
    RouteClaimedTwice, RouteHidden, OperationClaimedTwice.
    """
    manners = manners or manners_of(application.settings)
    service = Service.over(application, manners, ticks)

    async def leave() -> None:
        await service.stop(LEAVING_SECONDS)
        if close:
            application.close()

    routes = routes_of(application.contexts, further)
    frame = Frame(
        Warmth(routes.app, service, routes.endpoints),
        manners,
        log=RequestLog(log) if manners.logs else None,
        service=service,
        ticks=ticks,
        beside=None if beside is None else beside(service),
    )
    return HttpApplication(frame, service, routes.app, leave)
