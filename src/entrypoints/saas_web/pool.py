"""Threads in which blocking calls run: a bounded number, and a bounded number that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from saas_web.problems import Busy, TookTooLong

R = TypeVar("R")


class Threads:
    """Runs blocking calls beside the loop."""

    def __init__(self, *, threads: int, waiting: int, seconds: float) -> None:
        """Take how many run at once, how many may wait for that, and how long one may take altogether."""
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="saas-web")
        self._room = threads + waiting
        self._seconds = seconds

    async def run(self, call: Callable[[], R], *, within: float | None = None) -> R:
        """Call in a thread, `within` as many seconds if not the usual number.

        Raises Busy when too many wait, TookTooLong, and what the call raises. What did not begin in time never begins.
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
        """Let what runs end, and begin nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _ended(self, loop: asyncio.AbstractEventLoop, _waiting: object) -> None:
        try:
            loop.call_soon_threadsafe(self._freed)
        except RuntimeError:
            # The loop went first.
            self._freed()

    def _freed(self) -> None:
        self._room += 1
