"""What a client's journal tells of tickets, questions and files: as much as its reader sees of them elsewhere (1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from attrs import evolve, frozen

from saas_core.kernel.actors import Actor, ClientUser, actor_name
from saas_core.kernel.ids import Ids, TicketId
from saas_core.kernel.journal import JournalEntry
from saas_core.kernel.work import Work
from saas_core.policy import acting
from saas_core.policy.decision import Refused
from saas_core.policy.ports import Judge
from saas_core.support.commands import AddNote, RedactNote
from saas_core.support.model.seeing import Seer
from saas_core.support.ports import SupportWork
from saas_core.support.use_cases.act import Act, Desk, seer_of

_OF_STAFF: Final = frozenset({AddNote.NAME, RedactNote.NAME})
_OF_SUPPORT: Final = "support."
_OF_TICKETS: Final = frozenset({"ticket", "question", "file"})


@frozen(kw_only=True)
class TicketsInJournals:
    """Withholds from a user of the client what it does not see of tickets, and from all of them what is a note's.

    Which member of staff acted on a ticket no user of the client reads.
    The entry stays, with who acted, when, and its hashes, which nobody can try out: they rest on ids that are withheld.
    """

    judge: Judge
    ids: Ids
    desk: Desk

    def shown(self, work: Work, by: Actor, at: datetime, entries: Iterable[JournalEntry]) -> tuple[JournalEntry, ...]:
        """Return the entries, those that are withheld with the kind of their subject alone."""
        if not isinstance(by, ClientUser):
            return tuple(entries)
        act = Act(work=cast("SupportWork", work), by=by, at=at, ids=self.ids, judge=self.judge)
        seer = self._seer(act)
        known: dict[str, bool] = {}

        def sees(entry: JournalEntry) -> bool:
            kind, _colon, named = entry.subject.partition(":")
            if entry.action in _OF_STAFF:
                return False
            if kind not in _OF_TICKETS or (seer is not None and seer.everything) or entry.by == actor_name(by):
                return True
            if kind != "ticket" or seer is None:
                return False
            if named not in known:
                ticket = act.work.tickets.get(TicketId(UUID(named)))
                known[named] = ticket is not None and seer.sees(ticket)
            return known[named]

        return tuple(_nameless(each if sees(each) else _withheld(each)) for each in entries)

    def _seer(self, act: acting.Act[SupportWork]) -> Seer | None:
        try:
            return seer_of(act, self.desk)
        except Refused:
            return None


def _nameless(entry: JournalEntry) -> JournalEntry:
    """Return an entry without which member of staff acted on tickets; that is the provider's own, as in all views."""
    side, _colon, _id = entry.by.partition(":")
    by_staff = side == "staff" and entry.action.startswith(_OF_SUPPORT)
    return evolve(entry, by=side) if by_staff else entry


def _withheld(entry: JournalEntry) -> JournalEntry:
    clause = "1.5" if entry.action in _OF_STAFF else "1.4"
    return evolve(entry, subject=entry.subject.partition(":")[0], details={"withheld": clause})
