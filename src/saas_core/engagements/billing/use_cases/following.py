"""Following: what was paid on invoices at the provider of payments and what went back, from its books (4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from attrs import frozen

from saas_core.engagements.billing.model.invoice import InvoicePayment
from saas_core.engagements.billing.ports import BillingWork
from saas_core.engagements.billing.queries import gone_back, unpaid_on
from saas_core.engagements.billing.values import OWED_IN, PaidThrough
from saas_core.kernel.ids import InvoiceId
from saas_core.kernel.money import Money


@frozen(kw_only=True)
class BookedBill:
    """What the provider's books say of an invoice: its reference, what was received on it, and what went back.

    `refunded` counts refunds that stand, `disputed` disputes that are open or lost.
    """

    ref: str
    received: Money
    paid_at: datetime | None
    refunded: int = 0
    disputed: int = 0


def follow(work: BillingWork, booked: BookedBill, at: datetime) -> bool:
    """Store what the books say of an invoice of ours and is not known yet, in the unit of work that reads the books.

    Return whether something was. Payments, refunds and disputes are facts: one that is more than is owed now is stored
    as well. Each is stored as the difference to what is known, so that news in any order, or twice, come to the same.
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
    before = work.invoice_payments.of_invoice(invoice.id)
    added = tuple(_missing(invoice.id, before, booked, at))
    for each in added:
        work.invoice_payments.add(each)
    if not added:
        return False
    payments = (*before, *added)
    if any(each.through is PaidThrough.PROVIDER for each in added):
        unpaid = unpaid_on(bill, work.credit_notes.of_invoice(invoice.id), payments)
        work.invoices.save(invoice.settled(unpaid, at))
    return True


def _missing(
    invoice_id: InvoiceId, payments: tuple[InvoicePayment, ...], booked: BookedBill, at: datetime
) -> Iterator[InvoicePayment]:
    """Yield the payments that bring what is known to what the books say."""
    currency = booked.received.currency

    def row(through: PaidThrough, reference: str, minor: int, paid_at: datetime) -> InvoicePayment:
        return InvoicePayment(
            invoice_id=invoice_id,
            reference=f"{booked.ref}:{reference}",
            amount=Money(minor, currency),
            paid_at=paid_at,
            through=through,
            recorded_at=at,
        )

    more = booked.received.minor - _known(payments, PaidThrough.PROVIDER)
    if more > 0:
        yield row(PaidThrough.PROVIDER, str(booked.received.minor), more, booked.paid_at or at)
    for through, back in ((PaidThrough.REFUND, booked.refunded), (PaidThrough.DISPUTE, booked.disputed)):
        more = _known(payments, through) + back
        if more:
            count = sum(each.through is through for each in payments)
            yield row(through, f"{through.value}:{count + 1}", -more, at)


def _known(payments: Iterable[InvoicePayment], through: PaidThrough) -> int:
    return sum(each.amount.minor for each in payments if each.through is through)


def difference(work: BillingWork, booked: BookedBill, total: Money, intent: str) -> str:
    """Return how the provider's books of an invoice differ from what is stored here; empty if they do not."""
    invoice = work.invoices.by_ref(booked.ref)
    bill = None if invoice is None else work.bills.get(invoice.id)
    if invoice is None or bill is None:
        return f"the intent {intent} has an invoice there that was not issued here" if booked.received.minor else ""
    if bill.total != total:
        return f"{bill.number} is over {bill.total} here and {total} there"
    payments = work.invoice_payments.of_invoice(invoice.id)
    known = _known(payments, PaidThrough.PROVIDER)
    if known != booked.received.minor:
        return f"{bill.number} was paid with {Money(known, total.currency)} here and {booked.received} there"
    for through, back in ((PaidThrough.REFUND, booked.refunded), (PaidThrough.DISPUTE, booked.disputed)):
        here = gone_back(payments, through)
        if here != back:
            went = f"{Money(here, total.currency)} here and {Money(back, total.currency)} there"
            return f"of {bill.number} there went back by {through.value} {went}"
    return ""
