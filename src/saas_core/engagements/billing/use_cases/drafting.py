"""Drafting: billable time is put on an invoice, and taken off again when the draft is discarded (4.1)."""

from __future__ import annotations

from saas_core.engagements.billing.commands import DiscardInvoice, DraftInvoice
from saas_core.engagements.billing.errors import DraftOpen, NothingToBill
from saas_core.engagements.billing.model.invoice import Invoice, InvoicedEntry
from saas_core.engagements.billing.model.transitions import InvoiceCommand
from saas_core.engagements.billing.use_cases.act import Act, require_billing
from saas_core.engagements.billing.values import DISCARD, InvoiceState
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import InvoiceId
from saas_core.kernel.instants import instant_text


def draft(act: Act, command: DraftInvoice) -> Invoice:
    """Put the billable time of an engagement at one rate on a new invoice.

    Raises RequestUnknown, EngagementNotNow, DraftOpen, NothingToBill.
    """
    require_billing(act, command.engagement_id)
    if act.work.invoices.unissued(command.engagement_id) is not None:
        message = "an invoice of this engagement was not issued yet."
        raise DraftOpen(message, field="engagement", remedy="Issue or discard it first.")
    entries = _of_one_rate(act, act.work.time_entries.billable(command.engagement_id, command.until))
    if not entries:
        message = "no recorded time of this engagement can be billed."
        raise NothingToBill(message, field="engagement", remedy="Record time under an approval first.")
    invoice = Invoice(
        id=InvoiceId(act.ids.new()), engagement_id=command.engagement_id, made_at=act.at, changed_at=act.at
    )
    act.work.invoices.save(invoice)
    act.work.invoices.put_time(
        InvoicedEntry(invoice_id=invoice.id, entry_id=each.id, line=each.line, seconds=each.seconds) for each in entries
    )
    for each in entries:
        act.work.time_entries.save(each.billed(act.at))
    details = {**journal_form(command), "invoice": str(invoice.id), "entries": len(entries)}
    act.note(command.NAME, f"engagement:{command.engagement_id}", details)
    return invoice


def _of_one_rate(act: Act, entries: tuple[TimeEntry, ...]) -> tuple[TimeEntry, ...]:
    """Return the entries at the rate of the first one; others go onto an invoice of their own."""
    rates = {
        each.approval_id: (each.rate, each.unit_seconds)
        for each in (act.work.approvals.of_engagement(entries[0].engagement_id) if entries else ())
    }
    first = rates.get(entries[0].approval_id) if entries and entries[0].approval_id is not None else None
    return tuple(each for each in entries if each.approval_id is not None and rates.get(each.approval_id) == first)


def discard(act: Act, invoice: Invoice, command: DiscardInvoice) -> Invoice:
    """Discard a draft, which frees its time; what was drafted of it elsewhere is removed. Raises InvoiceNotNow."""
    discarded = invoice.takes(InvoiceCommand.DISCARD, act.at)
    on_it = [each.entry_id for each in act.work.invoices.time_on(invoice.id) if each.live]
    act.work.invoices.take_off(invoice.id, on_it)
    for each in on_it:
        entry = act.work.time_entries.get(each)
        if entry is not None:
            act.work.time_entries.save(entry.freed(act.at))
    act.work.invoices.save(discarded)
    if invoice.state is InvoiceState.ORDERED:
        # Not in turn with the order, which may wait for a person.
        ordered = {"invoice": str(invoice.id), "ordered_at": instant_text(invoice.changed_at)}
        act.put(DISCARD, f"discarded_invoice:{invoice.id}", ordered)
    act.note(command.NAME, f"invoice:{invoice.id}", journal_form(command))
    return discarded
