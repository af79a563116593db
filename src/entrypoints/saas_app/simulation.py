"""A simulated provider of payments for demonstrations, with a client, a bank, and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saas_app.payments import Payments
from saas_core.kernel.instants import Clock
from saas_core.payments.use_cases.subscribing import Offer
from saas_core.work.breaker import Breaker

if TYPE_CHECKING:
    from stripe import HTTPClient

    from saas_app.application import Application


def payments_over(
    http_client: HTTPClient,
    clock: Clock,
    *,
    breaker: Breaker | None = None,
    invoices: bool = False,
    taxed: bool = False,
) -> Payments:
    """Return a provider that the vendor's own client reaches through `http_client`, such as a simulated one.

    With `invoices` it also collects invoices for paid work, and with `taxed` computes their taxes. Needs the extra
    `stripe`.
    """
    # Slow to import, and rarely needed.
    from saas_sandbox.stripe import SECRET  # noqa: PLC0415
    from saas_stripe import StripeBooks, StripeInvoices, StripeWebhooks, connect  # noqa: PLC0415

    calls = connect("sk_test_simulated", http_client=http_client, breaker=breaker)
    desk = StripeInvoices(calls, taxed=taxed)
    return Payments(
        books=StripeBooks(calls),
        desk=desk,
        invoices=desk if invoices else None,
        reader=StripeWebhooks(secrets=(SECRET,), clock=clock, live=False),
        offer=Offer(plan="price_month", return_url="https://client.example/billing"),
    )


class SimulatedProvider:
    """One client of a simulated Stripe, which is not the vendor; needs the extra `stripe`."""

    def __init__(self, clock: Clock, *, invoices: bool = False) -> None:
        """Start with empty books; with `invoices` it collects invoices for paid work."""
        from saas_sandbox.stripe import SimulatedStripe  # noqa: PLC0415 - heavy to import, and needed by few

        self._stripe = SimulatedStripe(clock)
        self.payments = payments_over(self._stripe.http_client, clock, invoices=invoices)

    def subscribes(self, page: str) -> None:
        """Complete the checkout page."""
        self._stripe.billing.subscribe(page.rsplit("/", 1)[1])

    def declines(self, *, cards: bool) -> None:
        """Start or stop declining payments."""
        books = self._stripe.billing
        customers = {each["id"] for each in books.of("customers")}
        books.declined = customers if cards else set()

    def pays(self) -> None:
        """Pay the open invoice."""
        self._stripe.billing.now()
        self._stripe.billing.pay(self._newest("invoices"))

    def pays_for_work(self) -> None:
        """Pay the newest invoice for paid work in full."""
        self._stripe.billing.pay_one(self._newest("invoices"))

    def gives_back(self) -> None:
        """Refund the last payment."""
        self._stripe.billing.refund(self._newest("charges"))

    def disputes(self) -> None:
        """Dispute the last payment at the bank."""
        self._stripe.billing.dispute(self._newest("charges"))

    def decides(self, *, won: bool) -> None:
        """Decide the last dispute, for or against the provider."""
        self._stripe.billing.close(self._newest("disputes"), won=won)

    def cancels(self) -> None:
        """Cancel the subscription on the provider's own page, at the end of its period."""
        self._stripe.billing.cancel(self._newest("subscriptions"), at_period_end=True)

    def pauses(self, *, paused: bool) -> None:
        """Pause or resume collection."""
        value: Any = {"behavior": "void", "resumes_at": None} if paused else None
        self._stripe.billing.change("subscriptions", self._newest("subscriptions"), pause_collection=value)

    def tells(self, application: Application) -> None:
        """Deliver the events and have them processed."""
        for event in self._stripe.news():
            body, headers = self._stripe.signed(event)
            application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)
        application.work.worker.drain()

    def is_silent(self) -> None:
        """Lose the events on their way."""
        self._stripe.news()

    def _newest(self, kind: str) -> str:
        return str(self._stripe.billing.of(kind)[0]["id"])
