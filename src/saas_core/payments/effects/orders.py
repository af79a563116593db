"""Orders: decisions about a client's subscription, carried out at the provider of payments after the commit.

Each has a key made from our own id of the effect, so that a second attempt is the same intent; the provider's answer is
stored before the effect is marked as done.
"""

from __future__ import annotations

from collections.abc import Callable

from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Effect, Transactions
from saas_core.payments.model import PaymentAccount
from saas_core.payments.ports import (
    AccountOrder,
    CheckoutOrder,
    Contact,
    Contacts,
    PaymentBooks,
    PaymentDesk,
    PaymentsWork,
)
from saas_core.payments.values import ACCOUNT_ORDER, CHECKOUT_ORDER, LOOK, REFUND_ORDER, RENEWAL_ORDER, Renewal


class Orders:
    """Carries out orders, one effect after the other for each client."""

    def __init__(
        self,
        *,
        transactions: Transactions[PaymentsWork],
        books: PaymentBooks,
        desk: PaymentDesk,
        contacts: Contacts,
        clock: Clock,
    ) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._books = books
        self._desk = desk
        self._contacts = contacts
        self._clock = clock
        self._ways: dict[str, Callable[[TenantId, Effect], None]] = {
            ACCOUNT_ORDER: self._open_account,
            CHECKOUT_ORDER: self._open_checkout,
            RENEWAL_ORDER: self._set_renewal,
            REFUND_ORDER: self._refund,
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of effects that it carries out."""
        return tuple(self._ways)

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Carry out an effect; raises ProviderFault, StoreFault."""
        self._ways[effect.kind](tenant_id, effect)

    def _open_account(self, tenant_id: TenantId, effect: Effect) -> None:
        with self._transactions.read(tenant_id) as work:
            if work.payments.get() is not None:
                return
            contact = self._contacts.contact(work)
        opened = self._desk.open_account(_account_order(tenant_id, effect, contact))
        with self._transactions.begin(tenant_id) as work:
            if work.payments.get() is None:
                work.payments.save(PaymentAccount(account=opened, opened_at=self._clock.now()))
                work.commit()

    def _open_checkout(self, tenant_id: TenantId, effect: Effect) -> None:
        account = self._account(tenant_id)
        books = self._books.books(account.account)
        if any(each.state.begun for each in books.subscriptions):
            # The client subscribed meanwhile; another page would sell the subscription twice.
            self._look(tenant_id, account)
            return
        if books.gone:
            account = self._replaced(tenant_id, effect)
        order = CheckoutOrder(
            key=str(effect.id),
            tenant_id=tenant_id,
            account=account.account,
            plan=str(effect.body["plan"]),
            return_url=str(effect.body["return_url"]),
            asked_at=effect.at,
        )
        checkout = self._desk.open_checkout(order)
        with self._transactions.begin(tenant_id) as work:
            work.payments.save_checkout(checkout)
            work.commit()

    def _replaced(self, tenant_id: TenantId, effect: Effect) -> PaymentAccount:
        """Open another account for a client whose account was deleted, since paying stays open (0.1)."""
        with self._transactions.read(tenant_id) as work:
            contact = self._contacts.contact(work)
        opened = self._desk.open_account(_account_order(tenant_id, effect, contact))
        account = PaymentAccount(account=opened, opened_at=self._clock.now())
        with self._transactions.begin(tenant_id) as work:
            work.payments.save(account)
            work.commit()
        return account

    def _set_renewal(self, tenant_id: TenantId, effect: Effect) -> None:
        renewal = Renewal(effect.body["renewal"])
        self._desk.set_renewal(str(effect.body["subscription"]), renewal, str(effect.id))
        self._look(tenant_id, self._account(tenant_id))

    def _refund(self, tenant_id: TenantId, effect: Effect) -> None:
        self._desk.refund(str(effect.body["account"]), str(effect.body["invoice"]), str(effect.id))
        self._look(tenant_id, self._account(tenant_id))

    def _account(self, tenant_id: TenantId) -> PaymentAccount:
        with self._transactions.read(tenant_id) as work:
            account = work.payments.get()
        if account is None:  # pragma: no cover - the order before this one in the same aggregate opened it
            raise LookupError(tenant_id)
        return account

    def _look(self, tenant_id: TenantId, account: PaymentAccount) -> None:
        with self._transactions.begin(tenant_id) as work:
            work.tasks.want(LOOK, account.account, self._clock.now())
            work.commit()


def _account_order(tenant_id: TenantId, effect: Effect, contact: Contact) -> AccountOrder:
    return AccountOrder(
        key=str(effect.id), tenant_id=tenant_id, name=contact.name, email=contact.email, asked_at=effect.at
    )
