"""The ledger: the sum of a license's facts at an instant, before it is judged.

Facts are taken in their order (`events.order`), so that neither their arrival nor a repetition makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias, TypeVar

from attrs import frozen

from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact, order
from saas_core.policy.terms import Settings

F = TypeVar("F", bound=LicenseFact)
Ending: TypeAlias = events.CancellationAsked | events.Ended
Period: TypeAlias = events.PeriodPaid | events.TrialGranted
Told: TypeAlias = tuple[int, Ending]


@frozen(kw_only=True)
class Span:
    """A half-open span `[since, until)` that opens the license, and the invoice that paid for it (None for a trial)."""

    since: datetime
    until: datetime
    invoice: str | None = None

    def covers(self, at: datetime) -> bool:
        """Return whether the instant lies in it."""
        return self.since <= at < self.until


@frozen(kw_only=True)
class Ledger:
    """The state of a license at an instant, as far as known.

    `paid` are the spans whose payment stands, `refunded` those whose payment was refunded in full; `ending` is a
    cancellation at the end of the paid period, `stopped` an immediate ending, each unless it was withdrawn.
    """

    accepted: events.TermsAccepted | None
    paid: tuple[Span, ...]
    refunded: tuple[Span, ...]
    trials: tuple[Span, ...]
    overdue: tuple[events.InvoiceOverdue, ...]
    disputed: tuple[events.DisputeOpened, ...]
    holds: tuple[events.HoldPlaced, ...]
    ending: Ending | None
    stopped: Ending | None
    heard: events.ProviderHeard | None


def ledger_of(facts: Iterable[LicenseFact], at: datetime, settings: Settings) -> Ledger:
    """Return the sum of ordered facts, as far as they are in effect at the instant."""
    true = [fact for fact in facts if fact.effective_at <= at]
    periods, ending, stopped = _course(true)
    payments = [each for each in periods if isinstance(each, events.PeriodPaid)]
    given_back = _given_back(true) if settings.full_refund_ends_good_standing else frozenset()
    return Ledger(
        accepted=_last(_of(true, events.TermsAccepted)),
        paid=tuple(_span(each) for each in payments if each.key not in given_back),
        refunded=tuple(_span(each) for each in payments if each.key in given_back),
        trials=tuple(_span(each) for each in periods if isinstance(each, events.TrialGranted)),
        overdue=_overdue(true),
        disputed=_disputed(true, settings),
        holds=_holds(true),
        ending=ending,
        stopped=stopped,
        heard=_last(_of(true, events.ProviderHeard)),
    )


def _of(facts: Iterable[LicenseFact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _last(facts: list[F]) -> F | None:
    return facts[-1] if facts else None


def _span(period: Period) -> Span:
    invoice = period.invoice if isinstance(period, events.PeriodPaid) else None
    return Span(since=period.since, until=period.until, invoice=invoice)


def _course(facts: list[LicenseFact]) -> tuple[list[Period], Ending | None, Ending | None]:
    """Return the periods that count, and the cancellation at period end and the immediate ending that stand.

    After an immediate ending, only periods count that were reported after it and begin no earlier; until there is one,
    the license stays closed. A withdrawn cancellation has no effect; an ending by the provider is final.
    """
    back = max((place for place, fact in enumerate(facts) if isinstance(fact, events.Resumed)), default=-1)
    asked = [
        (place, fact) for place, fact in enumerate(facts) if isinstance(fact, events.CancellationAsked) and place > back
    ]
    softly: list[Told] = [(place, fact) for place, fact in asked if fact.at_period_end]
    at_once: list[Told] = [(place, fact) for place, fact in asked if not fact.at_period_end]
    at_once += [(place, fact) for place, fact in enumerate(facts) if isinstance(fact, events.Ended)]
    ending = stopped = None
    periods = [fact for fact in facts if isinstance(fact, events.PeriodPaid | events.TrialGranted)]
    if softly:
        # The last one is the strictest: any renewal of it renews the others.
        place, ending = max(softly, key=lambda each: each[0])
        if any(isinstance(each, events.PeriodPaid) for each in _begun_again(facts, place, ending)):
            ending = None
    if at_once:
        place, stopped = max(at_once, key=lambda each: each[0])
        fresh = _begun_again(facts, place, stopped)
        periods, stopped = (fresh, None) if fresh else (periods, stopped)
    return periods, ending, stopped


def _begun_again(facts: list[LicenseFact], place: int, ending: Ending) -> list[Period]:
    """Return the periods reported after an ending that begin no earlier than it."""
    return [
        fact
        for fact in facts[place + 1 :]
        if isinstance(fact, events.PeriodPaid | events.TrialGranted) and fact.since >= ending.effective_at
    ]


def _given_back(facts: list[LicenseFact]) -> frozenset[str]:
    """Return the keys of the payments that were refunded in full.

    A refund reverses the payments on its invoice before it; if it was reported before any payment, it reverses the
    first one. A payment of the invoice after its refund is a new one, and stands.
    """
    payments = _of(facts, events.PeriodPaid)
    keys: set[str] = set()
    for refund in _of(facts, events.InvoiceRefunded):
        if not refund.full:
            continue
        paid = [each for each in payments if each.invoice == refund.invoice]
        reach = max(refund.effective_at, paid[0].effective_at) if paid else refund.effective_at
        keys |= {each.key for each in paid if each.effective_at <= reach}
    return frozenset(keys)


def _closed(facts: list[LicenseFact]) -> dict[str, LicenseFact]:
    """Return the last fact by which each invoice was paid, settled or voided."""
    closed: dict[str, LicenseFact] = {}
    for fact in facts:
        if isinstance(fact, events.PeriodPaid | events.InvoiceSettled | events.InvoiceVoided):
            closed[fact.invoice] = fact
    return closed


def _overdue(facts: list[LicenseFact]) -> tuple[events.InvoiceOverdue, ...]:
    # A settled invoice stays settled, even if the news that it had been overdue arrives late.
    closed = _closed(facts)
    first: dict[str, events.InvoiceOverdue] = {}
    for fact in _of(facts, events.InvoiceOverdue):
        if fact.invoice not in closed:
            first.setdefault(fact.invoice, fact)
    return tuple(first.values())


def _disputed(facts: list[LicenseFact], settings: Settings) -> tuple[events.DisputeOpened, ...]:
    """Return the disputes that prevent good standing, each as it was first reported."""
    closed = _closed(facts)
    outcome: dict[str, LicenseFact] = {}
    for fact in facts:
        if isinstance(fact, events.DisputeWon | events.DisputeLost):
            outcome[fact.dispute] = fact
    bars: dict[str, events.DisputeOpened] = {}
    for opening in _of(facts, events.DisputeOpened):
        closing = closed.get(opening.invoice)
        if closing is None:
            # A dispute of an invoice that is not known yet is kept, and counts once the invoice is known.
            continue
        match outcome.get(opening.dispute):
            case None:
                stands = settings.open_dispute_ends_good_standing
            case events.DisputeLost() as loss:
                # If the invoice was paid, settled or voided after the loss, nothing is owed on it any more.
                stands = settings.lost_dispute_ends_good_standing and order(closing) < order(loss)
            case _:
                stands = False
        if stands:
            bars.setdefault(opening.dispute, opening)
    return tuple(bars.values())


def _holds(facts: list[LicenseFact]) -> tuple[events.HoldPlaced, ...]:
    lifted = {each.hold for each in _of(facts, events.HoldLifted)}
    return tuple({each.hold: each for each in _of(facts, events.HoldPlaced) if each.hold not in lifted}.values())
