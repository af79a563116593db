"""Messages, notes and files of tickets in process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from uuid import UUID

from saas_core.kernel.ids import AttachmentId, TicketId
from saas_core.support.model.writing import Attachment, Message, Note
from saas_core.support.values import MessageId, NoteId, Side
from saas_memory.space import Rows, View


class MemoryTicketMessages:
    """The messages of the tenant's tickets."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[MessageId, Message] = Rows(view, "ticket_messages")

    def get(self, message_id: MessageId) -> Message | None:
        """Return a message."""
        return self._rows.get(message_id)

    def save(self, message: Message) -> None:
        """Save a new or redacted message."""
        self._rows.put(message.id, message)

    def of(self, ticket_id: TicketId, after: MessageId | None, limit: int) -> tuple[Message, ...]:
        """Return the messages that stand on a ticket or were written to it, oldest first, after the given one."""
        found = (each for each in self._rows.scan(after=after) if ticket_id in {each.ticket_id, each.via_id})
        return tuple(islice(found, limit))

    def last_of_client(self, ticket_id: TicketId) -> Message | None:
        """Return the client's last message that stands on a ticket."""
        found = [each for each in self._rows.scan() if each.ticket_id == ticket_id and each.side is Side.CLIENT]
        return found[-1] if found else None

    def page(self, after: MessageId | None, limit: int, author_id: UUID | None = None) -> tuple[Message, ...]:
        """Return the messages of a person, or of everybody, oldest first, after the given one."""
        found = (each for each in self._rows.scan(after=after) if author_id in {None, each.author_id})
        return tuple(islice(found, limit))


class MemoryTicketNotes:
    """The internal notes on the tenant's tickets."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[NoteId, Note] = Rows(view, "ticket_notes")

    def get(self, note_id: NoteId) -> Note | None:
        """Return a note."""
        return self._rows.get(note_id)

    def save(self, note: Note) -> None:
        """Save a new or redacted note."""
        self._rows.put(note.id, note)

    def of(self, ticket_id: TicketId, after: NoteId | None, limit: int) -> tuple[Note, ...]:
        """Return the notes on a ticket, oldest first, after the given one."""
        return tuple(islice((each for each in self._rows.scan(after=after) if each.ticket_id == ticket_id), limit))


class MemoryTicketFiles:
    """Files that were sent to the tenant's tickets, without their bytes."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[AttachmentId, Attachment] = Rows(view, "ticket_files")
        self._uses: Rows[tuple[TicketId, AttachmentId], AttachmentId] = Rows(view, "ticket_file_uses")

    def get(self, attachment_id: AttachmentId) -> Attachment | None:
        """Return a file."""
        return self._rows.get(attachment_id)

    def save(self, attachment: Attachment) -> None:
        """Save a new or changed file."""
        self._rows.put(attachment.id, attachment)

    def refer(self, ticket_id: TicketId, attachment_ids: Iterable[AttachmentId]) -> None:
        """Let a ticket refer to files."""
        for each in attachment_ids:
            self._uses.put((ticket_id, each), each)

    def of(self, ticket_id: TicketId) -> tuple[Attachment, ...]:
        """Return the files that a ticket refers to, by id."""
        found = (self._rows.get(key[1]) for key, _there in self._uses.items(prefix=(ticket_id,)))
        return tuple(each for each in found if each is not None)

    def tickets(self, attachment_id: AttachmentId) -> tuple[TicketId, ...]:
        """Return the tickets that refer to a file, by id."""
        return tuple(key[0] for key, _there in self._uses.items() if key[1] == attachment_id)

    def loose(self, author_id: UUID) -> tuple[Attachment, ...]:
        """Return the files of a person that no message names, by id."""
        return tuple(each for each in self._rows.scan() if each.author_id == author_id and each.message_id is None)

    def drop(self, attachment_id: AttachmentId) -> None:
        """Remove a file, and from every ticket that refers to it."""
        for ticket_id in self.tickets(attachment_id):
            self._uses.drop((ticket_id, attachment_id))
        self._rows.drop(attachment_id)

    def drop_unused(self, before: datetime, limit: int) -> tuple[AttachmentId, ...]:
        """Remove files that were sent before an instant and to which no ticket refers, up to a limit; return them."""
        used = {key[1] for key, _there in self._uses.items()}
        found = (each.id for each in self._rows.scan() if each.sent_at < before and each.id not in used)
        gone = tuple(islice(found, limit))
        for each in gone:
            self._rows.drop(each)
        return gone
