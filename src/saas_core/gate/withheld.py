"""What of a client's journal is withheld from staff without a break-glass grant: everything about its people (1.5)."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from saas_core.kernel.journal import JournalEntry, Value
from saas_core.kernel.naming import OF_PEOPLE
from saas_core.licensing.policies.vouching import DETAIL

_PERSON: Final = "user:"
_ABOUT_GRANTS: Final = frozenset(
    {
        "access.ask_break_glass",
        "access.approve_break_glass",
        "access.confirm_break_glass",
        "access.end_break_glass",
        "access.see_under_grant",
        "access.take_back",
    }
)
_IDS: Final = frozenset({"user", "users", "role", "roles", "department", "departments", "assignment", "scopes"})
_ABOUT_PEOPLE: Final = _IDS | {DETAIL}
WITHHELD: Final = "withheld"
"""The only detail of an entry whose details are withheld, with the clause as its value; and what stands for hashes."""


def by_person(entry: JournalEntry) -> bool:
    """Return whether a user of the client, or a program of one, acted."""
    return entry.by.startswith(_PERSON)


def without_people(entry: JournalEntry) -> JournalEntry:
    """Return an entry as staff sees it without a grant: no ids of users, no roles, no scopes, no decisions on users.

    What was done, when, and its position stay. No hash is shown, of any entry or of the facts for which it vouches:
    whoever knows the rest could try out ids until the hash comes out, or that of the next entry.
    """
    kind, _colon, _id = entry.subject.partition(":")
    asked = entry.action == "gate.decision" and by_person(entry)
    details: dict[str, Value] = {name: value for name, value in entry.details.items() if name not in _ABOUT_PEOPLE}
    if asked or (entry.action.startswith("access.") and entry.action not in _ABOUT_GRANTS):
        details = {WITHHELD: "1.5"}
    return evolve(
        entry,
        by="user" if by_person(entry) else entry.by,
        subject=kind if asked or kind in OF_PEOPLE else entry.subject,
        details=details,
        previous=WITHHELD,
        hash=WITHHELD,
    )
