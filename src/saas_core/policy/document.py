"""Documents of terms: from the exact bytes of a TOML document to a version of the terms, or an error with its line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from attrs import fields

from saas_core.kernel import zones
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.money import Money, exponent
from saas_core.policy import required, wording
from saas_core.policy.actions import OF_SOFTWARE_NAMES
from saas_core.policy.contradictions import Said, contradictions
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.document_actions import read_actions
from saas_core.policy.errors import TermsInvalid
from saas_core.policy.names import Reserved, skeleton
from saas_core.policy.row_values import checked, known_clause, matching, member
from saas_core.policy.tables import Table, read_document
from saas_core.policy.terms import CLAUSE_NUMBER, Clause, Settings, Terms
from saas_core.policy.visible import first_unseen

LONGEST_TEXT = 20_000
_TOP = (
    "version",
    "effective_from",
    "currency",
    "hourly_rate",
    "time_zone",
    "eligible",
    "settings",
    "clause",
    "reserved",
    "action",
)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
RESERVED_VERSIONS: Final = ("shipped", "offered", "comparison", "accept")
"""No new version has one of these names, since versions are named where commands and addresses have these words."""
_NEW_VERSION = re.compile(rf"(?!(?i:{'|'.join(RESERVED_VERSIONS)})\Z){_VERSION.pattern}")
_AS_VERSION = f"Use letters, digits, points and hyphens, as in 2026-01; none of {', '.join(RESERVED_VERSIONS)}."
_RATE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(CLAUSE_NUMBER)
_KEY = re.compile(r"[a-z]{1,40}(\.[a-z][a-z-]{0,39}){1,3}")
_STEM = re.compile(r"[a-z][a-z0-9_]{0,39}")
_HIGHEST = {
    "grace_days": 365,
    "grace_longest_invoice_age_days": 3650,
    "renewal_tolerance_minutes": 10_080,
    "processing_tolerance_days": 60,
    "ticket_reopen_days": 365,
    "tickets_kept_days": 36_500,
}
_LOWEST = {"tickets_kept_days": 1}
_OPTIONAL = frozenset({"ticket_reopen_days", "tickets_kept_days"})
"""Settings that a document may leave out; their usual values are those of `Settings`."""
_LATER = frozenset({"processing_tolerance_days"})
"""Settings that versions published before they existed do not name; there they are zero."""


@lru_cache(maxsize=8)
def read_terms(document: bytes, *, published: bool = False) -> Terms:
    """Read a document of terms; the digest is the SHA-256 of exactly these bytes.

    Places in clause texts are filled from the settings. A document already `published` may lack settings that did not
    exist then, and its texts stand as they were accepted. Raises TermsInvalid naming line and key: for anything but
    UTF-8 TOML of at most 1,000,000 bytes, for an unknown, missing or repeated key, clause, area or action, for a value
    out of its range, and for a clause text that says something else than the settings.
    """
    source, top = read_document(document, TermsInvalid)
    top.only(_TOP)
    currency = matching(top, "currency", _CURRENCY, "Give a three-letter ISO 4217 code such as USD.")
    said = Said(
        rate=_rate(top, currency),
        time_zone=checked(top, "time_zone", zones.time_zone),
        eligible=frozenset(member(top, "eligible", LicenseeKind, each) for each in top.strings("eligible")),
        settings=_settings(top.table("settings"), _LATER if published else frozenset()),
    )
    clauses = _clauses(top, said, published=published)
    numbers = frozenset(each.number for each in clauses)
    reserved = _reserved(top, numbers)
    return Terms(
        version=matching(top, "version", _VERSION if published else _NEW_VERSION, _AS_VERSION),
        effective_from=top.moment("effective_from"),
        currency=currency,
        hourly_rate=said.rate,
        time_zone=said.time_zone,
        eligible=said.eligible,
        settings=said.settings,
        clauses=clauses,
        reserved=reserved,
        actions=read_actions(top, numbers, reserved, frozenset() if published else OF_SOFTWARE_NAMES),
        digest=hashlib.sha256(document).hexdigest(),
        document=source,
    )


def _rate(top: Table, currency: str) -> Money:
    value = matching(top, "hourly_rate", _RATE, 'Write it in quotes with its decimals, as in "65.00".')
    try:
        rate = Money.parse(f"{value} {currency}")
    except InvalidValue as fault:
        message = f"{value!r} is not well formed for {currency}."
        remedy = f"Write it in quotes with {exponent(currency)} decimals."
        raise top.wrong(message, "hourly_rate", remedy) from fault
    if not rate.minor:
        message = "is zero; custom work is paid (4.1)."
        raise top.wrong(message, "hourly_rate", "Give a rate above zero.")
    return rate


def _settings(table: Table, later: frozenset[str]) -> Settings:
    names = tuple(each.name for each in fields(Settings))
    optional = later | _OPTIONAL
    table.only(tuple(each for each in names if each not in optional), optional)
    given: dict[str, Any] = {
        name: table.whole(name, _LOWEST.get(name, 0), _HIGHEST[name]) if name in _HIGHEST else table.flag(name)
        for name in names
        if name in table.content
    }
    return Settings(**given)


def _clauses(top: Table, said: Said, *, published: bool) -> tuple[Clause, ...]:
    words = wording.places(rate=said.rate, time_zone=said.time_zone, eligible=said.eligible, settings=said.settings)
    numbers: dict[str, Clause] = {}
    keys: set[str] = set()
    for row in top.rows("clause"):
        row.only(("number", "key", "text"))
        number = matching(row, "number", _NUMBER, "Write it as in 2.1 or 1.4.a.")
        key = matching(row, "key", _KEY, "Write it as in license.required.")
        if number in numbers:
            message = f"clause {number} already exists."
            raise row.wrong(message, "number", "Keep one of the two.")
        stable = required.CLAUSES.get(number, key)
        if key != stable:
            message = f"clause {number} has the key {stable!r}."
            raise row.wrong(message, "key", "Keep it: decisions and invoices of the past name it.")
        if key in keys or (number not in required.CLAUSES and key in required.CLAUSES.values()):
            message = f"{key!r} is the key of another clause."
            raise row.wrong(message, "key", "Give each clause a key of its own.")
        keys.add(key)
        clause = Clause(number, key, _filled(row, number, words, published=published))
        if not published:
            _require_agreement(row, clause, said)
        numbers[number] = clause
    for number, key in required.CLAUSES.items():
        if number not in numbers:
            message = f"clause {number} ({key}) is missing."
            raise top.wrong(message, "clause", "Add it; only texts may differ, no clause may be left out.")
    return tuple(numbers.values())


def _filled(row: Table, number: str, words: Mapping[str, str], *, published: bool) -> str:
    try:
        return wording.filled(_prose(row, published=published), words, published=published)
    except InvalidValue as fault:
        message = f"the text of clause {number} {fault.message}"
        raise row.wrong(message, "text", fault.remedy) from fault


def _require_agreement(row: Table, clause: Clause, said: Said) -> None:
    for each in contradictions(clause, said):
        message = f"clause {clause.number} says {each.says}, but {each.settings_say}."
        raise row.wrong(message, "text", f"{each.remedy}, or correct the one that is wrong.")


def _prose(row: Table, *, published: bool) -> str:
    value = row.string("text")
    if not value.strip() or len(value) > LONGEST_TEXT:
        message = f"has {len(value)} characters."
        raise row.wrong(message, "text", f"Give a text of at most {LONGEST_TEXT} characters.")
    place = first_unseen(value, published=published)
    if place is not None:
        message = f"holds the character U+{ord(value[place]):04X}, which is not visible."
        raise row.wrong(message, "text", "Remove it: a text is accepted as it is seen.")
    return value


def _reserved(top: Table, numbers: frozenset[str]) -> tuple[Reserved, ...]:
    areas: dict[str, Reserved] = {}
    seen: set[str] = set()
    for row in top.rows("reserved"):
        row.only(("area", "clause"))
        area = matching(row, "area", _STEM, "Give the first part of a name, as in server.")
        if skeleton(area) in seen:
            message = f"{area!r} already exists."
            raise row.wrong(message, "area", "Keep one of the two.")
        clause = known_clause(row, "clause", row.string("clause"), numbers)
        if required.RESERVED.get(area, clause) != clause:
            message = f"{area!r} is never granted by clause {required.RESERVED[area]}."
            raise row.wrong(message, "clause", "Name that clause.")
        areas[area] = Reserved(area, clause)
        seen.add(skeleton(area))
    for area, clause in required.RESERVED.items():
        if area not in areas:
            message = f"the area {area!r} is missing; it is never granted by clause {clause}."
            raise top.wrong(message, "reserved", "Add it.")
    return tuple(areas.values())
