"""Time zones, by their IANA name."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from saas_core.kernel.errors import InvalidValue

_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,64}")
# Names of files stored with the zones that are not places on Earth.
_NO_ZONE = frozenset({"Factory", "localtime", "posixrules"})


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    # Imported only here, because nothing but a change of an account needs it.
    from zoneinfo import available_timezones  # noqa: PLC0415

    return frozenset(available_timezones()) - _NO_ZONE


def time_zone(value: object, field: str = "time_zone") -> str:
    """Return the IANA name of a time zone, such as `Europe/Berlin`.

    The name is looked up in the list of zones and never used as a path. Raises InvalidValue for any other.
    """
    if not isinstance(value, str) or not _ZONE.fullmatch(value) or value not in _zones():
        excerpt = repr(value)[:60]
        message = f"{excerpt} is not a time zone."
        raise InvalidValue(message, field=field, remedy="Give an IANA name, as in Europe/Berlin or UTC.")
    return value


def written_out(at: datetime, zone: str) -> str:
    """Return an instant as a person in a zone reads it, such as `December 1, 2026, 01:00 (Europe/Berlin)`."""
    # Imported only here, because nothing but a letter needs it.
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%B} {local.day}, {local.year}, {local:%H:%M} ({zone})"


def written_until(at: datetime, zone: str) -> str:
    """Return up to when something lasts that ends at an instant, such as `through November 30, 2026 (Europe/Berlin)`.

    What ends at midnight lasts through the day before; anything else lasts `until December 1, 2026, 14:00 (UTC)`.
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    local = at.astimezone(ZoneInfo(zone))
    if local.time() != time():
        return f"until {written_out(at, zone)}"
    return f"through {written_day(local.date() - timedelta(days=1))} ({zone})"


def written_day(day: date) -> str:
    """Return a day as a person reads it, such as `December 1, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"


def local_date(at: datetime, zone: str) -> date:
    """Return the day that an instant belongs to in a zone."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return at.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """Return the instant at which a day ends in a zone: the beginning of the next one, in UTC."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
