"""Time and ids of all tests: the clock of the testing kit, and ids made in order."""

from __future__ import annotations

from uuid import UUID

from attrs import define

from saas_testing.clock import BEGINNING, Clock

__all__ = ["BEGINNING", "Clock", "Ids"]


@define
class Ids:
    """Ids made in order, each a whole number above the one before."""

    last: int = 0

    def new(self) -> UUID:
        """Return an id that was never given before."""
        self.last += 1
        return UUID(int=self.last)
