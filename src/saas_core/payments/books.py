"""The books of a payment provider, in our words: its answer about one client's account at one instant.

Everything here was read at the provider; nothing was decided by us.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from attrs import field, frozen

from saas_core.kernel.ids import TenantId
from saas_core.kernel.money import Money


class SubscriptionState(Enum):
    """The provider's word for a subscription's state; the license follows from money and periods instead."""

    INCOMPLETE = "incomplete"
    ABANDONED = "abandoned"
    TRIALING = "trialing"
    ACTIVE = "active"
    OVERDUE = "overdue"
    UNPAID = "unpaid"
    PAUSED = "paused"
    CANCELED = "canceled"

    @property
    def live(self) -> bool:
        """Return whether the provider still runs the subscription."""
        return self not in {SubscriptionState.CANCELED, SubscriptionState.ABANDONED}

    @property
    def begun(self) -> bool:
        """Return whether the provider runs the subscription and a first payment or a trial started it."""
        return self.live and self is not SubscriptionState.INCOMPLETE


class InvoiceState(Enum):
    """The state of an invoice."""

    DRAFT = "draft"
    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    WRITTEN_OFF = "written off"


class DisputeState(Enum):
    """The state of a dispute at the bank."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@frozen(kw_only=True)
class Subscription:
    """A subscription: its present period and trial `[since, until)`, and whether it will end.

    `cancels` means that it ends with its period, `cancels_at` that it ends at that instant instead, both as requested
    at `cancel_asked_at`; `collecting` that invoices are collected; `ended_by_us` that it ended for a reason other than
    the client's wish.
    """

    ref: str
    state: SubscriptionState
    created_at: datetime
    since: datetime
    until: datetime
    trial_since: datetime | None = None
    trial_until: datetime | None = None
    cancels: bool = False
    cancels_at: datetime | None = None
    cancel_asked_at: datetime | None = None
    collecting: bool = True
    ended_at: datetime | None = None
    ended_by_us: bool = False

    @property
    def renews(self) -> bool:
        """Return whether the provider says that the subscription renews automatically."""
        good = self.state in {SubscriptionState.ACTIVE, SubscriptionState.TRIALING}
        goes_on = not self.cancels and (self.cancels_at is None or self.cancels_at > self.until)
        return good and self.collecting and goes_on


@frozen
class Refund:
    """A refund at an instant."""

    amount: Money
    at: datetime


@frozen(kw_only=True)
class SubscriptionInvoice:
    """An invoice of a subscription, and the period `[since, until)` that it funds, if any.

    `due_at` is when it should have been paid: for one sent to the client, its due date; for one collected
    automatically, the instant of its finalization once a collection failed; None while nothing is due. `failed` means
    that an attempt to collect it failed, `processing` that a payment is on its way and none failed. `link` is its page
    for paying, `owed` the amount still to be paid, if known, `received` what was paid in money, if known: without
    credit of the client. `intent` is our own id of an invoice that we made there, and is empty for any other.
    """

    ref: str
    number: str
    subscription: str
    state: InvoiceState
    total: Money
    since: datetime | None = None
    until: datetime | None = None
    due_at: datetime | None = None
    paid_at: datetime | None = None
    voided_at: datetime | None = None
    refunds: tuple[Refund, ...] = ()
    failed: bool = False
    processing: bool = False
    link: str = ""
    owed: Money | None = None
    received: Money | None = None
    intent: str = ""

    @property
    def to_pay(self) -> Money:
        """The amount still to be paid: the total, unless the provider names a smaller one."""
        return self.total if self.owed is None else self.owed


@frozen(kw_only=True)
class Dispute:
    """A dispute of an invoice's payment; `closed_at` is None while it is open, or if the provider does not say.

    `amount` is what the bank holds back meanwhile; None if the provider does not say.
    """

    ref: str
    invoice: str
    state: DisputeState
    opened_at: datetime
    closed_at: datetime | None = None
    amount: Money | None = None


@frozen(order=True)
class Oddity:
    """An unexpected state at the provider, with its kind and object; it leaves the standing unchanged."""

    kind: str
    ref: str
    says: str


@frozen(kw_only=True)
class Repeated:
    """An intent of ours that led to several objects of a kind at the provider, and their tenant if it is known."""

    kind: str
    intent: str
    refs: tuple[str, ...]
    tenant_id: TenantId | None = None


@frozen(kw_only=True)
class Books:
    """The provider's complete answer about an account.

    Items of a subscription among the oddities are left out of the rest. `gone` means that the account was deleted
    there: nothing can be opened for it any more. `former` is an account that another one replaced: none of its
    subscriptions governs.
    """

    account: str
    subscriptions: tuple[Subscription, ...] = ()
    invoices: tuple[SubscriptionInvoice, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    oddities: tuple[Oddity, ...] = field(default=())
    gone: bool = False
    former: bool = False

    @property
    def current(self) -> Subscription | None:
        """The subscription that governs: the newest that the provider still runs, or else the newest."""
        if self.former:
            return None
        return max(self.subscriptions, key=lambda each: (each.state.live, each.created_at, each.ref), default=None)
