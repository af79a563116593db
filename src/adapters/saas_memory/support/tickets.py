"""Tickets in process, and the words by which they are found."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import islice
from typing import Any

from saas_core.kernel.ids import TenantId, TicketId
from saas_core.support.model.scope import Classification
from saas_core.support.model.seeing import Seer
from saas_core.support.model.ticket import Ticket
from saas_core.support.ports import TicketFilter, TicketPlace, Waiting, WaitingPlace
from saas_core.support.values import FINAL, Queue, TicketKind
from saas_memory.space import Rows, View
from saas_memory.store import MemoryStore

TABLE = "tickets"


class MemoryTickets:
    """The tenant's tickets."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._view = view
        self._rows: Rows[TicketId, Ticket] = Rows(view, TABLE)
        self._words: Rows[tuple[str, TicketId], str] = Rows(view, "ticket_words")

    def get(self, ticket_id: TicketId) -> Ticket | None:
        """Return a ticket."""
        return self._rows.get(ticket_id)

    def save(self, ticket: Ticket) -> None:
        """Save a new or changed ticket."""
        self._rows.put(ticket.id, ticket)

    def page(self, wanted: TicketFilter, seer: Seer, after: TicketPlace | None, limit: int) -> tuple[Ticket, ...]:
        """Return the tickets wanted that the seer sees, newest first, after the given place."""
        found = (
            each for each in self._rows.scan() if wanted.fits(each) and seer.sees(each) and self._has(each, wanted)
        )
        ordered = sorted(found, key=_place, reverse=True)
        return tuple(islice((each for each in ordered if after is None or _place(each) < after), limit))

    def _has(self, ticket: Ticket, wanted: TicketFilter) -> bool:
        return all(self._words.get((word, ticket.id)) for word in wanted.words)

    def linked(self, ticket_id: TicketId) -> tuple[Ticket, ...]:
        """Return the tickets that lead to a ticket, the oldest first."""
        found = (each for each in self._rows.scan() if ticket_id in _leads_to(each))
        return tuple(sorted(found, key=_place))

    def forget(self, before: datetime, limit: int, terms: AbstractSet[str] | None = None) -> int:
        """Remove tickets of these terms that ended before an instant and to which no other one leads, up to a limit."""
        led_to = {each for ticket in self._rows.scan() for each in _leads_to(ticket)}
        old = (
            each
            for each in self._rows.scan()
            if terms is None or each.opening.terms_version in terms
            if each.state in FINAL and each.ended_at is not None and each.ended_at < before and each.id not in led_to
        )
        gone = tuple(islice(sorted(old, key=_place), limit))
        for each in gone:
            self._drop(each.id)
        return len(gone)

    def _drop(self, ticket_id: TicketId) -> None:
        _drop_words(self._words, ticket_id)
        for table in ("ticket_messages", "ticket_notes"):
            rows: Rows[Any, Any] = Rows(self._view, table)
            for key, row in rows.items():
                if row.ticket_id == ticket_id:
                    rows.drop(key)
        for table in ("ticket_classifications", "ticket_file_uses"):
            of_ticket: Rows[Any, Any] = Rows(self._view, table)
            for row in of_ticket.items(prefix=(ticket_id,)):
                of_ticket.drop(row[0])
        self._rows.drop(ticket_id)


class MemoryTicketWords:
    """The words by which the tenant's tickets are found."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[tuple[str, TicketId], str] = Rows(view, "ticket_words")

    def add(self, ticket: Ticket, words: Iterable[str]) -> None:
        """Let a ticket be found by these words too."""
        for word in words:
            self._rows.put((word, ticket.id), word)

    def replace(self, ticket: Ticket, words: Iterable[str]) -> None:
        """Let a ticket be found by these words and no others."""
        _drop_words(self._rows, ticket.id)
        self.add(ticket, words)


class MemoryClassifications:
    """What the tenant's tickets were found to be about."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[tuple[TicketId, int], Classification] = Rows(view, "ticket_classifications")

    def add(self, ticket_id: TicketId, found: Classification) -> None:
        """Save the next classification of a ticket."""
        self._rows.put((ticket_id, found.number), found)

    def of(self, ticket_id: TicketId) -> tuple[Classification, ...]:
        """Return all classifications of a ticket, oldest first."""
        return tuple(self._rows.scan(prefix=(ticket_id,)))


class MemoryWorkList:
    """The tickets of all clients that wait for somebody."""

    def __init__(self, store: MemoryStore) -> None:
        """Read the committed rows of the store."""
        self._store = store

    def page(
        self, queue: Queue | None, kind: TicketKind | None, after: WaitingPlace | None, limit: int
    ) -> tuple[Waiting, ...]:
        """Return tickets that wait, those that have waited longest first."""
        with self._store.guard:
            found = [
                _waiting(tenant_id, ticket, waits_in)
                for tenant_id, rows in self._store.committed(TABLE)
                for ticket in rows
                if (waits_in := ticket.queue) is not None and queue in {None, waits_in} and kind in {None, ticket.kind}
            ]
        ordered = sorted(found, key=lambda each: each.place)
        return tuple(islice((each for each in ordered if after is None or each.place > after), limit))


def _waiting(tenant_id: TenantId, ticket: Ticket, queue: Queue) -> Waiting:
    return Waiting(tenant_id=tenant_id, ticket_id=ticket.id, queue=queue, kind=ticket.kind, since=ticket.waits_since)


def _drop_words(rows: Rows[tuple[str, TicketId], str], ticket_id: TicketId) -> None:
    for word, of in [key for key, _word in rows.items()]:
        if of == ticket_id:
            rows.drop((word, of))


def _place(ticket: Ticket) -> TicketPlace:
    return TicketPlace(ticket.opened_at, ticket.id)


def _leads_to(ticket: Ticket) -> set[TicketId]:
    return {each for each in (ticket.parent_id, ticket.follows_id, ticket.merged_into) if each is not None}
