"""A client's account at the provider of payments, its invoices still to be paid, and incidents."""

from __future__ import annotations

import hashlib
from datetime import datetime

from attrs import frozen

from saas_core.kernel.money import Money
from saas_core.payments.values import HAPPENED


@frozen(kw_only=True)
class PaymentAccount:
    """The client's account at the provider of payments, and the subscription that runs there (empty for none)."""

    account: str
    opened_at: datetime
    subscription: str = ""


@frozen(kw_only=True)
class Checkout:
    """A page at the provider on which the client subscribes; it can be used until an instant."""

    ref: str
    url: str
    opened_at: datetime
    expires_at: datetime


@frozen(kw_only=True)
class OpenInvoice:
    """An invoice still to be paid, as the provider of payments showed it last.

    `due_at` is when it should be paid, None while nothing is due; `failed` means that an attempt to collect it failed;
    `link` is its page for paying.
    """

    ref: str
    number: str
    owed: Money
    due_at: datetime | None = None
    failed: bool = False
    link: str = ""


@frozen(kw_only=True)
class Incident:
    """A matter for a person: its kind, its object, and what both sides say; open until ended.

    It never changes the standing by itself. One that tells of a state ends with the state; one that `stays` tells of
    something that happened, and ends when a person has seen it.
    """

    kind: str
    subject: str
    says: str
    raised_at: datetime
    ended_at: datetime | None = None

    @property
    def stays(self) -> bool:
        """Return whether it is open until a person has seen it."""
        return self.kind in HAPPENED

    @property
    def ref(self) -> str:
        """Return the reference by which a person names it: 16 hexadecimal digits."""
        said = "|".join((self.kind, self.subject, self.raised_at.isoformat(timespec="microseconds")))
        return hashlib.sha256(said.encode()).hexdigest()[:16]
