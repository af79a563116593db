"""The breaker: a service that failed several times in a row is left alone for a while, so nothing waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from saas_core.kernel.errors import OutcomeUnknown, ProviderRefused, ProviderUnavailable

FAILURES = 5
REST_SECONDS = 30.0


class Breaker:
    """Lets calls to one service through until it has failed `failures` times in a row, then none for `rest` seconds.

    After the rest, one call is let through: if it succeeds, all are; if it fails, the rest begins again. Share one
    among all threads that call the service.
    """

    def __init__(
        self,
        service: str,
        *,
        failures: int = FAILURES,
        rest: float = REST_SECONDS,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin closed; `ticks` is a monotonic clock in seconds."""
        self._service = service
        self._limit = failures
        self._rest = rest
        self._ticks = ticks
        self._guard = threading.Lock()
        self._failed = 0
        self._until = 0.0

    @contextmanager
    def calling(self) -> Iterator[None]:
        """Guard one call; raises ProviderUnavailable at once while the service is left alone."""
        self._enter()
        try:
            yield
        except (ProviderUnavailable, OutcomeUnknown):
            self._failure()
            raise
        except ProviderRefused:
            self._success()
            raise
        else:
            self._success()

    def _enter(self) -> None:
        with self._guard:
            if self._failed < self._limit:
                return
            if self._ticks() < self._until:
                message = f"{self._service} failed {self._limit} times in a row and is left alone for a while."
                raise ProviderUnavailable(message, remedy="Wait; it is retried automatically.")
            # This call tries; the others wait for its outcome.
            self._until = self._ticks() + self._rest

    def _success(self) -> None:
        """Record that the service answered, with success or an error."""
        with self._guard:
            self._failed = 0

    def _failure(self) -> None:
        with self._guard:
            self._failed += 1
            if self._failed >= self._limit:
                self._until = self._ticks() + self._rest
