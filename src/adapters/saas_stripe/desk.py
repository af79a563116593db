"""Changes made at Stripe: customers, pages for subscribing and paying, ends of subscriptions, refunds.

Before creating anything, we check whether this intent already created it, by our own id in its metadata: an answer may
have been lost, and Stripe forgets keys after a day. An intent's key never changes, except that when Stripe keeps
repeating a failure saved under it, and nothing was created, the intent's next key is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe

from saas_core.kernel.errors import OutcomeUnknown, ProviderRefused
from saas_core.payments.model import Checkout
from saas_core.payments.ports import AccountOrder, CheckoutOrder
from saas_core.payments.values import Renewal
from saas_stripe.calls import Calls, Failed, Object
from saas_stripe.marks import INTENT, TENANT, intent_of, tenant_of
from saas_stripe.reading import payments_of

_PAGE = 100
_KEYS = 9
CLOCKS_APART = timedelta(hours=1)
"""Tolerance for Stripe's clock being behind ours."""


class StripeDesk:
    """Makes changes at Stripe."""

    def __init__(self, calls: Calls) -> None:
        """Use these calls."""
        self._calls = calls

    def open_account(self, order: AccountOrder) -> str:
        """Create a customer, or find the one created for this client; raises ProviderFault."""
        since = int((order.asked_at - CLOCKS_APART).timestamp())
        params = {
            "name": order.name,
            "metadata": {TENANT: str(order.tenant_id), INTENT: order.key},
            **({"email": order.email} if order.email else {}),
        }

        def look() -> Object | None:
            made = self._calls.listed(
                lambda client: client.v1.customers.list({"created": {"gte": since}, "limit": _PAGE})
            )
            return next((each for each in made if tenant_of(each) == order.tenant_id), None)

        return str(self._once(order.key, params, look, lambda client: client.v1.customers.create)["id"])

    def open_checkout(self, order: CheckoutOrder) -> Checkout:
        """Create a Checkout session, or find the one this intent created; raises ProviderFault."""
        marks = {TENANT: str(order.tenant_id), INTENT: order.key}
        params = {
            "mode": "subscription",
            "customer": order.account,
            "client_reference_id": str(order.tenant_id),
            "line_items": [{"price": order.plan, "quantity": 1}],
            "success_url": order.return_url,
            "cancel_url": order.return_url,
            "metadata": marks,
            "subscription_data": {"metadata": marks},
        }

        def look() -> Object | None:
            made = self._calls.listed(
                lambda client: client.v1.checkout.sessions.list({"customer": order.account, "limit": _PAGE})
            )
            return next((each for each in made if intent_of(each) == order.key), None)

        session = self._once(order.key, params, look, lambda client: client.v1.checkout.sessions.create)
        return Checkout(
            ref=str(session["id"]),
            # A used page no longer has a URL.
            url=str(session.get("url") or ""),
            opened_at=_instant(session["created"]),
            expires_at=_instant(session["expires_at"]),
        )

    def billing_page(self, account: str, return_url: str) -> str:
        """Create a session of Stripe's own billing page; raises ProviderFault."""
        params: Any = {"customer": account, **({"return_url": return_url} if return_url else {})}
        return str(self._calls.write(lambda client: client.v1.billing_portal.sessions.create(params))["url"])

    def set_renewal(self, subscription: str, renewal: Renewal, key: str) -> None:
        """Make a subscription continue, end with its period, or end now; raises ProviderFault.

        Raises ProviderRefused for a subscription that has already ended.
        """
        now = self._calls.read(lambda client: client.v1.subscriptions.retrieve(subscription))
        over = now["ended_at"] is not None
        if over and renewal is Renewal.GOES_ON:
            message = "the subscription has ended at Stripe and cannot be restored."
            raise ProviderRefused(message, remedy="Have the client subscribe again.")
        if over:
            return
        options: Any = {"idempotency_key": key}
        if renewal is Renewal.ENDS_NOW:
            self._calls.write(lambda client: client.v1.subscriptions.cancel(subscription, {}, options))
            return
        ends = renewal is Renewal.ENDS_WITH_PERIOD
        wish: Any = None
        if bool(now["cancel_at_period_end"]) != ends:
            wish = {"cancel_at_period_end": ends}
        elif not ends and now["cancel_at"] is not None:
            wish = {"cancel_at": ""}
        if wish is not None:
            self._calls.write(lambda client: client.v1.subscriptions.update(subscription, wish, options))

    def refund(self, account: str, invoice: str, key: str) -> None:
        """Refund everything paid on an invoice; raises ProviderRefused if it is not paid, ProviderFault."""
        found = self._calls.listed(
            lambda client: client.v1.invoices.list({"customer": account, "limit": _PAGE, "expand": ["data.payments"]})
        )
        paid = [ref for each in found if each.get("number") == invoice for ref in payments_of(each, "paid")]
        if not paid:
            message = f"nothing was paid on invoice {invoice[:40]!r} through Stripe."
            raise ProviderRefused(message, remedy="Check the number of the invoice.")
        for number, payment in enumerate(paid, start=1):
            mark = f"{key}:{number}"
            self._once(
                mark,
                {"payment_intent": payment, "metadata": {INTENT: mark}},
                lambda payment=payment: self._refunded(payment),  # type: ignore[misc]
                lambda client: client.v1.refunds.create,
            )

    def _refunded(self, payment: str) -> Object | None:
        """Return the full refund of a payment, whoever made it; a partial refund does not count."""
        made = self._calls.listed(lambda client: client.v1.refunds.list({"payment_intent": payment, "limit": _PAGE}))
        charges = self._calls.listed(lambda client: client.v1.charges.list({"payment_intent": payment, "limit": _PAGE}))
        return made[0] if made and all(each["refunded"] for each in charges if each["paid"]) else None

    def _once(
        self,
        key: str,
        params: Mapping[str, Any],
        look: Callable[[], Object | None],
        way: Callable[[stripe.StripeClient], Callable[..., Any]],
    ) -> Object:
        """Create an object unless it already exists; raises ProviderFault."""
        made = look()
        # The request sent with a key must not change, and names do.
        stem = f"{key}:{hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()[:16]}"
        number = 1
        while made is None:
            options = {"idempotency_key": f"{stem}:{number}"}
            try:
                return self._calls.write(lambda client: way(client)(params, options))  # noqa: B023 - called at once
            except Failed as fault:
                if not fault.replayed or number == _KEYS:
                    # The next attempt checks whether anything was created.
                    raise OutcomeUnknown(fault.message, remedy=fault.remedy) from fault
            # That call is over. If nothing was created, the next key may be used.
            made, number = look(), number + 1
        return made


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
