"""Threads for blocking calls: a bounded number, of which nobody gets more than a share, and queues that take turns."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from attrs import define, field

from saas_web.problems import Busy, TookTooLong

R = TypeVar("R")

SHARE = 4
"""Nobody runs more than a quarter of the calls, or fills more than a quarter of the queue."""


@define(eq=False)
class _Waiting:
    """A call that waits for a thread."""

    call: Callable[[], Any]
    whose: str
    answer: Future[Any] = field(factory=Future)


@define(eq=False)
class _Line:
    """The calls of one caller: how many are running, and those waiting, in order."""

    running: int = 0
    waiting: dict[_Waiting, None] = field(factory=dict)


class Threads:
    """Runs blocking calls in threads, so that one client's slow calls leave threads to all others.

    The threads do not keep a process alive: what still runs when a server has stopped ends with it, and its transaction
    is undone.
    """

    def __init__(self, *, threads: int, waiting: int, seconds: float) -> None:
        """Take the number of threads, the length of the queue, and the timeout of a call."""
        self._most = threads
        self._share = max(1, threads // SHARE)
        self._own_room = self._share + max(1, waiting // SHARE)
        self._room = threads + waiting
        self._seconds = seconds
        self._news = threading.Condition()
        self._lines: dict[str, _Line] = {}
        # Those whose next call may begin now, each once; they take turns.
        self._ready: deque[str] = deque()
        self._threads = 0
        self._idle = 0
        self._running: set[_Waiting] = set()
        self._closed = False

    async def run(self, call: Callable[[], R], *, whose: str = "", within: float | None = None) -> R:
        """Call a function in a thread, for a caller such as a client, with the timeout `within` in seconds if given.

        Raises Busy if the queue or the caller's part of it is full, TookTooLong, and whatever the call raises. A call
        not started in time never starts.
        """
        waiting = _Waiting(call, whose)
        self._add(waiting)
        try:
            answer: R = await asyncio.wait_for(asyncio.wrap_future(waiting.answer), within or self._seconds)
        except TimeoutError:
            raise TookTooLong from None
        else:
            return answer
        finally:
            # Of no effect on a call that has begun.
            if waiting.answer.cancel():
                self._drop(waiting)

    def close(self) -> None:
        """Start no more calls; whoever waits for one is told."""
        with self._news:
            self._closed = True
            dropped = [each for line in self._lines.values() for each in line.waiting]
            self._news.notify_all()
        for each in dropped:
            if each.answer.set_running_or_notify_cancel():
                each.answer.set_exception(Busy())

    async def finish(self, within: float) -> None:
        """Wait for running calls to finish, but no longer than so many seconds."""
        with self._news:
            running = [asyncio.wrap_future(each.answer) for each in self._running]
        if running:
            done, _ = await asyncio.wait(running, timeout=within)
            for each in done:
                # Whoever waited for it was told.
                each.exception()

    def _add(self, waiting: _Waiting) -> None:
        with self._news:
            line = self._lines.get(waiting.whose) or _Line()
            if self._closed or self._room <= 0 or line.running + len(line.waiting) >= self._own_room:
                raise Busy
            self._room -= 1
            line.waiting[waiting] = None
            self._lines[waiting.whose] = line
            self._offer(waiting.whose, line)

    def _drop(self, waiting: _Waiting) -> None:
        """Forget a call that was given up before it began."""
        with self._news:
            line = self._lines.get(waiting.whose)
            if line is not None and line.waiting.pop(waiting, waiting) is None:
                self._room += 1
                self._leave(waiting.whose, line)

    def _offer(self, whose: str, line: _Line) -> None:
        """Let a caller's next call begin, unless as many are running as may."""
        if line.waiting and line.running < self._share and whose not in self._ready:
            self._ready.append(whose)
            if self._idle:
                # Counted here, so that each of several calls wakes a thread of its own.
                self._idle -= 1
                self._news.notify()
            elif self._threads < self._most:
                self._threads += 1
                threading.Thread(target=self._work, name=f"saas-web-{self._threads}", daemon=True).start()

    def _leave(self, whose: str, line: _Line) -> None:
        if not line.running and not line.waiting:
            self._lines.pop(whose, None)

    def _work(self) -> None:
        while (taken := self._taken()) is not None:
            waiting, line = taken
            tell = _outcome(waiting) if waiting.answer.set_running_or_notify_cancel() else None
            # Freed first, so that whoever was answered finds room for the next call.
            with self._news:
                self._room += 1
                line.running -= 1
                self._offer(waiting.whose, line)
                self._leave(waiting.whose, line)
            if tell is not None:
                tell()
            with self._news:
                self._running.discard(waiting)

    def _taken(self) -> tuple[_Waiting, _Line] | None:
        """Wait for a call to begin; None when there will be none."""
        with self._news:
            while True:
                if self._closed:
                    return None
                while self._ready:
                    whose = self._ready.popleft()
                    line = self._lines.get(whose)
                    if line is None or not line.waiting:
                        continue
                    waiting = next(iter(line.waiting))
                    del line.waiting[waiting]
                    line.running += 1
                    self._running.add(waiting)
                    self._offer(whose, line)
                    return waiting, line
                self._idle += 1
                self._news.wait()


def _outcome(waiting: _Waiting) -> Callable[[], None]:
    """Carry a call out, and return what tells its result or its fault to whoever waits."""
    try:
        answer = waiting.call()
    except BaseException as fault:  # noqa: BLE001 - whatever it is, it belongs to whoever waits
        return partial(waiting.answer.set_exception, fault)
    return partial(waiting.answer.set_result, answer)
