"""Invoicing: what is offered of invoices for paid work; each step is in a module of its own (4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve

from saas_core.engagements.billing.commands import (
    CloseEngagement,
    CreditTime,
    DiscardInvoice,
    DraftInvoice,
    IssueInvoice,
    RecordPayment,
    WriteOff,
)
from saas_core.engagements.billing.errors import InvoiceUnknown
from saas_core.engagements.billing.model.credit import CreditNote
from saas_core.engagements.billing.model.invoice import Bill, Invoice
from saas_core.engagements.billing.ports import BillingWork
from saas_core.engagements.billing.queries import (
    CreditNoteView,
    DocumentView,
    WorkInvoiceView,
    credit_view,
    invoice_view,
)
from saas_core.engagements.billing.use_cases.act import Act, Acts, Desk, known, may_bill, may_read
from saas_core.engagements.billing.use_cases.closing import close
from saas_core.engagements.billing.use_cases.crediting import credit, write_off
from saas_core.engagements.billing.use_cases.drafting import discard, draft
from saas_core.engagements.billing.use_cases.issuing import issue, order, preview
from saas_core.engagements.billing.use_cases.paying import record
from saas_core.engagements.work.queries import CourseView, OutcomeView
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import CreditNoteId, EngagementId, Ids, InvoiceId, TenantId, TimeEntryId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import page_size
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge


@checked
class Invoicing:
    """The invoices for paid work on engagements of a client."""

    def __init__(
        self, *, transactions: Transactions[BillingWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def draft(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId,
        until: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> WorkInvoiceView:
        """Put all billable time of an engagement, or what ended by an instant, on the draft of an invoice.

        No quantity is typed in: hours come from time entries alone. Raises Refused, RequestUnknown, EngagementNotNow
        once the engagement is closed, NothingToBill, DraftOpen, KeyReused. Clause 4.1.
        """
        command = DraftInvoice(engagement_id=engagement_id, until=until)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, WorkInvoiceView, _draft, judged=may_bill)

    def discard(
        self, *, by: Actor, tenant_id: TenantId, invoice_id: InvoiceId, idempotency_key: str | None = None
    ) -> WorkInvoiceView:
        """Discard a draft, which frees its time and touches no approval; raises Refused, InvoiceUnknown, InvoiceNotNow.

        Raises KeyReused too.
        """
        command = DiscardInvoice(invoice_id=invoice_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, WorkInvoiceView, _discard, judged=may_bill)

    def issue(
        self, *, by: Actor, tenant_id: TenantId, invoice_id: InvoiceId, idempotency_key: str | None = None
    ) -> WorkInvoiceView:
        """Issue a draft: it gets the next number, is rendered once, and never changes from then on.

        Where a provider of payments collects, the draft is ordered there first, and issued once its taxes are known.

        Raises Refused, InvoiceUnknown, InvoiceNotNow, NothingToBill, OverCap, ProfileMissing, AddressMissing
        where taxes are computed by it, Unshowable, DocumentsMissing, KeyReused. Clauses 4.1, 5.2, 5.3.
        """
        command = IssueInvoice(invoice_id=invoice_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, WorkInvoiceView, self._issue, judged=may_bill)

    def record_payment(  # noqa: PLR0913 - who, on what, which payment
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice_id: InvoiceId,
        reference: str,
        amount_minor: int,
        paid_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> WorkInvoiceView:
        """Record a payment that arrived by hand, in minor units of the invoice's currency.

        Raises Refused, InvoiceUnknown, InvoiceNotNow, PaidTooMuch, PaymentKnown, KeyReused.
        """
        command = RecordPayment(invoice_id=invoice_id, reference=reference, amount_minor=amount_minor, paid_at=paid_at)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, WorkInvoiceView, _record, judged=may_bill)

    def credit(  # noqa: PLR0913 - who, of what, which time, what of it again, why
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice_id: InvoiceId,
        entry_ids: Iterable[TimeEntryId],
        reason: str,
        rebill: Iterable[TimeEntryId] = (),
        idempotency_key: str | None = None,
    ) -> CreditNoteView:
        """Issue a credit note over time of an invoice, for what the invoice would be lower without it.

        Of that time, `rebill` becomes billable again; the rest is written off. Raises Refused, InvoiceUnknown,
        InvoiceNotNow, NotOnInvoice, ProfileMissing, Unshowable, DocumentsMissing, KeyReused, and EngagementNotNow where
        time would become billable again on a closed engagement.
        """
        command = CreditTime(invoice_id=invoice_id, entry_ids=tuple(entry_ids), rebill=tuple(rebill), reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, CreditNoteView, self._credit, judged=may_bill)

    def write_off(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        entry_ids: Iterable[TimeEntryId],
        reason: str,
        idempotency_key: str | None = None,
    ) -> tuple[OutcomeView, ...]:
        """Write recorded time off, so that it is never billed; answers entry by entry. Raises Refused, KeyReused."""
        command = WriteOff(entry_ids=tuple(entry_ids), reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, tuple[OutcomeView, ...], write_off, judged=may_bill)

    def close(
        self, *, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, idempotency_key: str | None = None
    ) -> CourseView:
        """Close a delivered engagement whose time is billed or written off; carried seconds are dropped.

        Raises Refused, RequestUnknown, EngagementNotNow, Unbilled, KeyReused.
        """
        command = CloseEngagement(engagement_id=engagement_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, CourseView, close, judged=may_bill)

    def show(self, *, by: Actor, tenant_id: TenantId, invoice_id: InvoiceId) -> WorkInvoiceView:
        """Return an invoice; the client sees those that were issued. Raises Refused, InvoiceUnknown."""
        with self._acts.read(tenant_id, by) as act:
            may_read(act)
            return _view(act, _seen(act, invoice_id))

    def list_invoices(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        engagement_id: EngagementId | None = None,
        after: InvoiceId | None = None,
        limit: int = 50,
    ) -> tuple[WorkInvoiceView, ...]:
        """Return invoices by id, those after the given one, of an engagement or of all, at most 1,000.

        The client sees those that were issued. Raises Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            may_read(act)
            issued = not isinstance(by, Staff)
            page = act.work.invoices.page(after, page_size(limit), engagement_id, issued=issued)
            return tuple(_view(act, each) for each in page)

    def list_credits(self, *, by: Actor, tenant_id: TenantId, invoice_id: InvoiceId) -> tuple[CreditNoteView, ...]:
        """Return the credit notes to an invoice in the order of their numbers; raises Refused, InvoiceUnknown."""
        with self._acts.read(tenant_id, by) as act:
            may_read(act)
            bill = act.work.bills.get(_seen(act, invoice_id).id)
            notes = act.work.credit_notes.of_invoice(invoice_id)
            return () if bill is None else tuple(credit_view(each, bill) for each in notes)

    def document(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        invoice_id: InvoiceId,
        credit_note_id: CreditNoteId | None = None,
    ) -> DocumentView:
        """Return the document of an issued invoice, or of a credit note to it, as it was issued.

        Raises Refused, InvoiceUnknown.
        """
        with self._acts.read(tenant_id, by) as act:
            may_read(act)
            _seen(act, invoice_id)
            issued: Bill | CreditNote | None = act.work.bills.get(invoice_id)
            if credit_note_id is not None:
                notes = act.work.credit_notes.of_invoice(invoice_id)
                issued = next((each for each in notes if each.id == credit_note_id), None)
            paper = None if issued is None else act.work.papers.get(issued.paper_id)
            if issued is None or paper is None:
                raise InvoiceUnknown
            return DocumentView(
                name=f"{issued.number}.pdf", media_type=paper.media_type, sha256=paper.sha256, content=paper.content
            )

    def _issue(self, act: Act, command: IssueInvoice) -> WorkInvoiceView:
        invoice = known(act, command.invoice_id)
        if self._desk.collector.configured:
            ordered = order(act, self._desk, invoice)
            act.note(command.NAME, f"invoice:{invoice.id}", {**journal_form(command), "ordered": True})
            return _view(act, ordered)
        issued, _bill = issue(act, self._desk, invoice, command)
        return _view(act, issued)

    def _credit(self, act: Act, command: CreditTime) -> CreditNoteView:
        return credit(act, self._desk, command)


def shown(act: Act, invoice: Invoice) -> bool:
    """Return whether whoever acts sees an invoice: staff all of them, the client those that were issued."""
    return isinstance(act.by, Staff) or act.work.bills.get(invoice.id) is not None


def _seen(act: Act, invoice_id: InvoiceId) -> Invoice:
    found = act.work.invoices.get(invoice_id)
    if found is None or not shown(act, found):
        raise InvoiceUnknown
    return found


def _view(act: Act, invoice: Invoice) -> WorkInvoiceView:
    bill = act.work.bills.get(invoice.id) or preview(act, invoice)
    notes = act.work.credit_notes.of_invoice(invoice.id)
    return invoice_view(invoice, bill, notes, act.work.invoice_payments.of_invoice(invoice.id), act.at)


def _draft(act: Act, command: DraftInvoice) -> WorkInvoiceView:
    return _view(act, draft(act, command))


def _discard(act: Act, command: DiscardInvoice) -> WorkInvoiceView:
    invoice = known(act, command.invoice_id)
    before = _view(act, invoice)
    return evolve(before, state=discard(act, invoice, command).state.value)


def _record(act: Act, command: RecordPayment) -> WorkInvoiceView:
    invoice = record(act, command)
    return _view(act, invoice)
