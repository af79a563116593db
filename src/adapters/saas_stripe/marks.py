"""Our own ids in the metadata of objects we create at Stripe: the client, and the intent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from saas_core.kernel.ids import TenantId
from saas_core.payments.books import Repeated
from saas_stripe.calls import Calls, Object

TENANT: Final = "saas_tenant"
"""The metadata key of our client id."""
INTENT: Final = "saas_intent"
"""The metadata key of our effect id."""
_PAGE = 100
_MADE_ONCE: Final[tuple[tuple[str, str, Callable[[Any], Any]], ...]] = (
    ("customer", TENANT, lambda client: client.v1.customers.list({"limit": _PAGE})),
    ("checkout session", INTENT, lambda client: client.v1.checkout.sessions.list({"limit": _PAGE})),
    ("invoice", INTENT, lambda client: client.v1.invoices.list({"limit": _PAGE})),
    ("refund", INTENT, lambda client: client.v1.refunds.list({"limit": _PAGE})),
)


def tenant_of(made: Object) -> TenantId | None:
    """Return the client recorded on an object we created; None for an object that is not ours."""
    try:
        return TenantId(UUID((made.get("metadata") or {})[TENANT]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def intent_of(made: Object) -> str | None:
    """Return the effect that created an object; None for an object that is not ours."""
    return (made.get("metadata") or {}).get(INTENT)


def repeated(calls: Calls) -> tuple[Repeated, ...]:
    """Return the intents that produced more than one object, among all objects; raises ProviderFault."""
    found: dict[tuple[str, str], list[Object]] = {}
    for kind, mark, way in _MADE_ONCE:
        for each in calls.listed(way):
            intent = (each.get("metadata") or {}).get(mark)
            if intent:
                found.setdefault((kind, str(intent)), []).append(each)
    return tuple(
        Repeated(
            kind=kind, intent=intent, refs=tuple(sorted(str(each["id"]) for each in made)), tenant_id=tenant_of(made[0])
        )
        for (kind, intent), made in found.items()
        if len(made) > 1
    )
