"""Counting: the tallies of a gate written as numbers of a day, and read as how often each clause decided.

They are written by the minute where a process was told to; a crash loses at most what was counted since. They name
nobody and no client: how often a clause decided for one client is read from that client's journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol

from attrs import frozen

from saas_core.gate.audit import AuditWork, require_reading
from saas_core.gate.ports import CountingWork
from saas_core.gate.recorded import recorded
from saas_core.gate.tallies import DECIDED, OVERRULED, CountKey, DailyCount, Tallies
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import EntryFilter, newest_of
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Act, Acts
from saas_core.policy.actions import READING_THE_POLICY
from saas_core.policy.book import Book
from saas_core.policy.decision import Verdict
from saas_core.policy.ports import Judge
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.scopes import values_of
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.telling import Mark, marks_of_readings
from saas_core.policy.terms import Terms, offered


@frozen(kw_only=True)
class ReasonCount:
    """How often a reason was given."""

    reason: str
    number: int


@frozen(kw_only=True)
class ClauseCount:
    """How often a clause decided, in which way, and was overruled, in a period.

    `refused` are the answers DENIED among those that it decided; `reasons` those given by it.
    """

    clause: str
    decided: int
    allowed: int
    refused: int
    chargeable: int
    needs_person: int
    overruled: int
    reasons: tuple[ReasonCount, ...]


@frozen(kw_only=True)
class CountsView:
    """The counts of a period `[since, until)`: all answers, each clause, each reason, and what came up never.

    `idle_clauses` never decided and `idle_reasons` were never given in the period. `idle_readings` are the house
    readings whose use never came up: no reason that their scenarios name was given by its clause, and no answer that
    only they give. Of `unmeasured_readings` counts cannot tell: they share all of their answers with others, or their
    setting is not that of the scenarios.
    """

    since: date
    until: date
    answers: int
    clauses: tuple[ClauseCount, ...]
    reasons: tuple[ReasonCount, ...]
    idle_clauses: tuple[str, ...]
    idle_reasons: tuple[str, ...]
    idle_readings: tuple[str, ...]
    unmeasured_readings: tuple[str, ...]


_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=400)


class Read(AuditWork, CountingWork, Protocol):
    """A unit of work with journals and counts."""


@frozen(kw_only=True)
class CountWriter:
    """Writes what a gate counted; it judges nobody, so it is on no desk."""

    transactions: Transactions[CountingWork]
    clock: Clock
    tallies: Tallies

    def write(self) -> int:
        """Write what was counted since it was last written; return how many numbers that were. Raises StoreFault.

        What could not be written is written the next time.
        """
        return self.tallies.written_by(self._add)

    def _add(self, numbers: Mapping[CountKey, int]) -> None:
        with self.transactions.begin(PROVIDER) as work:
            work.policy_counts.add(self.clock.now().date(), numbers)
            work.commit()


@checked
class Counting:
    """The counts of decisions as staff reads them."""

    def __init__(
        self, *, transactions: Transactions[Read], clock: Clock, ids: Ids, judge: Judge, books: Callable[[], Book]
    ) -> None:
        """Take the ports; `books` returns the readings whose use is looked for."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._books = books

    def show(self, *, by: Actor, since: date | None = None, until: date | None = None) -> CountsView:
        """Return how often each clause decided on the days from `since` to `until`, without the latter.

        By default the current month so far, in UTC. Raises InvalidValue for a period that ends before it begins or is
        longer than 400 days, Refused for anyone but staff that may read journals, sign the policy or publish terms
        (1.1).
        """
        with self._acts.read(PROVIDER, by) as act:
            if not any(map(act.may, ("provider.journal", *READING_THE_POLICY))):
                require_reading(act)
            first, last = _period(act, since, until)
            numbers = summed(act.work.policy_counts.between(first, last))
            return self._view(act, first, last, numbers, lambda mark: _counted(mark, numbers))

    def of_client(
        self, *, by: Actor, tenant_id: TenantId, since: date | None = None, until: date | None = None
    ) -> CountsView:
        """Return the same for one client: of the decisions recorded in its journal, which are few of those given.

        Raises as `show` does, NotFound.
        """
        with self._acts.read(tenant_id, by) as act:
            require_reading(act)
            first, last = _period(act, since, until)
            numbers = _recorded(act, first, last)
            return self._view(act, first, last, numbers, lambda mark: _noted(mark, numbers))

    def _view(
        self,
        act: Act[Read],
        since: date,
        until: date,
        numbers: Mapping[CountKey, int],
        counted: Callable[[Mark], bool],
    ) -> CountsView:
        terms = offered(act.work.terms.all(), act.at)
        clauses = tuple(clause_count(each.number, numbers) for each in terms.clauses)
        marks = marks_of_readings(self._books(), _changed(terms))
        reasons = reason_counts("", numbers)
        given = {each.reason for each in reasons}
        return CountsView(
            since=since,
            until=until,
            answers=clause_count("", numbers).decided,
            clauses=clauses,
            reasons=reasons,
            idle_clauses=tuple(each.clause for each in clauses if not each.decided),
            idle_reasons=tuple(each.value for each in ReasonCode if each.value not in given),
            idle_readings=tuple(key for key, own in marks.items() if own and not any(map(counted, own))),
            unmeasured_readings=tuple(key for key, own in marks.items() if not own),
        )


def _changed(terms: Terms) -> frozenset[str]:
    """Return the settings that are not those of the shipped terms, under which the scenarios are told."""
    told = values_of(shipped_terms())
    return frozenset(name for name, value in values_of(terms).items() if told.get(name) != value)


def _counted(mark: Mark, numbers: Mapping[CountKey, int]) -> bool:
    return bool(numbers.get(CountKey(mark.clause, DECIDED, mark.verdict, mark.reason)))


def _noted(mark: Mark, numbers: Mapping[CountKey, int]) -> bool:
    """Return whether a journal knows of it, in which reasons do not name their clauses."""
    reason = not mark.reason or CountKey("", DECIDED, mark.verdict, mark.reason) in numbers
    return reason and CountKey(mark.clause, DECIDED, mark.verdict) in numbers


def _period(act: Act[Read], since: date | None, until: date | None) -> tuple[date, date]:
    today = act.at.date()
    last = today + _DAY if until is None else until
    first = min(today.replace(day=1), last - _DAY) if since is None else since
    if not first < last <= first + _LONGEST:
        message = f"{first.isoformat()} to {last.isoformat()} is not a period of 1 to {_LONGEST.days} days."
        raise InvalidValue(message, field="since", remedy="Give a first day, and a later one that is not in it.")
    return first, last


def _recorded(act: Act[Read], since: date, until: date) -> dict[CountKey, int]:
    """Return the counts of the decisions in the journal of a client."""
    numbers: dict[CountKey, int] = {}
    begin, end = (datetime.combine(each, time(), UTC) for each in (since, until))
    for entry in newest_of(act.work.journal, EntryFilter(action="gate.decision", since=begin, until=end)):
        view = recorded(entry)
        for key in keys_recorded(view.verdict, view.reasons, view.clauses, view.overruled):
            numbers[key] = numbers.get(key, 0) + 1
    return numbers


def keys_recorded(
    verdict: str, reasons: Iterable[str], clauses: Iterable[str], overruled: Iterable[str]
) -> tuple[CountKey, ...]:
    """Return the keys of a recorded decision, whose reasons do not name their clauses."""
    keys = [CountKey("", DECIDED, verdict), *(CountKey("", DECIDED, verdict, each) for each in reasons)]
    keys += (CountKey(each, DECIDED, verdict) for each in clauses)
    keys += (CountKey(each, OVERRULED, verdict) for each in overruled)
    return tuple(dict.fromkeys(keys))


def summed(counts: Iterable[DailyCount]) -> dict[CountKey, int]:
    """Return the sum of daily counts by key."""
    found: dict[CountKey, int] = {}
    for each in counts:
        found[each.key] = found.get(each.key, 0) + each.number
    return found


def clause_count(clause: str, numbers: Mapping[CountKey, int]) -> ClauseCount:
    """Return what was counted of a clause."""
    by_verdict = {each: numbers.get(CountKey(clause, DECIDED, each.value), 0) for each in Verdict}
    return ClauseCount(
        clause=clause,
        decided=sum(by_verdict.values()),
        allowed=by_verdict[Verdict.ALLOWED],
        refused=by_verdict[Verdict.DENIED],
        chargeable=by_verdict[Verdict.CHARGEABLE],
        needs_person=by_verdict[Verdict.NEEDS_PERSON],
        overruled=sum(numbers.get(CountKey(clause, OVERRULED, each.value), 0) for each in Verdict),
        reasons=reason_counts(clause, numbers),
    )


def reason_counts(clause: str, numbers: Mapping[CountKey, int]) -> tuple[ReasonCount, ...]:
    """Return how often each reason was given by a clause, or at all for an empty one, in the order of judgement."""
    given: dict[str, int] = {}
    for key, number in numbers.items():
        if key.clause == clause and key.reason:
            given[key.reason] = given.get(key.reason, 0) + number
    return tuple(
        ReasonCount(reason=each.value, number=given[each.value]) for each in ReasonCode if given.get(each.value)
    )
