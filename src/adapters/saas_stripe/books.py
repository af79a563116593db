"""Stripe's books in our words: subscriptions, invoices, refunds and disputes of one customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from saas_core.kernel.instants import instant
from saas_core.kernel.money import Money
from saas_core.payments.books import (
    Books,
    Dispute,
    DisputeState,
    InvoiceState,
    Oddity,
    Refund,
    Repeated,
    Subscription,
    SubscriptionInvoice,
    SubscriptionState,
)
from saas_core.payments.ports import Owner
from saas_stripe.calls import Calls, Object
from saas_stripe.marks import repeated, tenant_of

T = TypeVar("T")
_PAGE = 100
_STATES: Final = {
    "incomplete": SubscriptionState.INCOMPLETE,
    "incomplete_expired": SubscriptionState.ABANDONED,
    "trialing": SubscriptionState.TRIALING,
    "active": SubscriptionState.ACTIVE,
    "past_due": SubscriptionState.OVERDUE,
    "unpaid": SubscriptionState.UNPAID,
    "paused": SubscriptionState.PAUSED,
    "canceled": SubscriptionState.CANCELED,
}
_INVOICES: Final = {
    "draft": InvoiceState.DRAFT,
    "open": InvoiceState.OPEN,
    "paid": InvoiceState.PAID,
    "void": InvoiceState.VOID,
    "uncollectible": InvoiceState.WRITTEN_OFF,
}
_DISPUTES: Final = {
    "needs_response": DisputeState.OPEN,
    "under_review": DisputeState.OPEN,
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
    # An appeal follows a loss, which stands until the appeal is won.
    "appeal_needs_response": DisputeState.LOST,
    "appeal_under_review": DisputeState.LOST,
}
_INQUIRIES: Final = frozenset({"warning_needs_response", "warning_under_review", "warning_closed", "prevented"})
"""Bank inquiries about a payment that withdrew no money."""
_CLIENTS_WISH: Final = frozenset({None, "cancellation_requested"})


class StripeBooks:
    """Reads a customer's books at Stripe."""

    def __init__(self, calls: Calls) -> None:
        """Use these calls."""
        self._calls = calls

    def books(self, account: str) -> Books:
        """Return everything Stripe currently says about a customer; raises ProviderFault."""
        reading = _Reading()
        subscriptions = [
            each
            for found in self._calls.listed(
                lambda client: client.v1.subscriptions.list({"customer": account, "status": "all", "limit": _PAGE})
            )
            if (each := reading.read("subscription", found, _subscription)) is not None
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
        odd = {each.ref for each in reading.oddities if each.kind == "subscription"}
        invoices = [
            read
            for one in found
            if _subscription_of(one) not in odd
            and (read := reading.read("invoice", one, lambda given: self._invoice(given, refunds))) is not None
        ]
        return Books(
            account=account,
            subscriptions=tuple(sorted(subscriptions, key=lambda each: each.created_at)),
            invoices=tuple(reversed(invoices)),
            disputes=tuple(disputes),
            oddities=tuple(sorted(reading.oddities)),
        )

    def owner(self, ref: str) -> Owner | None:
        """Return the customer of an object, or None if there is no such object or customer; raises ProviderFault."""
        account = ref if ref.startswith("cus_") else self._customer_of(ref)
        if account is None:
            return None
        customer = self._calls.found(lambda client: client.v1.customers.retrieve(account))
        if customer is None or customer.get("deleted"):
            return None
        return Owner(account=account, tenant_id=tenant_of(customer))

    def repeated(self) -> tuple[Repeated, ...]:
        """Return the intents that produced more than one object, for any client; raises ProviderFault."""
        return repeated(self._calls)

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
        return None if found is None else _ref(found.get("customer"))

    def _refunds(self, charge: Object, reading: _Reading) -> Iterator[Refund]:
        if not charge.get("amount_refunded"):
            return
        ref = str(charge["id"])
        for each in self._calls.listed(lambda client: client.v1.refunds.list({"charge": ref, "limit": _PAGE})):
            refund = reading.read("refund", each, _refund) if each.get("status") == "succeeded" else None
            if refund is not None:
                yield refund

    def _disputes(self, charge: Object, invoice: str, reading: _Reading) -> Iterator[Dispute]:
        if not charge.get("disputed"):
            return
        ref = str(charge["id"])
        for each in self._calls.listed(lambda client: client.v1.disputes.list({"charge": ref, "limit": _PAGE})):
            if each.get("status") in _INQUIRIES:
                continue
            dispute = reading.read("dispute", each, lambda given: _dispute(given, invoice))
            if dispute is not None:
                yield dispute

    def _invoice(self, given: Object, refunds: Mapping[str, list[Refund]]) -> SubscriptionInvoice:
        ref, state = str(given["id"]), _INVOICES[given["status"]]
        lines = given["lines"]["data"]
        if given["lines"]["has_more"]:
            lines = self._calls.listed(lambda client: client.v1.invoices.line_items.list(ref, {"limit": _PAGE}))
        periods = [each["period"] for each in lines if _is_period(each)]
        passed = given["status_transitions"]
        return SubscriptionInvoice(
            ref=ref,
            number=str(given.get("number") or ref),
            subscription=_subscription_of(given) or "",
            state=state,
            total=_money(given["total"], given),
            since=min((_instant(each["start"]) for each in periods), default=None),
            until=max((_instant(each["end"]) for each in periods), default=None),
            due_at=_due(given),
            paid_at=_maybe(passed["paid_at"]),
            voided_at=_maybe(passed["voided_at"]),
            refunds=tuple(refunds.get(ref, ())),
            failed=state is InvoiceState.OPEN and _collected(given) and bool(given["attempted"]),
            link=str(given.get("hosted_invoice_url") or ""),
            owed=_money(given["amount_remaining"], given),
        )


class _Reading:
    """Objects read, and oddities that could not be read."""

    def __init__(self) -> None:
        self.oddities: list[Oddity] = []

    def read(self, kind: str, given: Object, way: Callable[[Object], T]) -> T | None:
        """Read an object; an unknown state or shape is recorded as an oddity."""
        try:
            return way(given)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as fault:
            state = str(given.get("status"))[:40]
            says = f"Its state is {state!r}, and it cannot be read ({type(fault).__name__})."
            self.oddities.append(Oddity(kind, str(given.get("id"))[:100], says))
            return None


def _subscription(given: Object) -> Subscription:
    items = given["items"]["data"]
    reason = (given.get("cancellation_details") or {}).get("reason")
    return Subscription(
        ref=str(given["id"]),
        state=_STATES[given["status"]],
        created_at=_instant(given["created"]),
        # Periods are on the items; the subscription's period spans all of them.
        since=min(_instant(each["current_period_start"]) for each in items),
        until=max(_instant(each["current_period_end"]) for each in items),
        trial_since=_maybe(given["trial_start"]),
        trial_until=_maybe(given["trial_end"]),
        cancels=bool(given["cancel_at_period_end"] or given["cancel_at"]) and given["ended_at"] is None,
        cancel_asked_at=_maybe(given["canceled_at"]),
        collecting=given["pause_collection"] is None,
        ended_at=_maybe(given["ended_at"]),
        ended_by_us=reason not in _CLIENTS_WISH,
    )


def _refund(given: Object) -> Refund:
    return Refund(_money(given["amount"], given), _instant(given["created"]))


def _dispute(given: Object, invoice: str) -> Dispute:
    state = _DISPUTES[given["status"]]
    # Stripe gives no end of a dispute; where money moved, it is the last balance transaction.
    moved = [_instant(each["created"]) for each in given["balance_transactions"]]
    opened = _instant(given["created"])
    closed = max((each for each in moved if each > opened), default=None) if state is not DisputeState.OPEN else None
    return Dispute(ref=str(given["id"]), invoice=invoice, state=state, opened_at=opened, closed_at=closed)


def payments_of(invoice: Object) -> Iterator[str]:
    """Return the payments of an invoice by their ids."""
    for each in (invoice.get("payments") or {}).get("data", ()):
        payment = each.get("payment") or {}
        ref = _ref(payment.get("payment_intent")) or _ref(payment.get("charge"))
        if ref is not None:
            yield ref


def _due(invoice: Object) -> datetime | None:
    """Return the instant an invoice became due: its due date, or the first failed automatic collection."""
    if not _collected(invoice):
        return _maybe(invoice["due_date"])
    return _maybe(invoice["status_transitions"]["finalized_at"]) if invoice["attempted"] else None


def _collected(invoice: Object) -> bool:
    """Return whether an invoice is collected automatically; others are sent, with a due date."""
    return bool(invoice["collection_method"] != "send_invoice")


def _is_period(line: Object) -> bool:
    details = (line.get("parent") or {}).get("subscription_item_details")
    return details is not None and not details["proration"]


def _subscription_of(invoice: Object) -> str | None:
    parent = invoice.get("parent") or {}
    return _ref((parent.get("subscription_details") or {}).get("subscription"))


def _ref(given: object) -> str | None:
    """Return the id of a reference, whether it is an id or an expanded object."""
    if isinstance(given, Mapping):
        given = given.get("id")
    return given if isinstance(given, str) else None


def _money(minor: object, of: Object) -> Money:
    if type(minor) is not int:
        raise TypeError(minor)
    return Money(minor, str(of["currency"]).upper())


def _instant(seconds: object) -> datetime:
    if type(seconds) is not int:
        raise TypeError(seconds)
    return instant(datetime.fromtimestamp(seconds, UTC))


def _maybe(seconds: object) -> datetime | None:
    return None if seconds is None else _instant(seconds)
