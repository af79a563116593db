"""Periods: half-open spans of time, `[since, until)`."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import instant


def _since(value: datetime) -> datetime:
    return instant(value, "since")


def _until(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value, "until")


@frozen
class Period:
    """A half-open span of time, without an end when `until` is None.

    Raises InvalidValue when it is empty or runs backwards, or when an end is naive or absurd.
    """

    since: datetime = field(converter=_since)
    until: datetime | None = field(default=None, converter=_until)

    def __attrs_post_init__(self) -> None:
        """Refuse an empty period and one that runs backwards."""
        if self.until is not None and self.until <= self.since:
            message = f"the period ends at {self.until.isoformat()}, not after its start."
            raise InvalidValue(message, field="until", remedy=f"Give an instant after {self.since.isoformat()}.")

    def __contains__(self, at: datetime) -> bool:
        """Return whether the instant lies in the period, which includes its start but not its end."""
        return self.since <= at and (self.until is None or at < self.until)
