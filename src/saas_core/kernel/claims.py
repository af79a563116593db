"""Claims of names: each belongs to one context, and two that claim the same one are refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from saas_core.kernel.errors import InvalidValue

T = TypeVar("T")


class PartsClash(InvalidValue):
    """Two parts claim the same name."""

    code = "PARTS_CLASH"


def claimed(what: str, claims: Iterable[tuple[str, str, T]]) -> Mapping[str, T]:
    """Return things by name from claims of (claimant, name, thing).

    Raises PartsClash for a name that is claimed twice, naming both claimants.
    """
    found: dict[str, T] = {}
    places: dict[str, str] = {}
    for place, name, thing in claims:
        if name in found:
            message = f"{what} {name!r} is claimed by {places[name]} and by {place}."
            raise PartsClash(message, field="contexts", remedy="Rename one of the two.")
        found[name], places[name] = thing, place
    return found
