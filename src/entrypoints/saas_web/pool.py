"""Threads for blocking calls, with a bounded number running and a bounded queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from saas_web.problems import Busy, TookTooLong

R = TypeVar("R")


class Threads:
    """Runs blocking calls in threads."""

    def __init__(self, *, threads: int, waiting: int, seconds: float) -> None:
        """Take the number of threads, the length of the queue, and the timeout of a call."""
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="saas-web")
        self._room = threads + waiting
        self._seconds = seconds

    async def run(self, call: Callable[[], R], *, within: float | None = None) -> R:
        """Call a function in a thread, with the timeout `within` in seconds if given.

        Raises Busy if the queue is full, TookTooLong, and whatever the call raises. A call not started in time never
        starts.
        """
        if self._room <= 0:
            raise Busy
        self._room -= 1
        waiting = self._pool.submit(call)
        waiting.add_done_callback(partial(self._ended, asyncio.get_running_loop()))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(waiting), within or self._seconds)
        except TimeoutError:
            raise TookTooLong from None

    def close(self) -> None:
        """Let running calls finish, and start no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _ended(self, loop: asyncio.AbstractEventLoop, _waiting: object) -> None:
        try:
            loop.call_soon_threadsafe(self._freed)
        except RuntimeError:
            # The event loop is gone already.
            self._freed()

    def _freed(self) -> None:
        self._room += 1
