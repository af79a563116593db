"""Threads for blocking calls: a bounded number, of which nobody gets more than a share, and queues that take turns.

Whose calls took least of the processor lately comes first.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from attrs import define, field

from saas_web.problems import Busy, TookTooLong
from saas_web.processor import Processor

R = TypeVar("R")
AT_ONCE = 100
"""Items of a long call after which others may go first: the work of a few milliseconds."""
_OWN = threading.local()

SHARE = 4
"""Nobody runs more than a quarter of the calls, or fills more than a quarter of the queue."""


@define(eq=False)
class _Waiting:
    """A call that waits for a thread."""

    call: Callable[[], Any]
    whose: str
    answer: Future[Any] = field(factory=Future)
    expected: float = 0.0


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

    def __init__(self, *, threads: int, waiting: int, seconds: float, processor: Processor | None = None) -> None:
        """Take the number of threads, the length of the queue, the timeout of a call, and what counts their time."""
        self._most = threads
        self._share = max(1, threads // SHARE)
        self._own_room = self._share + max(1, waiting // SHARE)
        self._room = threads + waiting
        self._seconds = seconds
        self._processor = processor or Processor(time.monotonic)
        lock = threading.RLock()
        self._news = threading.Condition(lock)
        # Here one thread waits while all whose calls may begin let somebody else go first.
        self._patience = threading.Condition(lock)
        self._patient = False
        self._lines: dict[str, _Line] = {}
        # Those whose next call may begin now, each once; they take turns.
        self._ready: dict[str, None] = {}
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
            self._patience.notify_all()
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
        if line.waiting and line.running < self._most_of(whose) and whose not in self._ready:
            self._ready[whose] = None
            self._wake()

    def _wake(self) -> None:
        """Let a thread look for a call that may begin."""
        if self._idle:
            # Counted here, so that each of several calls wakes a thread of its own.
            self._idle -= 1
            self._news.notify()
        elif self._threads < self._most:
            self._threads += 1
            threading.Thread(target=self._work, name=f"saas-web-{self._threads}", daemon=True).start()
        else:
            self._patience.notify()

    def _most_of(self, whose: str) -> int:
        """Return how many calls of a caller run at once."""
        return 1 if self._processor.pause(whose) else self._share

    def _leave(self, whose: str, line: _Line) -> None:
        if not line.running and not line.waiting:
            self._lines.pop(whose, None)

    def _work(self) -> None:
        while (taken := self._taken()) is not None:
            waiting, line = taken
            began = time.thread_time()
            _OWN.pause = partial(self._paused, waiting, began)
            tell = _outcome(waiting) if waiting.answer.set_running_or_notify_cancel() else None
            _OWN.pause = None
            self._processor.settle(waiting.whose, waiting.expected, time.thread_time() - began)
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

    def _paused(self, waiting: _Waiting, began: float) -> None:
        """Count what a call took until now, and wait while its caller owes much and others are there."""
        taken = time.thread_time() - began
        if taken > waiting.expected:
            self._processor.spend(waiting.whose, taken - waiting.expected)
            waiting.expected = taken
        while not self._closed and (pause := self._processor.pause(waiting.whose)):
            time.sleep(pause)

    def _taken(self) -> tuple[_Waiting, _Line] | None:
        """Wait for a call to begin; None when there will be none."""
        with self._news:
            while not self._closed:
                whose, pause = self._next()
                if whose is not None and not pause:
                    line = self._lines[whose]
                    del self._ready[whose]
                    waiting = next(iter(line.waiting))
                    del line.waiting[waiting]
                    line.running += 1
                    self._running.add(waiting)
                    waiting.expected = self._processor.expect(whose)
                    self._offer(whose, line)
                    if self._ready and not self._patient:
                        # Another thread looks after those that are left.
                        self._wake()
                    return waiting, line
                if whose is not None and not self._patient:
                    self._patient = True
                    self._patience.wait(pause)
                    self._patient = False
                else:
                    self._idle += 1
                    self._news.wait()
            return None

    def _next(self) -> tuple[str | None, float]:
        """Return who owes least of those whose call may begin, and for how long they wait nevertheless.

        If they have to wait for somebody who owes less, so do all others.
        """
        while self._ready:
            whose = min(self._ready, key=self._processor.owed)
            line = self._lines.get(whose)
            if line is not None and line.waiting:
                return whose, self._processor.pause(whose)
            # Its calls were given up.
            del self._ready[whose]
        return None, 0.0


def let_others_go_first() -> None:
    """Wait, in the middle of a call that takes long, while its caller owes much of the processor and others are there.

    Only where the call holds nothing that others wait for, such as a transaction. Of no effect outside the threads.
    """
    pause = getattr(_OWN, "pause", None)
    if pause is not None:
        pause()


def _outcome(waiting: _Waiting) -> Callable[[], None]:
    """Carry a call out, and return what tells its result or its fault to whoever waits."""
    try:
        answer = waiting.call()
    except BaseException as fault:  # noqa: BLE001 - whatever it is, it belongs to whoever waits
        return partial(waiting.answer.set_exception, fault)
    return partial(waiting.answer.set_result, answer)
