"""The ledger: the sum of a license's facts at an instant, before it is judged.

Facts are taken in their order (`ordering.order`), so that neither their arrival nor a repetition makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias, TypeVar

from attrs import frozen

from saas_core.licensing import events
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.ordering import order
from saas_core.licensing.revisions import closings, debts, given_back, outcomes, with_trials_moved
from saas_core.policy.terms import Settings

F = TypeVar("F", bound=LicenseFact)
Ending: TypeAlias = events.CancellationAsked | events.CancellationDated | events.Ended
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
    cancellation at the end of the paid period, `dated` one at an instant still ahead, `stopped` an immediate ending,
    each unless it was withdrawn. `overdue` are the debts that block what they fund; `processing` means that a payment
    is on its way; `by_hand` that the payments do not come from a provider that reports on them.
    """

    accepted: events.TermsAccepted | None
    paid: tuple[Span, ...]
    refunded: tuple[Span, ...]
    trials: tuple[Span, ...]
    overdue: tuple[events.InvoiceOverdue, ...]
    processing: bool
    disputed: tuple[events.DisputeOpened, ...]
    holds: tuple[events.HoldPlaced, ...]
    ending: Ending | None
    dated: events.CancellationDated | None
    stopped: Ending | None
    heard: events.ProviderHeard | None
    by_hand: bool


def ledger_of(facts: Iterable[LicenseFact], at: datetime, settings: Settings) -> Ledger:
    """Return the sum of ordered facts, as far as they are in effect at the instant."""
    true = with_trials_moved([fact for fact in facts if fact.effective_at <= at])
    course = _course(true, at)
    payments = [each for each in course.periods if isinstance(each, events.PeriodPaid)]
    back = given_back(true) if settings.full_refund_ends_good_standing else frozenset()
    paid = tuple(_span(each) for each in payments if each.key not in back)
    owed = debts(true)
    heard = _last(_of(true, events.ProviderHeard))
    return Ledger(
        accepted=_last(_of(true, events.TermsAccepted)),
        paid=paid,
        refunded=tuple(_span(each) for each in payments if each.key in back),
        trials=tuple(_span(each) for each in course.periods if isinstance(each, events.TrialGranted)),
        overdue=tuple(each for each in owed.overdue if _blocks(each, paid, course.anew_since, at)),
        processing=bool(owed.processing),
        disputed=_disputed(true, settings),
        holds=_holds(true),
        ending=course.ending,
        dated=course.dated,
        stopped=course.stopped,
        heard=heard,
        by_hand=heard is None
        or (not heard.renews and any(each.effective_at > heard.effective_at for each in payments)),
    )


def ends_at(ending: Ending) -> datetime:
    """Return the instant at which an immediate or dated ending takes effect."""
    return ending.until if isinstance(ending, events.CancellationDated) else ending.effective_at


def _of(facts: Iterable[LicenseFact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _last(facts: list[F]) -> F | None:
    return facts[-1] if facts else None


def _span(period: Period) -> Span:
    invoice = period.invoice if isinstance(period, events.PeriodPaid) else None
    return Span(since=period.since, until=period.until, invoice=invoice)


@frozen(kw_only=True)
class _Course:
    """The periods that count, and the endings that stand.

    `anew_since` is the instant of an ending after which the license began anew, None if it never did.
    """

    periods: list[Period]
    ending: Ending | None
    dated: events.CancellationDated | None
    stopped: Ending | None
    anew_since: datetime | None


def _course(facts: list[LicenseFact], at: datetime) -> _Course:
    """Return the periods that count, and the cancellation at period end and the immediate ending that stand.

    After an immediate ending, only periods count that were reported after it and begin no earlier; until there is one,
    the license stays closed. A withdrawn cancellation has no effect; an ending by the provider is final. A cancellation
    for a certain instant is an immediate ending from that instant on; the last word on it counts.
    """
    back = max((place for place, fact in enumerate(facts) if isinstance(fact, events.Resumed)), default=-1)
    asked = [
        (place, fact) for place, fact in enumerate(facts) if isinstance(fact, events.CancellationAsked) and place > back
    ]
    softly: list[Told] = [(place, fact) for place, fact in asked if fact.at_period_end]
    at_once: list[Told] = [(place, fact) for place, fact in asked if not fact.at_period_end]
    at_once += [(place, fact) for place, fact in enumerate(facts) if isinstance(fact, events.Ended)]
    dated = _last(_of(facts[back + 1 :], events.CancellationDated))
    if dated is not None and dated.until <= at:
        begun_by_then = sum(fact.effective_at < dated.until for fact in facts)
        at_once.append((begun_by_then - 1, dated))
        dated = None
    ending = stopped = anew_since = None
    periods = [fact for fact in facts if isinstance(fact, events.PeriodPaid | events.TrialGranted)]
    if softly:
        # The last one is the strictest: any renewal of it renews the others.
        place, ending = max(softly, key=lambda each: each[0])
        if any(isinstance(each, events.PeriodPaid) for each in _begun_again(facts, place, ending)):
            ending = None
    if at_once:
        place, stopped = max(at_once, key=lambda each: each[0])
        fresh = _begun_again(facts, place, stopped)
        if fresh:
            periods, anew_since = fresh, ends_at(stopped)
            stopped = None
    return _Course(periods=periods, ending=ending, dated=dated, stopped=stopped, anew_since=anew_since)


def _begun_again(facts: list[LicenseFact], place: int, ending: Ending) -> list[Period]:
    """Return the periods reported after an ending that begin no earlier than it."""
    return [
        fact
        for fact in facts[place + 1 :]
        if isinstance(fact, events.PeriodPaid | events.TrialGranted) and fact.since >= ends_at(ending)
    ]


def _blocks(debt: events.InvoiceOverdue, paid: tuple[Span, ...], anew_since: datetime | None, at: datetime) -> bool:
    """Return whether a debt blocks what it funds, and not a later period that was paid, or a license begun anew."""
    if anew_since is not None and debt.effective_at <= anew_since:
        return False
    return debt.until is None or not any(debt.until <= span.until <= at for span in paid)


def _disputed(facts: list[LicenseFact], settings: Settings) -> tuple[events.DisputeOpened, ...]:
    """Return the disputes that prevent good standing, each as it was first reported."""
    closed = closings(facts)
    decided = outcomes(facts)
    bars: dict[str, events.DisputeOpened] = {}
    for opening in _of(facts, events.DisputeOpened):
        closing = closed.get(opening.invoice)
        if closing is None:
            # A dispute of an invoice that is not known yet is kept, and counts once the invoice is known.
            continue
        match decided.get(opening.dispute):
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
