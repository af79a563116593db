"""What must hold of invoices for paid work whatever happens, looked at by the doctor (4.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from saas_core.engagements.billing.model.credit import left_of
from saas_core.engagements.billing.model.invoice import Bill, Invoice
from saas_core.engagements.billing.model.statement import stated
from saas_core.engagements.billing.ports import BillingWork
from saas_core.engagements.billing.queries import gone_back, owed_on, unpaid_on
from saas_core.engagements.billing.values import LIVE, OWED_IN, InvoiceState, PaidThrough
from saas_core.engagements.estimates.content import sha256_of
from saas_core.engagements.work.values import EntryState
from saas_core.kernel.ids import TimeEntryId
from saas_core.kernel.money import Money
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.parts import Check, Finding

_NAME: Final = "invoices"
_RESTORE: Final = "Compare with a backup; an issued invoice is corrected by a credit note alone."
_SETTLE: Final = "Credit the time that is not to be paid; with rebill it goes onto the next invoice."


def _look(work: BillingWork, slug: str) -> Iterator[Finding]:
    """Find what does not add up, stands on two invoices, or is not what it was issued as."""
    live: Counter[TimeEntryId] = Counter()
    numbers: dict[str, set[int]] = {}
    for invoice in all_of(lambda last: work.invoices.page(None if last is None else last.id, LARGEST_PAGE)):
        bill = work.bills.get(invoice.id)
        for sentence in (*_time(work, invoice, live), *_issued(work, invoice, bill)):
            yield Finding(_NAME, slug, f"Invoice {bill.number if bill else invoice.id}: {sentence}", _RESTORE)
        if bill is not None:
            numbers.setdefault(bill.series, set()).add(bill.ordinal)
        for note in work.credit_notes.of_invoice(invoice.id):
            numbers.setdefault(note.series, set()).add(note.ordinal)
    for entry_id in (each for each, count in live.items() if count > 1):
        yield Finding(_NAME, slug, f"Time {entry_id} stands live on {live[entry_id]} invoices.", _RESTORE)
    for series, found in numbers.items():
        if found != set(range(1, len(found) + 1)):
            yield Finding(_NAME, slug, f"The numbers of the series {series} have a gap.", _RESTORE)


def _time(work: BillingWork, invoice: Invoice, live: Counter[TimeEntryId]) -> Iterator[str]:
    for each in work.invoices.time_on(invoice.id):
        if not each.live:
            continue
        live[each.entry_id] += 1
        entry = work.time_entries.get(each.entry_id)
        if entry is None or entry.state is not EntryState.INVOICED or entry.seconds != each.seconds:
            yield f"the time {each.entry_id} on it is not as it was recorded."


def _issued(work: BillingWork, invoice: Invoice, bill: Bill | None) -> Iterator[str]:
    if (bill is not None) != (invoice.state in OWED_IN):
        yield f"it is {invoice.state.value}, and {'was' if bill else 'was not'} issued."
    if bill is None:
        return
    again = stated({each.key: each.seconds for each in bill.lines}, bill.terms, bill.taxes)
    if again != bill.statement or again.total != bill.total_minor or invoice.state in LIVE:
        yield "its lines do not come out of its time."
    paper = work.papers.get(bill.paper_id)
    if sha256_of(bill.content.encode()) != bill.content_hash:
        yield "its content is not what its hash was made of."
    if paper is None or sha256_of(paper.content) != bill.document_hash:
        yield "its document is not what its hash was made of."
    notes = work.credit_notes.of_invoice(invoice.id)
    left = left_of(bill, notes)
    if min((*left.units, *left.taxes), default=0) < 0:
        yield "more was credited than it billed."
    payments = work.invoice_payments.of_invoice(invoice.id)
    unpaid = unpaid_on(bill, notes, payments)
    if (invoice.state is InvoiceState.PAID) != (unpaid <= 0):
        yield f"it is {invoice.state.value.replace('_', ' ')}, though {unpaid} was not paid in minor units."


def _refunds(work: BillingWork, slug: str) -> Iterator[Finding]:
    """Find refunds that no credit note settles: the time stands as billed, and the money went back."""
    for invoice in all_of(lambda last: work.invoices.page(None if last is None else last.id, LARGEST_PAGE)):
        bill = work.bills.get(invoice.id)
        payments = () if bill is None else work.invoice_payments.of_invoice(invoice.id)
        refunded = gone_back(payments, PaidThrough.REFUND)
        if bill is not None and refunded > 0 and invoice.state is InvoiceState.PAID:
            open_ = min(owed_on(bill, work.credit_notes.of_invoice(invoice.id), payments), refunded)
            if open_ > 0:
                amount = Money(open_, bill.rate.currency)
                sentence = f"Invoice {bill.number}: {amount} was refunded, and no credit note settles it."
                yield Finding("refunds", slug, sentence, _SETTLE)


CHECKS: Final = (Check(_NAME, _look), Check("refunds", _refunds))
