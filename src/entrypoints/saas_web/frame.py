"""The frame around every route: request id, rate limit, security headers, log and metrics."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, TypeAlias

from litestar.exceptions import LitestarException

from saas_core.kernel.errors import SaasError
from saas_embed.problems import RETRY_AFTER_SECONDS
from saas_web.addresses import Addresses
from saas_web.beside import Beside
from saas_web.credentials import credential, mark_of, watches
from saas_web.headers import protected
from saas_web.limits import Taken
from saas_web.logs import RequestLog, fault_place
from saas_web.manners import Manners
from saas_web.origins import allowed, preflight
from saas_web.problems import Broken, Fault, HeaderInvalid, TooManyRequests, problem, written
from saas_web.processor import Counted
from saas_web.service import Service
from saas_web.trail import Trail, begun, trail_of

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]

UNLIMITED = frozenset({"/health/live", "/health/ready"})
"""Called by monitoring, often and from one address."""
SIGNED = "/webhooks/"
"""Providers send events in bursts, from few addresses; an unsigned one costs a single check."""
METRICS = "/metrics"
"""Asked for often and from one address, by whoever holds the token."""
_TWICE = ("comes twice.", "Send it once.")


class Frame:
    """An ASGI middleware."""

    def __init__(  # noqa: PLR0913 - each of its manners
        self,
        app: App,
        manners: Manners,
        *,
        log: RequestLog | None,
        service: Service,
        ticks: Callable[[], float],
        beside: Beside | None = None,
    ) -> None:
        """Take the application to wrap, the service that knows its callers, and what else is served `beside` it."""
        self._app = app
        self._beside = beside
        self._manners = manners
        self._addresses = Addresses(manners.proxies)
        self._log = log
        self._metrics = service.metrics
        self._service = service
        self._ticks = ticks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle an HTTP request; anything else is passed through unchanged."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        steps = Counted(self._framed(scope, receive, send), time.thread_time)
        try:
            await steps
        finally:
            self._service.processor.spend(self._service.whose(trail_of(scope)), steps.seconds)

    async def _framed(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, trail, method = self._ticks(), begun(scope), scope["method"]
        trail.address, trail.proxies = self._addresses.way(scope)
        path = scope["path"]
        beside = self._beside if self._beside is not None and self._beside.serves(path) else None
        taken = await self._taken(path, trail, beside)
        whose = self._service.whose(trail)
        asked = preflight(method, scope["headers"])
        more = [*allowed(scope["headers"], self._manners.origins, before=asked)]
        if taken is not None:
            more += taken.headers
        status = 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = protected(
                    message["headers"], [*more, (b"x-request-id", trail.request_id.encode())]
                )
            await send(message)

        self._metrics.under_way.inc()
        self._service.processor.begin(whose)
        try:
            turned = await self._turned_away(trail, taken, whose, path)
            if turned is not None:
                await _refused(framed, trail, *turned, beside)
            else:
                await (_nothing(framed) if asked else (beside or self._app)(scope, receive, framed))
        except Exception as fault:  # noqa: BLE001 - whatever it is, the caller is answered and it is logged
            trail.fault = fault_place(_first(fault))
            if not status:
                await _refused(framed, trail, Broken(), {}, beside)
        finally:
            seconds = self._ticks() - started
            self._metrics.under_way.dec()
            self._service.processor.end(whose)
            self._metrics.answered(method, trail.route, status, seconds)
            if self._log is not None:
                self._log.answered(trail, method, status, seconds * 1000)

    async def _taken(self, path: str, trail: Trail, beside: Beside | None) -> Taken | None:
        """Take a token from the bucket of a known key, or else of the address; None where nothing is limited.

        Where an address has none left, a key not seen yet is looked up, and has a bucket of its own if it is right.
        """
        if path in UNLIMITED or path.startswith(SIGNED) or (beside is not None and beside.unlimited(path)):
            return None
        key = None if trail.twice else _key_in(trail, beside)
        if key is not None:
            if path == METRICS and watches(key, self._manners.metrics_token):
                return None
            trail.mark = mark_of(key)
            if trail.mark in self._service.keys:
                return self._service.keys.take(trail.mark)
        taken = self._service.strangers.take(trail.address)
        trail.stranger = taken.allowed
        if not taken.allowed and key is not None and trail.mark is not None and await self._service.proven(key, trail):
            return self._service.keys.take(trail.mark)
        return taken

    async def _turned_away(
        self, trail: Trail, taken: Taken | None, whose: str, path: str
    ) -> tuple[SaasError, Mapping[str, str]] | None:
        """Return why a request is refused, with headers: over a limit, or with a header that comes twice.

        Anything else waits for its caller's turn, unless it is never limited.
        """
        if taken is not None and not taken.allowed:
            return TooManyRequests(), {"Retry-After": str(max(taken.reset, 1))}
        if trail.twice:
            return HeaderInvalid((Fault(_title(trail.twice), *_TWICE),)), {}
        if taken is None and not path.startswith(SIGNED):
            return None
        try:
            await self._service.lines.wait(whose)
        except TooManyRequests as fault:
            return fault, {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return None


def _key_in(trail: Trail, beside: Beside | None) -> str | None:
    return credential(trail.headers.get("authorization")) if beside is None else beside.credential(trail.headers)


def _first(fault: Exception) -> BaseException:
    """Return the original error, which the framework wraps in its own once an answer has started."""
    return fault.__cause__ or fault if isinstance(fault, LitestarException) else fault


async def _refused(
    send: Send, trail: Trail, fault: SaasError, headers: Mapping[str, str], beside: Beside | None
) -> None:
    if beside is not None:
        await beside.refused(fault, trail, headers)({}, None, send)
        return
    answer = written(problem(fault), trail.request_id, headers)
    await _send(send, answer.status, answer.headers, answer.body)


def _title(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


async def _nothing(send: Send) -> None:
    await _send(send, 204, {}, b"")


async def _send(send: Send, status: int, headers: dict[str, str], body: bytes) -> None:
    encoded = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    if body:
        encoded.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
