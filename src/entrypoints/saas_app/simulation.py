"""A simulated provider of payments for demonstrations: its client's acts, its bank's, and its news."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saas_app.payments import Payments
from saas_core.kernel.instants import Clock
from saas_core.payments.use_cases.subscribing import Offer
from saas_core.work.breaker import Breaker

if TYPE_CHECKING:
    from stripe import HTTPClient

    from saas_app.application import Application


def payments_over(http_client: HTTPClient, clock: Clock, *, breaker: Breaker | None = None) -> Payments:
    """Return a provider of payments that the vendor's own client reaches over `http_client`, such as a simulated one's.

    Needs the extra `stripe`.
    """
    # Heavy to import, and needed by few.
    from saas_sandbox.stripe import SECRET  # noqa: PLC0415
    from saas_stripe import StripeBooks, StripeDesk, StripeWebhooks, connect  # noqa: PLC0415

    calls = connect("sk_test_simulated", http_client=http_client, breaker=breaker)
    return Payments(
        books=StripeBooks(calls),
        desk=StripeDesk(calls),
        reader=StripeWebhooks(secrets=(SECRET,), clock=clock, live=False),
        offer=Offer(plan="price_month", return_url="https://client.example/billing"),
    )


class SimulatedProvider:
    """One client at a simulated Stripe, which is not the vendor; needs the extra `stripe`."""

    def __init__(self, clock: Clock) -> None:
        """Start with empty books."""
        from saas_sandbox.stripe import SimulatedStripe  # noqa: PLC0415 - heavy to import, and needed by few

        self._stripe = SimulatedStripe(clock)
        self.payments = payments_over(self._stripe.http_client, clock)

    def subscribes(self, page: str) -> None:
        """Pay on the page for subscribing."""
        self._stripe.billing.subscribe(page.rsplit("/", 1)[1])

    def declines(self, *, cards: bool) -> None:
        """Decline whatever is collected from now on, or decline it no more."""
        books = self._stripe.billing
        customers = {each["id"] for each in books.of("customers")}
        books.declined = customers if cards else set()

    def pays(self) -> None:
        """Pay the invoice that is open."""
        self._stripe.billing.now()
        self._stripe.billing.pay(self._newest("invoices"))

    def gives_back(self) -> None:
        """Give the last payment back."""
        self._stripe.billing.refund(self._newest("charges"))

    def disputes(self) -> None:
        """Dispute the last payment at the bank."""
        self._stripe.billing.dispute(self._newest("charges"))

    def decides(self, *, won: bool) -> None:
        """Decide the last dispute, for the provider or against it."""
        self._stripe.billing.close(self._newest("disputes"), won=won)

    def cancels(self) -> None:
        """Cancel the subscription on the provider's own page, to the end of its period."""
        self._stripe.billing.cancel(self._newest("subscriptions"), at_period_end=True)

    def pauses(self, *, paused: bool) -> None:
        """Stop collecting, or go on."""
        value: Any = {"behavior": "void", "resumes_at": None} if paused else None
        self._stripe.billing.change("subscriptions", self._newest("subscriptions"), pause_collection=value)

    def tells(self, application: Application) -> None:
        """Deliver the news, and have it looked after."""
        for event in self._stripe.news():
            body, headers = self._stripe.signed(event)
            application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)
        application.work.worker.drain()

    def is_silent(self) -> None:
        """Lose the news on its way."""
        self._stripe.news()

    def _newest(self, kind: str) -> str:
        return str(self._stripe.billing.of(kind)[0]["id"])
