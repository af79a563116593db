"""Subscribing: the client's way to the provider of payments, which stays open without a license (0.1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import once, once_across
from saas_core.kernel.ids import PROVIDER, EffectId, EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import JournalEntryDraft, Value
from saas_core.kernel.tasks import LOOK, Tasks
from saas_core.kernel.work import Effect, Transactions
from saas_core.payments.books import InvoiceState
from saas_core.payments.errors import AccountMissing, PaymentsByHand, SubscribedAlready
from saas_core.payments.model import PaymentAccount
from saas_core.payments.ports import LinkedAccounts, PaymentBooks, PaymentDesk, PaymentsWork
from saas_core.payments.queries import CheckoutView, InvoiceView, LookView, PageView, RefundView, invoice_view
from saas_core.payments.use_cases.looking import want_looks
from saas_core.payments.values import ACCOUNT_ORDER, BILLING, CHECKOUT_ORDER, REFUND_ORDER
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge

PAYMENTS = "provider.payments"


@frozen(kw_only=True)
class Offer:
    """What is sold at the provider of payments: its plan, and where a client returns to; without a plan nothing is."""

    plan: str = ""
    return_url: str = ""


@checked
class Billing:
    """Leads clients to the provider of payments, and has staff's wishes done there.

    What is decided here is carried out by a worker. Every method raises PaymentsByHand when no provider is configured,
    Refused, and NotFound for an unknown client.
    """

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[PaymentsWork],
        books: PaymentBooks,
        desk: PaymentDesk,
        offer: Offer,
        tasks: Tasks,
        accounts: LinkedAccounts,
        clock: Clock,
        ids: Ids,
        judge: Judge,
    ) -> None:
        """Take the ports, and what is offered."""
        self._transactions = transactions
        self._books = books
        self._desk = desk
        self._offer = offer
        self._tasks = tasks
        self._accounts = accounts
        self._clock = clock
        self._ids = ids
        self._judge = judge

    def subscribe(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> CheckoutView:
        """Have a page opened on which the client subscribes, or give the one that is open (0.1).

        Raises SubscribedAlready when a subscription runs, KeyReused.
        """
        with self._begun(by, tenant_id, _theirs(by)) as (work, at):
            view = once(
                work,
                key=idempotency_key,
                command="billing.subscribe",
                request={},
                result=CheckoutView,
                do=lambda: self._subscribe(work, by, at),
            )
            work.commit()
        return view

    def checkout(self, *, by: Actor, tenant_id: TenantId) -> CheckoutView:
        """Give the page that was opened for subscribing, as far as it is ready and still good."""
        self._require_provider()
        with self._transactions.read(tenant_id) as work:
            at = self._clock.now()
            self._judge.require(work, Question(tenant_id, by, _theirs(by)), at)
            return _page(work, at) or CheckoutView()

    def billing_page(self, *, by: Actor, tenant_id: TenantId) -> PageView:
        """Give a fresh address of the provider's page for paying, cards and invoices; pay stays open (0.1).

        Raises AccountMissing before the first subscription, ProviderFault.
        """
        account = self._account(by, tenant_id, _theirs(by))
        return PageView(url=self._desk.billing_page(account.account, self._offer.return_url))

    def list_invoices(self, *, by: Actor, tenant_id: TenantId) -> tuple[InvoiceView, ...]:
        """Give the client's invoices as the provider tells them now, the newest first.

        Raises AccountMissing, ProviderFault.
        """
        account = self._account(by, tenant_id, "billing.invoices" if _theirs(by) == "billing.pay" else PAYMENTS)
        found = self._books.books(account.account).invoices
        return tuple(invoice_view(each) for each in reversed(found) if each.state is not InvoiceState.DRAFT)

    def refund(self, *, by: Actor, tenant_id: TenantId, invoice: str, idempotency_key: str | None = None) -> RefundView:
        """Have all that was paid on an invoice given back by the provider; staff that records payments may.

        Raises AccountMissing, InvalidValue, KeyReused.
        """
        number = text.reference(invoice, "invoice")
        with self._begun(by, tenant_id, PAYMENTS) as (work, at):
            account = _required(work)

            def order() -> RefundView:
                self._put(work, REFUND_ORDER, {"account": account.account, "invoice": number}, at)
                self._note(work, by, at, "billing.refund", {"invoice": number})
                return RefundView(invoice=number)

            view = once(
                work,
                key=idempotency_key,
                command="billing.refund",
                request={"invoice": number},
                result=RefundView,
                do=order,
            )
            work.commit()
        return view

    def reconcile(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> LookView:
        """Have the client's account looked at now, as is done every hour; staff that records payments may.

        Raises AccountMissing, KeyReused.
        """
        with self._begun(by, tenant_id, PAYMENTS) as (work, at):
            account = _required(work)

            def want() -> LookView:
                work.tasks.revive(LOOK, account.account, at)
                work.tasks.want(LOOK, account.account, at)
                return LookView(accounts=1)

            view = once(work, key=idempotency_key, command="billing.reconcile", request={}, result=LookView, do=want)
            work.commit()
        return view

    def reconcile_all(self, *, by: Actor, idempotency_key: str | None = None) -> LookView:
        """Have every account looked at now, as is done every hour; staff that records payments may.

        The first result is kept once all looks are wanted; a repeat after a crash in between wants them once more.
        Raises KeyReused.
        """
        self._require_provider()
        return once_across(
            self._transactions,
            PROVIDER,
            key=idempotency_key,
            command="billing.reconcile_all",
            request={},
            result=LookView,
            allow=lambda work: self._judge.require(work, Question(PROVIDER, by, PAYMENTS), self._clock.now()),
            do=lambda: LookView(accounts=want_looks(self._tasks, self._accounts, self._clock.now())),
        )

    def _subscribe(self, work: PaymentsWork, by: Actor, at: datetime) -> CheckoutView:
        account = work.payments.get()
        if account is not None and account.subscription:
            message = "a subscription runs already."
            raise SubscribedAlready(
                message, field="license", remedy="Pay, change the card or see invoices on the billing page."
            )
        opened = _page(work, at)
        if opened is not None:
            return opened
        if work.outbox.first(BILLING) is None:
            if account is None:
                self._put(work, ACCOUNT_ORDER, {}, at)
            order: dict[str, Value] = {"plan": self._offer.plan, "return_url": self._offer.return_url}
            self._put(work, CHECKOUT_ORDER, order, at)
            self._note(work, by, at, "billing.subscribe", {"plan": self._offer.plan})
        return CheckoutView()

    @contextmanager
    def _begun(self, by: Actor, tenant_id: TenantId, action: str) -> Iterator[tuple[PaymentsWork, datetime]]:
        """Open a unit of work for change in which the asker was judged, and take the instant after its lock."""
        self._require_provider()
        with self._transactions.begin(tenant_id) as work:
            at = self._clock.now()
            self._judge.require(work, Question(tenant_id, by, action), at)
            yield work, at

    def _account(self, by: Actor, tenant_id: TenantId, action: str) -> PaymentAccount:
        """Give the account, judged; nothing is open any more when the provider is asked."""
        self._require_provider()
        with self._transactions.read(tenant_id) as work:
            self._judge.require(work, Question(tenant_id, by, action), self._clock.now())
            return _required(work)

    def _require_provider(self) -> None:
        if not self._offer.plan:
            raise PaymentsByHand.alone()

    def _put(self, work: PaymentsWork, kind: str, body: dict[str, Value], at: datetime) -> None:
        work.outbox.put(Effect(EffectId(self._ids.new()), at, kind, BILLING, body))

    def _note(self, work: PaymentsWork, by: Actor, at: datetime, action: str, details: dict[str, Value]) -> None:
        entry = EntryId(self._ids.new())
        draft = JournalEntryDraft(id=entry, at=at, by=by, action=action, subject="billing", details=details)
        work.journal.append(draft)


def _page(work: PaymentsWork, at: datetime) -> CheckoutView | None:
    checkout = work.payments.checkout()
    if checkout is None or at >= checkout.expires_at:
        return None
    return CheckoutView(url=checkout.url, expires_at=checkout.expires_at)


def _required(work: PaymentsWork) -> PaymentAccount:
    account = work.payments.get()
    if account is None:
        message = "the client has no account at the provider of payments yet."
        raise AccountMissing(message, field="tenant", remedy="Subscribe first.")
    return account


def _theirs(by: Actor) -> str:
    """Give the action that somebody who decides about a client's subscription is asked for."""
    return "provider.licenses" if isinstance(by, Staff) else "billing.pay"
