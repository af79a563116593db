"""The order in which facts of a license count: by instant, and at one instant by what has the last word."""

from __future__ import annotations

from datetime import datetime

from saas_core.licensing.events import (
    CancellationAsked,
    CancellationDated,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    Ended,
    HoldLifted,
    HoldPlaced,
    InvoiceDeferred,
    InvoiceOverdue,
    InvoiceRefunded,
    InvoiceSettled,
    InvoiceVoided,
    LicenseFact,
    PeriodPaid,
    ProviderHeard,
    RefundUndone,
    Resumed,
    TermsAccepted,
    TrialGranted,
    TrialMoved,
)

RANK: dict[type[LicenseFact], int] = {
    kind: place
    for place, kind in enumerate(
        (
            # Among facts of one instant, the later in this list has the last word: a refund outranks a payment, an
            # ending outranks a payment at that very instant, and what takes back outranks what it takes back.
            TermsAccepted,
            TrialGranted,
            TrialMoved,
            HoldPlaced,
            HoldLifted,
            InvoiceDeferred,
            InvoiceOverdue,
            PeriodPaid,
            InvoiceSettled,
            InvoiceVoided,
            DisputeOpened,
            DisputeWon,
            DisputeLost,
            InvoiceRefunded,
            RefundUndone,
            CancellationAsked,
            Ended,
            Resumed,
            CancellationDated,
            ProviderHeard,
        )
    )
}
"""The rank of facts of the same instant."""


def order(fact: LicenseFact) -> tuple[datetime, int, bool, str]:
    """Return a fact's place in the order of facts: by instant, by rank, the milder one first, by content."""
    match fact:
        case CancellationAsked(at_period_end=soft) | ProviderHeard(renews=soft):
            hard = not soft
        case _:
            hard = False
    return fact.effective_at, RANK[type(fact)], hard, fact.key
