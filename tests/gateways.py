"""A simulated Stripe with accounts of clients, and the adapters over it, as tests use them."""

from __future__ import annotations

from typing import Any

from saas_core.integrations.values import Mode
from saas_core.work.breaker import Breaker
from saas_sandbox.gateways import SimulatedGateways
from saas_stripe import connect
from saas_stripe.account_links import StripeAccountLinks
from saas_stripe.gateways import StripeGateways

PLATFORM = "sk_test_51Platform"


def gateways(simulated: SimulatedGateways, **more: Any) -> StripeGateways:
    """Return what verifies keys; its breaker never opens unless another one is given."""
    patient = Breaker("Stripe", failures=1_000_000)
    return StripeGateways(**{"http_client": simulated.http_client, "breaker": patient, **more})


def links(simulated: SimulatedGateways, mode: Mode = Mode.TEST) -> StripeAccountLinks:
    """Return what links accounts."""
    calls = connect(PLATFORM, http_client=simulated.http_client, breaker=Breaker("Stripe", failures=1_000_000))
    return StripeAccountLinks(calls, mode, return_url="https://portal.example/integrations")
