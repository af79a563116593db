"""Stripe's books in our words: subscriptions, invoices, refunds and disputes of one customer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from saas_core.kernel.errors import ProviderRefused
from saas_core.payments.books import Books, Dispute, InvoiceState, Refund, Repeated, SubscriptionInvoice
from saas_core.payments.ports import Owner
from saas_stripe.calls import Calls, Object
from saas_stripe.marks import intent_of, repeated, tenant_of
from saas_stripe.reading import (
    GOOD,
    INQUIRIES,
    INVOICES,
    UNDER_WAY,
    USAGE,
    Reading,
    due_of,
    instant_of,
    is_collected,
    is_period,
    maybe_instant,
    money_of,
    payments_of,
    read_dispute,
    read_refund,
    read_subscription,
    ref_of,
    subscription_of,
)

_PAGE: Final = 100


class StripeBooks:
    """Reads a customer's books at Stripe."""

    def __init__(self, calls: Calls) -> None:
        """Use these calls."""
        self._calls = calls

    def books(self, account: str) -> Books:
        """Return everything Stripe currently says about a customer; raises ProviderFault."""
        reading = Reading()
        listed = self._calls.listed(
            lambda client: client.v1.subscriptions.list({"customer": account, "status": "all", "limit": _PAGE})
        )
        subscriptions = [
            each
            for found in listed
            if not reading.refuses_usage(found)
            and (each := reading.read("subscription", found, read_subscription)) is not None
        ]
        found = self._calls.listed(
            lambda client: client.v1.invoices.list({"customer": account, "limit": _PAGE, "expand": ["data.payments"]})
        )
        charges = self._calls.listed(lambda client: client.v1.charges.list({"customer": account, "limit": _PAGE}))
        paid_for = {ref: str(each["id"]) for each in found for ref in payments_of(each)}
        refunds: dict[str, list[Refund]] = {}
        disputes: list[Dispute] = []
        for charge in charges:
            invoice = paid_for.get(str(charge.get("payment_intent"))) or paid_for.get(str(charge["id"]))
            if invoice is None:
                continue
            refunds.setdefault(invoice, []).extend(self._refunds(charge, reading))
            disputes.extend(self._disputes(charge, invoice, reading))
        odd = {each.ref for each in reading.oddities if each.kind in {"subscription", USAGE}}
        good = {each.ref for each in subscriptions if each.state in GOOD}
        invoices = [
            read
            for one in found
            if subscription_of(one) not in odd
            and (read := reading.read("invoice", one, lambda given: self._invoice(given, refunds, good))) is not None
        ]
        running = any(each.state.live for each in subscriptions)
        return Books(
            account=account,
            subscriptions=tuple(sorted(subscriptions, key=lambda each: each.created_at)),
            invoices=tuple(reversed(invoices)),
            disputes=tuple(disputes),
            oddities=tuple(sorted(reading.oddities)),
            # Deleting a customer ends its subscriptions.
            gone=not running and self._gone(account),
        )

    def owner(self, ref: str) -> Owner | None:
        """Return the customer of an object, or None if there is no such object or customer; raises ProviderFault.

        A deleted customer does not say whose it was.
        """
        account = ref if ref.startswith("cus_") else self._customer_of(ref)
        if account is None:
            return None
        customer = self._calls.found(lambda client: client.v1.customers.retrieve(account))
        if customer is None:
            return None
        return Owner(account=account, tenant_id=tenant_of(customer))

    def repeated(self) -> tuple[Repeated, ...]:
        """Return the intents that produced more than one object, for any client; raises ProviderFault."""
        return repeated(self._calls)

    def _gone(self, account: str) -> bool:
        """Return whether a customer whose lists could be read was deleted."""
        try:
            customer = self._calls.found(lambda client: client.v1.customers.retrieve(account))
        except ProviderRefused as refused:
            if getattr(refused.__cause__, "code", None) == "resource_missing":
                return True
            raise
        return customer is None or bool(customer.get("deleted"))

    def _customer_of(self, ref: str) -> str | None:
        ways: dict[str, Callable[[Any], Any]] = {
            "ch": lambda client: client.v1.charges.retrieve(ref),
            "py": lambda client: client.v1.charges.retrieve(ref),
            "pi": lambda client: client.v1.payment_intents.retrieve(ref),
            "in": lambda client: client.v1.invoices.retrieve(ref),
            "sub": lambda client: client.v1.subscriptions.retrieve(ref),
        }
        way = ways.get(ref.partition("_")[0])
        found = None if way is None else self._calls.found(way)
        return None if found is None else ref_of(found.get("customer"))

    def _refunds(self, charge: Object, reading: Reading) -> Iterator[Refund]:
        if not charge.get("amount_refunded"):
            return
        ref = str(charge["id"])
        for each in self._calls.listed(lambda client: client.v1.refunds.list({"charge": ref, "limit": _PAGE})):
            refund = reading.read("refund", each, read_refund) if each.get("status") == "succeeded" else None
            if refund is not None:
                yield refund

    def _disputes(self, charge: Object, invoice: str, reading: Reading) -> Iterator[Dispute]:
        if not charge.get("disputed"):
            return
        ref = str(charge["id"])
        for each in self._calls.listed(lambda client: client.v1.disputes.list({"charge": ref, "limit": _PAGE})):
            if each.get("status") in INQUIRIES:
                continue
            dispute = reading.read("dispute", each, lambda given: read_dispute(given, invoice))
            if dispute is not None:
                yield dispute

    def _invoice(
        self, given: Object, refunds: Mapping[str, list[Refund]], good: Collection[str]
    ) -> SubscriptionInvoice:
        ref, state = str(given["id"]), INVOICES[given["status"]]
        lines = given["lines"]["data"]
        if given["lines"]["has_more"]:
            lines = self._calls.listed(lambda client: client.v1.invoices.line_items.list(ref, {"limit": _PAGE}))
        periods = [each["period"] for each in lines if is_period(each)]
        passed = given["status_transitions"]
        fine = subscription_of(given) in good
        under_way = state is InvoiceState.OPEN and self._under_way(given, fine=fine)
        return SubscriptionInvoice(
            ref=ref,
            number=str(given.get("number") or ref),
            subscription=subscription_of(given) or "",
            state=state,
            total=money_of(given["total"], given),
            since=min((instant_of(each["start"]) for each in periods), default=None),
            until=max((instant_of(each["end"]) for each in periods), default=None),
            # Stripe keeps a subscription active while a payment is on its way, unless an attempt failed.
            due_at=None if under_way and fine else due_of(given),
            paid_at=maybe_instant(passed["paid_at"]),
            voided_at=maybe_instant(passed["voided_at"]),
            refunds=tuple(refunds.get(ref, ())),
            failed=state is InvoiceState.OPEN and is_collected(given) and bool(given["attempted"]) and not under_way,
            processing=under_way and fine,
            link=str(given.get("hosted_invoice_url") or ""),
            owed=money_of(given["amount_remaining"], given),
            # Without the customer's credit, which does not come back by a refund.
            received=money_of(given["amount_paid"], given),
            intent=intent_of(given) or "",
        )

    def _intent(self, ref: str) -> Object | None:
        return self._calls.found(lambda client: client.v1.payment_intents.retrieve(ref))

    def _under_way(self, invoice: Object, *, fine: bool) -> bool:
        """Return whether a payment of an open invoice is being processed, as a bank debit is for days."""
        for ref in payments_of(invoice, "open"):
            intent = self._intent(ref)
            if intent is None:
                # Not readable: then what Stripe says of the subscription decides.
                return fine and bool(invoice["attempted"])
            if intent["status"] in UNDER_WAY:
                return True
        return False
