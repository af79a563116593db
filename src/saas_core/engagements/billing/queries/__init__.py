"""Invoices and credit notes as they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.engagements.billing.model.credit import CreditNote
from saas_core.engagements.billing.model.invoice import Bill, Invoice, InvoicePayment
from saas_core.engagements.billing.model.statement import Line, Tax
from saas_core.engagements.billing.values import CREDITED, OWED_IN, TAKEN_BACK, InvoiceState, PaidThrough
from saas_core.kernel.ids import CreditNoteId, EngagementId, InvoiceId
from saas_core.kernel.money import Money


@frozen(kw_only=True)
class InvoiceLineView:
    """A line of an invoice or a credit note: seconds worked, units, and their amount."""

    key: str
    text: str
    seconds: int
    units: int
    amount: str


@frozen(kw_only=True)
class TaxView:
    """A tax, which is shown apart."""

    label: str
    rate: str
    amount: str


@frozen(kw_only=True)
class WorkInvoiceView:
    """An invoice for paid work; a draft has no number yet, and its amounts are as they would be now.

    `owed` is what is open; below zero where a credit came after the payment. What was `refunded`, or is `disputed` at
    the bank or lost there, is part of what was `paid`, and open until a credit note settles it. `overdue` is computed.
    The state of one that was credited in full is `credited`, whether anything was paid on it or not.
    """

    invoice_id: InvoiceId
    engagement_id: EngagementId
    state: str
    number: str
    lines: tuple[InvoiceLineView, ...]
    carried_in_seconds: int
    carried_out_seconds: int
    net: str
    taxes: tuple[TaxView, ...]
    total: str
    credited: str
    paid: str
    refunded: str
    disputed: str
    owed: str
    owed_minor: int
    overdue: bool
    issued_at: datetime | None
    due_at: datetime | None
    content_hash: str
    document_hash: str
    link: str
    credit_notes: tuple[str, ...]


@frozen(kw_only=True)
class CreditNoteView:
    """A credit note: what was taken back of its invoice, and how much of the time is billed again."""

    credit_note_id: CreditNoteId
    invoice_id: InvoiceId
    number: str
    lines: tuple[InvoiceLineView, ...]
    taxes: tuple[TaxView, ...]
    net: str
    total: str
    entries: int
    rebilled: int
    issued_at: datetime
    content_hash: str
    document_hash: str


@frozen(kw_only=True)
class DocumentView:
    """A document as it was issued: its bytes, its kind and its hash."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def owed_on(bill: Bill, notes: Iterable[CreditNote], payments: Iterable[InvoicePayment]) -> int:
    """Return what is open on a bill in minor units: what was billed, less credits, less what was paid and kept."""
    credited = sum(each.total_minor for each in notes)
    return bill.total_minor - credited - sum(each.amount.minor for each in payments)


def unpaid_on(bill: Bill, notes: Iterable[CreditNote], payments: Iterable[InvoicePayment]) -> int:
    """Return what was never paid on a bill in minor units, by which its state goes.

    Money that went back is asked for by no reminder, in whatever order the news of it came; a credit note settles it.
    """
    return owed_on(bill, notes, (each for each in payments if each.through not in TAKEN_BACK))


def gone_back(payments: Iterable[InvoicePayment], through: PaidThrough) -> int:
    """Return what went back to the client by refunds, or by disputes, in minor units."""
    return -sum(each.amount.minor for each in payments if each.through is through)


def invoice_view(
    invoice: Invoice, bill: Bill, notes: Iterable[CreditNote], payments: Iterable[InvoicePayment], at: datetime
) -> WorkInvoiceView:
    """Return the view of an invoice that was issued, or of a draft as it would be issued now."""
    notes, payments = tuple(notes), tuple(payments)
    currency, statement = bill.rate.currency, bill.statement
    owed = owed_on(bill, notes, payments) if invoice.state in OWED_IN else 0

    def money(minor: int) -> str:
        return str(Money(minor, currency))

    issued = invoice.state in OWED_IN
    return WorkInvoiceView(
        invoice_id=invoice.id,
        engagement_id=invoice.engagement_id,
        state=_state(invoice, bill, notes),
        number=bill.number,
        lines=tuple(
            InvoiceLineView(
                key=each.key, text=each.text, seconds=each.seconds, units=each.units, amount=money(each.minor)
            )
            for each in bill.lines
        ),
        carried_in_seconds=bill.carried_in,
        carried_out_seconds=bill.carried_out,
        net=money(statement.net),
        taxes=_taxes(bill.taxes, currency),
        total=money(bill.total_minor),
        credited=money(sum(each.total_minor for each in notes)),
        paid=money(sum(each.amount.minor for each in payments if each.through not in TAKEN_BACK)),
        refunded=money(gone_back(payments, PaidThrough.REFUND)),
        disputed=money(gone_back(payments, PaidThrough.DISPUTE)),
        owed=money(owed),
        owed_minor=owed,
        overdue=issued and invoice.state is not InvoiceState.PAID and at >= bill.due_at,
        issued_at=bill.issued_at if issued else None,
        due_at=bill.due_at if issued else None,
        content_hash=bill.content_hash,
        document_hash=bill.document_hash,
        link=invoice.link,
        credit_notes=tuple(each.number for each in notes),
    )


def _state(invoice: Invoice, bill: Bill, notes: Iterable[CreditNote]) -> str:
    """Return the state of an invoice as people read it: one that was credited in full was not paid."""
    whole = bill.total_minor > 0 and sum(each.total_minor for each in notes) == bill.total_minor
    return CREDITED if whole and invoice.state is InvoiceState.PAID else invoice.state.value


def credit_view(note: CreditNote, bill: Bill) -> CreditNoteView:
    """Return the view of a credit note."""
    texts = {each.key: each.text for each in bill.lines}
    return CreditNoteView(
        credit_note_id=note.id,
        invoice_id=note.invoice_id,
        number=note.number,
        lines=tuple(_line(each, texts, note.currency) for each in note.lines if each.units or each.seconds),
        taxes=_taxes(note.taxes, note.currency),
        net=str(Money(sum(each.minor for each in note.lines), note.currency)),
        total=str(note.total),
        entries=len(note.entries),
        rebilled=sum(each.rebill for each in note.entries),
        issued_at=note.issued_at,
        content_hash=note.content_hash,
        document_hash=note.document_hash,
    )


def _line(line: Line, texts: dict[str, str], currency: str) -> InvoiceLineView:
    amount = str(Money(line.minor, currency))
    return InvoiceLineView(key=line.key, text=texts[line.key], seconds=line.seconds, units=line.units, amount=amount)


def _taxes(taxes: Iterable[Tax], currency: str) -> tuple[TaxView, ...]:
    return tuple(TaxView(label=each.label, rate=each.rate, amount=str(Money(each.minor, currency))) for each in taxes)
