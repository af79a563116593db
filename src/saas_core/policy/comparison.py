"""Two versions of the terms side by side: every difference, with its old and new value."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from enum import Enum
from typing import TypeVar

from attrs import asdict, frozen

from saas_core.policy.actions import Action
from saas_core.policy.names import Reserved
from saas_core.policy.terms import Clause, Terms, clause_order

T = TypeVar("T", bound=Hashable)


class Part(Enum):
    """The part of the terms that differs."""

    HEADING = "heading"
    ELIGIBLE = "eligible"
    SETTING = "setting"
    CLAUSE = "clause"
    RESERVED = "reserved"
    ACTION = "action"


class Change(Enum):
    """The kind of a difference."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@frozen
class Difference:
    """One difference: its place, its aspect and its values; `before` is empty when added, `after` when removed."""

    part: Part
    name: str
    aspect: str
    change: Change
    before: str
    after: str


def compare(before: Terms, after: Terms) -> tuple[Difference, ...]:
    """Return every difference in meaning between two versions, in the order of the document.

    The version's own name and digest do not count as a difference, nor does the order of rows.
    """
    return (
        *_headings(before, after),
        *_eligible(before, after),
        *_settings(before, after),
        *_rows(Part.CLAUSE, before.clauses, after.clauses, lambda each: each.number, _clause),
        *_rows(Part.RESERVED, before.reserved, after.reserved, lambda each: each.area, _area),
        *_rows(Part.ACTION, before.actions, after.actions, lambda each: each.name, _action),
    )


def _headings(before: Terms, after: Terms) -> Iterator[Difference]:
    old, new = _heading(before), _heading(after)
    for name, value in old.items():
        if value != new[name]:
            yield Difference(Part.HEADING, name, "", Change.CHANGED, value, new[name])


def _heading(terms: Terms) -> dict[str, str]:
    return {
        "effective_from": terms.effective_from.isoformat(),
        "currency": terms.currency,
        "hourly_rate": str(terms.hourly_rate),
        "time_zone": terms.time_zone,
    }


def _eligible(before: Terms, after: Terms) -> Iterator[Difference]:
    for kind in sorted(before.eligible ^ after.eligible, key=lambda each: each.value):
        if kind in after.eligible:
            yield Difference(Part.ELIGIBLE, kind.value, "", Change.ADDED, "", kind.value)
        else:
            yield Difference(Part.ELIGIBLE, kind.value, "", Change.REMOVED, kind.value, "")


def _settings(before: Terms, after: Terms) -> Iterator[Difference]:
    old, new = asdict(before.settings), asdict(after.settings)
    for name, value in old.items():
        if value != new[name]:
            yield Difference(Part.SETTING, name, "", Change.CHANGED, _word(value), _word(new[name]))


def _rows(
    part: Part,
    before: Iterable[T],
    after: Iterable[T],
    name_of: Callable[[T], str],
    aspects_of: Callable[[T], dict[str, str]],
) -> Iterator[Difference]:
    old = {name_of(each): aspects_of(each) for each in before}
    new = {name_of(each): aspects_of(each) for each in after}
    for name, aspects in old.items():
        if name not in new:
            yield Difference(part, name, "", Change.REMOVED, next(iter(aspects.values())), "")
            continue
        for aspect, value in aspects.items():
            if value != new[name][aspect]:
                yield Difference(part, name, aspect, Change.CHANGED, value, new[name][aspect])
    for name, aspects in new.items():
        if name not in old:
            yield Difference(part, name, "", Change.ADDED, "", next(iter(aspects.values())))


# The first aspect stands for the whole row when it was added or removed.


def _clause(clause: Clause) -> dict[str, str]:
    return {"text": clause.text, "key": clause.key}


def _area(area: Reserved) -> dict[str, str]:
    return {"clause": area.clause}


def _action(action: Action) -> dict[str, str]:
    return {
        "title": action.title,
        "kind": action.kind.value,
        "access": action.access.value,
        "clauses": ", ".join(sorted(action.clauses, key=clause_order)),
        "permission": action.permission or "none",
        "in_setup": _word(action.in_setup),
    }


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
