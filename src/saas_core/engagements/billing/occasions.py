"""Notices of engagements: an invoice for paid work was issued or is overdue, beside those of used hours (4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.engagements.billing.letters import WORK_BILLED, WORK_OVERDUE
from saas_core.engagements.billing.model.invoice import Bill, Invoice
from saas_core.engagements.billing.ports import BillingWork
from saas_core.engagements.billing.queries import owed_on
from saas_core.engagements.billing.values import OWED_IN, InvoiceState
from saas_core.engagements.work.letters import HOURS_USED
from saas_core.engagements.work.occasions import HoursOccasions
from saas_core.engagements.work.occasions import occasions as occasions_of_hours
from saas_core.kernel.ids import InvoiceId
from saas_core.kernel.money import Money
from saas_core.kernel.notices import Notice, Reader
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.zones import written_until


@frozen
class BillingOccasions:
    """Issued invoices on which something is owed, each with its bill and the amount."""

    owed: tuple[tuple[Invoice, Bill, int], ...]

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return the notices due: of each invoice that it was issued, and once it is late, that it is overdue."""
        found: list[Notice] = []
        for invoice, bill, minor in self.owed:
            facts = {
                "invoice": bill.number,
                "amount": str(Money(minor, bill.rate.currency)),
                "due": written_until(bill.due_at, bill.zone),
            }
            if invoice.link or not invoice.ref:
                # One that is collected elsewhere is told once there is a page for paying it.
                found.append(Notice(kind=WORK_BILLED.name, cause=f"work_billed:{invoice.id}", facts=facts))
            if reader.at >= bill.due_at:
                found.append(Notice(kind=WORK_OVERDUE.name, cause=f"work_overdue:{invoice.id}", facts=facts))
        return tuple(found)

    def look_again(self, reader: Reader) -> datetime | None:
        """Return the instant at which the next invoice becomes overdue."""
        return min((bill.due_at for _invoice, bill, _minor in self.owed if bill.due_at > reader.at), default=None)

    def facts(self, notice: Notice, _reader: Reader) -> Mapping[str, str] | None:
        """Return the facts with the page for paying and the invoice's id; None once nothing is owed any more."""
        wanted = InvoiceId(UUID(notice.cause.partition(":")[2]))
        found = next((invoice for invoice, _bill, _minor in self.owed if invoice.id == wanted), None)
        return None if found is None else {**notice.facts, "link": found.link, "invoice_at": str(wanted)}


@frozen
class EngagementOccasions:
    """Everything that a client is told of its engagements by notices: used hours, and invoices."""

    hours: HoursOccasions
    billing: BillingOccasions

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return the notices due."""
        return (*self.hours.due(reader), *self.billing.due(reader))

    def look_again(self, reader: Reader) -> datetime | None:
        """Return the instant at which time alone makes another notice due."""
        return self.billing.look_again(reader)

    def facts(self, notice: Notice, reader: Reader) -> Mapping[str, str] | None:
        """Return a notice's facts; None when it is no longer true."""
        return (self.hours if notice.kind == HOURS_USED.name else self.billing).facts(notice, reader)


def occasions(work: BillingWork, reader: Reader) -> EngagementOccasions:
    """Read the notices that a client may get about its engagements."""
    return EngagementOccasions(occasions_of_hours(work, reader), BillingOccasions(_owed(work)))


def _owed(work: BillingWork) -> tuple[tuple[Invoice, Bill, int], ...]:
    invoices = all_of(lambda last: work.invoices.page(None if last is None else last.id, LARGEST_PAGE))
    found = []
    for invoice in invoices:
        bill = work.bills.get(invoice.id) if invoice.state in OWED_IN - {InvoiceState.PAID} else None
        if bill is not None:
            payments = work.invoice_payments.of_invoice(invoice.id)
            found.append((invoice, bill, owed_on(bill, work.credit_notes.of_invoice(invoice.id), payments)))
    return tuple(found)
