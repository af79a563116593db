"""Invoices, credit notes, payments and their numbers in the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from saas_core.engagements.billing.model.credit import CreditNote
from saas_core.engagements.billing.model.invoice import Bill, Invoice, InvoicedEntry, InvoicePayment
from saas_core.engagements.billing.values import LIVE, OWED_IN
from saas_core.kernel.ids import CreditNoteId, EngagementId, InvoiceId, TimeEntryId
from saas_sql.engagements.billing_tables import (
    bills,
    credit_notes,
    document_numbers,
    invoice_payments,
    invoiced_time,
    invoices,
    number_codes,
)
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.statements import in_parts

_INVOICE: Final = Mapped(Invoice, invoices)
_TIME: Final = Mapped(InvoicedEntry, invoiced_time)
_BILL: Final = Mapped(Bill, bills, {"rate": {"minor": "rate_minor", "currency": "currency"}})
_UNISSUED: Final = sorted(LIVE, key=lambda each: each.value)
_ISSUED: Final = sorted(OWED_IN, key=lambda each: each.value)
_NOTE: Final = Mapped(CreditNote, credit_notes)
_PAYMENT: Final = Mapped(
    InvoicePayment, invoice_payments, {"amount": {"minor": "amount_minor", "currency": "currency"}}
)


class SqlInvoices:
    """The tenant's invoices, and the time that stands on them."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, invoice_id: InvoiceId) -> Invoice | None:
        """Return an invoice."""
        return self._session.find(_INVOICE, self._session.select(invoices, invoices.c.id == invoice_id))

    def save(self, invoice: Invoice) -> None:
        """Save a new or changed invoice."""
        self._session.keep(invoices, _INVOICE.dump(invoice))

    def unissued(self, engagement_id: EngagementId) -> Invoice | None:
        """Return the one invoice of an engagement that was not issued yet."""
        table = invoices.c
        there = (table.engagement_id == engagement_id, table.state.in_(_UNISSUED))
        return self._session.find(_INVOICE, self._session.select(invoices, *there))

    def by_ref(self, ref: str) -> Invoice | None:
        """Return the invoice of a reference at the provider of payments."""
        if not ref:
            return None
        return self._session.find(_INVOICE, self._session.select(invoices, invoices.c.ref == ref))

    def page(
        self, after: InvoiceId | None, limit: int, engagement_id: EngagementId | None = None, *, issued: bool = False
    ) -> tuple[Invoice, ...]:
        """Return invoices by id, after the given one."""
        table = invoices.c
        query = self._session.select(invoices).order_by(table.id).limit(limit)
        if after is not None:
            query = query.where(table.id > after)
        if engagement_id is not None:
            query = query.where(table.engagement_id == engagement_id)
        if issued:
            query = query.where(table.state.in_(_ISSUED))
        return self._session.models(_INVOICE, query)

    def put_time(self, entries: Iterable[InvoicedEntry]) -> None:
        """Save which time stands on an invoice."""
        for each in entries:
            self._session.insert(invoiced_time, _TIME.dump(each))

    def time_on(self, invoice_id: InvoiceId) -> tuple[InvoicedEntry, ...]:
        """Return the time that stands on an invoice or did so, by entry."""
        query = self._session.select(invoiced_time, invoiced_time.c.invoice_id == invoice_id)
        return self._session.models(_TIME, query.order_by(invoiced_time.c.entry_id))

    def take_off(self, invoice_id: InvoiceId, entry_ids: Iterable[TimeEntryId]) -> None:
        """Take time off an invoice."""
        table = invoiced_time.c
        for some in in_parts(entry_ids):
            there = (table.invoice_id == invoice_id, table.entry_id.in_(some))
            self._session.update(invoiced_time, *there, live=False)


class SqlBills:
    """What the tenant was billed."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, invoice_id: InvoiceId) -> Bill | None:
        """Return the bill of an invoice."""
        return self._session.find(_BILL, self._session.select(bills, bills.c.invoice_id == invoice_id))

    def add(self, bill: Bill) -> None:
        """Save a bill for good."""
        self._session.insert(bills, _BILL.dump(bill))

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Bill, ...]:
        """Return the bills of an engagement in the order of their numbers."""
        query = self._session.select(bills, bills.c.engagement_id == engagement_id)
        return self._session.models(_BILL, query.order_by(bills.c.issued_at, bills.c.ordinal))


class SqlCreditNotes:
    """The tenant's credit notes."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, credit_note_id: CreditNoteId) -> CreditNote | None:
        """Return a credit note."""
        return self._session.find(_NOTE, self._session.select(credit_notes, credit_notes.c.id == credit_note_id))

    def add(self, note: CreditNote) -> None:
        """Save a credit note for good."""
        self._session.insert(credit_notes, _NOTE.dump(note))

    def of_invoice(self, invoice_id: InvoiceId) -> tuple[CreditNote, ...]:
        """Return the credit notes to an invoice in the order of their numbers."""
        return self._ordered(credit_notes.c.invoice_id == invoice_id)

    def of_engagement(self, engagement_id: EngagementId) -> tuple[CreditNote, ...]:
        """Return the credit notes to invoices of an engagement in the order of their numbers."""
        return self._ordered(credit_notes.c.engagement_id == engagement_id)

    def _ordered(self, condition: sa.ColumnElement[bool]) -> tuple[CreditNote, ...]:
        table = credit_notes.c
        query = self._session.select(credit_notes, condition).order_by(table.issued_at, table.ordinal)
        return self._session.models(_NOTE, query)


class SqlInvoicePayments:
    """Payments on the tenant's invoices."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def add(self, payment: InvoicePayment) -> None:
        """Save a payment for good."""
        self._session.insert(invoice_payments, _PAYMENT.dump(payment))

    def of_invoice(self, invoice_id: InvoiceId) -> tuple[InvoicePayment, ...]:
        """Return the payments on an invoice in the order of their references."""
        query = self._session.select(invoice_payments, invoice_payments.c.invoice_id == invoice_id)
        return self._session.models(_PAYMENT, query.order_by(invoice_payments.c.reference))


class SqlDocumentNumbers:
    """The numbers of the tenant's invoices and credit notes."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def take(self, series: str) -> int:
        """Take the next number of a series."""
        table = document_numbers.c
        query = self._session.select(document_numbers, table.series == series).order_by(table.ordinal.desc())
        last = self._session.first(query)
        previous = None if last is None else int(last["ordinal"])
        ordinal = 1 if previous is None else previous + 1
        self._session.insert(document_numbers, {"series": series, "ordinal": ordinal, "previous": previous})
        return ordinal

    def claim(self, code: str) -> bool:
        """Take a code for the tenant's numbers; return whether it is its."""
        own = self._session.tenant_id
        if self._session.claim(number_codes, {"code": code, "tenant_id": own}):
            return True
        (found,) = self._session.outside(sa.select(number_codes).where(number_codes.c.code == code))
        return bool(found["tenant_id"] == own)
