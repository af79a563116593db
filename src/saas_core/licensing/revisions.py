"""What later facts take back: trials that moved, refunds undone, debts deferred, disputes decided and reopened.

Each function reads facts in their order (`ordering.order`) and returns how a thing stands after the last of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from attrs import evolve, frozen

from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact

Outcome: TypeAlias = events.DisputeWon | events.DisputeLost


def trial_ends(facts: Iterable[LicenseFact]) -> dict[datetime, datetime]:
    """Return the end of each trial by its beginning; one that was ended before it began ends there.

    A grant extends a trial that begins at the same instant. A move that was reported before any grant counts once there
    is one.
    """
    ends: dict[datetime, datetime] = {}
    moved: dict[datetime, datetime] = {}
    for fact in facts:
        match fact:
            case events.TrialGranted():
                former = ends.get(fact.since)
                ends[fact.since] = moved.get(fact.since, fact.until) if former is None else max(former, fact.until)
            case events.TrialMoved():
                moved[fact.since] = fact.until
                if fact.since in ends:
                    ends[fact.since] = fact.until
            case _:
                pass
    return ends


def with_trials_moved(facts: list[LicenseFact]) -> list[LicenseFact]:
    """Return the facts with each grant of a trial as it stands; a trial that was ended before it began is left out."""
    ends = trial_ends(facts)
    kept: list[LicenseFact] = []
    for fact in facts:
        if isinstance(fact, events.TrialGranted):
            end = ends[fact.since]
            if end > fact.since:
                kept.append(evolve(fact, until=end))
        else:
            kept.append(fact)
    return kept


def refunded_in_full(facts: Iterable[LicenseFact]) -> frozenset[str]:
    """Return the invoices on which the last word is that everything paid came back."""
    full: dict[str, bool] = {}
    for fact in facts:
        match fact:
            case events.InvoiceRefunded(full=True):
                full[fact.invoice] = True
            case events.RefundUndone():
                full[fact.invoice] = False
            case _:
                pass
    return frozenset(invoice for invoice, stands in full.items() if stands)


def given_back(facts: list[LicenseFact]) -> frozenset[str]:
    """Return the keys of the payments that were refunded in full.

    A refund reverses the payments on its invoice before it; if it was reported before any payment, it reverses the
    first one. A payment of the invoice after its refund is a new one, and stands. A refund that was undone reverses
    nothing.
    """
    payments: dict[str, list[events.PeriodPaid]] = {}
    for fact in facts:
        if isinstance(fact, events.PeriodPaid):
            payments.setdefault(fact.invoice, []).append(fact)
    keys: set[str] = set()
    for fact in facts:
        match fact:
            case events.InvoiceRefunded(full=True):
                paid = payments.get(fact.invoice, [])
                reach = max(fact.effective_at, paid[0].effective_at) if paid else fact.effective_at
                keys |= {each.key for each in paid if each.effective_at <= reach}
            case events.RefundUndone():
                keys -= {each.key for each in payments.get(fact.invoice, [])}
            case _:
                pass
    return frozenset(keys)


def closings(facts: Iterable[LicenseFact]) -> dict[str, LicenseFact]:
    """Return the last fact by which each invoice was paid, settled or voided."""
    closed: dict[str, LicenseFact] = {}
    for fact in facts:
        if isinstance(fact, events.PeriodPaid | events.InvoiceSettled | events.InvoiceVoided):
            closed[fact.invoice] = fact
    return closed


@frozen
class Debts:
    """Overdue invoices, each as it was first reported since it was last deferred, and those being processed."""

    overdue: tuple[events.InvoiceOverdue, ...]
    processing: frozenset[str]


def debts(facts: list[LicenseFact]) -> Debts:
    """Return the overdue invoices and those whose payment is being processed.

    A settled invoice stays settled, even if the news that it had been overdue arrives late.
    """
    closed = closings(facts)
    overdue: dict[str, events.InvoiceOverdue] = {}
    deferred: dict[str, events.InvoiceDeferred] = {}
    for fact in facts:
        match fact:
            case events.InvoiceDeferred():
                overdue.pop(fact.invoice, None)
                deferred[fact.invoice] = fact
            case events.InvoiceOverdue() if fact.invoice not in closed:
                word = deferred.get(fact.invoice)
                if word is None or word.until is None or fact.effective_at >= word.until:
                    first = overdue.setdefault(fact.invoice, fact)
                    if first.until is None:
                        overdue[fact.invoice] = evolve(first, since=fact.since, until=fact.until)
            case _:
                pass
    processing = (
        invoice
        for invoice, word in deferred.items()
        if word.processing and invoice not in closed and invoice not in overdue
    )
    return Debts(tuple(overdue.values()), frozenset(processing))


def is_owed(facts: Iterable[LicenseFact], invoice: str) -> bool:
    """Return whether an invoice was recorded as overdue, deferred since or not, and never paid, settled or voided."""
    known = list(facts)
    owed = {each.invoice for each in known if isinstance(each, events.InvoiceOverdue | events.InvoiceDeferred)}
    return invoice in owed - closings(known).keys()


def is_paid(facts: Iterable[LicenseFact], invoice: str) -> bool:
    """Return whether a payment of an invoice is known, for a period or not."""
    return any(
        isinstance(each, events.PeriodPaid | events.InvoiceSettled) and each.invoice == invoice for each in facts
    )


def outcomes(facts: Iterable[LicenseFact]) -> dict[str, Outcome]:
    """Return how each dispute was decided, unless it was opened again since.

    An outcome reported before its dispute was opened counts all the same.
    """
    opened: set[str] = set()
    decided: dict[str, Outcome] = {}
    for fact in facts:
        match fact:
            case events.DisputeOpened():
                if fact.dispute in opened:
                    decided.pop(fact.dispute, None)
                opened.add(fact.dispute)
            case events.DisputeWon() | events.DisputeLost():
                decided[fact.dispute] = fact
            case _:
                pass
    return decided
