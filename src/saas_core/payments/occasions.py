"""Notices of payments: an invoice is due, or a payment failed (0.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from attrs import frozen

from saas_core.kernel.notices import Notice, Reader
from saas_core.kernel.zones import written_out
from saas_core.payments.letters import INVOICE_DUE, PAYMENT_FAILED
from saas_core.payments.model import OpenInvoice
from saas_core.payments.ports import PaymentsWork


@frozen
class InvoiceOccasions:
    """The invoices that are still to be paid."""

    invoices: tuple[OpenInvoice, ...]

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return the notices due: for each invoice, its due date, or that its payment failed."""
        return tuple(self._all(reader))

    def look_again(self, _reader: Reader) -> datetime | None:
        """Return None, since an invoice changes only by news from the provider of payments."""
        return None

    def facts(self, notice: Notice, _reader: Reader) -> Mapping[str, str] | None:
        """Return the facts with the page for paying; None if there is nothing to pay any more."""
        ref = notice.cause.partition(":")[2]
        invoice = next((each for each in self.invoices if each.ref == ref), None)
        return None if invoice is None else {**notice.facts, "link": invoice.link}

    def _all(self, reader: Reader) -> Iterator[Notice]:
        for each in self.invoices:
            facts = {"invoice": each.number, "amount": str(each.owed)}
            if each.failed:
                yield Notice(kind=PAYMENT_FAILED.name, cause=f"failed:{each.ref}", facts=facts)
            elif each.due_at is not None and each.due_at > reader.at:
                facts["due"] = written_out(each.due_at, reader.zone)
                yield Notice(kind=INVOICE_DUE.name, cause=f"due:{each.ref}", facts=facts)


def occasions(work: PaymentsWork, _reader: Reader) -> InvoiceOccasions:
    """Read the notices that a client may get about its invoices."""
    return InvoiceOccasions(work.open_invoices.all())
