"""Bounds of what is kept of mails that were no answers: in number, in size and in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from attrs import evolve, frozen

from saas_core.incoming.model import Incoming
from saas_core.incoming.ports import IncomingFilter, IncomingMails, IncomingWork
from saas_core.incoming.values import (
    MOST_OF_ONE_SENDER,
    MOST_REFUSED,
    MOST_REFUSED_BYTES,
    REFUSED_KEPT,
    WAITING_KEPT,
    State,
)
from saas_core.kernel.ids import PROVIDER, IncomingId
from saas_core.kernel.storage import Storage, StoredId
from saas_core.kernel.work import Transactions

NO_ANSWERS: Final = (State.REFUSED, State.PARKED)
TAKEN_KEPT: Final = timedelta(days=400)
"""The time for which it is kept that a mail was added: its copies are known by it, and how often it reopened."""


@frozen
class Bounds:
    """How many refused mails are kept, and how many bytes of them; fewer in tests."""

    most: int = MOST_REFUSED
    most_bytes: int = MOST_REFUSED_BYTES
    most_of_one: int = MOST_OF_ONE_SENDER

    def held(self, mails: IncomingMails, incoming: Incoming) -> tuple[Incoming, tuple[IncomingId, ...]]:
        """Return a decided mail as it is to be kept, and whose bytes are to be removed after the commit.

        Of more mails than are kept the oldest are removed here.
        """
        if incoming.state not in NO_ANSWERS:
            return evolve(incoming, kept=False), (incoming.id,) if incoming.kept else ()
        refused = IncomingFilter(states=NO_ANSWERS)
        kept = mails.held(evolve(refused, kept=True))
        of_sender = mails.held(evolve(refused, kept=True, sender=incoming.sender)).count if incoming.sender else 0
        fits = kept.size + incoming.size <= self.most_bytes and of_sender < self.most_of_one
        dropped = () if fits or not incoming.kept else (incoming.id,)
        over = mails.held(refused).count + 1 - self.most
        oldest = mails.find(evolve(refused, oldest_first=True), over) if over > 0 else ()
        for each in oldest:
            mails.remove(each.id)
        return evolve(incoming, kept=incoming.kept and fits), (*dropped, *(each.id for each in oldest))


@frozen(kw_only=True)
class IncomingRetention:
    """Removes mails that were no answers or never read, with their bytes, and later what is known of the others."""

    transactions: Transactions[IncomingWork]
    storage: Storage
    states: tuple[State, ...]

    def forget(self, before: datetime, limit: int) -> int:
        """Remove mails decided, or if they wait received, before an instant, up to a limit; return the number removed.

        Their bytes go first, so that a crash in between leaves nothing behind. Raises StoreFault, ProviderFault.
        """
        wanted = IncomingFilter(states=self.states, before=before, oldest_first=True)
        with self.transactions.read(PROVIDER) as work:
            old = work.incoming_mails.find(wanted, limit)
        for each in old:
            self.storage.remove(PROVIDER, StoredId(each.id))
        with self.transactions.begin(PROVIDER) as work:
            for each in old:
                work.incoming_mails.remove(each.id)
            work.commit()
        return len(old)


RETAINED: Final = (
    (NO_ANSWERS, REFUSED_KEPT),
    ((State.WAITING,), WAITING_KEPT),
    ((State.TAKEN, State.REPEATED), TAKEN_KEPT),
)
"""The states of mails, and the time for which each is kept; mails that wait since they came."""
