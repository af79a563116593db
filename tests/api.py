"""The HTTP interface in process: requests as they are, answers as they come.

Every problem that any test meets is looked up in the description.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote

from attrs import define, frozen

from saas_http import http_application
from saas_http.gathering import endpoints_of, routers_of
from saas_http.openapi.problems import problems_of
from saas_web.manners import Manners, Rate
from two_clients import EVERY_CONTEXT, World

Told: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]

ENDPOINTS = endpoints_of(routers_of(EVERY_CONTEXT))
PLENTY = Manners(rate=Rate(1_000_000, 1), stranger_rate=Rate(1_000_000, 1), settles=False)


@frozen
class Answer:
    """A response: status, lowercase headers and body."""

    status: int
    headers: dict[str, str]
    body: bytes
    set_cookies: tuple[str, ...] = ()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem; none of anything else."""
        return str(self.json["code"]) if self.headers.get("content-type") == "application/problem+json" else ""

    @property
    def field(self) -> str:
        """The field at fault that a problem names."""
        return str(self.json.get("field", ""))


@define
class Api:
    """The interface over a world; `lines` is what it logged."""

    world: World
    app: Any
    lines: io.StringIO

    @classmethod
    def over(cls, world: World, manners: Manners = PLENTY, **given: Any) -> Api:
        """Serve a world."""
        lines = io.StringIO()
        return cls(world, http_application(world.application, manners=manners, log=lines, **given), lines)

    def __call__(
        self,
        method: str,
        path: str,
        key: str | None = None,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | Iterable[bytes] | None = None,
    ) -> Answer:
        """Send one request and give its answer; a body that is no bytes is sent as JSON."""
        return asyncio.run(self.ask(method, path, key, body, headers=headers, raw=raw))

    async def ask(
        self,
        method: str,
        path: str,
        key: str | None = None,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | Iterable[bytes] | None = None,
        told: Told | None = None,
    ) -> Answer:
        """Send one request inside a loop; `told` hears what is sent back as it comes."""
        named = {"host": "api.example"}
        if key is not None:
            named["authorization"] = f"Bearer {key}"
        chunks: list[bytes] = [] if raw is None else [raw] if isinstance(raw, bytes) else list(raw)
        if body is not None:
            named["content-type"] = "application/json"
            chunks = [json.dumps(body).encode()]
        named.update({name.lower(): value for name, value in (headers or {}).items()})
        return await self._sent(method, path, named, _chunks(chunks), told)

    async def _sent(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: AsyncIterator[bytes],
        told: Told | None = None,
    ) -> Answer:
        place, _, query = path.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": place,
            "raw_path": quote(place).encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
            "client": ("192.0.2.7", 50000),
            "server": ("api.example", 80),
            "state": {},
        }
        start: dict[str, Any] = {}
        came, whole, answered = io.BytesIO(), False, asyncio.Event()

        async def receive() -> dict[str, Any]:
            nonlocal whole
            if whole:
                # The caller stays until it was answered.
                await answered.wait()
                return {"type": "http.disconnect"}
            try:
                return {"type": "http.request", "body": await anext(body), "more_body": True}
            except StopAsyncIteration:
                whole = True
                return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                came.write(message.get("body", b""))
                if not message.get("more_body", False):
                    answered.set()
            if told is not None:
                await told(message)

        await self.app(scope, receive, send)
        named = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
        cookies = tuple(value.decode() for name, value in start["headers"] if name == b"set-cookie")
        answer = Answer(start["status"], named, came.getvalue(), cookies)
        if named.get("content-type") == "application/problem+json" and answer.body:
            self._described(method, answer)
        return answer

    def _described(self, method: str, answer: Answer) -> None:
        """Hold a problem to what the description says of its route."""
        told = json.loads(self.lines.getvalue().rsplit("\n", 2)[-2])
        assert answer.json["request_id"] == answer.headers["x-request-id"] == told["request_id"]
        for each in ENDPOINTS:
            if (each.path, each.method) == (told["route"], method):
                assert answer.code in problems_of(each)[answer.status], (method, each.path, answer.body)

    def logged(self) -> list[dict[str, Any]]:
        """Return the lines that were logged."""
        return [json.loads(line) for line in self.lines.getvalue().splitlines()]


async def _chunks(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for each in chunks:
        yield each


def key_of(world: World, actor: Any) -> str:
    """Return the key that signs someone in."""
    for secret in world.told.secrets:
        if secret.startswith(("usr_", "stf_")):
            try:
                if world.application.access.staff.authenticate(secret) == actor:
                    return secret
            except Exception:  # noqa: BLE001 - keys of people who are gone
                continue
    raise LookupError(actor)
