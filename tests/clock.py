"""Time and ids of all tests: a clock that stands until it is moved, and ids made in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from attrs import define

BEGINNING = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
"""The default instant at which a test starts."""


@define
class Clock:
    """A clock that stands until it is moved; with a step, it advances by that step on each reading."""

    at: datetime = BEGINNING
    step: timedelta = timedelta(0)

    def now(self) -> datetime:
        """Return the instant at which it stands."""
        self.at += self.step
        return self.at

    def move(self, **by: float) -> datetime:
        """Move on by parts of a duration, such as `days=1`; returns the instant from which it was moved."""
        before = self.at
        self.at += timedelta(**by)
        return before


@define
class Ids:
    """Ids made in order, each a whole number above the one before."""

    last: int = 0

    def new(self) -> UUID:
        """Return an id that was never given before."""
        self.last += 1
        return UUID(int=self.last)
