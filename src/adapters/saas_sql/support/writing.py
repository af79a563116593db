"""Messages, notes and files of tickets in the database, and the words by which tickets are found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from saas_core.kernel.ids import AttachmentId, TicketId
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Attachment, Message, Note
from saas_core.support.values import MessageId, NoteId, Side
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.support.tables import (
    TOMBSTONE,
    ticket_file_uses,
    ticket_files,
    ticket_messages,
    ticket_notes,
    ticket_words,
)

_MESSAGE = Mapped(Message, ticket_messages, {"tombstone": TOMBSTONE})
_NOTE = Mapped(Note, ticket_notes, {"tombstone": TOMBSTONE})
_FILE = Mapped(Attachment, ticket_files)


class SqlTicketMessages:
    """The messages of the tenant's tickets."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, message_id: MessageId) -> Message | None:
        """Return a message."""
        return self._session.find(_MESSAGE, self._session.select(ticket_messages, ticket_messages.c.id == message_id))

    def save(self, message: Message) -> None:
        """Save a new or redacted message."""
        self._session.keep(ticket_messages, _MESSAGE.dump(message))

    def of(self, ticket_id: TicketId, after: MessageId | None, limit: int) -> tuple[Message, ...]:
        """Return the messages that stand on a ticket or were written to it, oldest first, after the given one."""
        table = ticket_messages.c
        here = self._some(table.ticket_id == ticket_id, after=after, limit=limit)
        there = self._some(table.via_id == ticket_id, after=after, limit=limit)
        if not there:
            return here
        found = {each.id: each for each in (*here, *there)}
        return tuple(sorted(found.values(), key=lambda each: each.id)[:limit])

    def last_of_client(self, ticket_id: TicketId) -> Message | None:
        """Return the client's last message that stands on a ticket."""
        table = ticket_messages.c
        query = self._session.select(ticket_messages, table.ticket_id == ticket_id, table.side == Side.CLIENT)
        return self._session.find(_MESSAGE, query.order_by(table.id.desc()))

    def page(self, after: MessageId | None, limit: int, author_id: UUID | None = None) -> tuple[Message, ...]:
        """Return the messages of a person, or of everybody, oldest first, after the given one."""
        whose = () if author_id is None else (ticket_messages.c.author_id == author_id,)
        return self._some(*whose, after=after, limit=limit)

    def _some(self, *conditions: sa.ColumnElement[bool], after: MessageId | None, limit: int) -> tuple[Message, ...]:
        return self._session.models(_MESSAGE, _page(self._session, ticket_messages, conditions, after, limit))


class SqlTicketNotes:
    """The internal notes on the tenant's tickets."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, note_id: NoteId) -> Note | None:
        """Return a note."""
        return self._session.find(_NOTE, self._session.select(ticket_notes, ticket_notes.c.id == note_id))

    def save(self, note: Note) -> None:
        """Save a new or redacted note."""
        self._session.keep(ticket_notes, _NOTE.dump(note))

    def of(self, ticket_id: TicketId, after: NoteId | None, limit: int) -> tuple[Note, ...]:
        """Return the notes on a ticket, oldest first, after the given one."""
        on = (ticket_notes.c.ticket_id == ticket_id,)
        return self._session.models(_NOTE, _page(self._session, ticket_notes, on, after, limit))


class SqlTicketFiles:
    """Files that were sent to the tenant's tickets, without their bytes."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, attachment_id: AttachmentId) -> Attachment | None:
        """Return a file."""
        return self._session.find(_FILE, self._session.select(ticket_files, ticket_files.c.id == attachment_id))

    def save(self, attachment: Attachment) -> None:
        """Save a new or changed file."""
        self._session.keep(ticket_files, _FILE.dump(attachment))

    def refer(self, ticket_id: TicketId, attachment_ids: Iterable[AttachmentId]) -> None:
        """Let a ticket refer to files."""
        known = {each.id for each in self.of(ticket_id)}
        for each in dict.fromkeys(attachment_ids):
            if each not in known:
                self._session.insert(ticket_file_uses, {"ticket_id": ticket_id, "file_id": each})

    def of(self, ticket_id: TicketId) -> tuple[Attachment, ...]:
        """Return the files that a ticket refers to, by id."""
        uses, files = ticket_file_uses.c, ticket_files.c
        joined = sa.and_(uses.tenant_id == files.tenant_id, uses.file_id == files.id)
        query = self._session.select(ticket_files).join(ticket_file_uses, joined)
        own = (uses.tenant_id == self._session.tenant_id, uses.ticket_id == ticket_id)
        return self._session.models(_FILE, query.where(*own).order_by(files.id))

    def tickets(self, attachment_id: AttachmentId) -> tuple[TicketId, ...]:
        """Return the tickets that refer to a file, by id."""
        uses = ticket_file_uses.c
        query = self._session.select(ticket_file_uses, uses.file_id == attachment_id).order_by(uses.ticket_id)
        return tuple(TicketId(row["ticket_id"]) for row in self._session.rows(query))

    def loose(self, author_id: UUID) -> tuple[Attachment, ...]:
        """Return the files of a person that no message names, by id."""
        files = ticket_files.c
        query = self._session.select(ticket_files, files.author_id == author_id, files.message_id.is_(None))
        return self._session.models(_FILE, query.order_by(files.id))

    def drop(self, attachment_id: AttachmentId) -> None:
        """Remove a file, and from every ticket that refers to it."""
        self._session.delete(ticket_file_uses, ticket_file_uses.c.file_id == attachment_id)
        self._session.delete(ticket_files, ticket_files.c.id == attachment_id)

    def drop_unused(self, before: datetime, limit: int) -> tuple[AttachmentId, ...]:
        """Remove files that were sent before an instant and to which no ticket refers, up to a limit; return them."""
        files, uses = ticket_files.c, ticket_file_uses.c
        used = sa.exists().where(uses.tenant_id == files.tenant_id, uses.file_id == files.id)
        query = self._session.select(ticket_files, files.sent_at < before, ~used).order_by(files.id).limit(limit)
        gone = tuple(AttachmentId(row["id"]) for row in self._session.rows(query.with_only_columns(files.id)))
        if gone:
            self._session.delete(ticket_files, files.id.in_(gone))
        return gone


class SqlTicketWords:
    """The words by which the tenant's tickets are found."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def add(self, ticket: Ticket, words: Iterable[str]) -> None:
        """Let a ticket be found by these words too."""
        rows = self._session.rows(self._session.select(ticket_words, ticket_words.c.ticket_id == ticket.id))
        known = {row["word"] for row in rows}
        for word in sorted(set(words) - known):
            row = {"word": word, "opened_at": ticket.opened_at, "ticket_id": ticket.id}
            self._session.insert(ticket_words, row)

    def replace(self, ticket: Ticket, words: Iterable[str]) -> None:
        """Let a ticket be found by these words and no others."""
        self._session.delete(ticket_words, ticket_words.c.ticket_id == ticket.id)
        self.add(ticket, words)


def _page(
    session: Session,
    table: sa.Table,
    conditions: Iterable[sa.ColumnElement[bool]],
    after: UUID | None,
    limit: int,
) -> sa.Select[Any]:
    query = session.select(table, *conditions).order_by(table.c.id).limit(limit)
    return query if after is None else query.where(table.c.id > after)
