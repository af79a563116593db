"""Endpoints as framework routes: one handler per path, for all its methods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from saas_http.endpoints import RULES, Endpoint
from saas_http.handling import answered
from saas_web.answers import Whole
from saas_web.receiving import LARGEST_BODY
from saas_web.service import serving
from saas_web.streams import LARGEST_FILE


def paths(endpoints: Iterable[Endpoint]) -> list[HTTPRouteHandler]:
    """Return the framework's handlers; OPTIONS and the Allow header of a 405 list a path's methods."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for each in endpoints:
        by_path.setdefault(each.path, {})[each.method] = each
    return [_handler(path, methods) for path, methods in by_path.items()]


def _handler(path: str, methods: dict[str, Endpoint]) -> HTTPRouteHandler:
    known = {**methods, "HEAD": methods["GET"]} if "GET" in methods else dict(methods)
    allow = ", ".join(sorted({*known, "OPTIONS"})).encode()

    async def handle(request: Request[Any, Any, Any]) -> ASGIApp:
        endpoint = known.get(request.method)
        if endpoint is None:
            return Whole(204, [(b"allow", allow)], b"")
        return await answered(serving(request.scope), endpoint, request)

    written: Any = [*known, "OPTIONS"]
    return HTTPRouteHandler(
        path.replace("}", ":str}"),
        http_method=written,
        status_code=200,
        name=path,
        opt={RULES: {method: each.rule for method, each in methods.items()}},
        request_max_body_size=max(map(_largest, methods.values())),
    )(handle)


def _largest(endpoint: Endpoint) -> int:
    """Return the most bytes that a request may bring; of a file as many as its endpoint says, or very many."""
    return LARGEST_FILE if endpoint.uploads and endpoint.largest == LARGEST_BODY else endpoint.largest
