"""What payments brings to the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.kernel.parts import Check, Finding, Part
from saas_core.payments.letters import LETTERS
from saas_core.payments.occasions import occasions
from saas_core.payments.ports import PaymentsWork
from saas_core.payments.use_cases.looking import look_again
from saas_core.payments.values import LOOK, ORDERS, RECONCILE

STRIPE: Final = "stripe"
"""The endpoint over which Stripe sends what happened."""


def _incidents(work: PaymentsWork, slug: str) -> Iterator[Finding]:
    for each in work.incidents.open():
        yield Finding(
            "incident",
            slug,
            f"{each.kind} {each.subject}: {each.says}",
            "Look at the provider of payments; it ends by itself once it is not seen any more.",
        )


PART: Final = Part[PaymentsWork](
    name="payments",
    tasks=(LOOK, RECONCILE),
    effects=ORDERS,
    letters=LETTERS,
    checks=(Check("incident", _incidents),),
    occasions=occasions,
    follow_ups={STRIPE: look_again},
    actions=frozenset({"billing.pay", "billing.invoices", "provider.payments", "provider.licenses"}),
)
