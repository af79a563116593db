"""The payment provider of the scenarios: simulated, in the words in which they tell of it."""

from __future__ import annotations

from attrs import define

from features.drivers.entrance import Entered, Entrance, Operation
from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId
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

    def begin_trial(self, by: Actor, tenant_id: TenantId, days: int) -> None:
        """Subscribe with a trial before the first payment."""
        self.lead(by, tenant_id)
        self.stripe.billing.start(self._account(tenant_id), self.stripe.billing.now(), {}, trial_days=days)
        self.tell()

    def decline(self, tenant_id: TenantId) -> None:
        """Let the bank decline the client's card from now on."""
        self.stripe.billing.declined.add(self._account(tenant_id))

    def pay(self, tenant_id: TenantId) -> None:
        """Pay the invoice that is open."""
        self.stripe.billing.now()
        self.stripe.billing.pay(self._newest("invoices", tenant_id)["id"])

    def give_back(self, tenant_id: TenantId) -> None:
        """Give the last payment back in full."""
        self.stripe.billing.refund(self._newest("charges", tenant_id)["id"])

    def dispute(self, tenant_id: TenantId, *, won: bool | None) -> None:
        """Dispute the last payment at the bank, and maybe decide the dispute."""
        dispute = self.stripe.billing.dispute(self._newest("charges", tenant_id)["id"])
        if won is not None:
            self.stripe.billing.close(dispute["id"], won=won)

    def cancel(self, tenant_id: TenantId) -> None:
        """Cancel at the provider, to the end of the period."""
        self.stripe.billing.cancel(self._newest("subscriptions", tenant_id)["id"], at_period_end=True)

    def puzzle(self, tenant_id: TenantId) -> None:
        """Have the provider say of a subscription what nobody understands."""
        self.stripe.billing.change(
            "subscriptions", self._newest("subscriptions", tenant_id)["id"], status="hibernating"
        )

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
