"""The books of a payment provider, in our words: what it says of one client's account at the instant it is asked.

Everything here was read at the provider; nothing was decided by us.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from attrs import field, frozen

from saas_core.kernel.ids import TenantId
from saas_core.kernel.money import Money


class SubscriptionState(Enum):
    """How the provider calls a subscription; the license follows from money and periods, not from this word."""

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
        """Return whether the provider still runs it."""
        return self not in {SubscriptionState.CANCELED, SubscriptionState.ABANDONED}

    @property
    def begun(self) -> bool:
        """Return whether the provider runs it and its first payment, or its trial, has begun it."""
        return self.live and self is not SubscriptionState.INCOMPLETE


class InvoiceState(Enum):
    """How an invoice stands."""

    DRAFT = "draft"
    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    WRITTEN_OFF = "written off"


class DisputeState(Enum):
    """How a dispute at the bank stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@frozen(kw_only=True)
class Subscription:
    """A subscription: its present period and trial `[since, until)`, and whether it is to end.

    `cancels` tells that it ends with its period, asked for at `cancel_asked_at`; `collecting` that invoices are
    collected; `ended_by_us` that it ended for another reason than the client's wish.
    """

    ref: str
    state: SubscriptionState
    created_at: datetime
    since: datetime
    until: datetime
    trial_since: datetime | None = None
    trial_until: datetime | None = None
    cancels: bool = False
    cancel_asked_at: datetime | None = None
    collecting: bool = True
    ended_at: datetime | None = None
    ended_by_us: bool = False

    @property
    def renews(self) -> bool:
        """Return whether the provider's word is that it renews by itself."""
        good = self.state in {SubscriptionState.ACTIVE, SubscriptionState.TRIALING}
        return good and self.collecting and not self.cancels


@frozen
class Refund:
    """Money given back at an instant."""

    amount: Money
    at: datetime


@frozen(kw_only=True)
class SubscriptionInvoice:
    """An invoice of a subscription, and the period `[since, until)` that it funds, if any.

    `due_at` is when it should have been paid: for one sent to the client its due date, for one collected by itself the
    instant of its finalization once a collection failed; None while nothing is due. `failed` tells that collecting it
    was tried and did not succeed. `link` is its page for paying, `owed` what is still to be paid, where that is known.
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
    link: str = ""
    owed: Money | None = None

    @property
    def to_pay(self) -> Money:
        """What is still to be paid on it: its total, unless the provider says that less is."""
        return self.total if self.owed is None else self.owed


@frozen(kw_only=True)
class Dispute:
    """A dispute of an invoice's payment; `closed_at` is None while it is open, or when the provider does not say."""

    ref: str
    invoice: str
    state: DisputeState
    opened_at: datetime
    closed_at: datetime | None = None


@frozen(order=True)
class Oddity:
    """Something at the provider that nobody here understands, of a kind and about an object; standing is unchanged."""

    kind: str
    ref: str
    says: str


@frozen(kw_only=True)
class Repeated:
    """An intent of ours of which more than one object of a kind came at the provider, and whose, if it says so."""

    kind: str
    intent: str
    refs: tuple[str, ...]
    tenant_id: TenantId | None = None


@frozen(kw_only=True)
class Books:
    """All that the provider says of an account.

    What belongs to a subscription among the oddities is left out of the rest.
    """

    account: str
    subscriptions: tuple[Subscription, ...] = ()
    invoices: tuple[SubscriptionInvoice, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    oddities: tuple[Oddity, ...] = field(default=())

    @property
    def current(self) -> Subscription | None:
        """The subscription that governs: the newest that the provider still runs, else the newest."""
        return max(self.subscriptions, key=lambda each: (each.state.live, each.created_at, each.ref), default=None)
