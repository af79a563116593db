"""Collecting: an invoice is drafted at the provider of payments, issued here with its taxes, then finalized there.

One number, one document, one total. The intent is our id of the invoice, so that a crash between our commit and the
provider's answer never makes two; no transaction is open while the provider is asked.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from attrs import evolve

from saas_core.engagements.billing.commands import IssueInvoice
from saas_core.engagements.billing.ports import BillingWork, CollectedCredit, CollectedLine, CollectOrder
from saas_core.engagements.billing.use_cases.act import Act, Acts, Desk
from saas_core.engagements.billing.use_cases.issuing import issue, stated_now, texts_of
from saas_core.engagements.billing.values import DISCARD, FINALIZE, ORDER, InvoiceState
from saas_core.kernel.actors import System
from saas_core.kernel.errors import ProviderRefused
from saas_core.kernel.ids import CreditNoteId, Ids, InvoiceId, TenantId
from saas_core.kernel.instants import Clock, parse_instant
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT
from saas_core.kernel.work import Effect, Transactions
from saas_core.policy.ports import Judge

_BILLING: Final = System("billing")


class Collecting:
    """Carries out orders of invoices, one effect after the other for each of them."""

    def __init__(
        self, *, transactions: Transactions[BillingWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Carry out an effect; raises ProviderFault, StoreFault, and what issuing raises."""
        invoice_id = InvoiceId(UUID(str(effect.body["invoice"])))
        if effect.kind == ORDER:
            self._order(tenant_id, invoice_id, effect)
        elif effect.kind == FINALIZE:
            self._finalize(tenant_id, invoice_id)
        elif effect.kind == DISCARD:
            ordered_at = parse_instant(str(effect.body["ordered_at"]), "ordered_at")
            self._desk.collector.discard(tenant_id, str(invoice_id), ordered_at)
        else:
            self._credit(tenant_id, invoice_id, CreditNoteId(UUID(str(effect.body["credit_note"]))))

    def _order(self, tenant_id: TenantId, invoice_id: InvoiceId, effect: Effect) -> None:
        with self._acts.read(tenant_id, _BILLING) as act:
            asked = self._asked(act, invoice_id, effect)
        if asked is None:
            return
        found = self._desk.collector.draft(tenant_id, asked)
        net = sum(each.minor for each in asked.lines)
        if found.total_minor != net + sum(each.minor for each in found.taxes):
            message = f"the provider of payments totals {found.total_minor} where lines and taxes are otherwise."
            raise ProviderRefused(message, remedy="Look at the draft there; nothing was issued.")
        with self._acts.begin(tenant_id, _BILLING) as act:
            invoice = act.work.invoices.get(invoice_id)
            stands = invoice is not None and invoice.state is InvoiceState.ORDERED
            if invoice is not None and stands:
                command = IssueInvoice(invoice_id=invoice_id)
                issue(act, self._desk, evolve(invoice, ref=found.ref), command, found.taxes)
                act.put(FINALIZE, f"invoice:{invoice_id}", {"invoice": str(invoice_id)})
        if not stands:
            # It was discarded meanwhile, and its removal may have come before the draft.
            self._desk.collector.discard(tenant_id, asked.key, asked.asked_at)

    def _asked(self, act: Act, invoice_id: InvoiceId, effect: Effect) -> CollectOrder | None:
        """Return what to draft; None for an invoice that was discarded, or issued before."""
        invoice = act.work.invoices.get(invoice_id)
        if invoice is None or invoice.state is not InvoiceState.ORDERED:
            return None
        statement, terms, _approvals = stated_now(act, invoice)
        texts = texts_of(act, invoice)
        return CollectOrder(
            key=str(invoice_id),
            party=self._desk.addressees.party(act.work),
            currency=terms.rate.currency,
            lines=tuple(
                CollectedLine(key=each.key, text=f"{each.key}: {texts[each.key]}", minor=each.minor)
                for each in statement.lines
                if each.minor
            ),
            due_days=self._desk.profile.due.days,
            asked_at=effect.at,
        )

    def _finalize(self, tenant_id: TenantId, invoice_id: InvoiceId) -> None:
        with self._acts.read(tenant_id, _BILLING) as act:
            invoice, bill = act.work.invoices.get(invoice_id), act.work.bills.get(invoice_id)
        if invoice is None or bill is None:  # pragma: no cover - both were stored with this effect
            raise LookupError(invoice_id)
        link = self._desk.collector.finalize(invoice.ref, bill.number)
        with self._acts.begin(tenant_id, _BILLING) as act:
            now = act.work.invoices.get(invoice_id)
            if now is not None and now.link != link:
                act.work.invoices.save(evolve(now, link=link))
                act.want(SWEEP, CLIENT)

    def _credit(self, tenant_id: TenantId, invoice_id: InvoiceId, note_id: CreditNoteId) -> None:
        with self._acts.read(tenant_id, _BILLING) as act:
            invoice, note = act.work.invoices.get(invoice_id), act.work.credit_notes.get(note_id)
        if invoice is None or note is None:  # pragma: no cover - both were stored with this effect
            raise LookupError(note_id)
        given = CollectedCredit(ref=invoice.ref, number=note.number, minor=note.total_minor, key=str(note_id))
        self._desk.collector.credit(given)
