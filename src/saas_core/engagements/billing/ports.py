"""Ports of billing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

from attrs import frozen

from saas_core.engagements.billing.model.credit import CreditNote
from saas_core.engagements.billing.model.invoice import Bill, Invoice, InvoicedEntry, InvoicePayment
from saas_core.engagements.billing.model.statement import Tax
from saas_core.engagements.billing.values import Party
from saas_core.engagements.work.ports import TimeWork
from saas_core.kernel.ids import CreditNoteId, EngagementId, InvoiceId, TenantId, TimeEntryId
from saas_core.kernel.work import Work


class Invoices(Protocol):
    """The tenant's invoices from their drafts on, and the time that stands on them."""

    def get(self, invoice_id: InvoiceId) -> Invoice | None:
        """Return an invoice."""
        ...

    def save(self, invoice: Invoice) -> None:
        """Store an invoice, new or changed."""
        ...

    def unissued(self, engagement_id: EngagementId) -> Invoice | None:
        """Return the one invoice of an engagement that was not issued yet."""
        ...

    def by_ref(self, ref: str) -> Invoice | None:
        """Return the invoice of a reference at the provider of payments."""
        ...

    def page(
        self, after: InvoiceId | None, limit: int, engagement_id: EngagementId | None = None, *, issued: bool = False
    ) -> tuple[Invoice, ...]:
        """Return invoices by id, those after the given one, of an engagement or of all; only `issued` ones if asked."""
        ...

    def put_time(self, entries: Iterable[InvoicedEntry]) -> None:
        """Store which time stands on an invoice; raises StoreFault for time that stands live on another one."""
        ...

    def time_on(self, invoice_id: InvoiceId) -> tuple[InvoicedEntry, ...]:
        """Return the time that stands on an invoice or did so, by entry."""
        ...

    def take_off(self, invoice_id: InvoiceId, entry_ids: Iterable[TimeEntryId]) -> None:
        """Take time off an invoice: it stands there no longer live."""
        ...


class Bills(Protocol):
    """What the tenant was billed; rows are only ever added."""

    def get(self, invoice_id: InvoiceId) -> Bill | None:
        """Return the bill of an invoice; None before it was issued."""
        ...

    def add(self, bill: Bill) -> None:
        """Store a bill for good."""
        ...

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Bill, ...]:
        """Return the bills of an engagement in the order of their numbers."""
        ...


class CreditNotes(Protocol):
    """The tenant's credit notes; rows are only ever added."""

    def get(self, credit_note_id: CreditNoteId) -> CreditNote | None:
        """Return a credit note."""
        ...

    def add(self, note: CreditNote) -> None:
        """Store a credit note for good."""
        ...

    def of_invoice(self, invoice_id: InvoiceId) -> tuple[CreditNote, ...]:
        """Return the credit notes to an invoice in the order of their numbers."""
        ...

    def of_engagement(self, engagement_id: EngagementId) -> tuple[CreditNote, ...]:
        """Return the credit notes to invoices of an engagement in the order of their numbers."""
        ...


class InvoicePayments(Protocol):
    """Payments on the tenant's invoices; rows are only ever added."""

    def add(self, payment: InvoicePayment) -> None:
        """Store a payment for good."""
        ...

    def of_invoice(self, invoice_id: InvoiceId) -> tuple[InvoicePayment, ...]:
        """Return the payments on an invoice in the order of their references."""
        ...


class DocumentNumbers(Protocol):
    """The numbers of the tenant's invoices and credit notes, without a gap in each series."""

    def take(self, series: str) -> int:
        """Take the next number of a series, from 1 on; it is taken only if the unit of work commits."""
        ...

    def claim(self, code: str) -> bool:
        """Take a code for the numbers of the tenant's documents for good; return whether it is its, and nobody else's.

        A code that another tenant took stays that one's.
        """
        ...


class BillingWork(TimeWork, Protocol):
    """A unit of work with the invoices of a client."""

    @property
    def invoices(self) -> Invoices:
        """The tenant's invoices."""
        ...

    @property
    def bills(self) -> Bills:
        """What the tenant was billed."""
        ...

    @property
    def credit_notes(self) -> CreditNotes:
        """The tenant's credit notes."""
        ...

    @property
    def invoice_payments(self) -> InvoicePayments:
        """Payments on the tenant's invoices."""
        ...

    @property
    def document_numbers(self) -> DocumentNumbers:
        """The numbers of invoices and credit notes."""
        ...


class Addressees(Protocol):
    """Knows how a client's invoices name it."""

    def party(self, work: Work) -> Party:
        """Return the client with its billing address, its tax number and its time zone."""
        ...


@frozen(kw_only=True)
class CollectedLine:
    """A line of an invoice for the provider of payments: its key, its text, and its amount in minor units."""

    key: str
    text: str
    minor: int


@frozen(kw_only=True)
class CollectOrder:
    """An invoice to draft at the provider of payments; the same `key` again means the same invoice.

    `party` is the client with its address and tax number, by which taxes are computed there.
    """

    key: str
    party: Party
    currency: str
    lines: tuple[CollectedLine, ...]
    due_days: int
    asked_at: datetime


@frozen(kw_only=True)
class Collected:
    """A draft at the provider of payments: its reference, the taxes computed there, and its total in minor units."""

    ref: str
    taxes: tuple[Tax, ...]
    total_minor: int


class Collector(Protocol):
    """Bills at the provider of payments; every call goes over the network and raises ProviderFault."""

    @property
    def configured(self) -> bool:
        """Return whether invoices are billed there, and not by hand."""
        ...

    @property
    def taxes(self) -> bool:
        """Return whether taxes are computed there, for which a client needs an address."""
        ...

    def draft(self, tenant_id: TenantId, order: CollectOrder) -> Collected:
        """Draft an invoice, or find the one that this order drafted before; nothing is asked of the client yet."""
        ...

    def discard(self, tenant_id: TenantId, key: str, ordered_at: datetime) -> None:
        """Remove what an order drafted, if it did, and nobody finalized it meanwhile."""
        ...

    def finalize(self, ref: str, number: str) -> str:
        """Finalize a draft under our number, unless it is; return its page for paying."""
        ...

    def credit(self, credit: CollectedCredit) -> None:
        """Credit an amount of an invoice there, once for each key, so that no more is asked of the client."""
        ...


@frozen(kw_only=True)
class CollectedCredit:
    """A credit note to an invoice there: our number of it, and its amount in minor units."""

    ref: str
    number: str
    minor: int
    key: str


class ByHandCollector:
    """Where nothing is configured: invoices are billed by hand."""

    configured = False
    taxes = False

    def draft(self, tenant_id: TenantId, order: CollectOrder) -> Collected:
        """Raise LookupError, since nobody asks it."""
        raise LookupError(tenant_id, order.key)

    def discard(self, tenant_id: TenantId, key: str, ordered_at: datetime) -> None:
        """Raise LookupError, since nobody asks it."""
        raise LookupError(tenant_id, key, ordered_at)

    def finalize(self, ref: str, number: str) -> str:
        """Raise LookupError, since nobody asks it."""
        raise LookupError(ref, number)

    def credit(self, credit: CollectedCredit) -> None:
        """Raise LookupError, since nobody asks it."""
        raise LookupError(credit)


BY_HAND: Final = ByHandCollector()
