"""Standing: the state of a license at an instant, as known at an instant, and the changes that time will bring.

Three axes are derived from the facts independently: term, payment and holds. A table gives the access that their
combination opens, and its reasons. Nothing here is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from attrs import evolve, frozen

from saas_core.licensing import events
from saas_core.licensing.ledger import Ledger, ends_at, ledger_of
from saas_core.licensing.model import License
from saas_core.licensing.policies.axes import Reading, grace, read
from saas_core.licensing.policies.table import PAYMENT_REASON, TABLE
from saas_core.licensing.values import Payment, Term
from saas_core.policy.actions import ALWAYS_OPEN, AccessClass
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.decision import Fact
from saas_core.policy.reasons import CATALOGUE, Reason, ReasonCode, most_fundamental_first, reason
from saas_core.policy.terms import Settings

SettingsOf: TypeAlias = Settings | Callable[[str], Settings]
"""The settings of the terms: one for all versions, or looked up by version, since the pinned one decides (9.4)."""


@frozen(kw_only=True)
class Standing:
    """A license at an instant: its three axes, the access they open, the reasons that close the rest, and their end.

    `terms_version` is the version that binds then, `facts` are those from which the rest follows. The standing holds
    until `valid_until`, at which time alone changes it.
    """

    term: Term
    payment: Payment
    holds: tuple[events.HoldPlaced, ...]
    open: frozenset[AccessClass]
    reasons: tuple[Reason, ...]
    valid_until: datetime | None
    facts: tuple[Fact, ...]
    terms_version: str = ""

    @property
    def good(self) -> bool:
        """Return whether the license is valid and in good standing (0.1)."""
        return not self.reasons

    def state(self) -> LicenseState:
        """Return the standing in the terms of the judgement."""
        return LicenseState(open=self.open, reasons=self.reasons, valid_until=self.valid_until, facts=self.facts)


@frozen(kw_only=True)
class Change:
    """A change that time alone will bring: its instant, the standing from then on, the classes it closes and opens."""

    at: datetime
    standing: Standing
    closes: frozenset[AccessClass]
    opens: frozenset[AccessClass]


def standing(license_: License | None, settings: SettingsOf, *, at: datetime, known_at: datetime) -> Standing:
    """Fold the facts known at `known_at` into the standing at `at` (0.1, 1.3).

    The settings of the version pinned at `at` decide (9.4). `valid_until` is the first later instant at which the same
    facts, including those that take effect later, give another answer; None if time alone changes nothing more. Raises
    whatever the look-up of settings raises.
    """
    if license_ is None:
        return _MISSING
    course = _course(license_, settings, known_at)
    return course.with_end(course.at(at), at)


def forecast(license_: License | None, settings: SettingsOf, *, at: datetime, known_at: datetime) -> tuple[Change, ...]:
    """Return the changes still to come if nothing more is paid or decided, in order, with the classes that differ."""
    if license_ is None:
        return ()
    course = _course(license_, settings, known_at)
    changes: list[Change] = []
    current = course.with_end(course.at(at), at)
    while current.valid_until is not None:
        moment = current.valid_until
        following = course.with_end(course.at(moment), moment)
        closes, opens = current.open - following.open, following.open - current.open
        changes.append(Change(at=moment, standing=following, closes=closes, opens=opens))
        current = following
    return tuple(changes)


def unbroken_since(license_: License, settings: SettingsOf, *, at: datetime, known_at: datetime) -> datetime | None:
    """Return the instant since which a license has had its present standing, good or not, as of `at`.

    None for one that never was in good standing. Raises whatever the look-up of settings raises.
    """
    course = _course(license_, settings, known_at)
    good, since = course.at(at).good, None
    for moment in sorted((each for each in course.moments() if each <= at), reverse=True):
        if course.at(moment).good is not good:
            return since or at
        since = moment
    return since if good else None


_MISSING = Standing(
    term=Term.SCHEDULED,
    payment=Payment.NEVER_PAID,
    holds=(),
    open=ALWAYS_OPEN,
    reasons=(reason(ReasonCode.LICENSE_MISSING),),
    valid_until=None,
    facts=(Fact("license", "none"),),
)


@frozen
class _Course:
    """The known facts of a license in their order, and the standing that follows from them at any instant."""

    offered: str
    facts: tuple[events.LicenseFact, ...]
    settings: Mapping[str, Settings]
    delays: frozenset[timedelta]

    def at(self, at: datetime) -> Standing:
        """Return the standing at an instant, without its end."""
        version = self._pinned(at)
        settings = self.settings[version]
        ledger = ledger_of(self.facts, at, settings)
        seen = read(ledger, settings, at)
        reasons = most_fundamental_first(tuple(_reasons(ledger, seen)))
        row = TABLE[seen.term, seen.payment, bool(ledger.holds)]
        return Standing(
            term=seen.term,
            payment=seen.payment,
            holds=ledger.holds,
            # Terms not accepted and further troubles with payment close it too, in addition to the table.
            open=ALWAYS_OPEN if reasons else row.open,
            reasons=reasons,
            valid_until=None,
            facts=tuple(_facts(ledger, seen)),
            terms_version=version,
        )

    def with_end(self, now: Standing, at: datetime) -> Standing:
        """Return the standing with the instant at which time alone changes it."""
        coming = sorted(each for each in self.moments() if each > at)
        return evolve(now, valid_until=next((each for each in coming if self.at(each) != now), None))

    def _pinned(self, at: datetime) -> str:
        accepted = [each for each in self.facts if isinstance(each, events.TermsAccepted) and each.effective_at <= at]
        return accepted[-1].version if accepted else self.offered

    def moments(self) -> set[datetime]:
        """Return the instants at which something could change, in no particular order."""
        moments: set[datetime] = set()
        for fact in self.facts:
            moments.add(fact.effective_at)
            match fact:
                case events.PeriodPaid() | events.TrialGranted() | events.TrialMoved():
                    moments |= {fact.since, *(fact.until + delay for delay in self.delays)}
                case events.CancellationDated():
                    moments.add(fact.until)
                case events.InvoiceOverdue():
                    moments |= {fact.effective_at + delay for delay in self.delays}
                case _:
                    pass
        return moments


def _course(license_: License, settings: SettingsOf, known_at: datetime) -> _Course:
    """Return the course of a license, looking up the settings of every version in play once."""
    facts = license_.known(known_at)
    accepted = (each.version for each in facts if isinstance(each, events.TermsAccepted))
    versions = dict.fromkeys((license_.terms_version, *accepted))
    in_play = {each: settings if isinstance(settings, Settings) else settings(each) for each in versions}
    # By how much a version may postpone an end: not at all, by its tolerances, by its grace.
    delays = {timedelta(0)}
    for each in in_play.values():
        delays |= {each.renewal_tolerance, each.processing_tolerance, grace(each)}
    return _Course(license_.terms_version, facts, in_play, frozenset(delays))


def _reasons(ledger: Ledger, seen: Reading) -> Iterable[Reason]:
    row = TABLE[seen.term, seen.payment, bool(ledger.holds)]
    further = (PAYMENT_REASON[each] for each in seen.troubles)
    pending = ReasonCode.TERMS_NOT_ACCEPTED if ledger.accepted is None else None
    for code in dict.fromkeys((pending, *row.codes, *further)):
        match code:
            case None:
                pass
            case ReasonCode.LICENSE_ON_HOLD:
                for hold in ledger.holds:
                    clauses = dict.fromkeys((*CATALOGUE[code].clauses, hold.clause))
                    yield reason(code, *clauses, why=hold.why.rstrip("."))
            case ReasonCode.PAYMENT_OVERDUE:
                for debt in ledger.overdue:
                    yield reason(code, invoice=debt.invoice)
            case ReasonCode.LICENSE_EXPIRED if seen.canceled:
                yield reason(ReasonCode.LICENSE_CANCELED)
            case _:
                yield reason(code, since=_date(seen.begins), until=_date(seen.ends))


def _date(moment: datetime | None) -> str:
    if moment is None:
        return "an instant not known"
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment.second == 0 else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _facts(ledger: Ledger, seen: Reading) -> Iterable[Fact]:
    """Yield the facts from which the standing follows, as far as they affect it at the instant."""
    yield Fact("license term", seen.term.value)
    yield Fact("license payment", seen.payment.value)
    if ledger.accepted is not None:
        yield Fact("terms accepted", f"{ledger.accepted.version} on {_date(ledger.accepted.effective_at)}")
    if seen.begins is not None and seen.term is Term.SCHEDULED:
        yield Fact("next period begins", _date(seen.begins))
    if seen.ends is not None:
        yield Fact("license ended" if seen.term is Term.ENDED else "paid or granted until", _date(seen.ends))
    if Payment.REFUNDED in seen.troubles:
        yield Fact("payment refunded", ", ".join(sorted({str(span.invoice) for span in ledger.refunded})))
    for debt in ledger.overdue if {Payment.OVERDUE, Payment.GRACE} & set(seen.troubles) else ():
        yield Fact("invoice overdue", f"{debt.invoice} since {_date(debt.effective_at)}")
    for dispute in ledger.disputed:
        yield Fact("payment disputed", f"invoice {dispute.invoice}, dispute {dispute.dispute}")
    for hold in ledger.holds:
        yield Fact("hold", f"{hold.kind.value} on clause {hold.clause}: {hold.why}")
    yield from _ending(ledger)
    if ledger.heard is not None and not ledger.overdue and {Payment.GRACE, Payment.UNCONFIRMED} & set(seen.troubles):
        yield Fact("payment provider", ledger.heard.said)
        if ledger.processing:
            yield Fact("payment", "is being processed")


def _ending(ledger: Ledger) -> Iterable[Fact]:
    ending = ledger.stopped or ledger.ending
    if ending is not None:
        by_whom = "ended by the provider" if isinstance(ending, events.Ended) else "canceled"
        yield Fact("ending", f"{by_whom} on {_date(ends_at(ending))}")
    elif ledger.dated is not None:
        yield Fact("ending", f"canceled for {_date(ledger.dated.until)}")
