"""Paying: payments on issued invoices, recorded by hand or learned from the provider of payments (4.1)."""

from __future__ import annotations

from datetime import datetime

from saas_core.engagements.billing.commands import RecordPayment
from saas_core.engagements.billing.model.invoice import Invoice, InvoicePayment
from saas_core.engagements.billing.model.transitions import InvoiceCommand, after
from saas_core.engagements.billing.policies import require_arrived, require_payable
from saas_core.engagements.billing.queries import owed_on, unpaid_on
from saas_core.engagements.billing.use_cases.act import Act, known
from saas_core.engagements.billing.values import PaidThrough
from saas_core.kernel.commands import journal_form
from saas_core.kernel.money import Money


def record(act: Act, command: RecordPayment) -> Invoice:
    """Store a payment recorded by hand, and return the invoice after it.

    Raises InvoiceUnknown, InvoiceNotNow, PaymentKnown, PaidTooMuch, TimeUnfit for one in the future.
    """
    paid_at = act.at if command.paid_at is None else command.paid_at
    require_arrived(paid_at, act.at)
    invoice = paid(
        act, known(act, command.invoice_id), command.reference, command.amount_minor, paid_at, PaidThrough.HAND
    )
    act.note(command.NAME, f"invoice:{invoice.id}", journal_form(command))
    return invoice


def paid(  # noqa: PLR0913, PLR0917 - on what, which payment, how it became known
    act: Act, invoice: Invoice, reference: str, minor: int, paid_at: datetime, through: PaidThrough
) -> Invoice:
    """Store a payment, and return the invoice after it; raises InvoiceNotNow, PaymentKnown, PaidTooMuch."""
    after(InvoiceCommand.PAY, invoice.state)
    bill = act.work.bills.get(invoice.id)
    if bill is None:  # pragma: no cover - an invoice that takes a payment was issued
        raise LookupError(invoice.id)
    payments = act.work.invoice_payments.of_invoice(invoice.id)
    notes = act.work.credit_notes.of_invoice(invoice.id)
    owed = Money(owed_on(bill, notes, payments), bill.rate.currency)
    require_payable(reference, minor, owed, payments)
    payment = InvoicePayment(
        invoice_id=invoice.id,
        reference=reference,
        amount=Money(minor, bill.rate.currency),
        paid_at=paid_at,
        through=through,
        recorded_at=act.at,
    )
    act.work.invoice_payments.add(payment)
    settled = invoice.settled(unpaid_on(bill, notes, payments) - minor, act.at)
    act.work.invoices.save(settled)
    return settled
