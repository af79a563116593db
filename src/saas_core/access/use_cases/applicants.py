"""Applicants of an import: rows read as far as possible without looking at the client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from saas_core.access.import_rows import COLUMNS, Row
from saas_core.access.queries.views import RefusedRow
from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue, SaasError

Wish: TypeAlias = tuple[tuple[str, ...], str]
"""Names of roles, and the path of a department."""


@frozen
class Applicant:
    """A person named in a row; `key` is the form of the address for comparing."""

    line: int
    name: str
    email: str
    key: str
    wish: Wish

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of the roles to assign."""
        return self.wish[0]

    @property
    def place(self) -> str:
        """The path of the department for the roles; empty for the whole instance."""
        return self.wish[1]


def applicants(rows: Iterable[Row], refused: list[RefusedRow]) -> list[Applicant]:
    """Read rows as far as possible without looking at the tenant; unreadable ones are added to the refused."""
    found: list[Applicant] = []
    wishes: dict[tuple[str, str], Wish] = {}
    for line, row in rows:
        try:
            found.append(_applicant(line, row, wishes))
        except SaasError as fault:
            refused.append(refusal_of(line, fault))
    return found


def refusal_of(line: int, fault: SaasError) -> RefusedRow:
    """Return the refusal of a row, with its reason."""
    return RefusedRow(line, fault.field, fault.message, fault.remedy)


def _applicant(line: int, row: Mapping[str, object], wishes: dict[tuple[str, str], Wish]) -> Applicant:
    for column in row:
        if column not in COLUMNS:
            message = "is not a column of users."
            raise InvalidValue(message, field=str(column)[:60], remedy=f"Leave it out; there are {', '.join(COLUMNS)}.")
    email = text.email(_needed(row, "email"))
    name = text.name(_needed(row, "name"))
    roles, place = ("" if row.get(column) is None else row[column] for column in ("roles", "department"))
    if not isinstance(roles, str) or not isinstance(place, str):
        return Applicant(line, name, email, text.email_key(email), _wish(roles, place))
    wish = wishes.get((roles, place))
    if wish is None:
        wish = wishes[roles, place] = _wish(roles, place)
    return Applicant(line, name, email, text.email_key(email), wish)


def _wish(roles: object, place: object) -> Wish:
    names = tuple(_names(roles))
    if not isinstance(place, str):
        message = "is not text."
        raise InvalidValue(message, field="department", remedy="Give a path, as in Sales/Retail, or a name.")
    place = place.strip()
    if place and not names:
        message = "a department is named, but no role that holds in it."
        raise InvalidValue(message, field="department", remedy="Name a role, or leave the department out.")
    return names, place


def _needed(row: Mapping[str, object], column: str) -> object:
    if row.get(column) is None:
        message = "is missing."
        raise InvalidValue(message, field=column, remedy="Every user has an address and a name.")
    return row[column]


def _names(given: object) -> Iterator[str]:
    listed = given.split("|") if isinstance(given, str) else given
    if not isinstance(listed, list):
        message = "is not text."
        raise InvalidValue(message, field="roles", remedy="Give names of roles, separated by |.")
    for each in listed:
        name = text.name(each, "roles") if not isinstance(each, str) or each.strip() else ""
        if name:
            yield name
