"""What a provider's books say, as far as a license rests on it; whoever reads books tells it in these values.

Everything here was read elsewhere; nothing was decided by us. Only what is in effect is told: a payment that arrived,
a sum that is owed, a subscription that has begun.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.money import Money


@frozen(kw_only=True)
class BookedSubscription:
    """A subscription: its trial `[trial_since, trial_until)`, how long its present period lasts, and how it goes on.

    `live` says that the provider still runs it, `begun` that its first payment or its trial began it, over by now or
    not. `cancels` says that it ends with its period, asked for at `cancel_asked_at`; `ended_by_us` that it ended for
    another reason than the client's wish. `said` is the provider's own word on it.
    """

    ref: str
    live: bool
    begun: bool
    renews: bool
    said: str
    created_at: datetime
    until: datetime
    trial_since: datetime | None = None
    trial_until: datetime | None = None
    cancels: bool = False
    cancel_asked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by_us: bool = False


@frozen
class BookedRefund:
    """Money given back at an instant."""

    amount: Money
    at: datetime


@frozen(kw_only=True)
class BookedInvoice:
    """An invoice of a subscription, and the period `[since, until)` that it funds, if any.

    `paid_at` and `voided_at` are None unless that is how it stands; `owed_since` is when it should have been paid, None
    while nothing is due.
    """

    ref: str
    number: str
    subscription: str
    total: Money
    since: datetime | None = None
    until: datetime | None = None
    paid_at: datetime | None = None
    voided_at: datetime | None = None
    owed_since: datetime | None = None
    refunds: tuple[BookedRefund, ...] = ()


@frozen(kw_only=True)
class BookedDispute:
    """A dispute of an invoice's payment; `won` is None while it is open, `closed_at` also where nobody says when."""

    ref: str
    invoice: str
    opened_at: datetime
    won: bool | None = None
    closed_at: datetime | None = None


@frozen(kw_only=True)
class AccountBooks:
    """All that the provider says of an account; `current` is the subscription that governs."""

    subscriptions: tuple[BookedSubscription, ...] = ()
    invoices: tuple[BookedInvoice, ...] = ()
    disputes: tuple[BookedDispute, ...] = ()
    current: BookedSubscription | None = None
