"""Turns at the store: one thread at a time asks for the same, and those that waited share the outcome."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import define, field

from saas_core.kernel.errors import StoreFault


@define(eq=False)
class Turn:
    """The turn to ask the store for something."""

    fault: StoreFault | None = None
    _lock: threading.Lock = field(factory=threading.Lock)
    _attempts: int = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn, and hold it; raises the StoreFault of somebody who held it meanwhile.

        Fifty calls on a store that is away then cost one time-out, not fifty.
        """
        before = self._attempts
        with self._lock:
            if self.fault is not None and self._attempts != before:
                raise self.fault
            try:
                yield
            except StoreFault as fault:
                self.fault = fault
                raise
            else:
                self.fault = None
            finally:
                self._attempts += 1
