"""Patience with failing tasks: the number of tries, and the pauses between them."""

from __future__ import annotations

from datetime import timedelta

from attrs import frozen


@frozen(kw_only=True)
class Patience:
    """Pauses that double from `first` up to `longest`; after `attempts` failures, the task is parked."""

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)
    attempts: int = 12

    def pause(self, failed: int, chance: float) -> timedelta | None:
        """Return the pause after some failures, None to park; `chance` from 0 to 1 spreads it over its upper half.

        The spread keeps tasks that failed together from being tried again together.
        """
        if failed >= self.attempts:
            return None
        # Beyond this, the pause no longer doubles, and the exponent must not grow without end.
        doubled: int = 1 << min(failed - 1, 30)
        whole = min(self.first * doubled, self.longest)
        return whole / 2 + whole / 2 * chance
