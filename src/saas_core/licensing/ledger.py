"""What the facts of a license add up to at an instant, before it is judged.

Only sets, maxima and per-thing last words are taken, so that neither order nor repetition of the facts can matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from attrs import frozen

from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact

F = TypeVar("F", bound=LicenseFact)

_RANK: dict[type[LicenseFact], int] = {
    kind: place
    for place, kind in enumerate(
        (
            # Of two facts of one instant the later in this list has the last word.
            events.TermsAccepted,
            events.TrialGranted,
            events.HoldPlaced,
            events.HoldLifted,
            events.InvoiceOverdue,
            events.CancellationAsked,
            events.Ended,
            events.Resumed,
            events.PeriodPaid,
            events.InvoiceSettled,
            events.InvoiceVoided,
            events.DisputeOpened,
            events.DisputeWon,
            events.DisputeLost,
            events.InvoiceRefunded,
            events.ProviderHeard,
        )
    )
}


def order(fact: LicenseFact) -> tuple[datetime, int, str]:
    """Give the one documented order of facts: by instant, then by rank, then by what they say."""
    return fact.effective_at, _RANK[type(fact)], fact.key


@frozen(kw_only=True)
class Span:
    """A half-open span that opens the license, and what paid for it (None for a trial)."""

    since: datetime
    until: datetime
    invoice: str | None = None


@frozen(kw_only=True)
class Ledger:
    """What is known to be true at an instant."""

    accepted: events.TermsAccepted | None
    paid: tuple[Span, ...]
    refunded: tuple[Span, ...]
    trials: tuple[Span, ...]
    overdue: tuple[events.InvoiceOverdue, ...]
    disputed: tuple[str, ...]
    holds: tuple[events.HoldPlaced, ...]
    ending: events.CancellationAsked | events.Ended | None
    heard: events.ProviderHeard | None


def known(facts: Iterable[LicenseFact], known_at: datetime) -> tuple[LicenseFact, ...]:
    """Give the facts learned by an instant, each once, in their documented order."""
    first: dict[str, LicenseFact] = {}
    for fact in facts:
        if fact.recorded_at <= known_at:
            first.setdefault(fact.key, fact)
    return tuple(sorted(first.values(), key=order))


def ledger(
    facts: tuple[LicenseFact, ...],
    at: datetime,
    *,
    lost_disputes_count: bool,
    open_disputes_count: bool,
    full_refunds_count: bool,
) -> Ledger:
    """Add up facts in their documented order, as far as they are effective at the instant."""
    true = [fact for fact in facts if fact.effective_at <= at]
    paid = [
        Span(since=each.since, until=each.until, invoice=each.invoice)
        for each in _of(true, events.PeriodPaid)
    ]
    refunds = {
        each.invoice
        for each in _of(true, events.InvoiceRefunded)
        if each.full and full_refunds_count
    }
    return Ledger(
        accepted=_last(_of(true, events.TermsAccepted)),
        paid=tuple(each for each in paid if each.invoice not in refunds),
        refunded=tuple(each for each in paid if each.invoice in refunds),
        trials=tuple(
            Span(since=each.since, until=each.until)
            for each in _of(true, events.TrialGranted)
        ),
        overdue=_overdue(true),
        disputed=_disputed(true, lost=lost_disputes_count, open_=open_disputes_count),
        holds=_holds(true),
        ending=_ending(true),
        heard=_last(_of(true, events.ProviderHeard)),
    )


def _of(facts: Iterable[LicenseFact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _last(facts: list[F]) -> F | None:
    return facts[-1] if facts else None


def _closed(facts: list[LicenseFact]) -> dict[str, datetime]:
    """Give the last instant at which each invoice was paid, settled or voided."""
    closed: dict[str, datetime] = {}
    for fact in facts:
        if isinstance(
            fact, events.PeriodPaid | events.InvoiceSettled | events.InvoiceVoided
        ):
            closed[fact.invoice] = fact.effective_at
    return closed


def _overdue(facts: list[LicenseFact]) -> tuple[events.InvoiceOverdue, ...]:
    # A settled invoice is settled, however late the news arrives that it had been overdue.
    closed = _closed(facts)
    first: dict[str, events.InvoiceOverdue] = {}
    for fact in _of(facts, events.InvoiceOverdue):
        if fact.invoice not in closed:
            first.setdefault(fact.invoice, fact)
    return tuple(first.values())


def _disputed(facts: list[LicenseFact], *, lost: bool, open_: bool) -> tuple[str, ...]:
    closed = _closed(facts)
    opened = {each.dispute: each for each in _of(facts, events.DisputeOpened)}
    won = {each.dispute for each in _of(facts, events.DisputeWon)}
    ended = {each.dispute: each for each in _of(facts, events.DisputeLost)}
    bars: list[str] = []
    for dispute, opening in opened.items():
        if opening.invoice not in closed or dispute in won:
            # A dispute of an invoice never heard of is kept, and counts once the invoice is there.
            continue
        losing = ended.get(dispute)
        paid_again = (
            losing is not None and closed[opening.invoice] > losing.effective_at
        )
        if (losing is None and open_) or (
            losing is not None and lost and not paid_again
        ):
            bars.append(dispute)
    return tuple(sorted(bars))


def _holds(facts: list[LicenseFact]) -> tuple[events.HoldPlaced, ...]:
    lifted = {each.hold for each in _of(facts, events.HoldLifted)}
    placed = {
        each.hold: each
        for each in _of(facts, events.HoldPlaced)
        if each.hold not in lifted
    }
    return tuple(placed.values())


def _ending(facts: list[LicenseFact]) -> events.CancellationAsked | events.Ended | None:
    """Give the ending that stands: one not taken back, and not followed by payment for a later period."""
    standing: events.CancellationAsked | events.Ended | None = None
    for fact in facts:
        match fact:
            case events.CancellationAsked() | events.Ended():
                standing = fact
            case events.Resumed():
                standing = None
            case events.PeriodPaid() if (
                standing is not None and fact.since >= standing.effective_at
            ):
                standing = None
            case _:
                pass
    return standing


def candidates(
    facts: tuple[LicenseFact, ...],
    at: datetime,
    later: Callable[[datetime], Iterable[datetime]],
) -> list[datetime]:
    """Give the instants after `at` at which something could change by time alone, in order.

    `later` gives, for the end of a period or the begin of a debt, the instants that settings derive from it.
    """
    moments: set[datetime] = set()
    for fact in facts:
        moments.add(fact.effective_at)
        match fact:
            case events.PeriodPaid() | events.TrialGranted():
                moments |= {fact.since, fact.until, *later(fact.until)}
            case events.InvoiceOverdue():
                moments |= set(later(fact.effective_at))
            case _:
                pass
    return sorted(moment for moment in moments if moment > at)
