"""Subscribing: the client's way to the provider of payments, which stays open without a license (0.1)."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TypeAlias

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import ProviderRefused
from saas_core.kernel.ids import PROVIDER, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.naming import Naming
from saas_core.kernel.tasks import EFFECTS, Tasks
from saas_core.kernel.work import Transactions
from saas_core.payments.books import InvoiceState
from saas_core.payments.errors import AccountMissing, PaymentsByHand, SubscribedAlready
from saas_core.payments.model import PaymentAccount
from saas_core.payments.ports import LinkedAccounts, PaymentBooks, PaymentDesk, PaymentsWork
from saas_core.payments.queries import CheckoutView, InvoiceView, LookView, PageView, RefundView, invoice_view
from saas_core.payments.use_cases.incidents import Incidents
from saas_core.payments.use_cases.looking import want_looks
from saas_core.payments.values import ACCOUNT_ORDER, BILLING, CHECKOUT_ORDER, LOOK, REFUND_ORDER, SUBSCRIBING
from saas_core.policy import acting
from saas_core.policy.acting import Acts
from saas_core.policy.ports import Judge

PAYMENTS = "provider.payments"

Act: TypeAlias = acting.Act[PaymentsWork]


@frozen(kw_only=True)
class Offer:
    """The offer at the provider of payments: its plan, and the addresses of return; nothing is sold without a plan."""

    plan: str = ""
    return_url: str = ""


@checked
class Billing(Incidents):
    """Leads clients to the provider of payments, and requests what staff decides there.

    A worker carries out the decisions made here. Every method of its own raises PaymentsByHand when no provider is
    configured, Refused, and NotFound for an unknown client.
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
        naming: Naming,
    ) -> None:
        """Take the ports, and the offer."""
        Incidents.__init__(self, acts=Acts(transactions, clock, ids, judge), accounts=accounts, naming=naming)
        self._books = books
        self._desk = desk
        self._offer = offer
        self._tasks = tasks

    def subscribe(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> CheckoutView:
        """Request a page on which the client subscribes, or return the one that is open (0.1).

        Raises SubscribedAlready if a subscription runs, KeyReused.
        """
        with self._begun(by, tenant_id, _theirs(by)) as act:
            request = Request("billing.subscribe", key=idempotency_key)
            return act.once(request, CheckoutView, lambda: self._subscribe(act))

    def checkout(self, *, by: Actor, tenant_id: TenantId) -> CheckoutView:
        """Return the page that was opened for subscribing, if it is ready and still valid."""
        self._require_provider()
        with self._acts.read(tenant_id, by) as act:
            act.require(_theirs(by))
            return _page(act) or CheckoutView()

    def billing_page(self, *, by: Actor, tenant_id: TenantId) -> PageView:
        """Return a fresh address of the provider's page for paying, cards and invoices; paying stays open (0.1).

        Raises AccountMissing before the first subscription and for an account that was deleted there, ProviderFault.
        """
        account = self._account(by, tenant_id, _theirs(by))
        try:
            return PageView(url=self._desk.billing_page(account.account, self._offer.return_url))
        except ProviderRefused as refused:
            if not self._books.books(account.account).gone:
                raise
            message = "the client's account was deleted at the provider of payments."
            remedy = "Subscribe again, which opens a new account."
            raise AccountMissing(message, field="tenant", remedy=remedy) from refused

    def list_invoices(self, *, by: Actor, tenant_id: TenantId) -> tuple[InvoiceView, ...]:
        """Return the client's invoices as the provider reports them now, newest first.

        Raises AccountMissing, ProviderFault.
        """
        account = self._account(by, tenant_id, "billing.invoices" if _theirs(by) == "billing.pay" else PAYMENTS)
        found = self._books.books(account.account).invoices
        return tuple(invoice_view(each) for each in reversed(found) if each.state is not InvoiceState.DRAFT)

    def refund(self, *, by: Actor, tenant_id: TenantId, invoice: str, idempotency_key: str | None = None) -> RefundView:
        """Request a refund of everything paid on an invoice; staff that records payments may.

        Raises AccountMissing, InvalidValue, KeyReused.
        """
        number = text.reference(invoice, "invoice")
        request = Request("billing.refund", {"invoice": number}, idempotency_key)
        with self._begun(by, tenant_id, PAYMENTS) as act:
            account = _required(act)
            return act.once(request, RefundView, lambda: _refunded(act, account, number))

    def reconcile(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> LookView:
        """Request a look at the client's account now, as happens every hour; staff that records payments may.

        Raises AccountMissing, KeyReused.
        """
        with self._begun(by, tenant_id, PAYMENTS) as act:
            account, request = _required(act), Request("billing.reconcile", key=idempotency_key)
            return act.once(request, LookView, lambda: _looked_at(act, account))

    def reconcile_all(self, *, by: Actor, idempotency_key: str | None = None) -> LookView:
        """Request a look at every account now, as happens every hour; staff that records payments may.

        The first result is stored once all looks are requested; a repeat after a crash in between requests them again.
        Raises KeyReused.
        """
        self._require_provider()
        return self._acts.across(
            Request("billing.reconcile_all", key=idempotency_key),
            LookView,
            by=by,
            tenant_id=PROVIDER,
            judged=lambda act: act.require(PAYMENTS),
            do=lambda: LookView(accounts=want_looks(self._tasks, self._accounts, self._acts.clock.now())),
        )

    def _subscribe(self, act: Act) -> CheckoutView:
        account = act.work.payments.get()
        if account is not None and account.subscription:
            message = "a subscription is already running."
            raise SubscribedAlready(
                message, field="license", remedy="Pay, change the card or see invoices on the billing page."
            )
        opened = _page(act)
        if opened is not None:
            return opened
        if act.work.outbox.first(SUBSCRIBING) is None:
            if account is None:
                act.put(ACCOUNT_ORDER, SUBSCRIBING, {})
            order: dict[str, Value] = {"plan": self._offer.plan, "return_url": self._offer.return_url}
            act.put(CHECKOUT_ORDER, SUBSCRIBING, order)
            act.note("billing.subscribe", "billing", {"plan": self._offer.plan})
        else:
            # An order that failed too often is tried again for whoever asks again: paying stays open.
            act.want(EFFECTS, SUBSCRIBING, parked=True)
        return CheckoutView()

    @contextmanager
    def _begun(self, by: Actor, tenant_id: TenantId, action: str) -> Generator[Act]:
        """Open an act whose actor has been judged."""
        self._require_provider()
        with self._acts.begin(tenant_id, by) as act:
            act.require(action)
            yield act

    def _account(self, by: Actor, tenant_id: TenantId, action: str) -> PaymentAccount:
        """Return the account after judging the actor; its transaction is closed before the provider is asked."""
        self._require_provider()
        with self._acts.read(tenant_id, by) as act:
            act.require(action)
            return _required(act)

    def _require_provider(self) -> None:
        if not self._offer.plan:
            raise PaymentsByHand.alone()


def _refunded(act: Act, account: PaymentAccount, number: str) -> RefundView:
    act.put(REFUND_ORDER, BILLING, {"account": account.account, "invoice": number})
    act.note("billing.refund", "billing", {"invoice": number})
    return RefundView(invoice=number)


def _looked_at(act: Act, account: PaymentAccount) -> LookView:
    act.want(LOOK, account.account, parked=True)
    return LookView(accounts=1)


def _page(act: Act) -> CheckoutView | None:
    checkout = act.work.payments.checkout()
    if checkout is None or act.at >= checkout.expires_at:
        return None
    return CheckoutView(url=checkout.url, expires_at=checkout.expires_at)


def _required(act: Act) -> PaymentAccount:
    account = act.work.payments.get()
    if account is None:
        message = "the client has no account at the provider of payments yet."
        raise AccountMissing(message, field="tenant", remedy="Subscribe first.")
    return account


def _theirs(by: Actor) -> str:
    """Return the action required of an actor who decides about a client's subscription."""
    return "provider.licenses" if isinstance(by, Staff) else "billing.pay"
