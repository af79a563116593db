"""The setting for how long a member of staff cannot be the second person of whoever added them (1.5)."""

from __future__ import annotations

from datetime import timedelta

from saas_app.settings import Settings
from saas_core.access.values import APART
from saas_core.kernel.errors import InvalidValue

_LONGEST = 366


def apart_of(settings: Settings) -> timedelta:
    """Return the time named by `grant_apart_days`, by default 30 days; raises InvalidValue for other than 1 to 366."""
    given = settings.grant_apart_days
    if not given:
        return APART
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:9]) <= _LONGEST:
        message = f"{given[:40]!r} is not a number of days from 1 to {_LONGEST}."
        raise InvalidValue(message, field="grant_apart_days", remedy="Write whole days, as in 30.")
    return timedelta(days=int(given))
