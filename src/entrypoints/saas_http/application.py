"""The ASGI application over an open application of the library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException

from saas_app import Application
from saas_core.kernel.errors import SaasError
from saas_embed import Problem, problem_of
from saas_http.webhooks import LARGEST_BODY, webhooks


def http_application(application: Application, *, close: bool = False) -> Litestar:
    """Give the ASGI application; with `close` the library's is closed when the server stops."""

    async def closed() -> None:
        if close:
            application.close()

    shutdown: list[Callable[[], Awaitable[Any]]] = [closed]
    return Litestar(
        route_handlers=[webhooks(application)],
        request_max_body_size=LARGEST_BODY,
        exception_handlers={SaasError: _told, HTTPException: _refused, Exception: _broken},
        on_shutdown=shutdown,
        # The description of what is served comes with the routes for clients.
        openapi_config=None,
    )


def _told(_request: Request[Any, Any, Any], fault: SaasError) -> Response[bytes]:
    return _response(problem_of(fault))


def _refused(_request: Request[Any, Any, Any], fault: HTTPException) -> Response[bytes]:
    """Tell what the framework refused; its own words name nothing of ours."""
    code = _CODES.get(fault.status_code, "REQUEST_REFUSED")
    return _response(_problem(fault.status_code, code, fault.headers or {}))


def _broken(_request: Request[Any, Any, Any], _fault: Exception) -> Response[bytes]:
    return _response(_problem(500, "ERROR", {}))


_CODES = {
    404: "ROUTE_UNKNOWN",
    405: "METHOD_UNKNOWN",
    413: "BODY_TOO_LARGE",
    415: "ENCODING_UNKNOWN",
}
_TITLES = {
    404: "There is no such thing here",
    405: "This is not done here",
    413: "This is too much at once",
    415: "This cannot be read",
    500: "Something went wrong",
}


def _problem(status: int, code: str, headers: Mapping[str, str]) -> Problem:
    title = _TITLES.get(status, "What was sent cannot be right")
    members = {"type": f"urn:saas-core:problem:{code}", "title": title, "code": code}
    kept = {name: value for name, value in headers.items() if name.lower() == "allow"}
    return Problem(status=status, members=members, headers=kept)


def _response(problem: Problem) -> Response[bytes]:
    headers = {name: value for name, value in problem.all_headers.items() if name != "Content-Length"}
    return Response(problem.body, status_code=problem.status, headers=headers)
