"""The processor of a process, shared fairly: whoever used most of it lately lets all others go first.

Python runs one thread at a time, so that a thread of one caller slows all others. What each caller's calls and requests
take of the processor is counted, and paid back at the speed of its share. While somebody is there who owes less, a
caller that owes much waits. Nobody waits when nobody else is there.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Final

from attrs import define, field

from saas_web.problems import TooManyRequests

SHARE: Final = 0.25
"""Of the processor, for a caller beside others."""
LIGHT: Final = 0.02
"""In seconds: a caller that owes no more waits for nobody."""
MOST_OWED: Final = 0.25
"""In seconds: all that a caller owes, however much it used while nobody else was there; paid back within a second."""
LATELY: Final = 0.1
"""In seconds: so long after its last request a caller counts as being there."""
ENTRY: Final = 0.001
"""In seconds: what a request that had to wait counts as when its turn comes, besides what it takes then."""
MOST_IN_LINE: Final = 64
"""The requests of one caller that wait; any more are refused."""
_SOONEST, _LATEST = 0.002, 0.05
_CHECKS = 8
_LASTING = 4
_MOST_CALLERS = 10_000


@define(eq=False)
class _Use:
    """The debt of a caller at an instant, and the usual cost of its calls.

    Also the number of its requests under way, and the instant of its last one.
    """

    at: float
    owed: float = 0.0
    usual: float = 0.0
    under_way: int = 0
    seen: float = 0.0

    def owe(self, seconds: float) -> None:
        """Add to what is owed, or take from it."""
        self.owed = min(MOST_OWED, max(0.0, self.owed + seconds))


class Processor:
    """Counts what callers use, and says who waits; may be asked from any thread."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        """Begin with callers that owe nothing; `ticks` is a monotonic clock in seconds."""
        self._ticks = ticks
        self._lock = threading.Lock()
        # In the order in which they were there last.
        self._uses: OrderedDict[str, _Use] = OrderedDict()
        self._under_way: dict[str, _Use] = {}

    def begin(self, whose: str) -> None:
        """Note a request that is under way."""
        with self._lock:
            use = self._seen(whose)
            use.under_way += 1
            self._under_way[whose] = use

    def end(self, whose: str) -> None:
        """Note that a request has been answered."""
        with self._lock:
            use = self._seen(whose)
            use.under_way -= 1
            if use.under_way <= 0:
                use.under_way = 0
                self._under_way.pop(whose, None)

    def spend(self, whose: str, seconds: float) -> None:
        """Count what a caller used of the processor."""
        with self._lock:
            self._seen(whose).owe(seconds)

    def expect(self, whose: str) -> float:
        """Count what a caller's calls usually take as one begins, so that several do not begin as if they took nothing.

        Returns what was counted, for `settle`.
        """
        with self._lock:
            use = self._seen(whose)
            use.owe(use.usual)
            return use.usual

    def settle(self, whose: str, expected: float, seconds: float) -> None:
        """Count what a call took in place of what was expected."""
        with self._lock:
            use = self._seen(whose)
            use.usual += (seconds - use.usual) / _LASTING
            use.owe(seconds - expected)

    def owed(self, whose: str) -> float:
        """Return what a caller owes, in seconds."""
        with self._lock:
            use = self._uses.get(whose)
            return 0.0 if use is None else self._paid(use, self._ticks())

    def pause(self, whose: str) -> float:
        """Return for how many seconds a caller waits before it asks again; 0 if it may go on.

        It waits while it owes much, and somebody who owes less is under way, or was a moment ago.
        """
        with self._lock:
            use, now = self._uses.get(whose), self._ticks()
            owed = 0.0 if use is None else self._paid(use, now)
            if owed <= LIGHT:
                return 0.0
            if not self._lighter_is_there(whose, owed, now):
                return 0.0
            return min(max((owed - LIGHT) / SHARE / _CHECKS, _SOONEST), _LATEST)

    def _lighter_is_there(self, whose: str, owed: float, now: float) -> bool:
        for other, use in self._under_way.items():
            if other != whose and self._paid(use, now) < owed:
                return True
        for other, use in reversed(self._uses.items()):
            if use.seen < now - LATELY:
                break
            if other != whose and self._paid(use, now) < owed:
                return True
        return False

    def _paid(self, use: _Use, now: float) -> float:
        """Pay back what a caller's share covers since it was counted last, and return what is left."""
        use.owed = max(0.0, use.owed - SHARE * (now - use.at))
        use.at = now
        return use.owed

    def _seen(self, whose: str) -> _Use:
        now = self._ticks()
        use = self._uses.get(whose)
        if use is None:
            use = self._uses[whose] = _Use(now)
            if len(self._uses) > _MOST_CALLERS:
                self._uses.popitem(last=False)
        self._uses.move_to_end(whose)
        self._paid(use, now)
        use.seen = now
        return use


@define(eq=False)
class _Line:
    """The requests of one caller that wait: how many, and who is next."""

    turn: asyncio.Lock = field(factory=asyncio.Lock)
    waiting: int = 0


class Lines:
    """Requests that wait before anything of them is read, in one line for each caller."""

    def __init__(self, processor: Processor) -> None:
        """Take what says who waits."""
        self._processor = processor
        self._lines: dict[str, _Line] = {}

    async def wait(self, whose: str) -> None:
        """Wait for a caller's turn; raises TooManyRequests if its line is full."""
        line = self._lines.get(whose)
        if line is None:
            if not self._processor.pause(whose):
                return
            line = self._lines[whose] = _Line()
        if line.waiting >= MOST_IN_LINE:
            raise TooManyRequests
        line.waiting += 1
        try:
            async with line.turn:
                while pause := self._processor.pause(whose):  # noqa: ASYNC110 - it is time that ends the wait
                    await asyncio.sleep(pause)
                # Counted at once, so that the next in line does not come at the same moment.
                self._processor.spend(whose, ENTRY)
        finally:
            line.waiting -= 1
            if not line.waiting:
                self._lines.pop(whose, None)


class Counted:
    """A coroutine whose steps are counted: `seconds` is what they took of the processor, and not what they waited."""

    def __init__(self, steps: Coroutine[Any, Any, None], used: Callable[[], float]) -> None:
        """Take the coroutine, and the clock of its thread's processor time."""
        self._steps = steps
        self._used = used
        self.seconds = 0.0

    def __await__(self) -> Generator[Any, None, None]:
        """Await the coroutine."""
        steps, used = self._steps, self._used
        fault: BaseException | None = None
        while True:
            began = used()
            try:
                waits_for = steps.send(None) if fault is None else steps.throw(fault)
            except StopIteration:
                return
            finally:
                self.seconds += used() - began
            fault = None
            try:
                yield waits_for
            except BaseException as caught:  # noqa: BLE001 - passed on to the coroutine, whatever it is
                fault = caught
