"""Tickets as staff alone sees them: with notes, proposals, and whose they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import TenantId, TicketId, UserId
from saas_core.support.model.scope import Evidence, Proposal, Scope
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.transitions import allowed_in
from saas_core.support.model.writing import Note
from saas_core.support.queries.views import (
    ClassificationView,
    FileView,
    OpeningView,
    RemovedView,
    TicketView,
    removed_view,
)
from saas_core.support.values import NoteId


@frozen(kw_only=True)
class ScopeView:
    """A scope that a classifier proposes."""

    scope: str
    named: str | None


@frozen(kw_only=True)
class ProposalView:
    """What a classifier takes a ticket to be about, and the words it found; it takes effect only when confirmed."""

    scopes: tuple[ScopeView, ...]
    evidence: tuple[Evidence, ...]
    by: str
    at: datetime


def proposal_view(proposal: Proposal | None) -> ProposalView | None:
    """Return the view of a proposal."""
    if proposal is None:
        return None
    return ProposalView(
        scopes=tuple(map(_scope_view, proposal.scopes)), evidence=proposal.evidence, by=proposal.by, at=proposal.at
    )


def _scope_view(scope: Scope) -> ScopeView:
    return ScopeView(scope=scope.kind.value, named=scope.named)


@frozen(kw_only=True)
class StaffTicketDetail:
    """A ticket with everything staff may see of it but its messages and notes: no roles of the client's people.

    `commands` are those that its state takes.
    """

    ticket: TicketView
    opening: OpeningView
    classifications: tuple[ClassificationView, ...]
    proposal: ProposalView | None
    files: tuple[FileView, ...]
    merged_into: TicketId | None
    linked: tuple[TicketId, ...]
    commands: tuple[str, ...]


def commands_of(ticket: Ticket) -> tuple[str, ...]:
    """Return the commands that the state of a ticket takes."""
    return tuple(each.value for each in allowed_in(ticket.state))


@frozen(kw_only=True)
class NoteView:
    """A note of staff for staff."""

    note_id: NoteId
    ticket_id: TicketId
    author_id: UUID
    written_at: datetime
    text: str
    removed: RemovedView | None


def note_view(note: Note) -> NoteView:
    """Return the view of a note, for staff alone."""
    return NoteView(
        note_id=note.id,
        ticket_id=note.ticket_id,
        author_id=note.author_id,
        written_at=note.written_at,
        text=note.text,
        removed=removed_view(note.tombstone),
    )


@frozen(kw_only=True)
class WaitingView:
    """A ticket that waits, as the work-list shows it: whose, for what, and for how long, in whole seconds."""

    tenant_id: TenantId
    client: str
    ticket_id: TicketId
    queue: str
    kind: str
    subject: str
    scope: str
    named: str | None
    since: datetime
    seconds: int


@frozen(kw_only=True)
class SplitView:
    """A ticket that was split, and the parts of this split."""

    ticket: TicketView
    parts: tuple[TicketId, ...]


@frozen(kw_only=True)
class ErasedView:
    """The number of messages whose text was removed, and whether there are more."""

    user_id: UserId
    messages: int
    more: bool
