"""A simulated Stripe for tests: its books, and what the application needs to use it through the vendor's client."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from saas_app import Payments
from saas_core.delivery.breaker import Breaker
from saas_core.kernel.instants import Clock
from saas_core.licensing.use_cases.subscribing import Offer
from saas_sandbox.stripe import SECRET, SimulatedStripe
from saas_stripe import StripeBooks, StripeDesk, StripeWebhooks, connect


@frozen
class Simulated:
    """The simulated Stripe, and the provider of payments that it makes."""

    stripe: SimulatedStripe
    payments: Payments

    @classmethod
    def of(cls, clock: Clock, **given: Any) -> Simulated:
        """Make one with empty books; its breaker never opens, so that each test says itself what is away."""
        simulated = SimulatedStripe(clock, **given)
        calls = connect(
            "sk_test_simulated", http_client=simulated.http_client, breaker=Breaker("Stripe", failures=1_000_000)
        )
        payments = Payments(
            books=StripeBooks(calls),
            desk=StripeDesk(calls),
            reader=StripeWebhooks(secrets=(SECRET,), clock=clock, live=False),
            offer=Offer(plan="price_month", return_url="https://client.example/billing"),
        )
        return cls(simulated, payments)
