"""A client's tickets, as the provider's staff handles them; appeals are handled by those who handle licenses."""

from __future__ import annotations

from saas_core.kernel.ids import TicketId
from saas_core.support.commands import (
    AddNote,
    AnswerTicket,
    ClassifyTicket,
    DecideDispute,
    ErasePerson,
    MergeTicket,
    RedactFile,
    RedactMessage,
    RedactNote,
    ResolveTicket,
    SplitTicket,
)
from saas_core.support.errors import (
    AlreadyRedacted,
    AppealOnly,
    AttachmentUnknown,
    DisputeByClassifier,
    DisputeOpen,
    MergeRefused,
    MessageUnknown,
    NotConverted,
    NotDisputed,
    NotNow,
    RequesterUnknown,
    ResolutionUnfit,
    TicketMixed,
    TicketUnclassified,
    TicketUnknown,
)
from saas_core.support.queries.staff import ErasedView, NoteView, SplitView, StaffTicketDetail
from saas_core.support.queries.views import MessageView, TicketView
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.commands import fields_of
from saas_http.routes.support.tickets import LARGEST, ListTickets, page_of_messages, page_of_tickets

handling = Router(
    "staff: tickets",
    "Tickets of a client: classified by a row of the terms, answered, declined by clause, converted, split, merged.",
    prefix="/v1/staff/tenants/{tenant_id}",
    name="handling",
)

STAFF = staff("provider.support")
_HERE = (TenantUnknown, TicketUnknown)
_RESOLVING = (NotNow, TicketUnclassified, TicketMixed, DisputeOpen, ResolutionUnfit)


@handling.get("/tickets", STAFF, TenantUnknown, tagged=False)
def list_tickets(call: Call, query: ListTickets) -> Page[TicketView]:
    """List a client's tickets, newest first."""
    return page_of_tickets(call, query)


@handling.get("/tickets/{ticket_id}", STAFF, *_HERE)
def show(call: Call, ticket_id: TicketId) -> StaffTicketDetail:
    """Show a ticket, what a classifier proposes with the words it found, and the commands that its state takes."""
    return call.app.support.reading.show_to_staff(**call.acting, ticket_id=ticket_id)


@handling.get("/tickets/{ticket_id}/messages", STAFF, *_HERE, tagged=False)
def messages(call: Call, ticket_id: TicketId, query: Paging) -> Page[MessageView]:
    """List the messages of a ticket, oldest first; a page holds at most 1 MiB of text, and at least one message."""
    return page_of_messages(call, ticket_id, query)


@handling.get("/tickets/{ticket_id}/notes", STAFF, *_HERE, tagged=False)
def notes(call: Call, ticket_id: TicketId, query: Paging) -> Page[NoteView]:
    """List the notes on a ticket, which the client never sees, oldest first."""
    read = call.app.support.reading.notes
    return call.reader(query).sized(
        lambda after, limit: read(**call.acting, ticket_id=ticket_id, after=after, limit=limit),
        lambda note: note.note_id,
    )


@handling.post("/tickets/{ticket_id}/notes", STAFF, *_HERE, status=201, largest=LARGEST)
def note(call: Call, body: AddNote) -> NoteView:
    """Write a note for staff alone."""
    return call.app.support.handling.note(**call.writing, **fields_of(body))


@handling.get("/tickets/{ticket_id}/classification", STAFF, *_HERE)
def classification(call: Call, ticket_id: TicketId) -> TicketView:
    """Show what a ticket is found to be about, with the ETag under which it is classified anew."""
    return call.app.support.reading.show_to_staff(**call.acting, ticket_id=ticket_id).ticket


@handling.put("/tickets/{ticket_id}/classification", STAFF, *_HERE, NotNow, AppealOnly, DisputeOpen)
def classify(call: Call, body: ClassifyTicket) -> TicketView:
    """Classify a ticket by the one row of the terms that it falls under; earlier classifications stay (9.1)."""
    return call.app.support.handling.classify(**call.editing, **fields_of(body))


@handling.post(
    "/tickets/{ticket_id}/messages",
    STAFF,
    *_HERE,
    *_RESOLVING,
    MessageUnknown,
    AttachmentUnknown,
    status=201,
    largest=LARGEST,
)
def answer(call: Call, body: AnswerTicket) -> TicketView:
    """Write to the client; a solution also resolves the ticket, and is refused where support does not do it (2.4)."""
    return call.app.support.handling.answer(**call.writing, **fields_of(body))


@handling.post("/tickets/{ticket_id}/resolve", STAFF, *_HERE, *_RESOLVING, largest=LARGEST)
def resolve(call: Call, body: ResolveTicket) -> TicketView:
    """Resolve a ticket; a decline names the exclusion and its clause, offers an estimate, and promises no price."""
    return call.app.support.handling.resolve(**call.writing, **fields_of(body))


@handling.post("/tickets/{ticket_id}/convert", STAFF, *_HERE, NotNow, TicketUnclassified, NotConverted, DisputeOpen)
def convert(call: Call, ticket_id: TicketId) -> TicketView:
    """Turn a ticket that is not included into one request for an estimate, without work and charge (4.1)."""
    return call.app.support.handling.convert(**call.writing, ticket_id=ticket_id)


@handling.post("/tickets/{ticket_id}/close", STAFF, *_HERE, NotNow, DisputeOpen)
def close(call: Call, ticket_id: TicketId) -> TicketView:
    """Close a resolved ticket for good."""
    return call.app.support.handling.close(**call.writing, ticket_id=ticket_id)


@handling.post("/tickets/{ticket_id}/decide-dispute", STAFF, *_HERE, NotNow, NotDisputed, DisputeByClassifier)
def decide_dispute(call: Call, body: DecideDispute) -> TicketView:
    """Decide a dispute as somebody other than who classified the ticket; the client reads the reason (5.1)."""
    return call.app.support.handling.decide_dispute(**call.writing, **fields_of(body))


@handling.post("/tickets/{ticket_id}/split", STAFF, *_HERE, NotNow, TicketMixed)
def split(call: Call, body: SplitTicket) -> SplitView:
    """Split a ticket that asks for several things into parts with verdicts of their own (5.1)."""
    return call.app.support.arranging.split(**call.writing, **fields_of(body))


@handling.post("/tickets/{ticket_id}/merge", STAFF, *_HERE, NotNow, MergeRefused, DisputeOpen)
def merge(call: Call, body: MergeTicket) -> TicketView:
    """Merge a ticket into another one, to which later messages go."""
    return call.app.support.arranging.merge(**call.writing, **fields_of(body))


@handling.post("/tickets/{ticket_id}/messages/{message_id}/redact", STAFF, *_HERE, MessageUnknown, AlreadyRedacted)
def redact(call: Call, body: RedactMessage) -> TicketView:
    """Remove the text of a message; who, when, why and a keyed digest stay."""
    return call.app.support.arranging.redact(**call.writing, **fields_of(body))


@handling.post("/tickets/{ticket_id}/notes/{note_id}/redact", STAFF, *_HERE, MessageUnknown, AlreadyRedacted)
def redact_note(call: Call, body: RedactNote) -> TicketView:
    """Remove the text of a note; who, when, why and a keyed digest stay."""
    return call.app.support.arranging.redact_note(**call.writing, **fields_of(body))


@handling.post("/tickets/{ticket_id}/files/{attachment_id}/redact", STAFF, *_HERE, AttachmentUnknown)
def redact_file(call: Call, body: RedactFile) -> TicketView:
    """Remove a file, and leave its message; who, when and a keyed digest stay, and why in a note."""
    return call.app.support.arranging.redact_file(**call.writing, **fields_of(body))


@handling.post("/users/{user_id}/erase-texts", STAFF, TenantUnknown, RequesterUnknown)
def erase_person(call: Call, body: ErasePerson) -> ErasedView:
    """Remove the texts of a user from all tickets, at most 1,000 messages at once; verdicts and digests stay."""
    return call.app.support.arranging.erase_person(**call.writing, **fields_of(body))
