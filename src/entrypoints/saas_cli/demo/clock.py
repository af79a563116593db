"""The clock of the story: it stands still until the story moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_TICK = timedelta(microseconds=1)


class StoryClock:
    """Tells the story's instant, a microsecond later at every look, so that changes keep their order."""

    def __init__(self, begins: datetime) -> None:
        """Begin the story."""
        self._now = begins

    def now(self) -> datetime:
        """Give the story's instant."""
        self._now += _TICK
        return self._now

    def at(self, instant: datetime) -> None:
        """Go on to a later instant."""
        self._now = instant

    def move_to(self, year: int, month: int, day: int, hour: int = 9) -> datetime:
        """Go on to a later day; gives the instant."""
        self.at(datetime(year, month, day, hour, tzinfo=UTC))
        return self._now
