"""Request bodies, bounded in size before they are held in memory, and in time.

A timer per request would cost more than the rest of a short request, so a periodic check finds late bodies; a body may
be late by up to the interval between two checks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from saas_web.problems import BodyLate, BodyTooLarge

LARGEST_BODY = 64 * 1024
"""In bytes, unless a route says otherwise; a larger body is refused before it is held in memory."""
LOOKS = 4
"""Number of checks within the timeout of a body."""


class Patience:
    """Waits for bodies, each up to the configured timeout."""

    def __init__(self, seconds: float) -> None:
        """Take the timeout of a body."""
        self._seconds = seconds
        self._waiting: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._watched: asyncio.AbstractEventLoop | None = None

    async def body(self, receive: Callable[[], Awaitable[Any]], announced: str | None, largest: int) -> bytes:
        """Return the whole body; raises BodyTooLarge, BodyLate."""
        if announced is not None and announced.isdigit() and int(announced[:20]) > largest:
            raise BodyTooLarge
        task = asyncio.current_task()
        if task is None:
            raise BodyLate
        loop = task.get_loop()
        self._waiting[task] = loop.time() + self._seconds
        if self._watched is not loop:
            self._watched = loop
            loop.call_later(self._seconds / LOOKS, self._look, loop)
        try:
            return await _whole(receive, largest)
        except asyncio.CancelledError:
            if task not in self._late:
                raise
            task.uncancel()
            raise BodyLate from None
        finally:
            del self._waiting[task]
            self._late.discard(task)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        own = [(task, until) for task, until in self._waiting.items() if task.get_loop() is loop]
        for task, until in own:
            if until <= loop.time():
                self._late.add(task)
                task.cancel()
        if own:
            loop.call_later(self._seconds / LOOKS, self._look, loop)
        elif self._watched is loop:
            self._watched = None


async def _whole(receive: Callable[[], Awaitable[Any]], largest: int) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body", False) and message["type"] == "http.request":
        if len(body) > largest:
            raise BodyTooLarge
        return body
    pieces, size = [body], len(body)
    while message.get("more_body", False):
        message = await receive()
        if message["type"] != "http.request":
            break
        size += len(message.get("body", b""))
        if size > largest:
            raise BodyTooLarge
        pieces.append(message.get("body", b""))
    if message["type"] != "http.request":
        # The caller disconnected.
        raise BodyLate
    return b"".join(pieces)
