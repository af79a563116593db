"""Commands of support as values (2.3.a)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from attrs import frozen

from saas_core.kernel.bounds import PERSONAL, Text, fitting
from saas_core.kernel.ids import AttachmentId, DepartmentId, TicketId, UserId
from saas_core.support.values import (
    AskedAction,
    ClauseNumber,
    Message,
    MessageId,
    NoteId,
    PrecedentId,
    QuestionId,
    Reason,
    Resolution,
    RowName,
    ScopeKind,
    Subject,
)


@frozen(field_transformer=fitting, kw_only=True)
class OpenTicket:
    """A new ticket of a client, with its first message and, if the writer knows it, the topic."""

    NAME: ClassVar[str] = "support.open_ticket"

    subject: Subject
    text: Message
    department_id: DepartmentId | None = None
    topic: RowName | None = None
    for_user_id: UserId | None = None
    for_email: Annotated[str, Text(3, 254, form="email"), PERSONAL] | None = None
    attachments: tuple[AttachmentId, ...] = ()


@frozen(field_transformer=fitting, kw_only=True)
class AskQuestion:
    """A question about an action on which the terms are silent, with what the asker wants to say to it (9.3)."""

    NAME: ClassVar[str] = "support.ask_question"

    action: AskedAction
    text: Message | None = None


@frozen(field_transformer=fitting, kw_only=True)
class AnswerQuestion:
    """The provider's answer: the clause that was read, or None if none speaks, the reason, and precedents it follows.

    `action` says what a ticket's question is about, so that the answer is kept as a precedent for it.
    """

    NAME: ClassVar[str] = "support.answer_question"

    question_id: QuestionId
    reason: Reason
    clause: ClauseNumber | None = None
    action: AskedAction | None = None
    precedents: tuple[PrecedentId, ...] = ()


@frozen(field_transformer=fitting, kw_only=True)
class OpenAppeal:
    """A ticket about the license itself."""

    NAME: ClassVar[str] = "support.open_appeal"

    subject: Subject
    text: Message
    attachments: tuple[AttachmentId, ...] = ()


@frozen(field_transformer=fitting, kw_only=True)
class WriteMessage:
    """A message of the client to a ticket."""

    NAME: ClassVar[str] = "support.write_message"

    ticket_id: TicketId
    text: Message
    attachments: tuple[AttachmentId, ...] = ()


@frozen(field_transformer=fitting, kw_only=True)
class TakeMail:
    """A message of the client to a ticket that came by mail, by which no new ticket is opened."""

    NAME: ClassVar[str] = "support.take_mail"

    ticket_id: TicketId
    text: Message
    attachments: tuple[AttachmentId, ...] = ()


@frozen(field_transformer=fitting, kw_only=True)
class AnswerTicket:
    """A message of staff to a ticket, which may solve it; it answers the client's last message or a given one."""

    NAME: ClassVar[str] = "support.answer_ticket"

    ticket_id: TicketId
    text: Message
    solution: bool = False
    answers_id: MessageId | None = None
    attachments: tuple[AttachmentId, ...] = ()


@frozen(field_transformer=fitting, kw_only=True)
class AddNote:
    """A note for staff alone."""

    NAME: ClassVar[str] = "support.add_note"

    ticket_id: TicketId
    text: Message


@frozen(field_transformer=fitting, kw_only=True)
class ClassifyTicket:
    """What a ticket is about: the row of the terms where the scope has one, or where the client does it, and why."""

    NAME: ClassVar[str] = "support.classify_ticket"

    ticket_id: TicketId
    scope: ScopeKind
    reason: Reason
    named: RowName | None = None
    where: Subject | None = None


@frozen(field_transformer=fitting, kw_only=True)
class ResolveTicket:
    """How a ticket is resolved, with a message to the client; a decline names the exclusion and its clause itself."""

    NAME: ClassVar[str] = "support.resolve_ticket"

    ticket_id: TicketId
    how: Resolution
    text: Message | None = None


@frozen(field_transformer=fitting, kw_only=True)
class ConvertTicket:
    """A ticket to turn into a request for paid work, which authorizes no work and no charge."""

    NAME: ClassVar[str] = "support.convert_ticket"

    ticket_id: TicketId


@frozen(field_transformer=fitting, kw_only=True)
class SplitTicket:
    """The subjects of the parts of a ticket that asks for several things."""

    NAME: ClassVar[str] = "support.split_ticket"

    ticket_id: TicketId
    parts: tuple[Subject, ...]


@frozen(field_transformer=fitting, kw_only=True)
class MergeTicket:
    """A ticket that another one carries on."""

    NAME: ClassVar[str] = "support.merge_ticket"

    ticket_id: TicketId
    into: TicketId


@frozen(field_transformer=fitting, kw_only=True)
class ReopenTicket:
    """A resolved ticket that the client takes up again."""

    NAME: ClassVar[str] = "support.reopen_ticket"

    ticket_id: TicketId


@frozen(field_transformer=fitting, kw_only=True)
class CloseTicket:
    """A resolved ticket to close for good."""

    NAME: ClassVar[str] = "support.close_ticket"

    ticket_id: TicketId


@frozen(field_transformer=fitting, kw_only=True)
class DisputeTicket:
    """Why the client holds that an exclusion does not apply."""

    NAME: ClassVar[str] = "support.dispute_ticket"

    ticket_id: TicketId
    text: Message


@frozen(field_transformer=fitting, kw_only=True)
class DecideDispute:
    """Whether the exclusion stands; if it does not, the topic that the ticket falls under."""

    NAME: ClassVar[str] = "support.decide_dispute"

    ticket_id: TicketId
    upheld: bool
    reason: Reason
    topic: RowName | None = None


@frozen(field_transformer=fitting, kw_only=True)
class RedactMessage:
    """A message whose text is removed, and why; a tombstone stays."""

    NAME: ClassVar[str] = "support.redact_message"

    ticket_id: TicketId
    message_id: MessageId
    reason: Reason


@frozen(field_transformer=fitting, kw_only=True)
class RedactNote:
    """A note whose text is removed, and why; a tombstone stays."""

    NAME: ClassVar[str] = "support.redact_note"

    ticket_id: TicketId
    note_id: NoteId
    reason: Reason


@frozen(field_transformer=fitting, kw_only=True)
class RedactFile:
    """A file of a ticket that is removed, and why; an entry of the journal with a digest stays."""

    NAME: ClassVar[str] = "support.redact_file"

    ticket_id: TicketId
    attachment_id: AttachmentId
    reason: Reason


@frozen(field_transformer=fitting, kw_only=True)
class ErasePerson:
    """A user of the client whose texts on tickets are all removed, and why."""

    NAME: ClassVar[str] = "support.erase_person"

    user_id: UserId
    reason: Reason
