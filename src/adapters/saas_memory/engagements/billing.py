"""Invoices, credit notes, payments and their numbers in process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from saas_core.engagements.billing.model.credit import CreditNote
from saas_core.engagements.billing.model.invoice import Bill, Invoice, InvoicedEntry, InvoicePayment
from saas_core.engagements.billing.values import LIVE, OWED_IN
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import CreditNoteId, EngagementId, InvoiceId, TenantId, TimeEntryId
from saas_memory.space import Rows, View


class MemoryInvoices:
    """The tenant's invoices, and the time that stands on them."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[InvoiceId, Invoice] = Rows(view, "invoices")
        self._time: Rows[tuple[InvoiceId, TimeEntryId], InvoicedEntry] = Rows(view, "invoiced_time")
        self._live: Rows[TimeEntryId, InvoiceId] = Rows(view, "invoiced_time_live")

    def get(self, invoice_id: InvoiceId) -> Invoice | None:
        """Return an invoice."""
        return self._rows.get(invoice_id)

    def save(self, invoice: Invoice) -> None:
        """Save a new or changed invoice."""
        self._rows.put(invoice.id, invoice)

    def unissued(self, engagement_id: EngagementId) -> Invoice | None:
        """Return the one invoice of an engagement that was not issued yet."""
        found = (each for each in self._rows.scan() if each.engagement_id == engagement_id and each.state in LIVE)
        return next(found, None)

    def by_ref(self, ref: str) -> Invoice | None:
        """Return the invoice of a reference at the provider of payments."""
        return next((each for each in self._rows.scan() if ref and each.ref == ref), None)

    def page(
        self, after: InvoiceId | None, limit: int, engagement_id: EngagementId | None = None, *, issued: bool = False
    ) -> tuple[Invoice, ...]:
        """Return invoices by id, after the given one."""
        found = (
            each
            for each in self._rows.scan(after=after)
            if engagement_id in {None, each.engagement_id} and (not issued or each.state in OWED_IN)
        )
        return tuple(islice(found, limit))

    def put_time(self, entries: Iterable[InvoicedEntry]) -> None:
        """Save which time stands on an invoice; raises StoreFault for time that stands live on another one."""
        for each in entries:
            if self._live.get(each.entry_id) is not None:
                raise _taken()
            self._time.put((each.invoice_id, each.entry_id), each)
            self._live.put(each.entry_id, each.invoice_id)

    def time_on(self, invoice_id: InvoiceId) -> tuple[InvoicedEntry, ...]:
        """Return the time that stands on an invoice or did so, by entry."""
        return tuple(
            InvoicedEntry(
                invoice_id=each.invoice_id,
                entry_id=each.entry_id,
                line=each.line,
                seconds=each.seconds,
                live=self._live.get(each.entry_id) == invoice_id,
            )
            for each in self._time.scan(prefix=(invoice_id,))
        )

    def take_off(self, invoice_id: InvoiceId, entry_ids: Iterable[TimeEntryId]) -> None:
        """Take time off an invoice."""
        for each in entry_ids:
            if self._live.get(each) == invoice_id:
                self._live.drop(each)


class MemoryBills:
    """What the tenant was billed."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[InvoiceId, Bill] = Rows(view, "bills")

    def get(self, invoice_id: InvoiceId) -> Bill | None:
        """Return the bill of an invoice."""
        return self._rows.get(invoice_id)

    def add(self, bill: Bill) -> None:
        """Save a bill for good; raises StoreFault for one that is there."""
        if self._rows.get(bill.invoice_id) is not None:
            raise _taken()
        self._rows.put(bill.invoice_id, bill)

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Bill, ...]:
        """Return the bills of an engagement in the order of their numbers."""
        found = (each for each in self._rows.scan() if each.engagement_id == engagement_id)
        return tuple(sorted(found, key=lambda each: (each.issued_at, each.ordinal)))


class MemoryCreditNotes:
    """The tenant's credit notes."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[CreditNoteId, CreditNote] = Rows(view, "credit_notes")

    def get(self, credit_note_id: CreditNoteId) -> CreditNote | None:
        """Return a credit note."""
        return self._rows.get(credit_note_id)

    def add(self, note: CreditNote) -> None:
        """Save a credit note for good; raises StoreFault for one that is there."""
        if self._rows.get(note.id) is not None:
            raise _taken()
        self._rows.put(note.id, note)

    def of_invoice(self, invoice_id: InvoiceId) -> tuple[CreditNote, ...]:
        """Return the credit notes to an invoice in the order of their numbers."""
        return self._sorted(each for each in self._rows.scan() if each.invoice_id == invoice_id)

    def of_engagement(self, engagement_id: EngagementId) -> tuple[CreditNote, ...]:
        """Return the credit notes to invoices of an engagement in the order of their numbers."""
        return self._sorted(each for each in self._rows.scan() if each.engagement_id == engagement_id)

    @staticmethod
    def _sorted(notes: Iterable[CreditNote]) -> tuple[CreditNote, ...]:
        return tuple(sorted(notes, key=lambda each: (each.issued_at, each.ordinal)))


class MemoryInvoicePayments:
    """Payments on the tenant's invoices."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[tuple[InvoiceId, str], InvoicePayment] = Rows(view, "invoice_payments")

    def add(self, payment: InvoicePayment) -> None:
        """Save a payment for good; raises StoreFault for one with that reference."""
        key = (payment.invoice_id, payment.reference)
        if self._rows.get(key) is not None:
            raise _taken()
        self._rows.put(key, payment)

    def of_invoice(self, invoice_id: InvoiceId) -> tuple[InvoicePayment, ...]:
        """Return the payments on an invoice in the order of their references."""
        return tuple(self._rows.scan(prefix=(invoice_id,)))


class MemoryDocumentNumbers:
    """The numbers of the tenant's invoices and credit notes."""

    def __init__(self, view: View, tenant_id: TenantId, claiming: Callable[[], View]) -> None:
        """Use the view for all reads and writes; codes are claimed in a view of what all tenants share."""
        self._rows: Rows[tuple[str, int], bool] = Rows(view, "document_numbers")
        self._tenant_id = tenant_id
        self._claiming = claiming

    def take(self, series: str) -> int:
        """Take the next number of a series."""
        ordinal = len(self._rows.items(prefix=(series,))) + 1
        self._rows.put((series, ordinal), True)  # noqa: FBT003 - that it is taken is all there is to say
        return ordinal

    def claim(self, code: str) -> bool:
        """Take a code for the tenant's numbers; return whether it is its."""
        codes: Rows[str, TenantId] = Rows(self._claiming(), "number_codes")
        owner = codes.get(code)
        if owner is None:
            codes.put(code, self._tenant_id)
        return owner in {None, self._tenant_id}


def _taken() -> StoreFault:
    return StoreFault("A row that is only ever added is there already.", remedy="Report this; nothing was changed.")
