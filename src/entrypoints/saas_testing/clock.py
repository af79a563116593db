"""A clock that stands until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from attrs import define

BEGINNING = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
"""The instant at which a clock stands unless it is told otherwise."""


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
        """Move on by parts of a duration, such as `days=1`; return the instant from which it was moved."""
        before = self.at
        self.at += timedelta(**by)
        return before
