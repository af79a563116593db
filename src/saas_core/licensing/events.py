"""The facts in the life of a license, each with the instant when it became true and the one when it was learned.

Facts are only added. `key` is the content of a fact without the instant when it was learned: the same fact learned
twice is one fact, learned the first time.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from attrs import fields, frozen

from saas_core.kernel.ids import HoldId, StaffId, UserId
from saas_core.licensing.values import HoldKind


@frozen(kw_only=True)
class _Learned:
    effective_at: datetime
    recorded_at: datetime

    @property
    def key(self) -> str:
        """Return the content of the fact, without the instant when it was learned.

        A field that kinds of facts got later is left out while it is None, so that older facts keep their keys.
        """
        named = ((each, getattr(self, each.name)) for each in fields(type(self)) if each.name != "recorded_at")
        said = (value for each, value in named if not (value is None and each.default is None))
        return "|".join([type(self).__name__, *(_text(value) for value in said)])


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, HoldKind):
        return value.value
    # Text typed by people may hold the bar that separates the fields; two facts must never share a key.
    return str(value).replace("\\", "\\\\").replace("|", "\\|")


@frozen(kw_only=True)
class TermsAccepted(_Learned):
    """The licensee accepted a version of the terms, by the SHA-256 of the exact document."""

    version: str
    digest: str
    by: UserId


@frozen(kw_only=True)
class PeriodPaid(_Learned):
    """An invoice for the period `[since, until)` was paid."""

    invoice: str
    since: datetime
    until: datetime


@frozen(kw_only=True)
class InvoiceOverdue(_Learned):
    """An invoice has been overdue since `effective_at`; it funds the period `[since, until)`, if that is known."""

    invoice: str
    since: datetime | None = None
    until: datetime | None = None


@frozen(kw_only=True)
class InvoiceDeferred(_Learned):
    """An invoice is not overdue after all: its payment is still `processing`, or it is due at `until` at the soonest.

    A later `InvoiceOverdue` has the last word again.
    """

    invoice: str
    processing: bool
    until: datetime | None = None


@frozen(kw_only=True)
class InvoiceSettled(_Learned):
    """An invoice for any period was settled."""

    invoice: str


@frozen(kw_only=True)
class InvoiceVoided(_Learned):
    """An invoice was voided: nothing is owed on it."""

    invoice: str


@frozen(kw_only=True)
class InvoiceRefunded(_Learned):
    """A paid invoice was refunded, in full or in part."""

    invoice: str
    full: bool


@frozen(kw_only=True)
class RefundUndone(_Learned):
    """What was refunded on an invoice did not come back in full: a refund failed or was canceled."""

    invoice: str


@frozen(kw_only=True)
class DisputeOpened(_Learned):
    """The payment of an invoice is disputed at the bank, or disputed again after the dispute was decided."""

    dispute: str
    invoice: str


@frozen(kw_only=True)
class DisputeWon(_Learned):
    """The provider won a dispute."""

    dispute: str


@frozen(kw_only=True)
class DisputeLost(_Learned):
    """The provider lost a dispute."""

    dispute: str


@frozen(kw_only=True)
class TrialGranted(_Learned):
    """A trial over `[since, until)` was granted."""

    since: datetime
    until: datetime


@frozen(kw_only=True)
class TrialMoved(_Learned):
    """The trial that began at `since` ends at `until`: it was extended, shortened or ended early."""

    since: datetime
    until: datetime


@frozen(kw_only=True)
class CancellationAsked(_Learned):
    """A cancellation, effective with the paid period or at once."""

    at_period_end: bool


@frozen(kw_only=True)
class CancellationDated(_Learned):
    """A cancellation, effective at the instant `until`, over all renewals before it; a later one moves it."""

    until: datetime


@frozen(kw_only=True)
class Resumed(_Learned):
    """A cancellation was withdrawn; an ending by the provider is not."""


@frozen(kw_only=True)
class Ended(_Learned):
    """The provider ended the license; only a period that begins later, paid or granted, opens it again."""


@frozen(kw_only=True)
class HoldPlaced(_Learned):
    """Staff placed a hold, for a reason and on a clause."""

    hold: HoldId
    kind: HoldKind
    by: StaffId
    why: str
    clause: str


@frozen(kw_only=True)
class HoldLifted(_Learned):
    """Staff lifted a hold."""

    hold: HoldId
    by: StaffId
    why: str


@frozen(kw_only=True)
class ProviderHeard(_Learned):
    """The payment provider's word on whether the license renews automatically."""

    renews: bool
    said: str


LicenseFact: TypeAlias = (
    TermsAccepted
    | PeriodPaid
    | InvoiceOverdue
    | InvoiceDeferred
    | InvoiceSettled
    | InvoiceVoided
    | InvoiceRefunded
    | RefundUndone
    | DisputeOpened
    | DisputeWon
    | DisputeLost
    | TrialGranted
    | TrialMoved
    | CancellationAsked
    | CancellationDated
    | Resumed
    | Ended
    | HoldPlaced
    | HoldLifted
    | ProviderHeard
)
