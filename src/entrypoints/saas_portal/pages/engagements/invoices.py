"""Invoices for paid work: what each says in short, its document, and where it is paid."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from saas_core.engagements.billing.errors import InvoiceUnknown
from saas_core.kernel.ids import InvoiceId
from saas_portal.pages.engagements.ways import ID
from saas_portal.presenting import file, page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole

invoices: Final = Pages()

_WORDS: Final = {
    "issued": "Not paid yet",
    "partially_paid": "Partly paid",
    "paid": "Paid",
    "credited": "Credited in full; nothing is owed",
}


@invoices.get("/work-invoices/{invoice_id}", signed=True)
def show(visit: Visit) -> Whole:
    """Show an issued invoice to whoever may see invoices; raises InvoiceUnknown, Refused."""
    found = visit.app.engagements.billing.show(**visit.acting, invoice_id=_id(visit))
    return page(visit, "work_invoice.html", invoice=found, zone=visit.zone, state=_WORDS.get(found.state, found.state))


@invoices.get("/work-invoices/{invoice_id}/document", signed=True)
def document(visit: Visit) -> Whole:
    """Send the document of an issued invoice as it was issued; raises InvoiceUnknown, Refused."""
    found = visit.app.engagements.billing.document(**visit.acting, invoice_id=_id(visit))
    return file(visit, found.name, found.media_type, found.content)


def _id(visit: Visit) -> InvoiceId:
    text = visit.names["invoice_id"]
    if not ID.fullmatch(text):
        raise InvoiceUnknown
    return InvoiceId(UUID(text))
