"""Small applications behind a guard, and what they answer to a request with one Authorization header."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from attrs import frozen

from saas_embed import AsgiGuard


@frozen
class Answer:
    """A response: status, lowercase headers and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


async def hello_asgi(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer every request."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def hello_wsgi(_environ: Any, start_response: Any) -> list[bytes]:
    """Answer every request."""
    start_response("200 OK", [])
    return [b"hello"]


def answered_over(app: Any) -> Callable[..., Answer]:
    """Return a way to ask an application for a path with an Authorization header."""
    over = _over_asgi if isinstance(app, AsgiGuard) else _over_wsgi
    return lambda authorization, path="/invoices": over(app, authorization, path)


def _over_asgi(app: Any, authorization: str | None, path: str) -> Answer:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [] if authorization is None else [(b"authorization", authorization.encode("latin-1"))]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    asyncio.run(app(scope, receive, send))
    named = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], named, sent[1]["body"])


def _over_wsgi(app: Any, authorization: str | None, path: str) -> Answer:
    started: list[Any] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path}
    if authorization is not None:
        environ["HTTP_AUTHORIZATION"] = authorization
    body = app(environ, lambda status, headers, _fault=None: started.extend((status, headers)))
    named = {name.lower(): value for name, value in started[1]}
    return Answer(int(started[0].split()[0]), named, b"".join(body))
