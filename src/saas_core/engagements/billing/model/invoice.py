"""An invoice: its state, and once it is issued, the bill, which never changes (4.1)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.engagements.billing.model.statement import Line, Statement, Tax, Terms
from saas_core.engagements.billing.model.transitions import InvoiceCommand, after
from saas_core.engagements.billing.values import InvoiceState, PaidThrough
from saas_core.kernel.ids import ApprovalId, EngagementId, InvoiceId, PaperId, TimeEntryId
from saas_core.kernel.money import Money


@frozen(kw_only=True)
class Invoice:
    """An invoice of an engagement, from its draft on.

    `carried_in` are the seconds carried into it, fixed once it was ordered or issued. `ref` and `link` are its
    reference and page for paying at the provider of payments, empty where it is billed by hand.
    """

    id: InvoiceId
    engagement_id: EngagementId
    state: InvoiceState = InvoiceState.DRAFT
    carried_in: int = 0
    ref: str = ""
    link: str = ""
    made_at: datetime
    changed_at: datetime

    def takes(self, command: InvoiceCommand, at: datetime) -> Invoice:
        """Return the invoice after a command; raises InvoiceNotNow."""
        return evolve(self, state=after(command, self.state), changed_at=at)

    def settled(self, owed: int, at: datetime) -> Invoice:
        """Return an issued invoice after what is owed on it changed; one that was paid stays so."""
        if self.state is InvoiceState.PAID:
            return self
        return self.takes(InvoiceCommand.PAY if owed <= 0 else InvoiceCommand.PAY_PART, at)


@frozen(kw_only=True)
class InvoicedEntry:
    """Time that stands on an invoice under a scope line; live until the draft is discarded or the time is credited."""

    invoice_id: InvoiceId
    entry_id: TimeEntryId
    line: str
    seconds: int
    live: bool = True


@frozen(kw_only=True)
class BillLine:
    """A line of a bill: the text of its scope line, its seconds and units, and their amount."""

    key: str
    text: str
    seconds: int
    units: int
    minor: int


@frozen(kw_only=True)
class Bill:
    """What was issued: the number, the lines, and the canonical content with its hashes; it is only ever added.

    `seconds` are those of all lines. `due_at` is the end of the last day on which it may be paid.
    """

    invoice_id: InvoiceId
    engagement_id: EngagementId
    series: str
    ordinal: int
    number: str
    issued_at: datetime
    due_at: datetime
    zone: str
    approval_id: ApprovalId
    rate: Money
    unit_seconds: int
    carried_in: int
    carried_out: int
    lines: tuple[BillLine, ...]
    taxes: tuple[Tax, ...]
    seconds: int
    units: int
    total_minor: int
    content: str
    content_hash: str
    paper_id: PaperId
    document_hash: str

    @property
    def terms(self) -> Terms:
        """At what it bills."""
        return Terms(rate=self.rate, unit=self.unit_seconds, carried_in=self.carried_in)

    @property
    def statement(self) -> Statement:
        """Its lines and taxes, as they were computed."""
        lines = tuple(
            Line(key=each.key, seconds=each.seconds, units=each.units, minor=each.minor) for each in self.lines
        )
        return Statement(lines=lines, carried_out=self.carried_out, taxes=self.taxes)

    @property
    def total(self) -> Money:
        """The total with taxes."""
        return Money(self.total_minor, self.rate.currency)


@frozen(kw_only=True)
class InvoicePayment:
    """A payment on an invoice, by its reference, which is unique on the invoice; it is only ever added.

    What went back to the client, by a refund or a dispute, is a row below zero; one that came back after all, as by a
    dispute that was won, is a row above zero of the same kind.
    """

    invoice_id: InvoiceId
    reference: str
    amount: Money
    paid_at: datetime
    through: PaidThrough
    recorded_at: datetime
