"""Notices of what staff asks, gets and does under break-glass grants, and of when it ends (1.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from attrs import frozen

from saas_core.access.letters import GRANT_APPROVED, GRANT_ASKED, GRANT_ENDED, GRANT_USED, GRANT_USES
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.ports import AccessWork
from saas_core.access.queries.keys_and_sessions import grant_facts, uses_of
from saas_core.kernel.notices import Notice, Reader
from saas_core.kernel.zones import end_of_day, local_date, written_day, written_out

_LATELY: Final = timedelta(days=3)
"""The time for which a grant is news; it lasts hours, and its last notice comes at the end of a day."""
_MOST: Final = 200


@frozen
class GrantWithUses:
    """A grant, and the instants at which it was used."""

    grant: BreakGlassGrant
    used: tuple[datetime, ...]


@frozen
class GrantOccasions:
    """The grants requested lately, and their uses."""

    lately: tuple[GrantWithUses, ...]

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return a notice each of a request, an approval, the first use, further uses of a day, and the end."""
        return tuple(notice for each in self.lately for notice in _of_grant(each, reader))

    def look_again(self, reader: Reader) -> datetime | None:
        """Return the instant at which a grant, or a day with further uses, ends."""
        return min((at for each in self.lately for at in _ends(each, reader) if at > reader.at), default=None)

    def facts(self, notice: Notice, reader: Reader) -> Mapping[str, str] | None:
        """Return the facts of the notice, and of the grant itself; None once the grant is no longer news."""
        grant_id = notice.cause.split(":")[1]
        found = next((each.grant for each in self.lately if str(each.grant.id) == grant_id), None)
        return None if found is None else {**notice.facts, **grant_facts(found, reader.zone, reader.members)}


def lately_granted(work: AccessWork, reader: Reader) -> GrantOccasions:
    """Read the grants that a client has news of."""
    grants = work.break_glass.page(None, _MOST)
    lately = (each for each in grants if each.asked_at > reader.at - _LATELY)
    # Oldest first, as they are told.
    return GrantOccasions(
        tuple(GrantWithUses(each, tuple(use.at for use in uses_of(work, each.id))) for each in reversed(tuple(lately)))
    )


def _of_grant(told: GrantWithUses, reader: Reader) -> Iterator[Notice]:
    grant, cause = told.grant, f"grant:{told.grant.id}"
    yield Notice(kind=GRANT_ASKED.name, cause=f"{cause}:asked")
    if grant.approved_at is not None:
        facts = {"at": written_out(grant.approved_at, reader.zone)}
        yield Notice(kind=GRANT_APPROVED.name, cause=f"{cause}:approved", facts=facts)
    if told.used:
        yield Notice(kind=GRANT_USED.name, cause=f"{cause}:used", facts={"at": written_out(told.used[0], reader.zone)})
    over = grant.over_at(reader.at)
    for day, count in sorted(_further(told, reader).items()):
        if over is not None or end_of_day(day, reader.zone) <= reader.at:
            facts = {"day": written_day(day), "count": str(count)}
            yield Notice(kind=GRANT_USES.name, cause=f"{cause}:uses:{day.isoformat()}", facts=facts)
    if over is not None:
        facts = {"at": written_out(over, reader.zone), "count": str(len(told.used))}
        yield Notice(kind=GRANT_ENDED.name, cause=f"{cause}:ended", facts=facts)


def _further(told: GrantWithUses, reader: Reader) -> Counter[date]:
    """Count the uses after the first, by the client's own days."""
    return Counter(local_date(each, reader.zone) for each in told.used[1:])


def _ends(told: GrantWithUses, reader: Reader) -> Iterator[datetime]:
    if told.grant.over_at(reader.at) is None:
        yield told.grant.until
        yield from (end_of_day(day, reader.zone) for day in _further(told, reader))
