"""Stripe's objects in our words, one at a time; whatever has an unknown state or shape becomes an oddity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final, TypeVar

from saas_core.kernel.instants import instant
from saas_core.kernel.money import Money, exponent
from saas_core.payments.books import (
    Dispute,
    DisputeState,
    InvoiceState,
    Oddity,
    Refund,
    Subscription,
    SubscriptionState,
)
from saas_stripe.calls import Object

T = TypeVar("T")
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
INVOICES: Final = {
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
INQUIRIES: Final = frozenset({"warning_needs_response", "warning_under_review", "warning_closed", "prevented"})
"""Bank inquiries about a payment that withdrew no money."""
_CLIENTS_WISH: Final = frozenset({None, "cancellation_requested"})
GOOD: Final = frozenset({SubscriptionState.ACTIVE, SubscriptionState.TRIALING})
_DIGITS: Final = {"ISK": 2, "UGX": 2, "MGA": 0}
"""Currencies whose amounts Stripe writes with other decimals than ISO 4217 has."""
UNDER_WAY: Final = frozenset({"processing", "succeeded"})
"""States of a payment intent whose outcome the invoice does not show yet."""
USAGE: Final = "usage billing"
"""The kind of oddity of a subscription that is billed by usage in arrears."""


class Reading:
    """Objects read, and oddities that could not be read."""

    def __init__(self) -> None:
        """Begin with no oddities."""
        self.oddities: list[Oddity] = []

    def refuses_usage(self, given: Object) -> bool:
        """Return whether a subscription is billed by usage in arrears, which is recorded as an oddity.

        What such a period costs is known only when it is over, so no payment ever opens it.
        """
        if not any(map(is_metered, (given.get("items") or {}).get("data") or ())):
            return False
        says = "It is billed by usage in arrears, which is not supported. Bill it by prices that are paid in advance."
        self.oddities.append(Oddity(USAGE, str(given.get("id"))[:100], says))
        return True

    def read(self, kind: str, given: Object, way: Callable[[Object], T]) -> T | None:
        """Read an object; an unknown state or shape is recorded as an oddity."""
        try:
            return way(given)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as fault:
            state = str(given.get("status"))[:40]
            says = f"Its state is {state!r}, and it cannot be read ({type(fault).__name__})."
            self.oddities.append(Oddity(kind, str(given.get("id"))[:100], says))
            return None


def is_metered(item: Object) -> bool:
    """Return whether an item of a subscription is billed by usage."""
    # `plan` is the older name of `price`, still sent by Stripe.
    price, plan = item.get("price") or {}, item.get("plan") or {}
    return "metered" in {(price.get("recurring") or {}).get("usage_type"), plan.get("usage_type")}


def read_subscription(given: Object) -> Subscription:
    """Return a subscription."""
    items = given["items"]["data"]
    until = max(instant_of(each["current_period_end"]) for each in items)
    at, running = maybe_instant(given["cancel_at"]), given["ended_at"] is None
    # With the period it ends only if it ends at the period's end; Stripe gives that instant for both.
    with_period = bool(given["cancel_at_period_end"]) or at == until
    reason = (given.get("cancellation_details") or {}).get("reason")
    return Subscription(
        ref=str(given["id"]),
        state=_STATES[given["status"]],
        created_at=instant_of(given["created"]),
        # Periods are on the items; the subscription's period spans all of them.
        since=min(instant_of(each["current_period_start"]) for each in items),
        until=until,
        trial_since=maybe_instant(given["trial_start"]),
        trial_until=maybe_instant(given["trial_end"]),
        cancels=with_period and running,
        cancels_at=at if running and not with_period else None,
        cancel_asked_at=maybe_instant(given["canceled_at"]),
        collecting=given["pause_collection"] is None,
        ended_at=maybe_instant(given["ended_at"]),
        ended_by_us=reason not in _CLIENTS_WISH,
    )


def read_refund(given: Object) -> Refund:
    """Return a refund."""
    return Refund(money_of(given["amount"], given), instant_of(given["created"]))


def read_dispute(given: Object, invoice: str) -> Dispute:
    """Return a dispute of an invoice's payment."""
    state = _DISPUTES[given["status"]]
    # Stripe gives no end of a dispute; where money moved, it is the last balance transaction.
    moved = [instant_of(each["created"]) for each in given["balance_transactions"]]
    opened = instant_of(given["created"])
    closed = max((each for each in moved if each > opened), default=None) if state is not DisputeState.OPEN else None
    return Dispute(
        ref=str(given["id"]),
        invoice=invoice,
        state=state,
        opened_at=opened,
        closed_at=closed,
        amount=money_of(given["amount"], given),
    )


def payments_of(invoice: Object, status: str | None = None) -> Iterator[str]:
    """Return the payments of an invoice by their ids, all or those of one status."""
    for each in (invoice.get("payments") or {}).get("data", ()):
        if status is not None and each["status"] != status:
            continue
        payment = each.get("payment") or {}
        ref = ref_of(payment.get("payment_intent")) or ref_of(payment.get("charge"))
        if ref is not None:
            yield ref


def due_of(invoice: Object) -> datetime | None:
    """Return the instant an invoice became due: its due date, or the first failed automatic collection."""
    if not is_collected(invoice):
        return maybe_instant(invoice["due_date"])
    return maybe_instant(invoice["status_transitions"]["finalized_at"]) if invoice["attempted"] else None


def is_collected(invoice: Object) -> bool:
    """Return whether an invoice is collected automatically; others are sent, with a due date."""
    return bool(invoice["collection_method"] != "send_invoice")


def is_period(line: Object) -> bool:
    """Return whether a line of an invoice is for a period of a subscription."""
    details = (line.get("parent") or {}).get("subscription_item_details")
    return details is not None and not details["proration"]


def subscription_of(invoice: Object) -> str | None:
    """Return the id of an invoice's subscription."""
    parent = invoice.get("parent") or {}
    return ref_of((parent.get("subscription_details") or {}).get("subscription"))


def ref_of(given: object) -> str | None:
    """Return the id of a reference, whether it is an id or an expanded object."""
    if isinstance(given, Mapping):
        given = given.get("id")
    return given if isinstance(given, str) else None


def money_of(minor: object, of: Object) -> Money:
    """Return an amount in the currency of an object; raises TypeError, ValueError."""
    if type(minor) is not int:
        raise TypeError(minor)
    currency = str(of["currency"]).upper()
    theirs, ours = _DIGITS.get(currency, exponent(currency)), exponent(currency)
    if theirs < ours:
        return Money(minor * 10 ** (ours - theirs), currency)
    whole, rest = divmod(minor, 10 ** (theirs - ours))
    if rest:
        raise ValueError(minor)
    return Money(whole, currency)


def instant_of(seconds: object) -> datetime:
    """Return an instant; raises TypeError, InvalidValue."""
    if type(seconds) is not int:
        raise TypeError(seconds)
    return instant(datetime.fromtimestamp(seconds, UTC))


def maybe_instant(seconds: object) -> datetime | None:
    """Return an instant, None for none."""
    return None if seconds is None else instant_of(seconds)
