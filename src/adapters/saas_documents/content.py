"""Reading the content of a document: plain JSON values, each refused by the name of its field where it does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.money import Money

Content: TypeAlias = Mapping[str, object]


def text(content: Content, key: str) -> str:
    """Return a text; raises InvalidValue for anything else."""
    found = content.get(key)
    if not isinstance(found, str):
        raise _unfit(key, "text")
    return found


def optional(content: Content, key: str) -> str:
    """Return a text, or an empty one where the key is missing or null; raises InvalidValue for anything else."""
    return "" if content.get(key) is None else text(content, key)


def number(content: Content, key: str) -> int:
    """Return a whole number; raises InvalidValue for anything else."""
    found = content.get(key)
    if not isinstance(found, int) or isinstance(found, bool):
        raise _unfit(key, "a whole number")
    return found


def part(content: Content, key: str) -> Content:
    """Return an object; raises InvalidValue for anything else."""
    return _object(content.get(key), key)


def optional_part(content: Content, key: str) -> Content:
    """Return an object, or an empty one where the key is missing or null; raises InvalidValue for anything else."""
    return {} if content.get(key) is None else part(content, key)


def items(content: Content, key: str) -> tuple[Content, ...]:
    """Return a list of objects; raises InvalidValue for anything else."""
    found = content.get(key)
    if not isinstance(found, list | tuple):
        raise _unfit(key, "a list")
    return tuple(_object(each, f"{key}[{index}]") for index, each in enumerate(found))


def instant(content: Content, key: str) -> datetime:
    """Return an instant that is written with its offset; raises InvalidValue for anything else."""
    try:
        found = datetime.fromisoformat(text(content, key))
    except ValueError:
        raise _unfit(key, "an instant") from None
    if found.tzinfo is None:
        raise _unfit(key, "an instant with its offset")
    return found.astimezone(UTC)


def zone(content: Content, key: str) -> ZoneInfo:
    """Return a time zone by its IANA name; raises InvalidValue for an unknown one."""
    try:
        return ZoneInfo(text(content, key))
    except (ValueError, OSError, KeyError):
        raise _unfit(key, "the name of a time zone") from None


def money(content: Content, key: str, currency: str) -> str:
    """Return an amount of minor units as it is written in a document; raises InvalidValue for anything else."""
    return amount(number(content, key), currency)


def amount(minor: int, currency: str) -> str:
    """Return an amount with the decimals of its currency and with commas, as in `1,950.00 USD`."""
    sign, written = ("-", str(Money(-minor, currency))) if minor < 0 else ("", str(Money(minor, currency)))
    whole, point, rest = written.partition("." if "." in written else " ")
    return f"{sign}{int(whole):,}{point}{rest}"


def hours(seconds: int) -> str:
    """Return a time as hours with two decimals, as in `30.00 h`; hundredths that do not come out even as h:mm:ss."""
    if (seconds * 100) % 3600:
        return clock(seconds)
    sign, hundredths = "-" if seconds < 0 else "", abs(seconds) * 100 // 3600
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d} h"


def clock(seconds: int) -> str:
    """Return a time to the second, as in `12:05:09`."""
    sign, left = "-" if seconds < 0 else "", abs(seconds)
    return f"{sign}{left // 3600:,}:{left // 60 % 60:02d}:{left % 60:02d}"


def unit(seconds: int) -> str:
    """Return the length of a billing unit in words, as in `3 minutes`."""
    if seconds % 60:
        return f"{seconds} seconds"
    return "1 minute" if seconds == 60 else f"{seconds // 60} minutes"  # noqa: PLR2004 - a minute


def moment(at: datetime, in_zone: ZoneInfo) -> str:
    """Return an instant in a zone, with that zone's name, and in UTC beside it."""
    there, here = at.astimezone(in_zone), at.astimezone(UTC)
    beside = _time(here) if there.date() == here.date() else f"{_date(here)}, {_time(here)}"
    return f"{_date(there)}, {_time(there)} ({in_zone.key}), {beside} UTC"


def until(at: datetime, in_zone: ZoneInfo) -> str:
    """Return the instant at which something ends; midnight is told as the end of the day before."""
    there, here = at.astimezone(in_zone), at.astimezone(UTC)
    if there.time() != time(0):
        return f"before {moment(at, in_zone)}"
    last = _date(there - timedelta(days=1))
    return f"through {last} ({in_zone.key}), which ends at {_date(here)}, {_time(here)} UTC"


def paragraphs(value: str) -> list[str]:
    """Return the lines of a text, without empty ones."""
    return [each.strip() for each in value.splitlines() if each.strip()]


def _date(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year}"


def _time(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _object(found: object, key: str) -> Content:
    if not isinstance(found, Mapping) or not all(isinstance(each, str) for each in found):
        raise _unfit(key, "an object")
    return found


def _unfit(key: str, what: str) -> InvalidValue:
    return InvalidValue(f"is not {what}.", field=key, remedy="Give the content of the document as its format says.")
