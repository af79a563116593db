"""What was given under a break-glass grant, and given on by the users who came in by it (1.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.access.model.break_glass import GrantUse
from saas_core.access.policies import owner_role
from saas_core.access.queries.keys_and_sessions import api_keys_of, uses_of
from saas_core.access.use_cases.act import Act
from saas_core.access.values import user_holder
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import GrantId, UserId
from saas_core.kernel.journal import EntryFilter, JournalEntry, Value, newest_of

_ASSIGNED: Final = "access.assign_role"
_CHANGED: Final = "access.change_user"
_TAKEN_IN: Final = frozenset({"access.add_user", "access.reactivate_user"})


@frozen
class Gift:
    """An entry by which something was given, and the use of the grant that it comes from.

    `told` is a gift that may rest on other rights of its giver, and that an owner decides about; so is what the owner
    who takes back was given.
    """

    entry: JournalEntry
    use: GrantUse
    told: bool


def gifts_under(act: Act, grant_id: GrantId, giving: Collection[str]) -> list[Gift]:
    """Return what was given under a grant by entries of these actions, directly or over any chain, newest first.

    Whoever was added, reactivated, given another address or made an owner has given on what they gave since; what a
    user with another role gave since is told.
    """
    role = owner_role(act.work.roles.all())
    owner = None if role is None else str(role.id)
    found: dict[int, Gift] = {}
    waiting: list[Gift] = []
    for use in uses_of(act.work, grant_id):
        entry = act.work.journal.find(use.id)
        if entry is not None and use.revoked_at is None and entry.action in giving:
            waiting.append(Gift(entry, use, told=_own(act, entry)))
    while waiting:
        gift = waiting.pop()
        before = found.get(gift.entry.position)
        if before is not None and (gift.told or not before.told):
            continue
        found[gift.entry.position] = gift
        if gift.told or not _lets_in(gift.entry):
            continue
        only_told = gift.entry.action == _ASSIGNED and fields_in(gift.entry.details, "after").get("role") != owner
        since = (each for each in _by_user(act, gift.entry) if each.action in giving)
        waiting += [Gift(each, gift.use, told=only_told or _own(act, each)) for each in since]
    return [found[position] for position in sorted(found, reverse=True)]


def _lets_in(entry: JournalEntry) -> bool:
    """Return whether somebody came in, or got rights, by an entry."""
    moved = fields_in(entry.details, "before").get("email") != fields_in(entry.details, "after").get("email")
    return entry.action in {*_TAKEN_IN, _ASSIGNED} or (entry.action == _CHANGED and moved)


def _own(act: Act, entry: JournalEntry) -> bool:
    """Return whether the acting owner came in by an entry: nobody takes their own rights back half-way."""
    own = isinstance(act.by, ClientUser) and entry.subject == user_holder(act.by.user_id)
    return own and _lets_in(entry)


def _by_user(act: Act, entry: JournalEntry) -> Iterator[JournalEntry]:
    """Yield what a user, and programs of theirs, did after an entry about them."""
    for actor in _actors(act, entry.subject):
        done = newest_of(act.work.journal, EntryFilter(actor=actor, since=entry.at))
        yield from (each for each in done if each.position > entry.position)


def _actors(act: Act, holder: str) -> Iterator[str]:
    yield holder
    for each in api_keys_of(act.work, UserId(UUID(holder.partition(":")[2]))):
        yield f"{holder}/key:{each.id}"


def fields_in(details: Mapping[str, Value], name: str) -> Mapping[str, Value]:
    """Return the fields that an entry tells under a name, such as `before`; none if it tells none."""
    found = details.get(name)
    return found if isinstance(found, dict) else {}
