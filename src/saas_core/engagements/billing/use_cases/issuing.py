"""Issuing: a draft becomes a bill with the next number of its series, rendered once and never changed (4.1)."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from saas_core.engagements.billing.commands import IssueInvoice
from saas_core.engagements.billing.errors import NothingToBill
from saas_core.engagements.billing.model.content import Billed, bill_lines, invoice_content
from saas_core.engagements.billing.model.invoice import Bill, Invoice
from saas_core.engagements.billing.model.statement import Statement, Tax, Terms, stated
from saas_core.engagements.billing.model.transitions import InvoiceCommand, after
from saas_core.engagements.billing.policies import require_address, require_approved, require_units
from saas_core.engagements.billing.use_cases.act import (
    Act,
    Desk,
    account,
    at_rate,
    carried,
    issued,
    numbered,
    ownership,
    sides,
)
from saas_core.engagements.billing.values import ORDER, InvoiceState
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.work.model.lines import lines_of
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import PaperId
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT
from saas_core.kernel.zones import end_of_day, local_date


def stated_now(act: Act, invoice: Invoice, taxes: Sequence[Tax] = ()) -> tuple[Statement, Terms, tuple[Approval, ...]]:
    """Return what a draft would bill now, at what, and under which approvals.

    The seconds carried in are those of the draft once it was ordered, else those that are carried now.
    """
    time = act.work.invoices.time_on(invoice.id)
    first = act.work.time_entries.get(time[0].entry_id)
    approval = None if first is None or first.approval_id is None else act.work.approvals.get(first.approval_id)
    if approval is None:
        message = "no approval stands behind the time of this invoice."
        raise NothingToBill(message, field="invoice", remedy="Run the doctor; nothing was changed.")
    rate, unit = approval.rate, approval.unit_seconds
    approvals = at_rate(act, invoice.engagement_id, rate, unit)
    ordered = invoice.state is InvoiceState.ORDERED
    into = invoice.carried_in if ordered else carried(act, invoice.engagement_id, rate, unit)
    seconds = dict.fromkeys(lines_of(act.work.approvals.of_engagement(invoice.engagement_id)), 0)
    for each in time:
        seconds[each.line] += each.seconds
    worked = {key: each for key, each in seconds.items() if each}
    terms = Terms(rate=rate, unit=unit, carried_in=into)
    return stated(worked, terms, taxes), terms, approvals


def preview(act: Act, invoice: Invoice) -> Bill:
    """Return a draft as the bill it would be now, without number, content and document."""
    statement, terms, approvals = stated_now(act, invoice)
    return Bill(
        invoice_id=invoice.id,
        engagement_id=invoice.engagement_id,
        series="",
        ordinal=0,
        number="",
        issued_at=act.at,
        due_at=act.at,
        zone="UTC",
        approval_id=approvals[0].approval_id,
        rate=terms.rate,
        unit_seconds=terms.unit,
        carried_in=terms.carried_in,
        carried_out=statement.carried_out,
        lines=bill_lines(statement, texts_of(act, invoice)),
        taxes=statement.taxes,
        seconds=sum(each.seconds for each in statement.lines),
        units=statement.units,
        total_minor=statement.total,
        content="",
        content_hash="",
        paper_id=PaperId(invoice.id),
        document_hash="",
    )


def order(act: Act, desk: Desk, invoice: Invoice) -> Invoice:
    """Order a draft at the provider of payments, with the seconds carried in fixed; it is issued once taxes are known.

    Raises InvoiceNotNow, NothingToBill for less time than one unit, ProfileMissing, AddressMissing.
    """
    ordered = invoice.takes(InvoiceCommand.ORDER, act.at)
    statement, terms, _approvals = stated_now(act, invoice)
    require_units(statement)
    both = sides(act, desk)
    if desk.collector.taxes:
        require_address(both.client)
    ordered = evolve(ordered, carried_in=terms.carried_in)
    act.work.invoices.save(ordered)
    act.put(ORDER, f"invoice:{invoice.id}", {"invoice": str(invoice.id)})
    return ordered


def issue(
    act: Act, desk: Desk, invoice: Invoice, command: IssueInvoice, taxes: Sequence[Tax] = ()
) -> tuple[Invoice, Bill]:
    """Issue a draft, and note it; see `issue_bill` for what it raises."""
    done, bill = issue_bill(act, desk, invoice, taxes)
    details = {
        **journal_form(command),
        "number": bill.number,
        "content": bill.content_hash,
        "document": bill.document_hash,
        "total": str(bill.total),
    }
    act.note(command.NAME, f"invoice:{invoice.id}", details)
    return done, bill


def issue_bill(act: Act, desk: Desk, invoice: Invoice, taxes: Sequence[Tax] = ()) -> tuple[Invoice, Bill]:
    """Issue a draft, and return it with its bill; no invoice says more than the approved hours.

    Raises InvoiceNotNow, NothingToBill for less time than one unit, OverCap, ProfileMissing, Unshowable,
    DocumentsMissing.
    """
    after(InvoiceCommand.ISSUE, invoice.state)
    statement, terms, approvals = stated_now(act, invoice, taxes)
    require_units(statement)
    before = account(act, invoice.engagement_id, terms.rate, terms.unit)
    require_approved(statement, terms, before)
    both = sides(act, desk)
    series = desk.profile.series
    ordinal = act.work.document_numbers.take(series)
    number = numbered(act, series, ordinal)
    zone = both.client.zone
    due_at = end_of_day(local_date(act.at + desk.profile.due, zone), zone)
    texts = texts_of(act, invoice)
    content = invoice_content(
        Billed(
            number=number,
            sides=both,
            engagement_id=invoice.engagement_id,
            approvals=approvals,
            texts=texts,
            statement=statement,
            terms=terms,
            account=before,
            ownership=ownership(act, approvals[0].terms_version),
            issued_at=act.at,
            due_at=due_at,
        )
    )
    made = issued(act, desk, "invoice", str(invoice.id), content)
    bill = evolve(
        preview(act, invoice),
        series=series,
        ordinal=ordinal,
        number=number,
        due_at=due_at,
        zone=zone,
        carried_in=terms.carried_in,
        carried_out=statement.carried_out,
        lines=bill_lines(statement, texts),
        taxes=statement.taxes,
        total_minor=statement.total,
        content=made.content,
        content_hash=made.content_hash,
        paper_id=made.paper_id,
        document_hash=made.document_hash,
    )
    act.work.bills.add(bill)
    done = evolve(invoice.takes(InvoiceCommand.ISSUE, act.at), carried_in=terms.carried_in)
    act.work.invoices.save(done)
    if not desk.collector.configured:
        # Where it is collected elsewhere, the client is told once there is a page for paying.
        act.want(SWEEP, CLIENT)
    return done, bill


def texts_of(act: Act, invoice: Invoice) -> dict[str, str]:
    """Return the texts of the approved scope lines of an engagement, by their keys."""
    found = lines_of(act.work.approvals.of_engagement(invoice.engagement_id))
    return {key: line.text for key, (_approval, line) in found.items()}
