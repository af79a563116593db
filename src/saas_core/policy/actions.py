"""Actions: everything that can be asked about, with its access class, its clauses and the permission it needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import Enum
from functools import lru_cache

from attrs import field, frozen

from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import EARLIEST
from saas_core.kernel.suggesting import near, suggestion
from saas_core.policy.errors import PermissionReserved

PERMISSION = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){1,4}")
AREA = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){0,3}\.\*")
LONGEST_ACTION = 200


class AccessClass(Enum):
    """The classes of access that a license opens; the last five stay open without one."""

    PLATFORM = "platform"
    SUPPORT = "support"
    INTEGRATIONS = "integrations"
    CUSTOM_WORK = "custom_work"
    PAY = "pay"
    READ_LICENSE = "read_license"
    EXPORT = "export"
    APPEAL = "appeal"
    TAKE_AWAY = "take_away"


LICENSED = frozenset({AccessClass.PLATFORM, AccessClass.SUPPORT, AccessClass.INTEGRATIONS, AccessClass.CUSTOM_WORK})
"""The classes that need a license in good standing."""

ALWAYS_OPEN = frozenset(AccessClass) - LICENSED
"""The classes open without a license."""


class ActionKind(Enum):
    """The kind of an action, which decides the steps of the judgement that apply."""

    OPERATION = "operation"
    TOPIC = "topic"
    SETUP = "setup"
    INTEGRATION = "integration"
    INTEGRATION_USE = "integration_use"
    EXCLUSION = "exclusion"
    PAID_WORK = "paid_work"
    CUSTOM_WORK = "work"
    OPEN = "open"
    PROVIDER = "provider"
    NEVER_GRANTED = "never_granted"


@frozen
class Action:
    """A row of the catalogue: an action's name, its kind, its requirements and the clauses that cover it."""

    name: str
    kind: ActionKind
    access: AccessClass
    clauses: tuple[str, ...]
    title: str
    permission: str | None = None
    in_setup: bool = False


@frozen
class Reserved:
    """An area that no role may hold: no name that begins with it is ever granted, by its clause."""

    area: str
    clause: str


TAKING_AWAY = (
    Action(
        name="people.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5", "1.4.a"),
        title="deactivating users",
        permission="people.manage",
    ),
    Action(
        name="roles.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5", "1.4.b"),
        title="unassigning roles",
        permission="roles.manage",
    ),
    Action(
        name="credentials.take_away",
        kind=ActionKind.OPEN,
        access=AccessClass.TAKE_AWAY,
        clauses=("1.5",),
        title="ending own keys and sessions and, for owners, everybody's and grants of staff",
    ),
)
"""Rows of every catalogue: a client takes access away at any time, by whatever version of the terms (1.5).

They are part of the software and not of the documents, so that they hold for versions that were accepted before.
"""

OWN_AREAS = frozenset(
    ["custom", "database", "enhancement", "exclusion", "hosting", "integration", "provider", "setup", "staff", "topic"]
)
"""Areas whose names only the terms may define; a platform that registered one could open what the terms close."""

_STAFF_AREA = "staff."

# Characters that look like Latin letters and that NFKD does not unify: Cyrillic, Greek, Armenian, Latin with strokes or
# hooks, small capitals.
_LOOK_ALIKES = str.maketrans(
    {
        # Capitals that look like other letters than their small ones do.
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx", strict=True)),
        **dict(zip("аеорсхуіјѕԁԛһкмтвнгѵԝпѡ", "aeopcxyijsdqhkmtbhrvwnw", strict=True)),
        **dict(zip("αεορτυικχϲνβρηω", "aeoptuikxcvbpnw", strict=True)),
        **dict(zip("օսոցհզպեռր", "ounghqwenr", strict=True)),
        **dict(zip("øđħŧƀłɵʋıɩɑɡɾɛɔƨ", "odhtblovilagreos", strict=True)),
        **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)),
        **dict(zip("ⲞⲟꓳᎳꮃꓪᏔꓠⲛᎬꭼꓰᎡᏒꓣꭱꮢⲅ", "ooowwwwnneeerrrrrr", strict=True)),
        **dict(zip("01345|@$", "oleaslas", strict=True)),
    }
)
_HIDDEN = frozenset({"Cf", "Cc"})
_ENDS = re.compile(r"\W")
ONLY_WILD_AT_END = re.compile(r"[^*?]*[*?]?")


def skeleton(name: str) -> str:
    """Return a name as the eye reads it, without case, accents, width or look-alike letters."""
    plain = unicodedata.normalize("NFKD", name.translate(_LOOK_ALIKES)).casefold()
    folded = unicodedata.normalize("NFKD", plain).translate(_LOOK_ALIKES)
    return "".join(
        character
        for character in folded
        if not unicodedata.combining(character) and unicodedata.category(character) not in _HIDDEN
    ).strip()


def covers(pattern: str, permission: str) -> bool:
    """Return whether a pattern (`*`, an area such as `invoices.*`, or a name) covers a permission or smaller area."""
    if pattern in {"*", permission}:
        return True
    return pattern.endswith(".*") and permission.startswith(pattern[:-1])


def covered(permission: str, patterns: AbstractSet[str]) -> str | None:
    """Return the first of the patterns in order that covers a permission or smaller area; None if none does.

    It takes as long as the permission has parts, however many patterns there are.
    """
    # In the order of their characters: `*`, then `a.*`, then `a.b.*`, then the name itself.
    return next((each for each in (*areas_of(permission), permission) if each in patterns), None)


def areas_of(permission: str) -> tuple[str, ...]:
    """Return the areas that contain a permission or smaller area, the largest first: `*`, `invoices.*`."""
    parts = permission.split(".")[:-1]
    return ("*", *(f"{'.'.join(parts[:count])}.*" for count in range(1, len(parts) + 1)))


def is_action_name(value: object) -> bool:
    """Return whether a text can be the name of an action: at most 200 characters, and one wildcard, at its end.

    What cannot is refused before it is compared with anything.
    """
    return isinstance(value, str) and len(value) <= LONGEST_ACTION and ONLY_WILD_AT_END.fullmatch(value) is not None


def require_action_name(value: str, field: str = "action") -> str:
    """Return a text that can be the name of an action; raises InvalidValue."""
    if not is_action_name(value):
        message = f"{repr(value)[:60]} is not the name of an action."
        remedy = f"Write area.action, as in invoices.approve: at most {LONGEST_ACTION} characters, a wildcard last."
        raise InvalidValue(message, field=field, remedy=remedy)
    return value


def _reserved_in(pattern: str, reserved: Iterable[Reserved]) -> tuple[Reserved, ...]:
    """Return the areas that contain a name, or that a pattern with wildcards could match, by clause and name."""
    seen = skeleton(pattern[:LONGEST_ACTION])
    found = []
    for area in reserved:
        # The eye reads an `o` in both `r00t` and `rооt`, so both sides are normalized the same way.
        stem = _stem(area.area)
        if seen == stem or (seen.startswith(stem) and _ENDS.match(seen, len(stem))) or _reaches(seen, f"{stem}."):
            found.append(area)
    # Sorted, because the order of rows in the document must not change an answer.
    return tuple(sorted(found, key=lambda area: (area.clause, area.area)))


def _reaches(pattern: str, start: str) -> bool:
    """Return whether a pattern (`*` any text, `?` any character) can match some text that begins with `start`."""
    # What follows its first `*` is never looked at: that `*` matches the rest of `start`, and whatever else is needed.
    for place, wanted in enumerate(start):
        given = pattern[place : place + 1]
        if given == "*":
            return True
        if given not in {wanted, "?"}:
            return False
    return True


def _clauses(areas: Iterable[Reserved]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(area.clause for area in areas))


@lru_cache(maxsize=256)
def _stem(area: str) -> str:
    return skeleton(area)


def permission_pattern(
    value: object, reserved: Iterable[Reserved], *, known: Collection[str] | None = None, registers: bool = False
) -> str:
    """Return a permission or an area that a role may hold; `registers` tells whoever asks how to register one.

    Raises PermissionReserved (1.2, 0.3) for a right that no role may hold, in any spelling or behind any wildcard,
    and InvalidValue for a name that is not a permission or, if `known` is given, neither one of them nor an
    area of one of them. A set that holds the areas too is not searched through for each name.
    """
    excerpt = repr(value)[:60]
    if isinstance(value, str):
        areas = _reserved_in(value, reserved)
        if areas:
            raise PermissionReserved(value[:LONGEST_ACTION], *_clauses(areas))
    well_formed = (
        isinstance(value, str)
        and len(value) <= LONGEST_ACTION
        and (PERMISSION.fullmatch(value) or AREA.fullmatch(value))
    )
    if not isinstance(value, str) or not well_formed:
        message = f"{excerpt} is not a permission."
        raise InvalidValue(message, field="permission", remedy="Write area.action, as in invoices.approve, or area.*.")
    if known is not None and value not in known and not any(covers(value, each) for each in known):
        message = f"{excerpt} is not registered."
        raise InvalidValue(message, field="permission", remedy=_not_registered(value, known, registers=registers))
    return value


def _not_registered(value: str, known: Iterable[str], *, registers: bool) -> str:
    """Return the remedy for a name that is not registered: what may have been meant, and how it is registered, if ever.

    Only the provider's staff registers permissions, and never those whose areas belong to the terms.
    """
    names = {each for each in known if each.endswith(".*") == value.endswith(".*")}
    if value.endswith(".*"):
        names |= {f"{each.rpartition('.')[0]}.*" for each in known if not each.endswith(".*")}
    like = suggestion(near(value, sorted(names)))
    may = registers and value.split(".", maxsplit=1)[0] not in OWN_AREAS
    way = "Register it first (permissions register), or check its spelling." if may else "Check its spelling."
    return f"{like} {way}" if like else way


@frozen
class Catalogue:
    """Every action by name, and the areas never granted.

    Built by `catalogue` from the terms and the permissions that the platform registered. `operations` are the
    permissions that a client's roles may hold.
    """

    actions: Mapping[str, Action]
    reserved: tuple[Reserved, ...]
    operations: frozenset[str] = field(init=False)

    @operations.default
    def _operations(self) -> frozenset[str]:
        return frozenset(
            action.permission
            for action in self.actions.values()
            if action.permission is not None and not action.permission.startswith(_STAFF_AREA)
        )

    def find(self, name: str) -> Action | None:
        """Return the row of a name, which in a reserved area is one never granted; None for any other unknown name."""
        row = self.actions.get(name)
        if row is not None:
            return row
        areas = _reserved_in(name, self.reserved)
        if not areas:
            return None
        return Action(
            name=name,
            kind=ActionKind.NEVER_GRANTED,
            access=AccessClass.PLATFORM,
            clauses=_clauses(areas),
            title=f"anything under {', '.join(area.area for area in areas)}",
        )


@frozen
class Permission:
    """An operation that the platform registers: its name, a title for people, and the instant of its registration."""

    name: str
    title: str
    since: datetime = EARLIEST


def registered(permission: Permission, reserved: Iterable[Reserved]) -> Permission:
    """Return a permission that the platform may register.

    Raises PermissionReserved for a reserved one, InvalidValue for an area, for a malformed name or title, and for a
    name that only the terms may define.
    """
    checked = permission_pattern(permission.name, reserved)
    if checked.endswith(".*"):
        message = f"{checked!r} is an area."
        raise InvalidValue(message, field="permission", remedy="Register single operations.")
    if checked.split(".", maxsplit=1)[0] in OWN_AREAS:
        message = f"{checked!r} lies in an area that belongs to the terms."
        raise InvalidValue(message, field="permission", remedy="Choose another name.")
    return Permission(checked, text.name(permission.title, "title"))


def catalogue(
    rows: Iterable[Action], reserved: Iterable[Reserved], permissions: Iterable[Permission] = ()
) -> Catalogue:
    """Build the catalogue from the terms' rows and the registered permissions.

    Raises InvalidValue for a permission that is malformed or already in the terms, PermissionReserved for a reserved
    one.
    """
    reserved = tuple(reserved)
    actions = {row.name: row for row in (*TAKING_AWAY, *rows)}
    for each in permissions:
        permission = registered(each, reserved)
        if permission.name in actions:
            message = f"{permission.name!r} is part of the terms."
            raise InvalidValue(message, field="permission", remedy="Choose another name.")
        actions[permission.name] = Action(
            name=permission.name,
            kind=ActionKind.OPERATION,
            access=AccessClass.PLATFORM,
            clauses=("1.4", "1.4.b"),
            title=permission.title,
            permission=permission.name,
        )
    return Catalogue(actions, reserved)
