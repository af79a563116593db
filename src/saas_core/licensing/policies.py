"""Standing: what follows from a license's facts at an instant, as known at an instant.

Three axes are read off the facts apart from each other, term, payment and holds; two tables of data say what their
combination opens and which reasons it gives. Nothing here is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from attrs import frozen

from saas_core.licensing import events
from saas_core.licensing.ledger import Ledger, Span, candidates, known, ledger
from saas_core.licensing.model import License
from saas_core.licensing.values import Payment, Term
from saas_core.policy.actions import ALWAYS_OPEN, LICENSED, AccessClass
from saas_core.policy.decision import Fact
from saas_core.policy.judgement import LicenseState
from saas_core.policy.reasons import Reason, ReasonCode, most_fundamental_first, reason
from saas_core.policy.terms import Settings

TERM_REASON: dict[Term, ReasonCode | None] = {
    Term.TRIAL: None,
    Term.RUNNING: None,
    Term.ENDING: None,
    Term.SCHEDULED: ReasonCode.LICENSE_NOT_STARTED,
    Term.ENDED: ReasonCode.LICENSE_EXPIRED,
}
"""What each term gives as a reason; None leaves the license open. A canceled term gives LICENSE_CANCELED instead."""

PAYMENT_REASON: dict[Payment, ReasonCode | None] = {
    Payment.GOOD: None,
    Payment.GRACE: None,
    Payment.UNCONFIRMED: ReasonCode.RENEWAL_UNCONFIRMED,
    Payment.OVERDUE: ReasonCode.PAYMENT_OVERDUE,
    Payment.NEVER_PAID: ReasonCode.FIRST_PAYMENT_PENDING,
    Payment.REFUNDED: ReasonCode.PAYMENT_REFUNDED,
    Payment.DISPUTED: ReasonCode.PAYMENT_DISPUTED,
}
"""What each payment state gives as a reason; None leaves the license open."""


@frozen(kw_only=True)
class Standing:
    """A license at an instant: its three axes, what they open, why the rest is shut, and until when by time alone."""

    term: Term
    payment: Payment
    holds: tuple[events.HoldPlaced, ...]
    open: frozenset[AccessClass]
    reasons: tuple[Reason, ...]
    valid_until: datetime | None
    facts: tuple[Fact, ...]

    @property
    def good(self) -> bool:
        """Tell whether the license is valid and in good standing (0.1)."""
        return not self.reasons

    def state(self) -> LicenseState:
        """Give it in the words of the judgement."""
        return LicenseState(
            open=self.open,
            reasons=self.reasons,
            valid_until=self.valid_until,
            facts=self.facts,
        )


@frozen(kw_only=True)
class Change:
    """A change that time alone will bring: when, the standing from then on, what closes and what opens."""

    at: datetime
    standing: Standing
    closes: frozenset[AccessClass]
    opens: frozenset[AccessClass]


@frozen(kw_only=True)
class _Reading:
    """The axes at an instant, and the dates that the reasons name."""

    term: Term
    payment: Payment
    canceled: bool = False
    since: datetime | None = None
    until: datetime | None = None
    invoices: tuple[str, ...] = ()


def standing(
    license_: License | None, settings: Settings, *, at: datetime, known_at: datetime
) -> Standing:
    """Fold the facts known at `known_at` into the standing at `at` (0.1, 1.3).

    `valid_until` is the first later instant at which another answer follows from the same facts; None when time alone
    changes nothing more.
    """
    if license_ is None:
        return _missing()
    facts = known(license_.facts, known_at)
    now = _at(facts, settings, at)
    for moment in candidates(facts, at, lambda end: _derived(settings, end)):
        if _answer(_at(facts, settings, moment)) != _answer(now):
            return _with_end(now, moment)
    return now


def forecast(
    license_: License | None, settings: Settings, *, at: datetime, known_at: datetime
) -> tuple[Change, ...]:
    """List the changes still to come if nothing more is paid or decided, in order."""
    changes: list[Change] = []
    current = standing(license_, settings, at=at, known_at=known_at)
    while current.valid_until is not None:
        moment = current.valid_until
        following = standing(license_, settings, at=moment, known_at=known_at)
        changes.append(
            Change(
                at=moment,
                standing=following,
                closes=current.open - following.open,
                opens=following.open - current.open,
            )
        )
        current = following
    return tuple(changes)


def opened(
    term: Term, payment: Payment, *, held: bool, accepted: bool
) -> frozenset[AccessClass]:
    """Give what a combination of the axes opens; worse on any axis never opens more."""
    shut = (
        held
        or not accepted
        or TERM_REASON[term] is not None
        or PAYMENT_REASON[payment] is not None
    )
    return ALWAYS_OPEN if shut else ALWAYS_OPEN | LICENSED


def _missing() -> Standing:
    return Standing(
        term=Term.SCHEDULED,
        payment=Payment.NEVER_PAID,
        holds=(),
        open=ALWAYS_OPEN,
        reasons=(reason(ReasonCode.LICENSE_MISSING),),
        valid_until=None,
        facts=(Fact("license", "none"),),
    )


def _derived(settings: Settings, moment: datetime) -> Iterable[datetime]:
    return (moment + settings.renewal_tolerance, moment + _grace(settings))


def _grace(settings: Settings) -> timedelta:
    return min(settings.grace, timedelta(days=settings.grace_longest_invoice_age_days))


def _answer(standing_: Standing) -> tuple[object, ...]:
    return (
        standing_.term,
        standing_.payment,
        standing_.holds,
        standing_.open,
        standing_.reasons,
    )


def _with_end(standing_: Standing, moment: datetime) -> Standing:
    return Standing(
        term=standing_.term,
        payment=standing_.payment,
        holds=standing_.holds,
        open=standing_.open,
        reasons=standing_.reasons,
        valid_until=moment,
        facts=standing_.facts,
    )


def _at(
    facts: tuple[events.LicenseFact, ...], settings: Settings, at: datetime
) -> Standing:
    books = ledger(
        facts,
        at,
        lost_disputes_count=settings.lost_dispute_ends_good_standing,
        open_disputes_count=settings.open_dispute_ends_good_standing,
        full_refunds_count=settings.full_refund_ends_good_standing,
    )
    seen = _read(books, settings, at)
    return Standing(
        term=seen.term,
        payment=seen.payment,
        holds=books.holds,
        open=opened(
            seen.term,
            seen.payment,
            held=bool(books.holds),
            accepted=books.accepted is not None,
        ),
        reasons=most_fundamental_first(tuple(_reasons(books, seen))),
        valid_until=None,
        facts=tuple(_told(books, seen)),
    )


def _read(books: Ledger, settings: Settings, at: datetime) -> _Reading:
    """Read term and payment off the books."""
    trials = books.trials if settings.trial_is_valid else ()
    spans = (*books.paid, *trials)
    covering = [span for span in spans if span.since <= at < span.until]
    begins = min((span.since for span in spans if span.since > at), default=None)
    ended = max(
        (span.until for span in (*spans, *books.refunded) if span.until <= at),
        default=None,
    )
    until = _through(spans, at)
    canceled = books.ending is not None
    at_once = isinstance(books.ending, events.Ended) or (
        isinstance(books.ending, events.CancellationAsked)
        and not books.ending.at_period_end
    )
    payment = _payment(books, settings, at, covered=bool(covering), ended=ended)
    invoices = tuple(each.invoice for each in books.overdue)
    if at_once or (canceled and not covering):
        ending = (
            books.ending.effective_at if at_once and books.ending is not None else ended
        )
        term = Term.ENDED if (at_once or begins is None) else Term.SCHEDULED
        return _Reading(
            term=term,
            payment=payment,
            canceled=term is Term.ENDED,
            since=begins,
            until=ending,
            invoices=invoices,
        )
    if covering:
        paid = any(span.invoice is not None for span in covering)
        term = Term.ENDING if canceled else Term.RUNNING if paid else Term.TRIAL
        return _Reading(term=term, payment=payment, until=until, invoices=invoices)
    if begins is not None:
        return _Reading(
            term=Term.SCHEDULED, payment=payment, since=begins, invoices=invoices
        )
    # A debt, or news that is awaited, stands in for the next period: the term goes on. Otherwise it ended.
    goes_on = payment not in {Payment.GOOD, Payment.DISPUTED} or ended is None
    return _Reading(
        term=Term.RUNNING if goes_on else Term.ENDED,
        payment=payment,
        until=ended,
        invoices=invoices,
    )


def _through(spans: Iterable[Span], at: datetime) -> datetime | None:
    """Give the end of the unbroken run of spans that covers the instant."""
    end: datetime | None = None
    for span in sorted(spans, key=lambda each: each.since):
        if span.since <= (end or at) and span.until > (end or at):
            end = span.until
    return end


def _payment(
    books: Ledger,
    settings: Settings,
    at: datetime,
    *,
    covered: bool,
    ended: datetime | None,
) -> Payment:
    if books.disputed:
        return Payment.DISPUTED
    if covered:
        return Payment.GOOD
    if any(span.since <= at < span.until for span in books.refunded):
        return Payment.REFUNDED
    if books.overdue:
        oldest = min(each.effective_at for each in books.overdue)
        paid_before = bool(books.paid) or not settings.grace_needs_earlier_payment
        return (
            Payment.GRACE
            if paid_before and at < oldest + _grace(settings)
            else Payment.OVERDUE
        )
    if not books.paid and not books.refunded:
        tried = any(span.until <= at for span in books.trials)
        return Payment.GOOD if tried else Payment.NEVER_PAID
    if (
        books.heard is not None
        and books.heard.renews
        and books.ending is None
        and ended is not None
    ):
        return (
            Payment.GRACE
            if at < ended + settings.renewal_tolerance
            else Payment.UNCONFIRMED
        )
    return Payment.GOOD


def _reasons(books: Ledger, seen: _Reading) -> Iterable[Reason]:
    for hold in books.holds:
        yield reason(
            ReasonCode.LICENSE_ON_HOLD,
            *dict.fromkeys((hold.clause, "0.1")),
            why=hold.why,
        )
    if books.accepted is None:
        yield reason(ReasonCode.TERMS_NOT_ACCEPTED)
    places = {
        "since": _date(seen.since),
        "until": _date(seen.until),
        "invoice": ", ".join(seen.invoices) or "of the license",
    }
    owed = PAYMENT_REASON[seen.payment]
    if owed is not None:
        yield reason(owed, remedy=None, **places)
    ends = TERM_REASON[seen.term]
    if ends is ReasonCode.LICENSE_EXPIRED and seen.canceled:
        ends = ReasonCode.LICENSE_CANCELED
    if ends is not None:
        yield reason(ends, remedy=None, **places)


def _date(moment: datetime | None) -> str:
    return (
        "an instant not known"
        if moment is None
        else moment.isoformat(sep=" ", timespec="minutes")
    )


def _told(books: Ledger, seen: _Reading) -> Iterable[Fact]:
    yield Fact("license term", seen.term.value)
    yield Fact("license payment", seen.payment.value)
    if books.accepted is not None:
        yield Fact(
            "terms accepted",
            f"{books.accepted.version} on {_date(books.accepted.effective_at)}",
        )
    for span in books.paid:
        yield Fact(
            "period paid",
            f"{_date(span.since)} to {_date(span.until)}, invoice {span.invoice}",
        )
    for span in books.trials:
        yield Fact("trial", f"{_date(span.since)} to {_date(span.until)}")
    for span in books.refunded:
        yield Fact(
            "period refunded",
            f"{_date(span.since)} to {_date(span.until)}, invoice {span.invoice}",
        )
    for debt in books.overdue:
        yield Fact(
            "invoice overdue", f"{debt.invoice} since {_date(debt.effective_at)}"
        )
    for dispute in books.disputed:
        yield Fact("payment disputed", dispute)
    for hold in books.holds:
        yield Fact("hold", f"{hold.kind.value} on clause {hold.clause}: {hold.why}")
    if books.ending is not None:
        yield Fact("ending", f"asked for on {_date(books.ending.effective_at)}")
    if books.heard is not None:
        yield Fact("payment provider", books.heard.said)
