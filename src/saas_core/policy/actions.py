"""Actions: what can be asked about, each with its access class, its clauses and the permission it needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.errors import PermissionReserved

PERMISSION = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){1,4}")
AREA = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){0,3}\.\*")
LONGEST_ACTION = 200


class AccessClass(Enum):
    """What a license opens; the last four stay open without one."""

    PLATFORM = "platform"
    SUPPORT = "support"
    INTEGRATIONS = "integrations"
    CUSTOM_WORK = "custom_work"
    PAY = "pay"
    READ_LICENSE = "read_license"
    EXPORT = "export"
    APPEAL = "appeal"


LICENSED = frozenset({AccessClass.PLATFORM, AccessClass.SUPPORT, AccessClass.INTEGRATIONS, AccessClass.CUSTOM_WORK})
"""The classes that need a license in good standing."""

ALWAYS_OPEN = frozenset(AccessClass) - LICENSED
"""The classes open without a license."""


class ActionKind(Enum):
    """What sort of row an action is; it decides which steps of the judgement apply."""

    OPERATION = "operation"
    TOPIC = "topic"
    SETUP = "setup"
    INTEGRATION = "integration"
    INTEGRATION_USE = "integration_use"
    EXCLUSION = "exclusion"
    PAID_WORK = "paid_work"
    WORK = "work"
    OPEN = "open"
    PROVIDER = "provider"
    NEVER_GRANTED = "never_granted"


@frozen
class Action:
    """A row of the catalogue: a name, what it is, what it needs and the clauses that speak of it."""

    name: str
    kind: ActionKind
    access: AccessClass
    clauses: tuple[str, ...]
    title: str
    permission: str | None = None
    in_setup: bool = False


@frozen
class Reserved:
    """An area that no role may hold: every name that begins with it is never granted, by its clause."""

    area: str
    clause: str


# Letters and digits that the eye takes for Latin letters and that NFKD leaves apart.
_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("аеорсхуіјѕԁԛһкмтвнгѵ", "aeopcxyijsdqhkmtbhrv", strict=True)),
        **dict(zip("αεορτυικχϲνβρ", "aeoptuikxcvbp", strict=True)),
        **dict(zip("0135|ıɩɑɡʀɾ", "olesliiagrr", strict=True)),
    }
)


def skeleton(text: str) -> str:
    """Give a name as the eye reads it: no case, accents, width or look-alike letters."""
    folded = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKES)).casefold().translate(_LOOK_ALIKES)
    return "".join(
        character
        for character in folded
        if not unicodedata.combining(character) and unicodedata.category(character) not in {"Cf", "Cc"}
    ).strip()


def covers(pattern: str, permission: str) -> bool:
    """Tell whether a pattern (`*`, an area such as `invoices.*`, or a name) covers a permission or a narrower area."""
    if pattern in {"*", permission}:
        return True
    return pattern.endswith(".*") and permission.startswith(pattern[:-1])


def _reserved_in(pattern: str, reserved: Iterable[Reserved]) -> Reserved | None:
    seen = skeleton(pattern)
    for area in reserved:
        # The eye reads `o` in `r00t` and `rооt` alike, so both sides are brought to the same form.
        stem = skeleton(area.area)
        if seen == stem or re.match(rf"{re.escape(stem)}\W", seen):
            return area
    return None


def permission_pattern(value: object, reserved: Iterable[Reserved], *, known: Iterable[str] | None = None) -> str:
    """Give a permission or an area fit to stand in a role.

    Raises PermissionReserved (1.2, 0.3) for a right that no role may hold, in any spelling, and InvalidValue for
    what is no permission or, where `known` is given, matches no registered one.
    """
    reserved = tuple(reserved)
    shown = repr(value)[:60]
    if isinstance(value, str):
        area = _reserved_in(value[:LONGEST_ACTION], reserved)
        if area is not None:
            raise PermissionReserved(value[:LONGEST_ACTION], area.clause)
        if value.strip() == "*":
            # A wildcard over everything would cover the reserved areas too.
            raise PermissionReserved("*", reserved[0].clause if reserved else "1.2")
    well_formed = (
        isinstance(value, str)
        and len(value) <= LONGEST_ACTION
        and (PERMISSION.fullmatch(value) or AREA.fullmatch(value))
    )
    if not isinstance(value, str) or not well_formed:
        message = f"{shown} is no permission."
        raise InvalidValue(message, field="permission", remedy="Write area.action, as in invoices.approve, or area.*.")
    if known is not None and not any(covers(value, each) for each in known):
        message = f"{shown} is not registered."
        raise InvalidValue(
            message, field="permission", remedy="Register it first (permissions register), or check its spelling."
        )
    return value


@frozen
class Catalogue:
    """Every action by name, and the areas never granted.

    Built from the terms and the permissions that the platform registered; see `catalogue`.
    """

    actions: Mapping[str, Action]
    reserved: tuple[Reserved, ...]
    operations: frozenset[str] = field(init=False)

    @operations.default
    def _operations(self) -> frozenset[str]:
        return frozenset(
            action.permission
            for action in self.actions.values()
            if action.permission is not None and action.kind is not ActionKind.PROVIDER
        )

    def find(self, name: str) -> Action | None:
        """Give the row of a name; a name in a reserved area is never granted, any other unknown one is None."""
        row = self.actions.get(name)
        if row is not None:
            return row
        area = _reserved_in(name[:LONGEST_ACTION], self.reserved)
        if area is None:
            return None
        return Action(
            name=name,
            kind=ActionKind.NEVER_GRANTED,
            access=AccessClass.PLATFORM,
            clauses=(area.clause,),
            title=f"anything under {area.area}",
        )


@frozen
class Permission:
    """An operation that the platform registers: its name, and a title for people."""

    name: str
    title: str


def catalogue(
    rows: Iterable[Action], reserved: Iterable[Reserved], permissions: Iterable[Permission] = ()
) -> Catalogue:
    """Build the catalogue from the terms' rows and the registered permissions.

    Raises InvalidValue for a permission that is malformed or stands already in the terms, PermissionReserved for a
    reserved one.
    """
    reserved = tuple(reserved)
    actions = {row.name: row for row in rows}
    for permission in permissions:
        checked = permission_pattern(permission.name, reserved)
        if checked.endswith(".*"):
            message = f"{checked!r} is an area."
            raise InvalidValue(message, field="permission", remedy="Register single operations.")
        if checked in actions:
            message = f"{checked!r} is part of the terms."
            raise InvalidValue(message, field="permission", remedy="Choose another name.")
        actions[checked] = Action(
            name=checked,
            kind=ActionKind.OPERATION,
            access=AccessClass.PLATFORM,
            clauses=("1.4", "1.4.b"),
            title=permission.title,
            permission=checked,
        )
    return Catalogue(actions, reserved)
