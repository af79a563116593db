"""The one look for all: news from elsewhere is asked for once a moment at most, whoever asks, for every tenant held.

A look asks the store which tenants changed since the look before it, so it costs as much as was changed elsewhere, not
as much as is held. What it finds is learned first; only then is everything held trusted for another moment, counted
from before the look. If the store cannot be looked at, nothing is trusted: the fault reaches the caller.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from saas_core.gate.ports import GateStore
from saas_core.gate.turns import Turn
from saas_core.kernel.news import News

MOST: Final = 50_000
"""The most tenants that one look names; beyond that, everything held is read again when it is asked about."""
NEVER: Final = float("-inf")
"""A reading of the clock that is always over."""
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
    """Looks for news on behalf of all threads; those waiting share the outcome, even a failure."""

    def __init__(
        self, store: GateStore, ticks: Callable[[], float], seconds: float, learn: Callable[[News, float], None]
    ) -> None:
        """Take the store, a clock from `steady`, and the seconds between two looks.

        `learn` is given the news, and the reading of the clock until which everything is trusted once it has learned.
        """
        self._store = store
        self._ticks = ticks
        self._seconds = seconds
        self._learn = learn
        self._turn = Turn()
        self._mark: str | None = None
        self._fresh_until = NEVER
        self.looks = 0

    def require_fresh(self) -> None:
        """Look for news unless that was done within the last moment; raises StoreFault."""
        with self._turn.taken():
            if self._ticks() < self._fresh_until:
                return
            for _ in range(_ATTEMPTS):
                self._look()
                # After a machine slept in the midst of a look, what was found is as old as the sleep was long.
                if self._ticks() < self._fresh_until:
                    return

    def _look(self) -> None:
        started = self._ticks()
        self.looks += 1
        news = self._store.news(self._mark, MOST)
        until = started + self._seconds
        self._learn(news, until)
        self._mark, self._fresh_until = news.mark, until
