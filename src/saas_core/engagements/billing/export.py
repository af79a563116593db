"""A client's invoices and credit notes for paid work as parts of its export (0.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from saas_core.engagements.billing.ports import BillingWork
from saas_core.engagements.billing.queries import credit_view, invoice_view
from saas_core.engagements.billing.values import READS
from saas_core.kernel.ids import InvoiceId
from saas_core.kernel.pages import id_after
from saas_core.kernel.parts import ExportPart, Page


def _invoices(work: BillingWork, after: str, limit: int, at: datetime) -> Page:
    begins = id_after(after)
    page = work.invoices.page(None if begins is None else InvoiceId(begins), limit)
    records: list[object] = []
    for each in page:
        bill = work.bills.get(each.id)
        if bill is not None:
            notes = work.credit_notes.of_invoice(each.id)
            records.append(invoice_view(each, bill, notes, work.invoice_payments.of_invoice(each.id), at))
            records += [credit_view(note, bill) for note in notes]
    return records, str(page[-1].id) if len(page) == limit else None


EXPORT: Final = (ExportPart("work_invoices", _invoices, (READS,)),)
