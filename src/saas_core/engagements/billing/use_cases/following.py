"""Following: payments on invoices that the provider of payments collects, learned from its books (4.1)."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.engagements.billing.model.invoice import InvoicePayment
from saas_core.engagements.billing.ports import BillingWork
from saas_core.engagements.billing.queries import owed_on
from saas_core.engagements.billing.values import OWED_IN, PaidThrough
from saas_core.kernel.money import Money


@frozen(kw_only=True)
class BookedBill:
    """What the provider's books say of an invoice: its reference, and all that was received on it."""

    ref: str
    received: Money
    paid_at: datetime | None


def follow(work: BillingWork, booked: BookedBill, at: datetime) -> bool:
    """Store what was received on an invoice of ours and is not known yet, in the unit of work that reads the books.

    Return whether something was. Payments are facts: one that is more than is owed now is stored as well.
    """
    invoice = work.invoices.by_ref(booked.ref)
    bill = None if invoice is None else work.bills.get(invoice.id)
    if (
        invoice is None
        or bill is None
        or invoice.state not in OWED_IN
        or booked.received.currency != bill.rate.currency
    ):
        return False
    payments = work.invoice_payments.of_invoice(invoice.id)
    known = sum(each.amount.minor for each in payments if each.through is PaidThrough.PROVIDER)
    more = booked.received.minor - known
    if more <= 0:
        return False
    work.invoice_payments.add(
        InvoicePayment(
            invoice_id=invoice.id,
            reference=f"{booked.ref}:{booked.received.minor}",
            amount=Money(more, bill.rate.currency),
            paid_at=booked.paid_at or at,
            through=PaidThrough.PROVIDER,
            recorded_at=at,
        )
    )
    notes = work.credit_notes.of_invoice(invoice.id)
    work.invoices.save(invoice.settled(owed_on(bill, notes, payments) - more, at))
    return True


def difference(work: BillingWork, booked: BookedBill, total: Money, intent: str) -> str:
    """Return how the provider's books of an invoice differ from what is stored here; empty if they do not."""
    invoice = work.invoices.by_ref(booked.ref)
    bill = None if invoice is None else work.bills.get(invoice.id)
    if invoice is None or bill is None:
        return f"the intent {intent} has an invoice there that was not issued here" if booked.received.minor else ""
    if bill.total != total:
        return f"{bill.number} is over {bill.total} here and {total} there"
    payments = work.invoice_payments.of_invoice(invoice.id)
    known = sum(each.amount.minor for each in payments if each.through is PaidThrough.PROVIDER)
    if known != booked.received.minor:
        return f"{bill.number} was paid with {Money(known, total.currency)} here and {booked.received} there"
    return ""
