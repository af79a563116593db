"""Tickets as the client sees them, and staff too; what staff alone sees is beside this, and no note is in here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import AttachmentId, DepartmentId, EngagementId, TicketId, UserId
from saas_core.kernel.revisions import revision_of
from saas_core.policy.decision import Fact
from saas_core.support.model.scope import Classification
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Attachment, Message, Tombstone
from saas_core.support.values import MessageId


@frozen(kw_only=True)
class TicketView:
    """A ticket as it stands: its state, what it is about, the verdict on that by which clauses, and whose turn it is.

    There is no verdict before a ticket is classified, and each part of a mixed one has its own.
    """

    ticket_id: TicketId
    kind: str
    subject: str
    department_id: DepartmentId | None
    opened_by: UserId
    requester_id: UserId | None
    opened_at: datetime
    terms_version: str
    state: str
    scope: str
    named: str | None
    where: str | None
    verdict: str | None
    clauses: tuple[str, ...]
    proposed_topic: str | None
    dispute: str | None
    resolution: str | None
    resolved_at: datetime | None
    ended_at: datetime | None
    waits_for: str | None
    waits_since: datetime | None
    changed_at: datetime
    parent_id: TicketId | None
    follows_id: TicketId | None
    engagement_id: EngagementId | None

    @property
    def revision(self) -> str:
        """Return the revision of the state shown here."""
        return revision_of(self)


def ticket_view(ticket: Ticket) -> TicketView:
    """Return the view of a ticket for the client.

    A ticket that was opened for an address names no user before that person has written to it: whoever opened it must
    not learn whose address it is, and whether anybody's.
    """
    waiting = ticket.queue is not None
    return TicketView(
        ticket_id=ticket.id,
        kind=ticket.kind.value,
        subject=ticket.subject,
        department_id=ticket.department_id,
        opened_by=ticket.opened_by,
        requester_id=ticket.requester_id if ticket.awaited is None else None,
        opened_at=ticket.opened_at,
        terms_version=ticket.opening.terms_version,
        state=ticket.state.value,
        scope=ticket.scope.kind.value,
        named=ticket.scope.named,
        where=ticket.scope.where,
        verdict=None if ticket.scope.verdict is None else ticket.scope.verdict.value,
        clauses=ticket.clauses,
        proposed_topic=ticket.proposed_topic,
        dispute=None if ticket.dispute is None else ticket.dispute.value,
        resolution=None if ticket.resolution is None else ticket.resolution.value,
        resolved_at=ticket.resolved_at,
        ended_at=ticket.ended_at,
        waits_for=ticket.waits_for.value if waiting else None,
        waits_since=ticket.waits_since if waiting else None,
        changed_at=ticket.changed_at,
        parent_id=ticket.parent_id,
        follows_id=ticket.follows_id,
        engagement_id=ticket.engagement_id,
    )


@frozen(kw_only=True)
class WrittenView:
    """What became of a message: appended, appended to a ticket that was reopened, or a new ticket that follows.

    `ticket_id` is the ticket to which its writer wrote, or the new one.
    """

    outcome: str
    ticket_id: TicketId
    message_id: MessageId


@frozen(kw_only=True)
class OpeningView:
    """The decision under which a ticket was opened: by which terms and clauses, when, and the facts it rested on."""

    terms_version: str
    at: datetime
    clauses: tuple[str, ...]
    valid_until: datetime | None
    facts: tuple[Fact, ...]


def opening_view(ticket: Ticket, *, whole: bool) -> OpeningView:
    """Return the decision; as the `whole` with what it says of the roles of whoever opened the ticket."""
    known = ticket.opening
    return OpeningView(
        terms_version=known.terms_version,
        at=known.at,
        clauses=known.clauses,
        valid_until=known.valid_until,
        facts=(*known.facts, *known.persons) if whole else known.facts,
    )


@frozen(kw_only=True)
class ClassificationView:
    """What a ticket was found to be about, by which terms and clauses, by which side, and why."""

    number: int
    scope: str
    named: str | None
    where: str | None
    clauses: tuple[str, ...]
    terms_version: str
    by: str
    at: datetime
    reason: str


def classification_view(found: Classification, *, named: bool) -> ClassificationView:
    """Return the view of a classification; who made it is `named` to staff alone, others read the kind of actor."""
    return ClassificationView(
        number=found.number,
        scope=found.scope.kind.value,
        named=found.scope.named,
        where=found.scope.where,
        clauses=found.clauses,
        terms_version=found.terms_version,
        by=found.by if named else found.by.partition(":")[0],
        at=found.at,
        reason=found.reason,
    )


@frozen(kw_only=True)
class FileView:
    """A file that somebody sent, without its bytes."""

    attachment_id: AttachmentId
    name: str
    media_type: str
    size: int
    sha256: str
    sent_at: datetime
    message_id: MessageId | None


def file_view(file: Attachment) -> FileView:
    """Return the view of a file."""
    return FileView(
        attachment_id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        sent_at=file.sent_at,
        message_id=file.message_id,
    )


@frozen(kw_only=True)
class RemovedView:
    """What is left of a text that was removed; `digest` is the keyed digest of it.

    There is none for one that was removed by a former version, whose hash was not keyed.
    """

    at: datetime
    reason: str
    digest: str | None


@frozen(kw_only=True)
class MessageView:
    """A message; its author is named for messages of the client, and for staff's only to staff."""

    message_id: MessageId
    ticket_id: TicketId
    side: str
    author_id: UUID | None
    author: str
    written_at: datetime
    text: str
    solution: bool
    by_mail: bool
    removed: RemovedView | None


def message_view(message: Message, author: str, *, author_id: UUID | None) -> MessageView:
    """Return the view of a message, by the name of its author."""
    return MessageView(
        message_id=message.id,
        ticket_id=message.home_id,
        side=message.side.value,
        author_id=author_id,
        author=author,
        written_at=message.written_at,
        text=message.text,
        solution=message.solution,
        by_mail=message.by_mail,
        removed=removed_view(message.tombstone),
    )


@frozen(kw_only=True)
class TicketDetail:
    """A ticket with everything the client may see of it but its messages, which are read a page at a time.

    `merged_into` is the ticket that carries it on, if the reader sees that one; `linked` are the tickets that were
    split off, follow, or were merged into it, as far as the reader sees them.
    """

    ticket: TicketView
    opening: OpeningView
    classifications: tuple[ClassificationView, ...]
    files: tuple[FileView, ...]
    merged_into: TicketId | None
    carried_on: str | None
    linked: tuple[TicketId, ...]


def removed_view(tombstone: Tombstone | None) -> RemovedView | None:
    """Return the view of a tombstone."""
    if tombstone is None:
        return None
    return RemovedView(at=tombstone.at, reason=tombstone.reason, digest=tombstone.digest or None)
