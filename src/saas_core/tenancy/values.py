"""Values of tenancy: slugs, regions, countries, languages; each normalized or refused."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final
from uuid import UUID

from saas_core.kernel.errors import InvalidValue

DEFAULT_REGION = "us-east-1"
LONGEST_SLUG = 63
RESERVED_SLUGS: Final = frozenset({"provider"})
"""Words that stand for something else wherever a short name is typed."""

# Written without nested repetition, so that no text can make the match slow.
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]{3,12}){1,2}-[1-9][0-9]?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?", re.ASCII)

COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
    UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - a block of codes reads better than 249 literals
)
"""The 249 officially assigned two-letter codes of ISO 3166-1."""


class Task(Enum):
    """A task of the basic setup (2.1)."""

    ACCOUNT_CONFIGURATION = "account_configuration"
    USERS = "users"
    ACTIVATION = "activation"


TITLES = {
    Task.ACCOUNT_CONFIGURATION: "account configuration",
    Task.USERS: "user setup",
    Task.ACTIVATION: "core system activation",
}
"""The title of each task, for people."""


def is_slug(value: object) -> bool:
    """Return whether a text has the form of a tenant's short name."""
    return isinstance(value, str) and len(value) <= LONGEST_SLUG and _SLUG.fullmatch(value) is not None


def slug(value: str, field: str = "slug") -> str:
    """Return a tenant's short name: 1 to 63 small letters, digits and single hyphens between them.

    Raises InvalidValue for any other text; nothing is corrected silently, because the slug is an address.
    """
    if not is_slug(value):
        message = f"{repr(value)[:60]} is not a short name."
        raise InvalidValue(
            message, field=field, remedy="Use small letters a to z, digits and single hyphens, as in acme-trading."
        )
    return value


def new_slug(value: str, field: str = "slug") -> str:
    """Return a short name for a new tenant, which stands for nothing else: neither an id nor a reserved word.

    Raises InvalidValue as `slug` does, and for those; a tenant that was given one before keeps it.
    """
    chosen = slug(value, field)
    if chosen in RESERVED_SLUGS or _is_id(chosen):
        what = "is reserved" if chosen in RESERVED_SLUGS else "has the form of an id"
        message = f"{chosen!r} {what}."
        raise InvalidValue(message, field=field, remedy="Choose another short name, as in acme-trading.")
    return chosen


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def region(value: object, field: str = "region") -> str:
    """Return an AWS region by its name, as in `us-east-1`; raises InvalidValue for text without that form."""
    if not isinstance(value, str) or len(value) > LONGEST_SLUG or not _REGION.fullmatch(value):
        message = f"{repr(value)[:60]} is not an AWS region."
        raise InvalidValue(message, field=field, remedy=f"Give its name, as in {DEFAULT_REGION}.")
    return value


def country(value: object, field: str = "country") -> str:
    """Return an ISO 3166 country code in capitals; raises InvalidValue for one that is not assigned."""
    code = value.upper() if isinstance(value, str) and len(value) == 2 and value.isascii() else ""  # noqa: PLR2004
    if code not in COUNTRIES:
        message = f"{repr(value)[:60]} is not a country code."
        raise InvalidValue(message, field=field, remedy="Give the two letters of ISO 3166, as in DE or US.")
    return code


def language(value: object, field: str = "language") -> str:
    """Return a language tag of language, script and region (BCP 47) in its usual case, as in `pt-BR`.

    Raises InvalidValue for text without that form.
    """
    found = _LANGUAGE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        message = f"{repr(value)[:60]} is not a language tag."
        raise InvalidValue(message, field=field, remedy="Write it as in en, pt-BR or zh-Hant-TW.")
    tongue, script, place = found.groups()
    parts = (tongue.lower(), script.title() if script else "", place.upper() if place else "")
    return "-".join(part for part in parts if part)
