"""Tickets in the database, their classifications, and the work-list of staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from saas_core.kernel.ids import TicketId
from saas_core.support.model.scope import Classification
from saas_core.support.model.seeing import Seer
from saas_core.support.model.ticket import Ticket
from saas_core.support.ports import TicketFilter, TicketPlace, Waiting, WaitingPlace
from saas_core.support.values import Queue, TicketKind
from saas_sql.column_types import Instant
from saas_sql.mapping import Mapped
from saas_sql.outside import reading
from saas_sql.session import Session
from saas_sql.statements import in_parts
from saas_sql.support.tables import (
    ticket_classifications,
    ticket_file_uses,
    ticket_messages,
    ticket_notes,
    ticket_queue,
    ticket_words,
    tickets,
)

_SCOPE: Final = {"kind": "scope_kind", "named": "scope_named", "where": "scope_where"}
_TICKET = Mapped(Ticket, tickets, {"scope": _SCOPE})
_CLASSIFICATION = Mapped(Classification, ticket_classifications, {"scope": _SCOPE, "by": "actor"})
_WAITING = Mapped(Waiting, ticket_queue)
_BRANCHES: Final = 50
"""The most parts of one query, each of which reads along an index of its own."""
_COUNTED: Final = 1000
"""A word on more tickets than this is a common one."""


class SqlTickets:
    """The tenant's tickets."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, ticket_id: TicketId) -> Ticket | None:
        """Return a ticket."""
        return self._session.find(_TICKET, self._session.select(tickets, tickets.c.id == ticket_id))

    def save(self, ticket: Ticket) -> None:
        """Save a new or changed ticket, and its place in the work-list."""
        self._session.keep(tickets, _TICKET.dump(ticket))
        here = (ticket_queue.c.tenant_id == self._session.tenant_id, ticket_queue.c.ticket_id == ticket.id)
        queue = ticket.queue
        if queue is None:
            self._session.change_outside(ticket_queue, sa.delete(ticket_queue).where(*here))
            return
        place = {"queue": queue, "kind": ticket.kind, "since": ticket.waits_since}
        moved = sa.update(ticket_queue).where(*here).values(**place)
        if not self._session.change_outside(ticket_queue, moved):
            own = {"tenant_id": self._session.tenant_id, "ticket_id": ticket.id}
            self._session.claim(ticket_queue, {**own, **place})

    def page(self, wanted: TicketFilter, seer: Seer, after: TicketPlace | None, limit: int) -> tuple[Ticket, ...]:
        """Return the tickets wanted that the seer sees, newest first, after the given place."""
        conditions = (*_wanted(wanted), *_after(tickets.c.opened_at, tickets.c.id, after))
        if wanted.words:
            return self._found(wanted.words, (*conditions, *_any_of(seer)), after, limit)
        if seer.everything:
            return self._session.models(_TICKET, _newest(self._session.select(tickets, *conditions), limit))
        found: dict[TicketId, Ticket] = {}
        for some in in_parts(_ways(seer), _BRANCHES):
            for ticket in self._along(some, conditions, limit):
                found[ticket.id] = ticket
        ordered = sorted(found.values(), key=lambda each: (each.opened_at, each.id), reverse=True)
        return tuple(ordered[:limit])

    def _along(
        self, ways: Sequence[sa.ColumnElement[bool]], conditions: Sequence[sa.ColumnElement[bool]], limit: int
    ) -> tuple[Ticket, ...]:
        """Return the newest tickets of several ways to see one, each read along its own index."""
        parts = [
            sa.select(_newest(self._session.select(tickets, each, *conditions), limit).subquery()) for each in ways
        ]
        return self._session.models(_TICKET, sa.select(sa.union_all(*parts).subquery()))

    def _found(
        self, words: Sequence[str], conditions: Sequence[sa.ColumnElement[bool]], after: TicketPlace | None, limit: int
    ) -> tuple[Ticket, ...]:
        """Return the newest tickets on which all words stand, read along the rarest of them."""
        first, *others = self._rarest_first(words)
        along = ticket_words.alias("along")
        query = (
            self._session.select(tickets, *conditions)
            .join(along, sa.and_(along.c.tenant_id == tickets.c.tenant_id, along.c.ticket_id == tickets.c.id))
            .where(along.c.tenant_id == self._session.tenant_id, along.c.word == first)
            .where(*_after(along.c.opened_at, along.c.ticket_id, after))
            .order_by(along.c.opened_at.desc(), along.c.ticket_id.desc())
            .limit(limit)
        )
        for word in others:
            also = ticket_words.alias()
            same = (also.c.tenant_id == self._session.tenant_id, also.c.word == word)
            place = (also.c.opened_at == along.c.opened_at, also.c.ticket_id == along.c.ticket_id)
            # One value, not EXISTS, which PostgreSQL may join by reading all places of the word.
            query = query.where(sa.select(also.c.word).where(*same, *place).scalar_subquery().is_not(None))
        return self._session.models(_TICKET, query)

    def _rarest_first(self, words: Sequence[str]) -> list[str]:
        if len(words) == 1:
            return [*words]
        counts = {word: self._count(word) for word in words}
        return sorted(words, key=counts.__getitem__)

    def _count(self, word: str) -> int:
        some = self._session.select(ticket_words, ticket_words.c.word == word).limit(_COUNTED).subquery()
        row = self._session.first(sa.select(sa.func.count().label("number")).select_from(some))
        return 0 if row is None else int(row["number"])

    def linked(self, ticket_id: TicketId) -> tuple[Ticket, ...]:
        """Return the tickets that lead to a ticket, the oldest first."""
        found: dict[TicketId, Ticket] = {}
        for each in (tickets.c.parent_id, tickets.c.follows_id, tickets.c.merged_into):
            for ticket in self._session.models(_TICKET, self._session.select(tickets, each == ticket_id)):
                found[ticket.id] = ticket
        return tuple(sorted(found.values(), key=lambda each: (each.opened_at, each.id)))

    def forget(self, before: datetime, limit: int, terms: AbstractSet[str] | None = None) -> int:
        """Remove tickets of these terms that ended before an instant and to which no other one leads, up to a limit."""
        other = tickets.alias("other")
        own = other.c.tenant_id == self._session.tenant_id
        leads = [
            sa.exists().where(own, each == tickets.c.id)
            for each in (other.c.parent_id, other.c.follows_id, other.c.merged_into)
        ]
        query = self._session.select(tickets, tickets.c.ended_at < before, *(~each for each in leads))
        if terms is not None:
            query = query.where(sa.or_(sa.false(), *map(_opened_under, sorted(terms))))
        rows = self._session.rows(query.order_by(tickets.c.ended_at).limit(limit))
        for some in in_parts(row["id"] for row in rows):
            for table in (ticket_words, ticket_file_uses, ticket_classifications, ticket_notes, ticket_messages):
                self._session.delete(table, table.c.ticket_id.in_(some))
            self._session.delete(tickets, tickets.c.id.in_(some))
        return len(rows)


class SqlClassifications:
    """What the tenant's tickets were found to be about."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def add(self, ticket_id: TicketId, found: Classification) -> None:
        """Save the next classification of a ticket."""
        row = {**_CLASSIFICATION.dump(found), "ticket_id": ticket_id}
        self._session.insert(ticket_classifications, row)

    def of(self, ticket_id: TicketId) -> tuple[Classification, ...]:
        """Return all classifications of a ticket, oldest first."""
        table = ticket_classifications
        query = self._session.select(table, table.c.ticket_id == ticket_id).order_by(table.c.number)
        return self._session.models(_CLASSIFICATION, query)


class SqlWorkList:
    """The tickets of all clients that wait for somebody; each call is its own transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use the engine for all reads."""
        self._engine = engine

    def page(
        self, queue: Queue | None, kind: TicketKind | None, after: WaitingPlace | None, limit: int
    ) -> tuple[Waiting, ...]:
        """Return tickets that wait, those that have waited longest first."""
        order = (ticket_queue.c.since, ticket_queue.c.tenant_id, ticket_queue.c.ticket_id)
        query = sa.select(ticket_queue).order_by(*order).limit(limit)
        if queue is not None:
            query = query.where(ticket_queue.c.queue == queue)
        if kind is not None:
            query = query.where(ticket_queue.c.kind == sa.literal_column(f"'{kind.value}'"))
        if after is not None:
            last = (
                sa.bindparam(None, after.since, Instant),
                sa.bindparam(None, after.tenant_id, sa.Uuid),
                sa.bindparam(None, after.ticket_id, sa.Uuid),
            )
            query = query.where(sa.tuple_(*order) > sa.tuple_(*last))
        with reading(self._engine) as connection:
            return _WAITING.load_all(connection.execute(query).mappings())


def _wanted(wanted: TicketFilter) -> Iterator[sa.ColumnElement[bool]]:
    table = tickets.c
    if wanted.kind is not None:
        # Written out, so that the index of appeals alone is found.
        yield table.kind == sa.literal_column(f"'{wanted.kind.value}'")
    if wanted.state is not None:
        yield table.state == wanted.state
    if wanted.scope is not None:
        yield table.scope_kind == wanted.scope
    if wanted.named is not None:
        yield table.scope_named == wanted.named
    if wanted.requester_id is not None:
        yield table.requester_id == wanted.requester_id
        yield table.awaited.is_(None)
    if wanted.since is not None:
        yield table.opened_at >= wanted.since
    if wanted.until is not None:
        yield table.opened_at < wanted.until


def _opened_under(version: str) -> sa.ColumnElement[bool]:
    # The text is canonical JSON, and a version has no character that JSON or LIKE would take for another one but `_`.
    return sa.type_coerce(tickets.c.opening, sa.Text).contains(f'"terms_version":"{version}"', autoescape=True)


def _ways(seer: Seer) -> Iterator[sa.ColumnElement[bool]]:
    """Yield each way in which a seer sees tickets, as a condition that an index leads to."""
    if seer.user_id is not None:
        yield tickets.c.opened_by == seer.user_id
        yield tickets.c.requester_id == seer.user_id
    if seer.awaited:
        yield sa.and_(tickets.c.awaited == seer.awaited, tickets.c.requester_id.is_(None))
    for each in sorted(seer.departments):
        yield tickets.c.department_id == each


def _any_of(seer: Seer) -> Iterator[sa.ColumnElement[bool]]:
    if not seer.everything:
        yield sa.or_(sa.false(), *_ways(seer))


def _after(
    opened_at: sa.ColumnElement[Any], ident: sa.ColumnElement[Any], after: TicketPlace | None
) -> Iterator[sa.ColumnElement[bool]]:
    if after is not None:
        last = (sa.bindparam(None, after.opened_at, Instant), sa.bindparam(None, after.ticket_id, sa.Uuid))
        yield sa.tuple_(opened_at, ident) < sa.tuple_(*last)


def _newest(query: sa.Select[Any], limit: int) -> sa.Select[Any]:
    return query.order_by(tickets.c.opened_at.desc(), tickets.c.id.desc()).limit(limit)
