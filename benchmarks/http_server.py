"""What a worker process of the HTTP benchmark serves: the application, with a constant route beside its own."""

from __future__ import annotations

import os
from typing import Any

from litestar import Litestar, Request, Response, get, post

from saas_app import open_application, read_settings
from saas_http import http_application
from saas_http.application import HttpApplication

CONSTANT = b'{"answer":"constant"}'


@post("/constant", status_code=200)
async def constant(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Take in what comes without looking at it, and answer a constant."""
    await request.receive()
    await request.body()
    return Response(CONSTANT, media_type="application/json")


@get("/constant")
async def bare(request: Request[Any, Any, Any]) -> Response[bytes]:  # noqa: ARG001
    """Answer a constant, and nothing else."""
    return Response(CONSTANT, media_type="application/json")


def application() -> HttpApplication:
    """Give the interface over what the environment names, with the constant route."""
    return http_application(open_application(read_settings(None, os.environ)), close=True, further=(constant,))


def bare_application() -> Litestar:
    """Give the framework alone."""
    return Litestar([bare], openapi_config=None, logging_config=None)
