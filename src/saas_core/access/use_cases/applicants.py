"""Applicants of an import: rows read as far as possible without looking at the client."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from attrs import frozen

from saas_core.access.import_rows import BETWEEN_ROLES, COLUMNS, YES, Row
from saas_core.access.queries.views import RefusedRow
from saas_core.kernel import text
from saas_core.kernel.addresses import Addresses, canonical
from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.joined import apart

_LIMIT: Final = "approval_limit_minor"
_CENTS: Final = re.compile("[0-9]{1,16}")
_Said: TypeAlias = tuple[str, str, str]


@frozen
class Wish:
    """Roles to hold in one place: their names, the path of the department, and their limit in cents."""

    roles: tuple[str, ...]
    place: str = ""
    limit: int | None = None


@frozen
class Applicant:
    """A person named in a row; `key` is the canonical form of the address.

    `limited` tells whether the file has limits at all; one without says nothing about those that users have.
    """

    line: int
    name: str
    email: str
    key: str
    wish: Wish
    limited: bool = False
    deactivated: bool = False

    @property
    def person(self) -> tuple[str, str, bool]:
        """What is the same in all rows of one user."""
        return self.key, self.name, self.deactivated


def applicants(rows: Iterable[Row], refused: list[RefusedRow], addresses: Addresses) -> list[Applicant]:
    """Read rows as far as possible without looking at the tenant; unreadable ones are added to the refused."""
    found: list[Applicant] = []
    wishes: dict[_Said, Wish] = {}
    for line, row in rows:
        try:
            found.append(_applicant(line, row, wishes, addresses))
        except SaasError as fault:
            refused.append(refusal_of(line, fault))
    return found


def refusal_of(line: int, fault: SaasError) -> RefusedRow:
    """Return the refusal of a row, with its reason."""
    return RefusedRow(line, fault.field, fault.message, fault.remedy)


def _applicant(line: int, row: Mapping[str, object], wishes: dict[_Said, Wish], addresses: Addresses) -> Applicant:
    for column in row:
        if column not in COLUMNS:
            message = "is not a column of users."
            raise InvalidValue(message, field=str(column)[:60], remedy=f"Leave it out; there are {', '.join(COLUMNS)}.")
    email = addresses.read(_needed(row, "email"))
    return Applicant(
        line,
        text.name(_needed(row, "name")),
        email,
        canonical(email),
        _wish_of(row, wishes),
        _LIMIT in row,
        _yes(row.get("deactivated")),
    )


def _wish_of(row: Mapping[str, object], wishes: dict[_Said, Wish]) -> Wish:
    roles, place, limit = ("" if row.get(column) is None else row[column] for column in ("roles", "department", _LIMIT))
    if not isinstance(roles, str) or not isinstance(place, str) or not isinstance(limit, str):
        return _wish(roles, place, limit)
    wish = wishes.get((roles, place, limit))
    if wish is None:
        wish = wishes[roles, place, limit] = _wish(roles, place, limit)
    return wish


def _wish(roles: object, place: object, limit: object) -> Wish:
    names = tuple(_names(roles))
    if not isinstance(place, str):
        message = "is not text."
        raise InvalidValue(message, field="department", remedy="Give a path, as in Sales/Retail, or a name.")
    place, most = place.strip(), _cents(limit)
    if place and not names:
        message = "a department is named, but no role that holds in it."
        raise InvalidValue(message, field="department", remedy="Name a role, or leave the department out.")
    if most is not None and not names:
        message = "a limit is named, but no role that it limits."
        raise InvalidValue(message, field=_LIMIT, remedy="Name a role, or leave the limit out.")
    return Wish(names, place, most)


def _needed(row: Mapping[str, object], column: str) -> object:
    if row.get(column) is None:
        message = "is missing."
        raise InvalidValue(message, field=column, remedy="Every user has an address and a name.")
    return row[column]


def _names(given: object) -> Iterator[str]:
    listed = apart(given, BETWEEN_ROLES) if isinstance(given, str) else given
    if not isinstance(listed, (list, tuple)):
        message = "is not text."
        raise InvalidValue(message, field="roles", remedy="Give names of roles, separated by |.")
    for each in listed:
        name = text.name(each, "roles") if not isinstance(each, str) or each.strip() else ""
        if name:
            yield name


def _cents(given: object) -> int | None:
    if isinstance(given, str):
        said = given.strip()
        if not said:
            return None
        given = int(said) if _CENTS.fullmatch(said) else given
    if not isinstance(given, int) or isinstance(given, bool):
        message = f"{str(given)[:40]!r} is not a number of cents."
        raise InvalidValue(message, field=_LIMIT, remedy="Give whole cents, or nothing for no limit.")
    return given


def _yes(given: object) -> bool:
    if given is None or isinstance(given, bool):
        return bool(given)
    said = given.strip().lower() if isinstance(given, str) else None
    if said not in {"", "no", YES}:
        message = "is neither yes nor no."
        raise InvalidValue(message, field="deactivated", remedy="Write yes, or nothing.")
    return said == YES
