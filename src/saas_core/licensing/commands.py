"""Commands of licensing as values; each records one fact."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from attrs import frozen

from saas_core.kernel.bounds import UNSAID, Name, Reference, Version, fitting
from saas_core.kernel.ids import HoldId
from saas_core.kernel.instants import instant
from saas_core.kernel.period import Period
from saas_core.licensing.values import HoldKind


@frozen(field_transformer=fitting)
class PlaceHold:
    """A hold to place: its kind, its reason and its clause."""

    NAME: ClassVar[str] = "licensing.place_hold"

    kind: HoldKind
    why: Annotated[Name, UNSAID]
    clause: Version


@frozen(field_transformer=fitting)
class LiftHold:
    """A hold to lift, and the reason."""

    NAME: ClassVar[str] = "licensing.lift_hold"

    hold: HoldId
    why: Annotated[Name, UNSAID]


@frozen(field_transformer=fitting)
class RecordPayment:
    """An invoice for `[since, until)` was paid, at an instant or now."""

    NAME: ClassVar[str] = "licensing.record_payment"

    invoice: Reference
    since: datetime
    until: datetime
    paid_at: datetime | None = None


@frozen(field_transformer=fitting)
class RecordOverdue:
    """An invoice became overdue at an instant, or becomes so now."""

    NAME: ClassVar[str] = "licensing.record_overdue"

    invoice: Reference
    since: datetime | None = None


@frozen(field_transformer=fitting)
class SettleInvoice:
    """An invoice was settled."""

    NAME: ClassVar[str] = "licensing.settle_invoice"

    invoice: Reference


@frozen(field_transformer=fitting)
class VoidInvoice:
    """Nothing is owed on an invoice."""

    NAME: ClassVar[str] = "licensing.void_invoice"

    invoice: Reference


@frozen(field_transformer=fitting)
class RefundInvoice:
    """A paid invoice was refunded, in full or in part."""

    NAME: ClassVar[str] = "licensing.refund_invoice"

    invoice: Reference
    full: bool


@frozen(field_transformer=fitting)
class UndoRefund:
    """A refund of an invoice failed or was canceled: the money did not come back."""

    NAME: ClassVar[str] = "licensing.undo_refund"

    invoice: Reference


@frozen(field_transformer=fitting)
class DeferInvoice:
    """An invoice is not overdue after all, or not before an instant."""

    NAME: ClassVar[str] = "licensing.defer_invoice"

    invoice: Reference
    until: datetime | None = None


@frozen(field_transformer=fitting)
class OpenDispute:
    """The payment of an invoice is disputed at the bank."""

    NAME: ClassVar[str] = "licensing.open_dispute"

    dispute: Reference
    invoice: Reference


@frozen(field_transformer=fitting)
class CloseDispute:
    """A dispute was won or lost."""

    NAME: ClassVar[str] = "licensing.close_dispute"

    dispute: Reference
    won: bool


@frozen(field_transformer=fitting)
class HearProvider:
    """The payment provider's word on whether the license renews automatically."""

    NAME: ClassVar[str] = "licensing.hear_provider"

    renews: bool
    said: Annotated[Name, UNSAID]


@frozen(field_transformer=fitting)
class GrantTrial:
    """A trial over `[since, until)`."""

    NAME: ClassVar[str] = "licensing.grant_trial"

    since: datetime
    until: datetime


@frozen(field_transformer=fitting)
class MoveTrial:
    """The trial that began at `since` ends at `until`."""

    NAME: ClassVar[str] = "licensing.move_trial"

    since: datetime
    until: datetime


@frozen(field_transformer=fitting)
class Cancel:
    """A cancellation, effective at the last paid instant or at once."""

    NAME: ClassVar[str] = "licensing.cancel"

    at_period_end: bool


@frozen(field_transformer=fitting)
class Resume:
    """A cancellation is withdrawn."""

    NAME: ClassVar[str] = "licensing.resume"


@frozen(field_transformer=fitting)
class End:
    """The license ends now."""

    NAME: ClassVar[str] = "licensing.end"


@frozen(field_transformer=fitting)
class AcceptTerms:
    """The acceptance of the exact document offered, by its SHA-256."""

    NAME: ClassVar[str] = "licensing.accept_terms"

    digest: str


def span(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """Return both ends of a period in UTC; raises InvalidValue if it is empty, runs backwards or is absurd."""
    period = Period(since, until)
    return period.since, instant(until, "until")
