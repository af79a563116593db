"""The clock of the story, which stands still until the story moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_TICK = timedelta(microseconds=1)


class StoryClock:
    """The story's clock, which advances by a microsecond at every reading, so that changes keep their order."""

    def __init__(self, begins: datetime) -> None:
        """Start at the story's first instant."""
        self._now = begins

    def now(self) -> datetime:
        """Return the story's instant."""
        self._now += _TICK
        return self._now

    def at(self, instant: datetime) -> None:
        """Move to a later instant."""
        self._now = instant

    def move_to(self, year: int, month: int, day: int, hour: int = 9) -> datetime:
        """Move to a later day, and return the instant."""
        self.at(datetime(year, month, day, hour, tzinfo=UTC))
        return self._now
