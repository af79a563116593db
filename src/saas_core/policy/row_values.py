"""Values of a row: texts in their form, words of a closed list, and clauses of the document."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.tables import Table

E = TypeVar("E", bound=Enum)


def matching(table: Table, key: str, pattern: re.Pattern[str], remedy: str) -> str:
    """Return the text of a key, if it has the form; raises TermsInvalid otherwise."""
    value = table.string(key)
    if not pattern.fullmatch(value):
        message = f"{value[:60]!r} is not well formed."
        raise table.wrong(message, key, remedy)
    return value


def checked(table: Table, key: str, check: Callable[[object, str], str]) -> str:
    """Return the text of a key as a check makes it; raises TermsInvalid with what the check refuses."""
    value = table.string(key)
    try:
        return check(value, key)
    except InvalidValue as fault:
        raise table.wrong(fault.message, key, fault.remedy) from fault


def member(table: Table, key: str, kinds: type[E], value: str) -> E:
    """Return the member that a word of a closed list names; raises TermsInvalid with the known words."""
    for each in kinds:
        if each.value == value:
            return each
    known = ", ".join(str(each.value) for each in kinds)
    message = f"{value[:60]!r} is not one of the known values."
    raise table.wrong(message, key, f"Known are {known}.")


def known_clause(row: Table, key: str, number: str, numbers: frozenset[str]) -> str:
    """Return the number of a clause of the document; raises TermsInvalid for any other."""
    if number not in numbers:
        message = f"there is no clause {number[:20]!r}."
        raise row.wrong(message, key, "Name clauses of this document.")
    return number
