"""Answers from memory, given before the framework is asked: routing and its layers take as long as the answer does.

Whatever is not answered so is passed on, as if it had not been looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Request

from saas_core.kernel.errors import SaasError
from saas_http.endpoints import Endpoint
from saas_http.handling import warmly_answered
from saas_http.parsing.queries import NoQuery
from saas_web.answers import Whole
from saas_web.frame import App, Message, Receive, Scope, Send
from saas_web.service import Service


class Warmth:
    """An ASGI application in front of the framework's."""

    def __init__(self, app: App, service: Service, endpoints: Iterable[Endpoint]) -> None:
        """Take the framework's application, and the endpoints, of which those with a warm answer are looked at."""
        self._app = app
        self._service = service
        self._warm = {
            (each.method, each.path): each
            for each in endpoints
            if each.warm is not None and each.body is not None and not each.ids and each.query is NoQuery
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on with what was received of it."""
        endpoint = self._warm.get((scope.get("method", ""), scope.get("path", "")))
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        heard = _Heard(receive)
        answer: Whole | None = None
        try:
            request: Request[Any, Any, Any] = Request(scope, heard.receive, send)  # type: ignore[arg-type] # as ASGI
            answer = await warmly_answered(self._service, endpoint, request)
        except SaasError as fault:
            # The framework's way to answer a fault is the only one; it meets this one where it receives the body.
            heard.fault = fault
        if answer is None:
            await self._app(scope, heard.again, send)
        else:
            await answer(scope, receive, send)


class _Heard:
    """What was received of a request, to be received once more."""

    def __init__(self, receive: Receive) -> None:
        """Take what receives."""
        self._receive = receive
        self._messages: list[Message] = []
        self.fault: SaasError | None = None

    async def receive(self) -> Message:
        """Receive a message, and keep it."""
        message = await self._receive()
        self._messages.append(message)
        return message

    async def again(self) -> Message:
        """Receive what was kept, then what comes; raises the fault of a body that was late or too large."""
        if self._messages:
            return self._messages.pop(0)
        if self.fault is not None:
            raise self.fault
        return await self._receive()
