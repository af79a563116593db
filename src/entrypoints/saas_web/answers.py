"""Answers, sent whole or in pieces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, TypeAlias

from attrs import frozen

from saas_web.headers import Headers


@frozen
class Whole:
    """An answer in one piece, as an ASGI application."""

    status: int
    headers: Headers
    body: bytes

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
        """Send the answer."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})


@frozen
class Pieces:
    """An answer in pieces, the first of which is ready; an error on the way cuts it off, which the reader notices."""

    headers: Headers
    pieces: AsyncIterator[bytes]

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401
        """Send the answer, waiting for slow readers and stopping if the reader has left."""
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        async for piece in self.pieces:
            if piece:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


Answer: TypeAlias = Whole | Pieces
