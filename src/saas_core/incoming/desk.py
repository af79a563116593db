"""Mails that came in, as staff sees them: what became of each, and the bytes of those that were no answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from saas_core.incoming.bounds import NO_ANSWERS
from saas_core.incoming.model import Incoming
from saas_core.incoming.ports import IncomingFilter, IncomingWork
from saas_core.incoming.values import State
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import PROVIDER, Ids, IncomingId, TenantId, TicketId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import page_size
from saas_core.kernel.storage import ContentMissing, Storage, StoredId
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Acts
from saas_core.policy.ports import Judge

READ: Final = "provider.journal"
OPEN: Final = "provider.tenants"


class IncomingUnknown(NotFound):
    """There is no such mail, or it is kept no more."""

    code = "INCOMING_UNKNOWN"

    @classmethod
    def alone(cls) -> IncomingUnknown:
        """Return the error."""
        message = "there is no such mail."
        return cls(message, field="incoming_id", remedy="See `saas mail received`; refused mails are kept for 30 days.")


@frozen(kw_only=True)
class IncomingView:
    """A mail that came in: what became of it and why; `sender` is a keyed digest.

    `tenant_id` and `ticket_id` say where it was added, or for a refused one, which ticket it may be about.
    """

    id: IncomingId
    source: str
    received_at: str
    size: int
    state: str
    reason: str
    sender: str
    tenant_id: TenantId | None
    ticket_id: TicketId | None
    answered_at: str
    kept: bool


@checked
class IncomingDesk:
    """Shows mails that came in, for staff."""

    def __init__(
        self, *, transactions: Transactions[IncomingWork], storage: Storage, clock: Clock, ids: Ids, judge: Judge
    ) -> None:
        """Take the ports."""
        self._storage = storage
        self._acts = Acts(transactions, clock, ids, judge)

    def list_incoming(
        self, *, by: Actor, state: State | None = None, after: IncomingId | None = None, limit: int = 100
    ) -> tuple[IncomingView, ...]:
        """Return mails, those received last first, after the given one, at most 1,000; raises Refused."""
        wanted = IncomingFilter(states=() if state is None else (state,), after=after)
        with self._acts.read(PROVIDER, by) as act:
            act.require(READ)
            return tuple(_view(each) for each in act.work.incoming_mails.find(wanted, page_size(limit)))

    def show_incoming(self, *, by: Actor, incoming_id: IncomingId) -> IncomingView:
        """Return one mail; raises IncomingUnknown, Refused."""
        with self._acts.read(PROVIDER, by) as act:
            act.require(READ)
            found = act.work.incoming_mails.get(incoming_id)
        if found is None:
            raise IncomingUnknown.alone()
        return _view(found)

    def open_incoming(self, *, by: Actor, incoming_id: IncomingId) -> Iterator[bytes]:
        """Return the bytes of a mail that was no answer, in pieces; raises IncomingUnknown, Refused, StoreFault."""
        with self._acts.read(PROVIDER, by) as act:
            act.require(OPEN)
            found = act.work.incoming_mails.get(incoming_id)
        # Until it was read it may hold secrets of our letters, and what was an answer is in its ticket.
        if found is None or not found.kept or found.state not in NO_ANSWERS:
            raise IncomingUnknown.alone()
        try:
            return self._storage.open(PROVIDER, StoredId(incoming_id))
        except ContentMissing:
            raise IncomingUnknown.alone() from None


def _view(each: Incoming) -> IncomingView:
    return IncomingView(
        id=each.id,
        source=each.source,
        received_at=each.received_at.isoformat(),
        size=each.size,
        state=each.state.value,
        reason="" if each.reason is None else each.reason.value,
        sender=each.sender,
        tenant_id=each.client_id,
        ticket_id=each.ticket_id,
        answered_at="" if each.answered_at is None else each.answered_at.isoformat(),
        kept=each.kept,
    )
