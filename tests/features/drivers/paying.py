"""The payment provider of the scenarios: simulated, in the words in which they tell of it."""

from __future__ import annotations

from datetime import datetime

from attrs import define

from features.drivers.entrance import Entered, Entrance, Operation
from features.drivers.mail import subjects
from features.drivers.values import address
from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId
from saas_core.kernel.money import Money
from saas_sandbox.shapes import Shape
from saas_sandbox.stripe import SimulatedStripe


@define(slots=False)
class Paying(Entered):
    """Acts of clients, banks and the payment provider, whose notifications wait until they are delivered."""

    application: Application
    entrance: Entrance
    stripe: SimulatedStripe

    def lead(self, by: Actor, tenant_id: TenantId) -> str:
        """Lead a client to the page on which it subscribes."""
        self.do(Operation("payments.subscribe", "POST /v1/billing/subscribe"), by, tenant_id)
        self.application.work.worker.drain()
        return str(self.do(Operation("payments.checkout", "GET /v1/billing/checkout"), by, tenant_id).url)

    def subscribe(self, by: Actor, tenant_id: TenantId) -> None:
        """Subscribe and pay for the first period."""
        self.stripe.billing.subscribe(self.lead(by, tenant_id).rsplit("/", 1)[1])
        self.tell()

    def subscribe_with_credit(self, by: Actor, tenant_id: TenantId, credit: Money) -> Money:
        """Subscribe with a credit in the client's favor; returns what was paid beside it."""
        self.lead(by, tenant_id)
        self.stripe.billing.credit[self._account(tenant_id)] = credit.minor
        self.subscribe(by, tenant_id)
        charge = self._newest("charges", tenant_id)
        return Money(charge["amount"], charge["currency"].upper())

    def subscribe_in_arrears(self, by: Actor, tenant_id: TenantId) -> None:
        """Subscribe at a price billed for usage in arrears, and pay the first invoice."""
        self.lead(by, tenant_id)
        self.stripe.billing.start(self._account(tenant_id), self.stripe.billing.now(), {}, metered=True)
        assert self._newest("invoices", tenant_id)["status"] == "paid"
        self.tell()

    def begin_trial(self, by: Actor, tenant_id: TenantId, days: int) -> None:
        """Subscribe with a trial before the first payment."""
        self.lead(by, tenant_id)
        self.stripe.billing.start(self._account(tenant_id), self.stripe.billing.now(), {}, trial_days=days)
        self.tell()

    def move_trial(self, tenant_id: TenantId, end: datetime) -> None:
        """Extend or shorten the trial."""
        self.stripe.billing.move_trial(self.subscription(tenant_id), int(end.timestamp()))

    def end_trial(self, tenant_id: TenantId) -> None:
        """End the trial now, where there is nothing to pay with."""
        self.stripe.billing.end_trial(self.subscription(tenant_id), paid=False)

    def decline(self, tenant_id: TenantId) -> None:
        """Let the bank decline the client's card from now on."""
        self.stripe.billing.declined.add(self._account(tenant_id))

    def accept(self, tenant_id: TenantId) -> None:
        """Let the bank accept the client's card again."""
        self.stripe.billing.declined.discard(self._account(tenant_id))

    def debit(self, tenant_id: TenantId, days: int) -> None:
        """Let the client pay by bank debit from now on, each of which is processed for that many days."""
        self.stripe.billing.debited[self._account(tenant_id)] = days

    def ended_with_debt(self, tenant_id: TenantId) -> bool:
        """Return whether the subscription has ended and left an invoice that is not paid."""
        self.stripe.billing.now()
        subscription, invoice = (self._newest(kind, tenant_id) for kind in ("subscriptions", "invoices"))
        return subscription["ended_at"] is not None and invoice["status"] == "open"

    def pay(self, tenant_id: TenantId) -> None:
        """Pay the invoice that is open."""
        self.stripe.billing.now()
        self.stripe.billing.pay(self._newest("invoices", tenant_id)["id"])

    def give_back(self, tenant_id: TenantId, amount: Money | None) -> None:
        """Give the last payment back, in full or an amount of it."""
        minor = None if amount is None else amount.minor
        self.stripe.billing.refund(self._newest("charges", tenant_id)["id"], minor)

    def dispute(self, tenant_id: TenantId, *, won: bool | None) -> None:
        """Dispute the last payment at the bank, and maybe decide the dispute."""
        dispute = self.stripe.billing.dispute(self._newest("charges", tenant_id)["id"])
        if won is not None:
            self.stripe.billing.close(dispute["id"], won=won)

    def cancel(self, tenant_id: TenantId) -> None:
        """Cancel at the provider, to the end of the period."""
        self.stripe.billing.cancel(self.subscription(tenant_id), at_period_end=True)

    def cancel_on(self, tenant_id: TenantId, at: datetime) -> None:
        """Cancel at the provider, for an instant ahead."""
        self.stripe.billing.cancel_on(self.subscription(tenant_id), int(at.timestamp()))

    def puzzle(self, tenant_id: TenantId) -> None:
        """Have the provider say of a subscription what nobody understands."""
        self.stripe.billing.change("subscriptions", self.subscription(tenant_id), status="hibernating")

    def tell(self) -> None:
        """Deliver the news, and have it looked after."""
        self._send(self.stripe.news())

    def tell_badly(self) -> None:
        """Deliver the news twice, and backwards."""
        news = self.stripe.news()
        self._send([*reversed(news), *news])

    def lose(self) -> None:
        """Lose the news on its way."""
        self.stripe.news()

    def look(self) -> None:
        """Do what is due, such as looking at all accounts."""
        self.application.work.worker.drain()

    def subscription(self, tenant_id: TenantId) -> str:
        """Return the client's newest subscription, as the provider names it."""
        return str(self._newest("subscriptions", tenant_id)["id"])

    def incidents(self, by: Actor, tenant_id: TenantId) -> list[tuple[str, str]]:
        """Return the kind and the subject of each incident that is open."""
        listing = Operation("payments.list_incidents", "GET /v1/staff/tenants/{tenant_id}/incidents")
        return [(each.kind, each.subject) for each in self.do(listing, by, tenant_id)]

    def failures_mailed(self, owner: str) -> list[str]:
        """Return the subjects of letters in which the owner was told of a failed payment."""
        return [each for each in subjects(self.application, address(owner)) if each.endswith("failed")]

    def _send(self, news: list[Shape]) -> None:
        for event in news:
            body, headers = self.stripe.signed(event)
            self.entrance.receive("stripe", body, headers)
            self.application.work.worker.drain()

    def _newest(self, kind: str, tenant_id: TenantId) -> Shape:
        return self.stripe.billing.of(kind, customer=self._account(tenant_id))[0]

    def _account(self, tenant_id: TenantId) -> str:
        with self.application.store.read(tenant_id) as work:
            account = work.payments.get()
        assert account is not None
        return account.account
