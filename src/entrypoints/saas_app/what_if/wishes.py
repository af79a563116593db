"""What the features call that which is asked for and that which a role allows, under some terms on some platform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Self

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.catalogue import Catalogue, Permission, catalogue
from saas_core.policy.terms import Terms

OPERATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invoices.read": "read invoices",
        "invoices.approve": "approve invoices",
        "reminders.send": "send reminders",
        "orders.place": "order goods",
        "interface.call": "call the published interface",
        "interface.read": "read the published interface documentation",
        "interface.connect": "connect our own tool through the published interface",
    }
)
"""The operations of the platform of the features, by name, with what they are called there."""
UNMENTIONED: Final = "something that no clause mentions, namely "
"""What the features call a name that stands in no catalogue; the name follows in plain words."""
RESERVED: Final = "something that no role can hold, namely "
"""What the features call a name in a reserved area (0.3, 1.2); the name follows in plain words."""
EVERY: Final = "every operation on "
"""What the features call an area that a role allows; its name follows."""
_IN_PLAIN_WORDS: Final[Mapping[str, str]] = MappingProxyType({"keys.manage": "create keys for programs"})
"""What is called otherwise than in the terms, since no feature speaks of interfaces and formats."""
_PLAIN = re.compile(r"[^a-z0-9]+")
_UNSAYABLE = re.compile(r'["<>|\r\n]')


@frozen
class Wishes:
    """What the features call everything that can be asked about; `catalogue` holds it by name."""

    catalogue: Catalogue

    @classmethod
    def of(cls, terms: Terms, operations: Iterable[tuple[str, str]]) -> Self:
        """Return the wishes under terms, on a platform with these operations by name and title."""
        registered = (Permission(name, title) for name, title in operations)
        return cls(catalogue(terms.actions, terms.reserved, registered))

    def wish(self, name: str, field: str = "action") -> str:
        """Return what an action is called; raises InvalidValue for one that no scenario could tell from another."""
        row, words = self.catalogue.find(name), _PLAIN.sub(" ", name.casefold()).strip()
        if row is None:
            return f"{UNMENTIONED}{words or 'nothing'}"
        if name not in self.catalogue.actions:
            told = self.catalogue.find(reserved_name(words))
            if told is None or (told.kind, told.clauses) != (row.kind, row.clauses):
                message = "is a spelling that no scenario could say."
                raise InvalidValue(message, field=field, remedy="Write the name in plain letters, as in root.access.")
            return f"{RESERVED}{words}"
        others = [each.name for each in self.catalogue.actions.values() if each.title == row.title]
        if len(others) > 1:
            message = f"has its title in common with {next(each for each in others if each != name)}."
            raise InvalidValue(
                message, field=field, remedy="Give each a title of its own, so that a scenario says which."
            )
        return sayable(_IN_PLAIN_WORDS.get(name, row.title), field)

    def right(self, permission: str) -> str:
        """Return what a permission or an area is called that a role allows; raises InvalidValue."""
        if permission.endswith(".*"):
            return f"{EVERY}{permission.removesuffix('.*').replace('.', ' ')}"
        rows = self.catalogue.actions
        known = permission in rows and rows[permission].permission == permission
        name = permission if known else next((each.name for each in rows.values() if each.permission == permission), "")
        if not name:
            message = f"names {permission[:60]!r}, which is no permission under these terms."
            raise InvalidValue(message, field="rights", remedy="Write it as in invoices.approve or invoices.*.")
        title = self.wish(name, "rights")
        if "," in title:
            message = f"names {permission!r}, whose title holds a comma, which a list of rights cannot say."
            raise InvalidValue(message, field="rights", remedy="Name its area, as in invoices.*.")
        return title


def reserved_name(words: str) -> str:
    """Return the name that plain words stand for: `root shell` for `root.shell`."""
    area, _space, rest = words.partition(" ")
    return f"{area}.{rest.replace(' ', '_')}" if rest else area


def sayable(text: str, field: str) -> str:
    """Return a text that can stand between quotation marks in a step; raises InvalidValue."""
    found = _UNSAYABLE.search(text)
    if found is not None:
        message = f"holds {found[0]!r}, which no step of a scenario can say."
        raise InvalidValue(message, field=field, remedy="Leave it out.")
    return text
