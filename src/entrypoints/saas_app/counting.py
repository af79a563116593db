"""Counting by the minute: what the gate counted in memory is written by a thread of its own, and once at the end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from saas_core.kernel.errors import SaasError

EVERY_SECONDS: Final = 60.0
_LOG = logging.getLogger("saas.counting")


class ByTheMinute:
    """Writes again and again until it is ended; what a fault of the store held up is written the next time."""

    def __init__(self, write: Callable[[], int], seconds: float = EVERY_SECONDS) -> None:
        """Take what writes, and the seconds between two times."""
        self._write = write
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="saas-counting", daemon=True)

    def begin(self) -> None:
        """Begin, beside whatever else the process does."""
        self._thread.start()

    def end(self) -> None:
        """Write what is left, and end."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            self._once()
        self._once()

    def _once(self) -> None:
        try:
            self._write()
        except SaasError as fault:
            _LOG.warning("What was counted could not be written: %s", fault)
