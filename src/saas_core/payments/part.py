"""The part of payments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.kernel.parts import Check, Finding, Part
from saas_core.payments.letters import LETTERS
from saas_core.payments.model import Incident
from saas_core.payments.occasions import occasions
from saas_core.payments.ports import PaymentsWork
from saas_core.payments.values import LOOK, ORDERS, RECONCILE


def _incidents(work: PaymentsWork, slug: str) -> Iterator[Finding]:
    for each in work.incidents.open():
        yield Finding(
            "incident",
            slug,
            f"{each.kind} {each.subject}: {each.says}",
            _seen(each, slug) if each.stays else "Look at the provider of payments; it ends by itself once it is gone.",
        )


def _seen(incident: Incident, slug: str) -> str:
    return f"Compare both sides, then run `saas incidents acknowledge {slug} {incident.ref}`."


PART: Final = Part[PaymentsWork](
    name="payments",
    tasks=(LOOK, RECONCILE),
    effects=ORDERS,
    letters=LETTERS,
    checks=(Check("incident", _incidents),),
    occasions=occasions,
    actions=frozenset({"billing.pay", "billing.invoices", "provider.payments", "provider.licenses"}),
)
