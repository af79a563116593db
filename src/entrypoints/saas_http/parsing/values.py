"""Types of values in requests, each parsed strictly and documented from the same declaration."""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Final, NoReturn, TypeAlias, TypeVar
from uuid import UUID

from attrs import frozen

from saas_app.addresses import ADDRESSES
from saas_core.access.values import LARGEST_LIMIT
from saas_core.kernel.bounds import LARGEST, Name, Number, Text, Version, fitted
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import parse_instant
from saas_core.kernel.zones import time_zone
from saas_core.policy.names import LONGEST_ACTION, ONLY_WILD_AT_END
from saas_core.policy.tables import LARGEST_DOCUMENT
from saas_core.tenancy.values import country, language, region

__all__ = [
    "LARGEST",
    "LARGEST_DOCUMENT_BODY",
    "ActionName",
    "Cents",
    "Country",
    "DigestText",
    "Document",
    "Email",
    "Items",
    "Language",
    "Name",
    "Number",
    "Pattern",
    "Reference",
    "Region",
    "Slug",
    "StaffPermission",
    "Text",
    "Token",
    "Version",
    "Zone",
    "read_flag",
    "read_id",
    "read_instant",
    "read_member",
    "read_number",
    "read_text",
    "refuse",
]

E = TypeVar("E", bound=Enum)

_ID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)


Email: TypeAlias = Annotated[str, Text(3, 254, form="email", fit=ADDRESSES.read)]
Slug: TypeAlias = Annotated[
    str,
    Text(1, 63, r"[a-z0-9]+(?:-[a-z0-9]+)*", remedy="Use small letters a to z, digits and single hyphens, as in acme."),
]
ActionName: TypeAlias = Annotated[
    str,
    Text(
        1,
        LONGEST_ACTION,
        ONLY_WILD_AT_END.pattern,
        form="action",
        remedy="Write area.action, as in invoices.approve; a wildcard may only be its last character.",
    ),
]
Pattern: TypeAlias = Annotated[str, Text(1, 200, form="permission")]
Reference: TypeAlias = Annotated[str, Text(1, 200, form="reference")]
Document: TypeAlias = Annotated[str, Text(1, LARGEST_DOCUMENT, form="toml")]
"""A document as the store and the shell take it; what it holds is bounded in bytes where it is read."""
LARGEST_DOCUMENT_BODY: Final = 3 * LARGEST_DOCUMENT + 64 * 1024
"""In bytes: JSON writes what takes two of them in UTF-8 with six at most."""
StaffPermission: TypeAlias = Annotated[str, Text(1, 60, form="staff-permission")]
Country: TypeAlias = Annotated[str, Text(2, 2, form="country", fit=country)]
Zone: TypeAlias = Annotated[str, Text(1, 100, form="time-zone", fit=time_zone)]
Language: TypeAlias = Annotated[str, Text(2, 20, form="language", fit=language)]
Region: TypeAlias = Annotated[str, Text(1, 63, form="region", fit=region)]
Token: TypeAlias = Annotated[str, Text(1, 300, form="token")]
DigestText: TypeAlias = Annotated[str, Text(64, 64, r"[0-9a-f]{64}", remedy="Give the SHA-256 in hexadecimal.")]
Currency: TypeAlias = Annotated[str, Text(3, 3, r"[A-Z]{3}", remedy="Give three capital letters, as in USD.")]
Cents: TypeAlias = Annotated[int, Number(0, LARGEST_LIMIT)]


@frozen
class Items:
    """The bound of a list: the most items that it may have."""

    most: int


def read_text(value: Any, rule: Text, *, shown: bool = True) -> str:  # noqa: ANN401 - whatever was sent
    """Give a text that is as its rule says, by the rule of commands; raises InvalidValue."""
    return fitted(rule, value, shown=shown)


def read_number(value: Any, rule: Number) -> int:  # noqa: ANN401
    """Give a whole number within its bounds, by the rule of commands; raises InvalidValue."""
    return rule.required(value)


def read_flag(value: Any) -> bool:  # noqa: ANN401
    """Return a boolean; raises InvalidValue."""
    if type(value) is not bool:
        refuse("is neither true nor false.", "Give true or false.")
    return value


def read_id(value: Any) -> UUID:  # noqa: ANN401
    """Return an id in canonical form; raises InvalidValue."""
    if type(value) is not str or not _ID.fullmatch(value):
        refuse("is not an id.", "Write it as in 0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f.")
    return UUID(value)


def read_instant(value: Any) -> datetime:  # noqa: ANN401
    """Return an instant in RFC 3339 format; raises InvalidValue."""
    if type(value) is not str or not _INSTANT.fullmatch(value):
        refuse("is not an instant.", "Write it as in 2026-11-23T09:00:00Z.")
    return parse_instant(value.upper())


def read_member(value: Any, kinds: type[E]) -> E:  # noqa: ANN401
    """Return the enum member of a value; raises InvalidValue naming all members."""
    found = [each for each in kinds if type(value) is type(each.value) and each.value == value]
    if not found:
        refuse("is not one of the known values.", f"Give one of {', '.join(str(each.value) for each in kinds)}.")
    return found[0]


def refuse(message: str, remedy: str) -> NoReturn:
    """Raise InvalidValue for a value; the caller adds its place."""
    raise InvalidValue(message, remedy=remedy) from None
