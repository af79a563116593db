"""Wording: the figures and kinds that clause texts take from the settings, so that both always say the same.

A text names them as `{hourly_rate}`; what is read, shown and cited is the text with the settings' own values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.money import Money
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.terms import Settings

PLACE: Final = re.compile(r"\{([^{}]*)\}")
"""A place in a text that a setting fills."""

_HOUR: Final = 60
_NAMES: Final[Mapping[LicenseeKind, str]] = {
    LicenseeKind.END_USER: "end-users",
    LicenseeKind.BUSINESS_OPERATOR: "business operators",
    LicenseeKind.AGENCY: "agencies",
    LicenseeKind.DEVELOPER: "developers",
}
_CURRENCIES: Final[Mapping[str, tuple[str, str]]] = {
    "AUD": ("Australian dollar", "Australian dollars"),
    "CAD": ("Canadian dollar", "Canadian dollars"),
    "CHF": ("Swiss franc", "Swiss francs"),
    "EUR": ("euro", "euros"),
    "GBP": ("pound sterling", "pounds sterling"),
    "JPY": ("Japanese yen", "Japanese yen"),
    "NZD": ("New Zealand dollar", "New Zealand dollars"),
    "USD": ("US dollar", "US dollars"),
}


def kinds(which: Iterable[LicenseeKind], joined: str = "and") -> str:
    """Return kinds of licensee as a text names them, as in `end-users and business operators`; empty for none."""
    wanted = frozenset(which)
    names = [name for kind, name in _NAMES.items() if kind in wanted]
    return f" {joined} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def amount(money: Money) -> str:
    """Return an amount as a text names it, as in `65 US dollars` or `65.50 euros`."""
    figure = str(money).split(" ", maxsplit=1)[0]
    whole, _point, rest = figure.partition(".")
    shown = figure if rest.strip("0") else whole
    singular, plural = _CURRENCIES.get(money.currency, (money.currency, money.currency))
    return f"{shown} {singular if shown == '1' else plural}"


def currency(code: str) -> str:
    """Return a currency as a text names it, as in `US dollars`; the code itself for a less usual one."""
    return _CURRENCIES.get(code, (code, code))[1]


def duration(minutes: int) -> str:
    """Return a time as a text names it, as in `24 hours`, or `90 minutes` if it is no whole number of hours."""
    return _counted(minutes, "minute") if minutes % _HOUR or not minutes else _counted(minutes // _HOUR, "hour")


def places(*, rate: Money, time_zone: str, eligible: frozenset[LicenseeKind], settings: Settings) -> dict[str, str]:
    """Return every place that a text may have, by name, with the words that fill it."""
    return {
        "hourly_rate": amount(rate),
        "currency": currency(rate.currency),
        "time_zone": time_zone,
        "eligible": kinds(eligible),
        "ineligible": kinds(frozenset(LicenseeKind) - eligible, "or"),
        "grace_days": _counted(settings.grace_days, "day"),
        "grace_longest_invoice_age_days": _counted(settings.grace_longest_invoice_age_days, "day"),
        "renewal_tolerance_minutes": duration(settings.renewal_tolerance_minutes),
        "processing_tolerance_days": _counted(settings.processing_tolerance_days, "day"),
        "ticket_reopen_days": _counted(settings.ticket_reopen_days, "day"),
        "tickets_kept_days": _counted(settings.tickets_kept_days, "day"),
    }


def filled(text: str, words: Mapping[str, str], *, published: bool = False) -> str:
    """Return a text with its places filled.

    A text already `published` keeps braces that mean nothing. Raises InvalidValue for an unknown place, for one that
    nothing fills, and for a brace that belongs to none.
    """
    if not published:
        _require_known(text, words)
    return PLACE.sub(lambda place: words.get(place[1], place[0]), text)


def _require_known(text: str, words: Mapping[str, str]) -> None:
    known = ", ".join(f"{{{each}}}" for each in words)
    for place in PLACE.finditer(text):
        if place[1] not in words:
            message = f"has the place {place[0][:60]}, which no setting fills."
            raise InvalidValue(message, field="text", remedy=f"Known are {known}.")
        if not words[place[1]]:
            message = f"has the place {place[0]}, but there is no such kind: all are served."
            raise InvalidValue(message, field="text", remedy="Take that part out of the text.")
    if re.search(r"[{}]", PLACE.sub("", text)):
        message = "has a brace that belongs to no place."
        raise InvalidValue(message, field="text", remedy=f"Write places as in {{hourly_rate}}; known are {known}.")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
