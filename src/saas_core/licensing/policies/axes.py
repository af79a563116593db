"""The axes term and payment, derived from the ledger at an instant, independent of holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from attrs import frozen

from saas_core.licensing.ledger import Ledger, Span, ends_at
from saas_core.licensing.values import Payment, Term
from saas_core.policy.terms import Settings

_GOES_ON = frozenset({Payment.OVERDUE, Payment.UNCONFIRMED})


@frozen(kw_only=True)
class Reading:
    """Term and payment at an instant.

    `troubles` are all payment states that apply, the first of which is the axis; `begins` and `ends` are the instants
    that reasons name: the start of the next period, and the end of the present run of periods or of the last one.
    """

    term: Term
    payment: Payment
    troubles: tuple[Payment, ...]
    canceled: bool = False
    begins: datetime | None = None
    ends: datetime | None = None


@frozen(kw_only=True)
class _Spans:
    """The spans of a ledger, seen from an instant.

    `funded` and `given_back` tell whether a span whose payment stands, or was refunded, covers the instant; `begins` is
    the start of the next span that stands, `ended` the end of the last span of all, `good_to` that of the last one that
    stood, `through` that of the present unbroken run.
    """

    funded: bool
    given_back: bool
    trial: bool
    begins: datetime | None
    ended: datetime | None
    good_to: datetime | None
    through: datetime | None
    paid_ever: bool
    trial_to_come: bool


def read(ledger: Ledger, settings: Settings, at: datetime) -> Reading:
    """Derive term and payment from the ledger at an instant (0.1, 1.3)."""
    spans = _seen(ledger, settings, at)
    troubles = _troubles(ledger, settings, spans, at)
    payment = troubles[0] if troubles else Payment.GOOD
    term, canceled = _term(ledger, spans, frozenset(troubles))
    ends = spans.through or spans.ended
    if canceled and ledger.stopped is not None:
        ends = ends_at(ledger.stopped)
    return Reading(term=term, payment=payment, troubles=troubles, canceled=canceled, begins=spans.begins, ends=ends)


def grace(settings: Settings) -> timedelta:
    """Return the time for which a debt leaves the license in good standing; none for one that is too old."""
    return min(settings.grace, timedelta(days=settings.grace_longest_invoice_age_days))


def _seen(ledger: Ledger, settings: Settings, at: datetime) -> _Spans:
    trials = ledger.trials if settings.trial_is_valid else ()
    standing = (*ledger.paid, *trials)
    # A refund reverses the payment, not the period, so the term counts both.
    all_of_them = (*standing, *ledger.refunded)
    here = [span for span in all_of_them if span.covers(at)]
    return _Spans(
        funded=any(span.covers(at) for span in standing),
        given_back=any(span.covers(at) for span in ledger.refunded),
        trial=bool(here) and all(span.invoice is None for span in here),
        begins=min((span.since for span in standing if span.since > at), default=None),
        ended=max((span.until for span in all_of_them if span.until <= at), default=None),
        good_to=max((span.until for span in standing if span.until <= at), default=None),
        through=_through(standing, at),
        paid_ever=bool(ledger.paid) or any(span.since <= at for span in ledger.refunded),
        trial_to_come=any(span.since > at for span in trials),
    )


def _through(spans: Iterable[Span], at: datetime) -> datetime | None:
    """Return the end of the unbroken run of spans that covers the instant."""
    end: datetime | None = None
    for span in sorted(spans, key=lambda each: each.since):
        reach = end or at
        if span.since <= reach < span.until:
            end = span.until
    return end


def _troubles(ledger: Ledger, settings: Settings, spans: _Spans, at: datetime) -> tuple[Payment, ...]:
    """Return the payment states other than good, the gravest first."""
    found = [Payment.DISPUTED] if ledger.disputed else []
    if spans.funded:
        # An overdue invoice blocks the period it funds; a period already paid stays usable to its end.
        return tuple(found)
    if spans.given_back:
        found.append(Payment.REFUNDED)
    if ledger.overdue:
        found.append(_owed(ledger, settings, at))
    elif not spans.given_back:
        awaited = _awaited(ledger, settings, spans, at) or _by_hand(ledger, settings, spans, at)
        if awaited is not None:
            found.append(awaited)
        elif not spans.paid_ever and not spans.trial_to_come:
            found.append(Payment.NEVER_PAID)
    return tuple(found)


def _owed(ledger: Ledger, settings: Settings, at: datetime) -> Payment:
    oldest = min(each.effective_at for each in ledger.overdue)
    trusted = bool(ledger.paid) or not settings.grace_needs_earlier_payment
    return Payment.GRACE if trusted and at < oldest + grace(settings) else Payment.OVERDUE


def _awaited(ledger: Ledger, settings: Settings, spans: _Spans, at: datetime) -> Payment | None:
    """Return the state of a renewal that the payment provider announced; None if none is awaited."""
    if ledger.heard is None or not ledger.heard.renews or ledger.ending is not None or ledger.stopped is not None:
        return None
    # Renewal is awaited only after a period that was good to its end: a refunded one has nothing to renew.
    if spans.good_to is None or spans.good_to != spans.ended:
        return None
    tolerance = settings.processing_tolerance if ledger.processing else settings.renewal_tolerance
    if at < spans.good_to + tolerance:
        return Payment.GRACE
    return None if spans.begins is not None else Payment.UNCONFIRMED


def _by_hand(ledger: Ledger, settings: Settings, spans: _Spans, at: datetime) -> Payment | None:
    """Return grace after a paid period of a client that pays by hand: its end starts it, no invoice is needed."""
    if not ledger.by_hand or ledger.ending is not None or ledger.stopped is not None:
        return None
    paid_to = max((span.until for span in ledger.paid if span.until <= at), default=None)
    if paid_to is None or paid_to != spans.ended or at >= paid_to + grace(settings):
        return None
    return Payment.GRACE


def _term(ledger: Ledger, spans: _Spans, troubles: frozenset[Payment]) -> tuple[Term, bool]:
    """Return the term, and whether it ended by cancellation."""
    if ledger.stopped is not None:
        return Term.ENDED, True
    if not (spans.funded or spans.given_back):
        return _between(ledger, spans, troubles)
    if ledger.ending is not None or (ledger.dated is not None and _lasts(spans, ledger.dated.until)):
        return Term.ENDING, False
    return (Term.TRIAL if spans.trial else Term.RUNNING), False


def _lasts(spans: _Spans, until: datetime) -> bool:
    """Return whether the present run of periods lasts until an instant, so that nothing is renewed before it."""
    return spans.through is not None and spans.through >= until


def _between(ledger: Ledger, spans: _Spans, troubles: frozenset[Payment]) -> tuple[Term, bool]:
    """Return the term outside all periods: before, between or after them."""
    if ledger.ending is not None and spans.begins is None:
        return Term.ENDED, True
    waited_for = Payment.GRACE in troubles and ledger.ending is None
    if spans.begins is not None and not waited_for:
        return Term.SCHEDULED, False
    # A debt or an awaited renewal stands for the next period, a first payment for the first one: the term continues.
    goes_on = waited_for or troubles & _GOES_ON or spans.ended is None
    return (Term.RUNNING if goes_on else Term.ENDED), False
