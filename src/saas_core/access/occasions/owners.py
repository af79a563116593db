"""Notices of new owners: whoever owns an instance learns who else may do everything in it (1.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from saas_core.access.letters import OWNER_ADDED
from saas_core.access.model import Assignment
from saas_core.access.policies import owner_role
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import owners_of
from saas_core.kernel.notices import Notice, Reader
from saas_core.kernel.zones import written_out

_LATELY: Final = timedelta(days=30)
"""The time for which an owner is news: setup rarely takes longer, and clients in setup get no notices."""


@frozen
class OwnerOccasions:
    """The assignments by which somebody became an owner lately, oldest first; none has a name in it.

    The letter names nobody either: it also goes to the client's contact, who may be no user.
    """

    lately: tuple[Assignment, ...]

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return a notice for each new owner."""
        return tuple(
            Notice(kind=OWNER_ADDED.name, cause=_cause(each), facts={"at": written_out(each.since, reader.zone)})
            for each in self.lately
        )

    def look_again(self, _reader: Reader) -> datetime | None:
        """Return None: time alone makes nobody an owner."""
        return None

    def facts(self, notice: Notice, _reader: Reader) -> Mapping[str, str] | None:
        """Return the facts of the notice; None once that user is no longer an owner."""
        return dict(notice.facts) if notice.cause in map(_cause, self.lately) else None


def new_owners(work: AccessWork, reader: Reader) -> OwnerOccasions:
    """Read the active owners who were added lately; whoever was the first of all is news to nobody."""
    role = owner_role(work.roles.all())
    if role is None:
        return OwnerOccasions(())
    active = {each.id for each in owners_of(work)}
    assigned = (each for each in work.assignments.of_role(role.id) if each.user_id in active)
    in_turn = sorted(assigned, key=lambda each: (each.since, str(each.id)))
    return OwnerOccasions(tuple(each for each in in_turn[1:] if each.since > reader.at - _LATELY))


def _cause(assignment: Assignment) -> str:
    return f"owner:{assignment.id}"
