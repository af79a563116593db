"""Checks of a client's license against the provider of payments, in words for the doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from saas_core.kernel.errors import ProviderFault
from saas_core.kernel.ids import TenantId
from saas_core.kernel.parts import Finding
from saas_core.payments.use_cases.comparing import Comparison


@frozen
class BooksCheck:
    """Checks the books of every client at the provider of payments; raises PaymentsByHand if there is none."""

    comparison: Comparison

    def house(self, slug_of: Callable[[TenantId], str]) -> Iterator[Finding]:
        """Find intents that led to more than one object there."""
        try:
            found = self.comparison.repeated()
        except ProviderFault as fault:
            yield _silent("provider", fault)
            return
        for each in found:
            slug = "" if each.tenant_id is None else slug_of(each.tenant_id)
            yield Finding(
                "intent",
                slug or "provider",
                f"{len(each.refs)} objects came of one intent, each a {each.kind}: {', '.join(each.refs)}.",
                f"End all but one there by hand, then run `saas license reconcile {slug or '--all'}`.",
            )

    def client(self, tenant_id: TenantId, slug: str) -> Iterator[Finding]:
        """Find content of the provider's books about a client that its license lacks."""
        try:
            found = self.comparison.differences(tenant_id)
        except ProviderFault as fault:
            yield _silent(slug, fault)
            return
        for each in found:
            yield Finding(
                "payments", slug, each.says, f"Run `saas license reconcile {slug}`, then `saas worker --once`."
            )


def _silent(slug: str, fault: ProviderFault) -> Finding:
    return Finding("payments", slug, f"The provider of payments did not answer: {fault.message}", "Look again later.")
