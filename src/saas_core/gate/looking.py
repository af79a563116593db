"""The one look for all: news from elsewhere is asked for once a moment at most, whoever asks, for every tenant held.

A look asks the store which tenants changed since the look before it, so it costs as much as was changed elsewhere, not
as much as is held. What it finds is learned first; only then is everything held trusted for another moment, counted
from before the look. If the store cannot be looked at, nothing is trusted: the fault reaches the caller.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from saas_core.gate.ports import GateStore
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.news import News

MOST: Final = 50_000
"""The most tenants that one look names; beyond that, everything held is read again when it is asked about."""
_ATTEMPTS: Final = 3


def steady() -> Callable[[], float]:
    """Return a clock in seconds that never jumps, and that goes on while the machine sleeps."""
    # Linux and macOS have the sleep on different clocks; elsewhere the usual one counts it.
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):
        number = getattr(time, name, None)
        if number is not None:
            return partial(time.clock_gettime, number)
    return time.monotonic


class Looking:
    """Looks for news on behalf of all threads; those waiting share the outcome, even a failure.

    `fresh_until` is a reading of the clock, in seconds: from then on nothing held may be trusted before another look.
    """

    def __init__(
        self, store: GateStore, ticks: Callable[[], float], seconds: float, learn: Callable[[News], None]
    ) -> None:
        """Take the store, a clock from `steady`, the seconds between two looks, and whom to give the news."""
        self._store = store
        self._ticks = ticks
        self._seconds = seconds
        self._learn = learn
        self._lock = threading.Lock()
        self._mark: str | None = None
        self._attempts = 0
        self._fault: StoreFault | None = None
        self.fresh_until = float("-inf")
        self.looks = 0

    def require_fresh(self) -> None:
        """Look for news unless that was done within the last moment; raises StoreFault."""
        before = self._attempts
        with self._lock:
            if self._ticks() < self.fresh_until:
                return
            if self._fault is not None and self._attempts != before:
                # A caller who waited while the store failed does not ask the failing store again.
                raise self._fault
            try:
                for _ in range(_ATTEMPTS):
                    self._look()
                    # After a machine slept in the midst of a look, what was found is as old as the sleep was long.
                    if self._ticks() < self.fresh_until:
                        break
            except StoreFault as fault:
                self._fault = fault
                raise
            else:
                self._fault = None
            finally:
                self._attempts += 1

    def _look(self) -> None:
        started = self._ticks()
        self.looks += 1
        news = self._store.news(self._mark, MOST)
        self._learn(news)
        self._mark = news.mark
        self.fresh_until = started + self._seconds
