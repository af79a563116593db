"""Instants: aware, in UTC, to the microsecond; never naive, never absurd."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from saas_core.kernel.errors import InvalidValue

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...


def instant(value: datetime, field: str = "at") -> datetime:
    """Return the same instant in UTC.

    Raises InvalidValue for anything but an instant, for a naive time and for one outside [2000, 2200).
    """
    if not isinstance(value, datetime):
        message = "is not an instant."
        raise InvalidValue(message, field=field, remedy="Give a date and a time with an offset.")
    if value.tzinfo is None or value.utcoffset() is None:
        message = f"{value.isoformat()} has no time zone."
        raise InvalidValue(message, field=field, remedy="Give an offset, as in 2026-11-23T09:00:00Z.")
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        moment = LATEST
    if not EARLIEST <= moment < LATEST:
        message = f"{value.isoformat()} lies outside the years 2000 to 2199."
        raise InvalidValue(message, field=field, remedy="Check the year.")
    return moment


def parse_instant(text: str, field: str = "at") -> datetime:
    """Read an ISO 8601 instant with an offset.

    Raises InvalidValue when it is not an instant, is naive, or lies outside [2000, 2200).
    """
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        message = f"{text[:40]!r} is not an ISO 8601 instant."
        raise InvalidValue(message, field=field, remedy="Write it as in 2026-11-23T09:00:00Z.") from None
    return instant(value, field)


def instant_text(at: datetime) -> str:
    """Return an instant as every entrance writes it: in UTC, `2026-11-23T09:00:00Z`.

    A fraction of a second is written only if there is one. Sentences for people have forms of their own: reasons and
    facts of a license say `2026-11-23 09:00 UTC`, letters name the reader's zone.
    """
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
