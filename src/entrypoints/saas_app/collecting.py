"""Collecting invoices for paid work: billing's orders, passed to the provider of payments, and what its books say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from saas_app.answers import ContactsOfTenancy, whole
from saas_core.engagements.billing.model.statement import Tax
from saas_core.engagements.billing.ports import BillingWork, Collected, CollectedCredit, CollectOrder
from saas_core.engagements.billing.use_cases.following import BookedBill, difference, follow
from saas_core.kernel.money import Money
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT
from saas_core.payments.books import Books, Dispute, DisputeState, Oddity, SubscriptionInvoice
from saas_core.payments.model import PaymentAccount
from saas_core.payments.ports import AccountOrder, Followed, Follower, InvoiceItem, InvoiceOrder, Recipient

if TYPE_CHECKING:
    from saas_app.payments import Payments
    from saas_core.kernel.ids import TenantId
    from saas_core.kernel.instants import Clock
    from saas_core.kernel.work import Transactions, Work
    from saas_core.payments.ports import PaymentsWork


@frozen(kw_only=True)
class CollectorOfPayments:
    """Bills at the provider of payments, where one is configured."""

    provider: Payments
    transactions: Transactions[PaymentsWork]
    clock: Clock

    @property
    def configured(self) -> bool:
        """Return whether invoices are billed there, and not by hand."""
        return self.provider.invoices is not None

    @property
    def taxes(self) -> bool:
        """Return whether taxes are computed there."""
        return self.provider.invoices is not None and self.provider.invoices.taxed

    def draft(self, tenant_id: TenantId, order: CollectOrder) -> Collected:
        """Draft an invoice, or find the one that this order drafted before; the client's account is opened first."""
        found = self.provider.invoicing.draft_invoice(
            InvoiceOrder(
                key=order.key,
                tenant_id=tenant_id,
                account=self._account(tenant_id, order),
                recipient=Recipient(
                    name=order.party.name,
                    address=order.party.address,
                    country=order.party.country,
                    tax_number=order.party.tax_number,
                ),
                currency=order.currency,
                items=tuple(InvoiceItem(key=each.key, text=each.text, minor=each.minor) for each in order.lines),
                due_days=order.due_days,
                asked_at=order.asked_at,
            )
        )
        taxes = tuple(Tax(label=each.label, rate=each.rate, minor=each.minor) for each in found.taxes)
        return Collected(ref=found.ref, taxes=taxes, total_minor=found.total_minor)

    def discard(self, tenant_id: TenantId, key: str, ordered_at: datetime) -> None:
        """Remove what an order drafted, if the client has an account there."""
        with self.transactions.read(tenant_id) as work:
            account = work.payments.get()
        if account is not None:
            self.provider.invoicing.discard_invoice(account.account, key, ordered_at)

    def finalize(self, ref: str, number: str) -> str:
        """Finalize a draft under our number, unless it is; return its page for paying."""
        return self.provider.invoicing.finalize_invoice(ref, number)

    def credit(self, credit: CollectedCredit) -> None:
        """Credit an amount of an invoice there, once for each key."""
        self.provider.invoicing.credit_invoice(credit.ref, credit.number, credit.minor, credit.key)

    def _account(self, tenant_id: TenantId, order: CollectOrder) -> str:
        """Return the client's account there, which is opened and linked if there is none."""
        with self.transactions.read(tenant_id) as work:
            account = work.payments.get()
            contact = ContactsOfTenancy().contact(work)
        if account is not None:
            return account.account
        opened = self.provider.desk.open_account(
            AccountOrder(
                key=order.key, tenant_id=tenant_id, name=contact.name, email=contact.email, asked_at=order.asked_at
            )
        )
        with self.transactions.begin(tenant_id) as work:
            account = work.payments.get()
            if account is None:
                account = PaymentAccount(account=opened, opened_at=self.clock.now())
                work.payments.save(account)
                work.commit()
        return account.account


@frozen
class BillsFollowBooks:
    """Lets invoices for paid work follow an account's books, beside what else follows them."""

    others: Follower

    def follow(self, work: Work, books: Books, at: datetime, *, pending: bool) -> Followed:
        """Store what was received on our invoices, and what went back, in the unit of work that saves the books."""
        rows: BillingWork = whole(work)
        for _invoice, booked in _ours(books):
            if follow(rows, booked, at):
                work.tasks.want(SWEEP, CLIENT, at)
        return self.others.follow(work, books, at, pending=pending)

    def differences(self, work: Work, books: Books, at: datetime, *, pending: bool) -> tuple[Oddity, ...]:
        """Return what the books hold and is missing here, or is otherwise."""
        rows: BillingWork = whole(work)
        told = ((each, difference(rows, booked, each.total, each.intent)) for each, booked in _ours(books))
        mine = tuple(Oddity("work invoice", each.ref, f"{says}.") for each, says in told if says)
        return (*mine, *self.others.differences(work, books, at, pending=pending))


def _ours(books: Books) -> Iterator[tuple[SubscriptionInvoice, BookedBill]]:
    """Yield the invoices that we made there."""
    for each in books.invoices:
        if each.intent and each.received is not None:
            taken = [dispute for dispute in books.disputes if dispute.invoice == each.ref]
            yield (
                each,
                BookedBill(
                    ref=each.ref,
                    received=each.received,
                    paid_at=each.paid_at,
                    refunded=sum(refund.amount.minor for refund in each.refunds),
                    disputed=sum(_held(dispute, each.received) for dispute in taken),
                ),
            )


def _held(dispute: Dispute, received: Money) -> int:
    """Return what the bank holds back for a dispute, in minor units; nothing once it was won."""
    if dispute.state is DisputeState.WON:
        return 0
    return (dispute.amount or received).minor
