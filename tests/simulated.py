"""A simulated Stripe for tests: its books, and what the application needs to use it through the vendor's client."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from saas_app import Payments
from saas_app.simulation import payments_over
from saas_core.kernel.instants import Clock
from saas_core.work.breaker import Breaker
from saas_sandbox.stripe import SimulatedStripe


@frozen
class Simulated:
    """The simulated Stripe, and the provider of payments that it makes."""

    stripe: SimulatedStripe
    payments: Payments

    @classmethod
    def of(cls, clock: Clock, breaker: Breaker | None = None, **given: Any) -> Simulated:
        """Make one with empty books; its breaker never opens, unless one is given."""
        stripe = SimulatedStripe(clock, **given)
        patient = breaker or Breaker("Stripe", failures=1_000_000)
        return cls(stripe, payments_over(stripe.http_client, clock, breaker=patient))
