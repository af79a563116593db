"""Stop requests by SIGTERM or Ctrl-C, noted but not obeyed at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ASKING = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether a stop was requested; a second request ends the process at once."""
    asked: list[int] = []

    def note(number: int, _frame: object) -> None:
        asked.append(number)
        signal.signal(number, former[signal.Signals(number)])

    former = {each: signal.signal(each, note) for each in _ASKING}
    try:
        yield lambda: bool(asked)
    finally:
        for each, before in former.items():
            signal.signal(each, before)
