"""Books: what of them is odd, and which invoices are still to be paid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from saas_core.kernel.money import Money
from saas_core.payments.books import (
    Books,
    InvoiceState,
    Oddity,
    Subscription,
    SubscriptionInvoice,
    SubscriptionState,
)
from saas_core.payments.policies import oddities, unpaid

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
PRICE = Money(9900, "USD")


def subscription(**given: Any) -> Subscription:
    """Make a subscription of the first thirty days."""
    fields: dict[str, Any] = {
        "ref": "sub_1",
        "state": SubscriptionState.ACTIVE,
        "created_at": FIRST,
        "since": FIRST,
        "until": FIRST + timedelta(days=30),
    }
    return Subscription(**{**fields, **given})


def invoice(ref: str, state: InvoiceState, **given: Any) -> SubscriptionInvoice:
    """Make an invoice."""
    return SubscriptionInvoice(ref=ref, number=ref.upper(), subscription="sub_1", state=state, total=PRICE, **given)


def test_what_nobody_understands_is_handed_on_beside_two_subscriptions() -> None:
    """Both are for a person to look at."""
    odd = Oddity("invoice", "in_9", "unreadable")
    both = (subscription(ref="sub_2"), subscription())
    found = oddities(Books(account="cus_1", subscriptions=both, oddities=(odd,)))
    double = Oddity("two subscriptions", "cus_1", "The provider runs 2 subscriptions: sub_1, sub_2.")
    assert found == (odd, double)


@pytest.mark.parametrize(
    "state", [SubscriptionState.CANCELED, SubscriptionState.ABANDONED, SubscriptionState.INCOMPLETE]
)
def test_one_that_is_over_or_never_began_beside_one_that_runs_is_not_odd(state: SubscriptionState) -> None:
    """The client is billed once."""
    books = Books(account="cus_1", subscriptions=(subscription(), subscription(ref="sub_2", state=state)))
    assert oddities(books) == ()


def test_open_invoices_alone_are_still_to_be_paid() -> None:
    """In the order of their references, with what the provider says is owed."""
    rows = [invoice(f"in_{number}", state) for number, state in enumerate(InvoiceState)]
    part = invoice("in_part", InvoiceState.OPEN, owed=Money(100, "USD"), failed=True, link="https://pay.example")
    books = Books(account="cus_1", invoices=(part, *rows))
    found = unpaid(books)
    assert [(each.ref, each.number, each.owed.minor) for each in found] == [
        ("in_1", "IN_1", 9900),
        ("in_part", "IN_PART", 100),
    ]
    assert (found[1].failed, found[1].link) == (True, "https://pay.example")
