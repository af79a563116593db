"""Invoices for paid work, credit notes and payments on them (4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from saas_core.engagements.billing.commands import CreditTime, DraftInvoice, RecordPayment, WriteOff
from saas_core.engagements.billing.errors import (
    AddressMissing,
    DraftOpen,
    InvoiceNotNow,
    InvoiceUnknown,
    NothingToBill,
    NotOnInvoice,
    PaidTooMuch,
    PaymentKnown,
    Unbilled,
    Unshowable,
)
from saas_core.engagements.billing.queries import CreditNoteView, DocumentView, WorkInvoiceView
from saas_core.engagements.errors import EngagementNotNow, ProfileMissing, RequestUnknown
from saas_core.engagements.estimates.errors import DocumentsMissing
from saas_core.engagements.work.errors import OverCap, TimeUnfit
from saas_core.engagements.work.queries import CourseView
from saas_core.kernel.ids import CreditNoteId, EngagementId, InvoiceId
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, client, staff
from saas_http.files import BYTES
from saas_http.paging import Page, Paging
from saas_http.parsing.commands import fields_of
from saas_http.routes.engagements.work import OutcomesView
from saas_http.routes.incoming.files import SANDBOXED, disposition
from saas_web.streams import Download

invoices = Router("work invoices", "Invoices for paid work on engagements.", name="work_invoices")
billing = Router(
    "staff: work invoices",
    "Invoices for paid work: drafted from recorded time, issued, paid, credited; time written off; engagements closed.",
    prefix="/v1/staff/tenants/{tenant_id}",
    name="work_billing",
)

SEES = client("billing.invoices")
BILLS = staff("provider.billing")
_HERE = (TenantUnknown, InvoiceUnknown)
_ISSUING = (ProfileMissing, Unshowable, DocumentsMissing)


@frozen(kw_only=True)
class ListWorkInvoices(Paging):
    """Filter of invoices by the engagement that they bill."""

    engagement_id: EngagementId | None = None


@invoices.get("/work-invoices", SEES, tagged=False)
def list_invoices(call: Call, query: ListWorkInvoices) -> Page[WorkInvoiceView]:
    """List invoices for paid work, in the order in which they were made."""
    read = call.app.engagements.billing.list_invoices
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, engagement_id=query.engagement_id, after=after, limit=limit),
        lambda invoice: invoice.invoice_id,
    )


@invoices.get("/work-invoices/{invoice_id}", SEES, InvoiceUnknown)
def show(call: Call, invoice_id: InvoiceId) -> WorkInvoiceView:
    """Show an invoice: its lines, what is owed, and whether it is overdue."""
    return call.app.engagements.billing.show(**call.acting, invoice_id=invoice_id)


@invoices.get(
    "/work-invoices/{invoice_id}/document",
    SEES,
    InvoiceUnknown,
    tagged=False,
    streams=True,
    media=BYTES,
    headers=SANDBOXED,
)
def document(call: Call, invoice_id: InvoiceId) -> Iterator[bytes]:
    """Download an invoice as it was issued."""
    return _download(call.app.engagements.billing.document(**call.acting, invoice_id=invoice_id))


@frozen(kw_only=True)
class CreditsView:
    """The credit notes to an invoice."""

    credit_notes: tuple[CreditNoteView, ...]


@invoices.get("/work-invoices/{invoice_id}/credits", SEES, InvoiceUnknown)
def list_credits(call: Call, invoice_id: InvoiceId) -> CreditsView:
    """List the credit notes to an invoice, in the order of their numbers."""
    found = call.app.engagements.billing.list_credits(**call.acting, invoice_id=invoice_id)
    return CreditsView(credit_notes=found)


@invoices.get(
    "/work-invoices/{invoice_id}/credits/{credit_note_id}/document",
    SEES,
    InvoiceUnknown,
    tagged=False,
    streams=True,
    media=BYTES,
    headers=SANDBOXED,
)
def credit_document(call: Call, invoice_id: InvoiceId, credit_note_id: CreditNoteId) -> Iterator[bytes]:
    """Download a credit note as it was issued."""
    desk = call.app.engagements.billing
    return _download(desk.document(**call.acting, invoice_id=invoice_id, credit_note_id=credit_note_id))


def _download(found: DocumentView) -> Download:
    return Download(iter((found.content,)), ((b"content-disposition", disposition(found.name).encode()),))


billing.get("/work-invoices/{invoice_id}/credits", BILLS, *_HERE)(list_credits)
billing.get(
    "/work-invoices/{invoice_id}/credits/{credit_note_id}/document",
    BILLS,
    *_HERE,
    tagged=False,
    streams=True,
    media=BYTES,
    headers=SANDBOXED,
)(credit_document)
billing.get("/work-invoices", BILLS, TenantUnknown, tagged=False)(list_invoices)
billing.get("/work-invoices/{invoice_id}", BILLS, *_HERE)(show)
billing.get(
    "/work-invoices/{invoice_id}/document", BILLS, *_HERE, tagged=False, streams=True, media=BYTES, headers=SANDBOXED
)(document)


@billing.post(
    "/engagements/{engagement_id}/invoices",
    BILLS,
    TenantUnknown,
    RequestUnknown,
    EngagementNotNow,
    NothingToBill,
    DraftOpen,
    status=201,
)
def draft(call: Call, body: DraftInvoice) -> WorkInvoiceView:
    """Put billable time of an engagement on the draft of an invoice; hours come from entries alone."""
    return call.app.engagements.billing.draft(**call.writing, **fields_of(body))


@billing.post("/work-invoices/{invoice_id}/discard", BILLS, *_HERE, InvoiceNotNow)
def discard(call: Call, invoice_id: InvoiceId) -> WorkInvoiceView:
    """Discard a draft, which frees its time."""
    return call.app.engagements.billing.discard(**call.writing, invoice_id=invoice_id)


@billing.post(
    "/work-invoices/{invoice_id}/issue",
    BILLS,
    *_HERE,
    InvoiceNotNow,
    NothingToBill,
    OverCap,
    AddressMissing,
    *_ISSUING,
)
def issue(call: Call, invoice_id: InvoiceId) -> WorkInvoiceView:
    """Issue a draft: it gets the next number, is rendered once, and never changes from then on."""
    return call.app.engagements.billing.issue(**call.writing, invoice_id=invoice_id)


@billing.post(
    "/work-invoices/{invoice_id}/payments",
    BILLS,
    *_HERE,
    InvoiceNotNow,
    PaidTooMuch,
    PaymentKnown,
    TimeUnfit,
    status=201,
)
def record_payment(call: Call, body: RecordPayment) -> WorkInvoiceView:
    """Record a payment that arrived, in minor units of the invoice's currency."""
    return call.app.engagements.billing.record_payment(**call.writing, **fields_of(body))


@billing.post(
    "/work-invoices/{invoice_id}/credits",
    BILLS,
    *_HERE,
    InvoiceNotNow,
    EngagementNotNow,
    NotOnInvoice,
    *_ISSUING,
    status=201,
)
def credit(call: Call, body: CreditTime) -> CreditNoteView:
    """Issue a credit note over time of an invoice; only what `rebill` names becomes billable again."""
    return call.app.engagements.billing.credit(**call.writing, **fields_of(body))


@billing.post("/time/write-off", BILLS, TenantUnknown)
def write_off(call: Call, body: WriteOff) -> OutcomesView:
    """Write recorded time off, each entry answered by itself: it is never billed."""
    return OutcomesView(outcomes=call.app.engagements.billing.write_off(**call.writing, **fields_of(body)))


@billing.post("/engagements/{engagement_id}/close", BILLS, TenantUnknown, RequestUnknown, EngagementNotNow, Unbilled)
def close(call: Call, engagement_id: EngagementId) -> CourseView:
    """Close a delivered engagement whose time is billed or written off."""
    return call.app.engagements.billing.close(**call.writing, engagement_id=engagement_id)


ROUTERS = (invoices, billing)
