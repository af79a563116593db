"""A credit note: it takes time back off an invoice, and the amount that the invoice would be lower without it (4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.engagements.billing.model.invoice import Bill
from saas_core.engagements.billing.model.statement import Line, Remaining, Tax, whole_of, without
from saas_core.kernel.ids import CreditNoteId, EngagementId, InvoiceId, PaperId, TimeEntryId
from saas_core.kernel.money import Money


@frozen(kw_only=True)
class CreditedEntry:
    """Time that was credited: it is billable again, or else written off."""

    entry_id: TimeEntryId
    line: str
    seconds: int
    rebill: bool


@frozen(kw_only=True)
class CreditNote:
    """A credit note to an invoice, with its entries; it is only ever added.

    `lines` have the units and amounts taken back of each line; `carried` is by how much more is carried since.
    """

    id: CreditNoteId
    invoice_id: InvoiceId
    engagement_id: EngagementId
    series: str
    ordinal: int
    number: str
    issued_at: datetime
    reason: str
    currency: str
    entries: tuple[CreditedEntry, ...]
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    units: int
    carried: int
    total_minor: int
    content: str
    content_hash: str
    paper_id: PaperId
    document_hash: str

    @property
    def total(self) -> Money:
        """The total with taxes."""
        return Money(self.total_minor, self.currency)


@frozen(kw_only=True)
class Taken:
    """What a credit takes back of a bill: the lines and taxes, and by how much more is carried since."""

    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    carried: int

    @property
    def units(self) -> int:
        """The units taken back."""
        return sum(each.units for each in self.lines)

    @property
    def net(self) -> int:
        """The sum of the lines in minor units."""
        return sum(each.minor for each in self.lines)

    @property
    def tax(self) -> int:
        """The sum of the taxes in minor units."""
        return sum(each.minor for each in self.taxes)


def left_of(bill: Bill, credits_: Iterable[CreditNote]) -> Remaining:
    """Return what is left of a bill after its credit notes."""
    whole = whole_of(bill.statement)
    units, taxes, carried = list(whole.units), list(whole.taxes), whole.carried_out
    places = {each.key: number for number, each in enumerate(bill.lines)}
    for each in credits_:
        for line in each.lines:
            units[places[line.key]] -= line.units
        for number, tax in enumerate(each.taxes):
            taxes[number] -= tax.minor
        carried += each.carried
    return Remaining(units=tuple(units), taxes=tuple(taxes), carried_out=carried)


def taken(bill: Bill, before: Remaining, live: dict[str, int], entries: Iterable[CreditedEntry]) -> Taken:
    """Return what a credit of entries takes back; `live` are the seconds on the bill before it, by line."""
    seconds: dict[str, int] = {}
    for each in entries:
        seconds[each.line] = seconds.get(each.line, 0) + each.seconds
    rest = {key: live.get(key, 0) - seconds.get(key, 0) for key in (line.key for line in bill.lines)}
    after = without(bill.statement, bill.terms, before, rest)
    price = bill.terms.price
    lines = tuple(
        Line(key=line.key, seconds=seconds.get(line.key, 0), units=one - other, minor=(one - other) * price)
        for line, one, other in zip(bill.lines, before.units, after.units, strict=True)
    )
    taxes = tuple(
        Tax(label=tax.label, rate=tax.rate, minor=one - other)
        for tax, one, other in zip(bill.taxes, before.taxes, after.taxes, strict=True)
    )
    return Taken(lines=lines, taxes=taxes, carried=after.carried_out - before.carried_out)
