"""What is written on tickets: messages, which the client sees, and notes, which it never sees.

They are two types that share no base, so that nothing a client sees or is mailed can be built from a note.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import evolve, frozen

from saas_core.kernel.ids import AttachmentId, TicketId
from saas_core.support.errors import AlreadyRedacted
from saas_core.support.values import MessageId, NoteId, Side


@frozen(kw_only=True)
class Tombstone:
    """What is left of a text that was removed: by whom, when, why, and the keyed digest of what stood there.

    The digest of one that was removed by a former version is empty: it was not keyed, and a short text could be tried
    out against it.
    """

    by: str
    at: datetime
    reason: str
    digest: str


@frozen(kw_only=True)
class Message:
    """What a person wrote to the other side; `author_id` is a user of the client or a member of staff.

    It stands on `ticket_id`; one that was written to a ticket that was merged also says to which, in `via_id`.
    `answers_id` is the client's message that a member of staff answers.
    """

    id: MessageId
    ticket_id: TicketId
    via_id: TicketId | None = None
    side: Side
    author_id: UUID
    written_at: datetime
    text: str
    answers_id: MessageId | None = None
    solution: bool = False
    by_mail: bool = False
    tombstone: Tombstone | None = None

    @property
    def home_id(self) -> TicketId:
        """The ticket to which it was written, whatever was merged since."""
        return self.via_id or self.ticket_id

    def redacted(self, tombstone: Tombstone) -> Message:
        """Return the message without its text; raises AlreadyRedacted."""
        _require_standing(self.tombstone)
        return evolve(self, text="", tombstone=tombstone)


@frozen(kw_only=True)
class Note:
    """What a member of staff wrote for other members of staff alone."""

    id: NoteId
    ticket_id: TicketId
    author_id: UUID
    written_at: datetime
    text: str
    tombstone: Tombstone | None = None

    def redacted(self, tombstone: Tombstone) -> Note:
        """Return the note without its text; raises AlreadyRedacted."""
        _require_standing(self.tombstone)
        return evolve(self, text="", tombstone=tombstone)


@frozen(kw_only=True)
class Attachment:
    """A file that somebody sent: its name as given, its type as found in its bytes, size in bytes, and SHA-256.

    Its bytes are kept by its digest; the name is never a path. `message_id` is the message to which it belongs, None
    until one names it.
    """

    id: AttachmentId
    side: Side
    author_id: UUID
    sent_at: datetime
    name: str
    media_type: str
    size: int
    sha256: str
    message_id: MessageId | None = None


def _require_standing(before: Tombstone | None) -> None:
    if before is not None:
        message = "the text was removed before."
        raise AlreadyRedacted(message, field="message", remedy="Nothing is left to remove.")
