"""Values in which a provider's books are reported, as far as a license rests on them.

Everything here was read elsewhere; nothing was decided by us. Only things in effect are reported: a payment that
arrived, a sum that is owed, a subscription that has begun.
"""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.money import Money


@frozen(kw_only=True)
class BookedSubscription:
    """A subscription: its trial `[trial_since, trial_until)`, the end of its present period, and its renewal.

    `live` means that the provider still runs it, `begun` that a first payment or a trial started it, over by now or
    not. `cancels` means that it ends with its period, `cancels_at` that it ends at that instant instead, both as
    requested at `cancel_asked_at`; `ended_by_us` that it ended for a reason other than the client's wish. `said` is the
    provider's own word for its state.
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
    cancels_at: datetime | None = None
    cancel_asked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by_us: bool = False


@frozen
class BookedRefund:
    """A refund at an instant."""

    amount: Money
    at: datetime


@frozen(kw_only=True)
class BookedInvoice:
    """An invoice of a subscription, and the period `[since, until)` that it funds, if any.

    `paid_at` and `voided_at` are None unless it was paid or voided; `owed_since` is when it should have been paid, None
    while nothing is due. `received` is what was paid for it in money, None if that is the total. `processing` means
    that a payment is on its way and none failed.
    """

    ref: str
    number: str
    subscription: str
    total: Money
    received: Money | None = None
    since: datetime | None = None
    until: datetime | None = None
    paid_at: datetime | None = None
    voided_at: datetime | None = None
    owed_since: datetime | None = None
    processing: bool = False
    refunds: tuple[BookedRefund, ...] = ()


@frozen(kw_only=True)
class BookedDispute:
    """A dispute of an invoice's payment; `won` is None while it is open, `closed_at` also if its end is not known."""

    ref: str
    invoice: str
    opened_at: datetime
    won: bool | None = None
    closed_at: datetime | None = None


@frozen(kw_only=True)
class AccountBooks:
    """The provider's complete books of an account; `current` is the subscription that governs."""

    subscriptions: tuple[BookedSubscription, ...] = ()
    invoices: tuple[BookedInvoice, ...] = ()
    disputes: tuple[BookedDispute, ...] = ()
    current: BookedSubscription | None = None
