"""Ports of support: the repositories of tickets, and of everything that stands on them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import AttachmentId, EngagementId, TenantId, TicketId, UserId
from saas_core.kernel.work import Work
from saas_core.policy.ports import TermsLibrary
from saas_core.support.model.scope import Classification
from saas_core.support.model.seeing import Seer
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Attachment, Message, Note
from saas_core.support.ports.questions import Precedents, Questions
from saas_core.support.values import MessageId, NoteId, Queue, ScopeKind, TicketKind, TicketState


@frozen(kw_only=True)
class TicketFilter:
    """Which tickets to read: of a kind, state, scope, row of the terms, requester, opened within `[since, until)`.

    One that was opened for an address has no requester here before that person has written to it.
    `words` must all stand in the subject or in messages, as `saas_core.support.policies.words` finds them. None and
    nothing narrow nothing.
    """

    kind: TicketKind | None = None
    state: TicketState | None = None
    scope: ScopeKind | None = None
    named: str | None = None
    requester_id: UserId | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: tuple[str, ...] = ()

    def fits(self, ticket: Ticket) -> bool:
        """Return whether a ticket is one of those, apart from its words."""
        return (
            self.kind in {None, ticket.kind}
            and self.state in {None, ticket.state}
            and self.scope in {None, ticket.scope.kind}
            and self.named in {None, ticket.scope.named}
            and (self.requester_id is None or (self.requester_id == ticket.requester_id and ticket.awaited is None))
            and (self.since is None or ticket.opened_at >= self.since)
            and (self.until is None or ticket.opened_at < self.until)
        )


@frozen(order=True)
class TicketPlace:
    """The place of a ticket in a list, by the instant at which it was opened."""

    opened_at: datetime
    ticket_id: TicketId


@frozen(order=True)
class WaitingPlace:
    """The place of a ticket in the work-list, by the instant since which it waits."""

    since: datetime
    tenant_id: TenantId
    ticket_id: TicketId


@frozen(kw_only=True)
class Waiting:
    """A ticket that waits: of which client, for what, since when; nothing of what it says."""

    tenant_id: TenantId
    ticket_id: TicketId
    queue: Queue
    kind: TicketKind
    since: datetime

    @property
    def place(self) -> WaitingPlace:
        """Its place in the work-list."""
        return WaitingPlace(self.since, self.tenant_id, self.ticket_id)


class Tickets(Protocol):
    """The tenant's tickets; saving one also keeps its place in the work-list of staff."""

    def get(self, ticket_id: TicketId) -> Ticket | None:
        """Return a ticket."""
        ...

    def save(self, ticket: Ticket) -> None:
        """Store a ticket, new or changed."""
        ...

    def page(self, wanted: TicketFilter, seer: Seer, after: TicketPlace | None, limit: int) -> tuple[Ticket, ...]:
        """Return the tickets wanted that the seer sees, the newest first, those after the given place."""
        ...

    def linked(self, ticket_id: TicketId) -> tuple[Ticket, ...]:
        """Return the tickets that were split off, follow, or were merged into a ticket, the oldest first."""
        ...

    def forget(self, before: datetime, limit: int, terms: AbstractSet[str] | None = None) -> int:
        """Remove tickets that ended before an instant, with all that stands on them, up to a limit.

        `terms` are the versions under which they were opened, None for any. One to which another one still leads stays
        until that one is gone. Return the number removed.
        """
        ...


class TicketMessages(Protocol):
    """The messages of the tenant's tickets."""

    def get(self, message_id: MessageId) -> Message | None:
        """Return a message."""
        ...

    def save(self, message: Message) -> None:
        """Store a message, new or redacted."""
        ...

    def of(self, ticket_id: TicketId, after: MessageId | None, limit: int) -> tuple[Message, ...]:
        """Return the messages that stand on a ticket or were written to it, oldest first, those after the given one."""
        ...

    def last_of_client(self, ticket_id: TicketId) -> Message | None:
        """Return the client's last message that stands on a ticket."""
        ...

    def page(self, after: MessageId | None, limit: int, author_id: UUID | None = None) -> tuple[Message, ...]:
        """Return the messages of a person, or of everybody for None, oldest first, those after the given one."""
        ...


class TicketNotes(Protocol):
    """The internal notes on the tenant's tickets, which no view, letter or export of the client is made from."""

    def get(self, note_id: NoteId) -> Note | None:
        """Return a note."""
        ...

    def save(self, note: Note) -> None:
        """Store a note, new or redacted."""
        ...

    def of(self, ticket_id: TicketId, after: NoteId | None, limit: int) -> tuple[Note, ...]:
        """Return the notes on a ticket, oldest first, those after the given one."""
        ...


class Classifications(Protocol):
    """What the tenant's tickets were found to be about, one after the other; none is ever changed."""

    def add(self, ticket_id: TicketId, found: Classification) -> None:
        """Store the next classification of a ticket."""
        ...

    def of(self, ticket_id: TicketId) -> tuple[Classification, ...]:
        """Return all classifications of a ticket, oldest first."""
        ...


class TicketFiles(Protocol):
    """Files that were sent to the tenant's tickets, without their bytes."""

    def get(self, attachment_id: AttachmentId) -> Attachment | None:
        """Return a file."""
        ...

    def save(self, attachment: Attachment) -> None:
        """Store a file, new or now part of a message."""
        ...

    def refer(self, ticket_id: TicketId, attachment_ids: Iterable[AttachmentId]) -> None:
        """Let a ticket refer to files, which other tickets may refer to as well."""
        ...

    def of(self, ticket_id: TicketId) -> tuple[Attachment, ...]:
        """Return the files that a ticket refers to, by id."""
        ...

    def tickets(self, attachment_id: AttachmentId) -> tuple[TicketId, ...]:
        """Return the tickets that refer to a file, by id."""
        ...

    def loose(self, author_id: UUID) -> tuple[Attachment, ...]:
        """Return the files of a person that no message names, by id."""
        ...

    def drop(self, attachment_id: AttachmentId) -> None:
        """Remove a file, and from every ticket that refers to it."""
        ...

    def drop_unused(self, before: datetime, limit: int) -> tuple[AttachmentId, ...]:
        """Remove files that were sent before an instant and to which no ticket refers, up to a limit; return them."""
        ...


class TicketWords(Protocol):
    """The words by which the tenant's tickets are found."""

    def add(self, ticket: Ticket, words: Iterable[str]) -> None:
        """Let a ticket be found by these words too."""
        ...

    def replace(self, ticket: Ticket, words: Iterable[str]) -> None:
        """Let a ticket be found by these words and no others."""
        ...


class ConvertedInto(Protocol):
    """The requests for paid work that tickets were converted into, as far as tickets look at them."""

    def ticket_of(self, engagement_id: EngagementId) -> TicketId | None:
        """Return the ticket that a request came from; None if there is no such request, or it came from no ticket."""
        ...


class WorkList(Protocol):
    """The tickets of all clients that wait for somebody; every call is a transaction of its own."""

    def page(
        self, queue: Queue | None, kind: TicketKind | None, after: WaitingPlace | None, limit: int
    ) -> tuple[Waiting, ...]:
        """Return tickets that wait, in one queue or in any, those that have waited longest first."""
        ...


class SupportWork(Work, Protocol):
    """A unit of work with the tickets of a client."""

    @property
    def tickets(self) -> Tickets:
        """The tenant's tickets."""
        ...

    @property
    def ticket_messages(self) -> TicketMessages:
        """The messages of its tickets."""
        ...

    @property
    def ticket_notes(self) -> TicketNotes:
        """The notes on its tickets."""
        ...

    @property
    def classifications(self) -> Classifications:
        """What its tickets were found to be about."""
        ...

    @property
    def ticket_files(self) -> TicketFiles:
        """Files that were sent to its tickets."""
        ...

    @property
    def ticket_words(self) -> TicketWords:
        """The words by which its tickets are found."""
        ...

    @property
    def engagements(self) -> ConvertedInto:
        """The requests that its tickets were converted into."""
        ...

    @property
    def questions(self) -> Questions:
        """The tenant's questions on which the terms are silent."""
        ...

    @property
    def precedents(self) -> Precedents:
        """The answers that the provider gave before."""
        ...

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...
