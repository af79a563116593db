"""The application of the HTTP benchmark's worker process, with an additional constant route."""

from __future__ import annotations

import os
from typing import Any

from litestar import Litestar, Request, Response, get, post

from saas_app import open_application, read_settings
from saas_http import http_application
from saas_http.application import HttpApplication
from saas_http.serving import let_others_in

CONSTANT = b'{"answer":"constant"}'


@post("/constant", status_code=200)
async def constant(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Read the request without parsing it, and answer a constant."""
    await request.receive()
    await request.body()
    return Response(CONSTANT, media_type="application/json")


@get("/constant")
async def bare(request: Request[Any, Any, Any]) -> Response[bytes]:  # noqa: ARG001
    """Answer a constant."""
    return Response(CONSTANT, media_type="application/json")


def application() -> HttpApplication:
    """Return the interface configured by the environment, with the constant route."""
    made = http_application(open_application(read_settings(None, os.environ)), close=True, further=(constant,))
    let_others_in()
    return made


def bare_application() -> Litestar:
    """Return the framework's application alone."""
    return Litestar([bare], openapi_config=None, logging_config=None)
