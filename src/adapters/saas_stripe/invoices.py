"""Invoices of ours at Stripe: drafted with one item per line, their taxes read back, finalized under our number.

An item is made for its invoice alone, so that none is swept into the next invoice of a subscription.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from saas_core.kernel.errors import ProviderRefused
from saas_core.payments.ports import ComputedTax, DraftedInvoice, InvoiceOrder
from saas_stripe.calls import Calls, Object
from saas_stripe.desk import CLOCKS_APART, StripeDesk
from saas_stripe.locating import address_of, kind_of_tax_number
from saas_stripe.marks import INTENT, TENANT, intent_of

_PAGE: Final = 100
_TAX: Final = "Tax"


class StripeInvoices(StripeDesk):
    """Makes changes at Stripe, invoices of ours included; with `taxed`, Stripe computes their taxes."""

    def __init__(self, calls: Calls, *, taxed: bool = False) -> None:
        """Use these calls."""
        super().__init__(calls)
        self._taxed = taxed

    @property
    def taxed(self) -> bool:
        """Return whether Stripe computes taxes."""
        return self._taxed

    def draft_invoice(self, order: InvoiceOrder) -> DraftedInvoice:
        """Draft an invoice, or find the one that this intent drafted; raises ProviderFault."""
        if self._taxed:
            self._locate(order)
        marks = {TENANT: str(order.tenant_id), INTENT: order.key}
        params: dict[str, Any] = {
            "customer": order.account,
            "currency": order.currency.lower(),
            "collection_method": "send_invoice",
            "days_until_due": order.due_days,
            "auto_advance": False,
            "pending_invoice_items_behavior": "exclude",
            "automatic_tax": {"enabled": self._taxed},
            "metadata": marks,
        }

        ref = str(
            self._once(
                order.key,
                params,
                lambda: self._drafted(order.account, order.key, order.asked_at),
                lambda client: client.v1.invoices.create,
            )["id"]
        )
        self._add_items(ref, order)
        drafted = self._calls.read(lambda client: client.v1.invoices.retrieve(ref))
        if self._taxed and drafted["automatic_tax"]["status"] != "complete":
            message = f"no tax was computed for the invoice {ref}: {drafted['automatic_tax']['status']}."
            raise ProviderRefused(message, remedy="Correct the client's billing address; nothing was issued.")
        return DraftedInvoice(ref=ref, taxes=self._taxes(drafted), total_minor=int(drafted["total"]))

    def _drafted(self, account: str, key: str, asked_at: datetime) -> Object | None:
        """Return the invoice that an intent made; only those from its instant on are looked through."""
        since = int((asked_at - CLOCKS_APART).timestamp())
        made = self._calls.listed(
            lambda client: client.v1.invoices.list({"customer": account, "created": {"gte": since}, "limit": _PAGE})
        )
        return next((each for each in made if intent_of(each) == key), None)

    def _locate(self, order: InvoiceOrder) -> None:
        """Give a customer the address and the tax number by which its taxes are computed."""
        recipient = order.recipient
        located: Any = {"name": recipient.name, "address": address_of(recipient)}
        self._calls.write(lambda client: client.v1.customers.update(order.account, located))
        kind = kind_of_tax_number(recipient)
        if kind is None:
            return
        known = self._calls.listed(lambda client: client.v1.customers.tax_ids.list(order.account, {"limit": _PAGE}))
        wanted: Any = {"type": kind, "value": recipient.tax_number}
        for each in known:
            if (each["type"], each["value"]) != (kind, recipient.tax_number):
                self._remove_number(order.account, str(each["id"]))
        if not any((each["type"], each["value"]) == (kind, recipient.tax_number) for each in known):
            self._calls.write(lambda client: client.v1.customers.tax_ids.create(order.account, wanted))

    def discard_invoice(self, account: str, key: str, ordered_at: datetime) -> None:
        """Remove the draft of an intent; one that was finalized, or is not there, stays as it is."""
        found = self._drafted(account, key, ordered_at)
        if found is None or found["status"] != "draft":
            return
        ref = str(found["id"])
        # The items first: one that is left without its invoice is swept into the next one of a subscription.
        for each in self._calls.listed(lambda client: client.v1.invoice_items.list({"invoice": ref, "limit": _PAGE})):
            self._remove_item(str(each["id"]))
        self._calls.write(lambda client: client.v1.invoices.delete(ref))

    def _remove_number(self, account: str, ref: str) -> None:
        self._calls.write(lambda client: client.v1.customers.tax_ids.delete(account, ref))

    def _remove_item(self, ref: str) -> None:
        self._calls.write(lambda client: client.v1.invoice_items.delete(ref))

    def _add_items(self, ref: str, order: InvoiceOrder) -> None:
        """Add the items that the invoice does not have yet, in their order."""

        def items() -> dict[str | None, Object]:
            made = self._calls.listed(lambda client: client.v1.invoice_items.list({"invoice": ref, "limit": _PAGE}))
            return {intent_of(each): each for each in made}

        there = items()
        for each in order.items:
            mark = f"{order.key}:{each.key}"
            if mark in there:
                continue
            params = {
                "customer": order.account,
                "invoice": ref,
                "currency": order.currency.lower(),
                "amount": each.minor,
                "description": each.text[:500],
                "metadata": {TENANT: str(order.tenant_id), INTENT: mark},
            }
            self._once(
                mark,
                params,
                lambda mark=mark: items().get(mark),  # type: ignore[misc]
                lambda client: client.v1.invoice_items.create,
            )

    def finalize_invoice(self, ref: str, number: str) -> str:
        """Finalize a draft under our number, unless it is; return its page for paying. Raises ProviderFault.

        Its state is read before, and neither step makes anything, so that no key of ours has Stripe repeat a failure.
        """
        found = self._calls.read(lambda client: client.v1.invoices.retrieve(ref))
        if found["status"] == "draft":
            numbered: Any = {"number": number}
            self._calls.write(lambda client: client.v1.invoices.update(ref, numbered))
            found = self._calls.write(lambda client: client.v1.invoices.finalize_invoice(ref, {"auto_advance": False}))
        if found.get("number") != number:
            message = f"the invoice {ref} has another number at Stripe than {number}."
            raise ProviderRefused(message, remedy="Compare both; the document that was issued here counts.")
        return str(found.get("hosted_invoice_url") or "")

    def credit_invoice(self, ref: str, number: str, minor: int, key: str) -> None:
        """Credit an amount of an invoice, or find that this intent did; raises ProviderFault.

        What is open is asked for no more; what was paid already is noted as given back outside of Stripe.
        """

        def look() -> Object | None:
            made = self._calls.listed(lambda client: client.v1.credit_notes.list({"invoice": ref, "limit": _PAGE}))
            return next((each for each in made if intent_of(each) == key), None)

        if look() is not None:
            return
        found = self._calls.read(lambda client: client.v1.invoices.retrieve(ref))
        paid = max(minor - int(found["amount_remaining"]), 0)
        params: dict[str, Any] = {"invoice": ref, "amount": minor, "memo": number, "metadata": {INTENT: key}}
        if paid:
            params["out_of_band_amount"] = paid
        self._once(key, params, look, lambda client: client.v1.credit_notes.create)

    def _taxes(self, drafted: Object) -> tuple[ComputedTax, ...]:
        """Return the taxes that Stripe computed for a draft, each as its rate is called there."""
        return tuple(self._tax(each) for each in drafted.get("total_taxes") or () if each["amount"])

    def _tax(self, found: Object) -> ComputedTax:
        ref = (found.get("tax_rate_details") or {}).get("tax_rate")
        if not ref:
            return ComputedTax(label=_TAX, rate="", minor=int(found["amount"]))
        rate = self._calls.read(lambda client: client.v1.tax_rates.retrieve(str(ref)))
        name, place = str(rate.get("display_name") or _TAX), str(rate.get("jurisdiction") or "")
        percent = rate.get("effective_percentage") or rate.get("percentage")
        return ComputedTax(
            label=f"{name} ({place})" if place else name,
            rate="" if percent is None else f"{Decimal(str(percent)).normalize():f} %",
            minor=int(found["amount"]),
        )
