"""Crediting: corrections of issued invoices by credit notes over their time, and time that is written off (4.1)."""

from __future__ import annotations

from collections.abc import Iterable

from saas_core.engagements.billing.commands import CreditTime, WriteOff
from saas_core.engagements.billing.errors import NotOnInvoice
from saas_core.engagements.billing.model.content import Credited, credit_content
from saas_core.engagements.billing.model.credit import CreditedEntry, CreditNote, left_of, taken
from saas_core.engagements.billing.model.invoice import Bill, Invoice, InvoicedEntry
from saas_core.engagements.billing.model.transitions import InvoiceCommand, after
from saas_core.engagements.billing.queries import CreditNoteView, credit_view, unpaid_on
from saas_core.engagements.billing.use_cases.act import Act, Desk, issued, known, numbered, require_billing, sides
from saas_core.engagements.billing.values import CREDIT, InvoiceState
from saas_core.engagements.work.errors import EntryUnknown
from saas_core.engagements.work.queries import OutcomeView
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import CreditNoteId, TimeEntryId
from saas_core.kernel.journal import Value


def credit(act: Act, desk: Desk, command: CreditTime) -> CreditNoteView:
    """Issue a credit note over time of an invoice; only the time marked so becomes billable again.

    Raises InvoiceUnknown, InvoiceNotNow, EngagementNotNow, NotOnInvoice, ProfileMissing, Unshowable, DocumentsMissing.
    """
    invoice = known(act, command.invoice_id)
    after(InvoiceCommand.CREDIT, invoice.state)
    if command.rebill:
        # What becomes billable again must be billed by somebody: a closed engagement is not.
        require_billing(act, invoice.engagement_id)
    bill = _bill(act, invoice)
    live = {each.entry_id: each for each in act.work.invoices.time_on(invoice.id) if each.live}
    entries = tuple(_credited(live, command))
    notes = act.work.credit_notes.of_invoice(invoice.id)
    seconds: dict[str, int] = {}
    for on_it in live.values():
        seconds[on_it.line] = seconds.get(on_it.line, 0) + on_it.seconds
    back = taken(bill, left_of(bill, notes), seconds, entries)
    approval = act.work.approvals.get(bill.approval_id)
    if approval is None:  # pragma: no cover - an approval is never removed
        raise LookupError(bill.approval_id)
    both, series = sides(act, desk), desk.profile.credit_series
    ordinal = act.work.document_numbers.take(series)
    number = numbered(act, series, ordinal)
    note_id = CreditNoteId(act.ids.new())
    content = credit_content(
        Credited(
            number=number,
            sides=both,
            bill=bill,
            approval=approval,
            entries=entries,
            taken=back,
            reason=command.reason,
            issued_at=act.at,
        )
    )
    made = issued(act, desk, "credit_note", str(note_id), content)
    note = CreditNote(
        id=note_id,
        invoice_id=invoice.id,
        engagement_id=invoice.engagement_id,
        series=series,
        ordinal=ordinal,
        number=number,
        issued_at=act.at,
        reason=command.reason,
        currency=bill.rate.currency,
        entries=entries,
        lines=back.lines,
        taxes=back.taxes,
        units=back.units,
        carried=back.carried,
        total_minor=back.net + back.tax,
        content=made.content,
        content_hash=made.content_hash,
        paper_id=made.paper_id,
        document_hash=made.document_hash,
    )
    act.work.credit_notes.add(note)
    act.work.invoices.take_off(invoice.id, (each.entry_id for each in entries))
    for each in entries:
        entry = act.work.time_entries.get(each.entry_id)
        if entry is not None:
            act.work.time_entries.save(entry.credited(act.at, rebill=each.rebill))
    _settle(act, invoice, bill, (*notes, note))
    if invoice.ref and note.total_minor:
        act.put(CREDIT, f"invoice:{invoice.id}", {"invoice": str(invoice.id), "credit_note": str(note.id)})
    details = {
        **journal_form(command),
        "number": number,
        "content": made.content_hash,
        "document": made.document_hash,
        "total": str(note.total),
    }
    act.note(command.NAME, f"invoice:{invoice.id}", details)
    return credit_view(note, bill)


def _bill(act: Act, invoice: Invoice) -> Bill:
    bill = act.work.bills.get(invoice.id)
    if bill is None:
        message = "was not issued yet."
        raise NotOnInvoice(message, field="invoice", remedy="Discard the draft instead.")
    return bill


def _credited(live: dict[TimeEntryId, InvoicedEntry], command: CreditTime) -> Iterable[CreditedEntry]:
    again = frozenset(command.rebill)
    wanted = tuple(dict.fromkeys(command.entry_ids))
    if not wanted or not again <= frozenset(wanted) or any(each not in live for each in wanted):
        message = "names time that does not stand on this invoice, or was credited before."
        if not wanted:
            message = "names no time."
        raise NotOnInvoice(message, field="entry_ids", remedy="Name time of the invoice; list it to see which.")
    for each in wanted:
        yield CreditedEntry(entry_id=each, line=live[each].line, seconds=live[each].seconds, rebill=each in again)


def _settle(act: Act, invoice: Invoice, bill: Bill, notes: Iterable[CreditNote]) -> None:
    """Note an invoice on which nothing more is owed since a credit as paid."""
    unpaid = unpaid_on(bill, notes, act.work.invoice_payments.of_invoice(invoice.id))
    if unpaid <= 0 and invoice.state is not InvoiceState.PAID:
        act.work.invoices.save(invoice.settled(unpaid, act.at))


def write_off(act: Act, command: WriteOff) -> tuple[OutcomeView, ...]:
    """Write recorded time off, entry by entry: it will not be billed, and its approved hours stay used."""
    outcomes = tuple(_written_off(act, each, command.reason) for each in dict.fromkeys(command.entry_ids))
    done = [str(each.entry_id) for each in outcomes if not each.refused]
    if done:
        act.note(command.NAME, "time", {"entries": list[Value](done)})
    return outcomes


def _written_off(act: Act, entry_id: TimeEntryId, reason: str) -> OutcomeView:
    entry = act.work.time_entries.get(entry_id)
    try:
        if entry is None:
            raise EntryUnknown
        written = entry.written_off(reason, act.at)
    except SaasError as fault:
        state = "" if entry is None else entry.state.value
        return OutcomeView(entry_id=entry_id, state=state, refused=fault.code, sentence=str(fault))
    act.work.time_entries.save(written)
    return OutcomeView(entry_id=entry_id, state=written.state.value)
