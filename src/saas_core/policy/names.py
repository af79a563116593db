"""Names of actions and permissions: their form, what a pattern covers, and areas reserved in every spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.suggesting import near, suggestion
from saas_core.policy.errors import PermissionReserved

PERMISSION = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){1,4}")
AREA = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39}){0,3}\.\*")
LONGEST_ACTION = 200

OWN_AREAS = frozenset(
    ["custom", "database", "enhancement", "exclusion", "hosting", "integration", "provider", "setup", "staff", "topic"]
)
"""Areas whose names only the terms may define; a platform that registered one could open what the terms close."""

# Characters that look like Latin letters and that NFKD does not unify: Cyrillic, Greek, Armenian, Cherokee, Lisu, Latin
# with strokes or hooks, small capitals, and the round digits of other scripts.
_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("аеорсхуіјѕԁԛһкмтвнгѵԝпѡ", "aeopcxyijsdqhkmtbhrvwnw", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεορτυικχϲνβρηω", "abezhikmnoptyxaeoptuikxcvbpnw", strict=True)),
        **dict(zip("օսոցհզպեռրⲞⲟꓳᎳꮃꓪᏔꓠⲛᎬꭼꓰᎡᏒꓣꭱꮢⲅ", "ounghqwenrooowwwwnneeerrrrrr", strict=True)),
        **dict(zip("øđħŧƀłɵʋıɩɑɡɾɛɔƨ", "odhtblovilagreos", strict=True)),
        **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)),
        **dict(zip("ᎾᎤΘθӨөѲѳ〇○◯०০੦૦୦௦౦೦൦๐໐၀۵٥", "o" * 25, strict=True)),
        **dict(zip("աɯҽєε℮ᏁᏂ", "wweeeenh", strict=True)),
        **dict(zip("01345|@$", "oleaslas", strict=True)),
    }
)
_HIDDEN = frozenset({"Cf", "Cc"})
_ENDS = re.compile(r"\W")
ONLY_WILD_AT_END = re.compile(r"[^*?]*[*?]?")


@frozen
class Reserved:
    """An area that no role may hold: no name that begins with it is ever granted, by its clause."""

    area: str
    clause: str


def skeleton(name: str) -> str:
    """Return a name as the eye reads it, without case, accents, width or look-alike letters."""
    return name.translate(_SEEN).strip()


class _Seen(dict[int, str]):
    """What the eye reads in each character, found once for each of the last ones: a name is then cheap to read."""

    def __missing__(self, number: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(number).translate(_LOOK_ALIKES)).casefold()
        folded = unicodedata.normalize("NFKD", plain).translate(_LOOK_ALIKES)
        seen = "".join(
            character
            for character in folded
            if not unicodedata.combining(character) and unicodedata.category(character) not in _HIDDEN
        )
        if len(self) >= _MOST_SEEN:
            # Whoever writes every character there is fills no memory.
            self.clear()
        self[number] = seen
        return seen


_MOST_SEEN = 10_000
_SEEN = _Seen()


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


def reserved_in(pattern: str, reserved: Iterable[Reserved]) -> tuple[Reserved, ...]:
    """Return the areas that contain a name, or that a pattern with wildcards could match, by clause and name."""
    seen = skeleton(pattern[:LONGEST_ACTION])
    found = []
    for area in reserved:
        # The eye reads an `o` in both `r00t` and the same with Cyrillic letters, so both sides are normalized alike.
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


def clauses_of(areas: Iterable[Reserved]) -> tuple[str, ...]:
    """Return the clauses of reserved areas, each once."""
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
        areas = reserved_in(value, reserved)
        if areas:
            raise PermissionReserved(value[:LONGEST_ACTION], *clauses_of(areas))
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
