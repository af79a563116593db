"""Counting: how often each clause decided, by verdict and reason, in memory on the way of every answer.

An answer from memory costs one more addition. What was counted is written by the minute, as numbers of a day that name
nobody and no client; a crash loses at most what was counted since. Threads count without a lock and may miss a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define, field, frozen

from saas_core.policy.decision import Ruling, Verdict
from saas_core.policy.reasons import ReasonCode

DECIDED = "decided"
OVERRULED = "overruled"


@frozen(order=True)
class CountKey:
    """What is counted of a day: a clause, whether it decided or was overruled, the verdict, and a reason.

    Without a reason it counts answers, with one those that gave this reason by this clause. Without a clause it counts
    all answers with the verdict, or with the reason.
    """

    clause: str
    how: str
    verdict: str
    reason: str = ""


@frozen
class DailyCount:
    """A number of a day."""

    day: date
    key: CountKey
    number: int


@define(eq=False)
class Tally:
    """How often rulings with the same verdict, clauses and reasons were given since the process began."""

    keys: tuple[CountKey, ...]
    count: int = 0
    written: int = 0


@define(eq=False)
class Tallies:
    """All tallies of a gate, by what their rulings have in common; there are few of these."""

    _known: dict[object, Tally] = field(factory=dict)

    def of(self, ruling: Ruling) -> Tally:
        """Return the tally of a ruling."""
        alike = (ruling.verdict, ruling.clauses, ruling.overruled, tuple(each.code for each in ruling.reasons))
        found = self._known.get(alike)
        if found is None:
            found = self._known.setdefault(alike, Tally(keys_of(ruling)))
        return found

    def since_written(self) -> tuple[dict[CountKey, int], dict[int, int]]:
        """Return what was counted since it was last written, by key, and each tally's count then, by its place."""
        found: dict[CountKey, int] = {}
        seen: dict[int, int] = {}
        for place, each in enumerate(tuple(self._known.values())):
            seen[place] = count = each.count
            for key in each.keys if count > each.written else ():
                found[key] = found.get(key, 0) + count - each.written
        return found, seen

    def note_written(self, seen: Mapping[int, int]) -> None:
        """Note that the counts found before are written."""
        for each, (_place, count) in zip(tuple(self._known.values()), sorted(seen.items()), strict=False):
            each.written = count


def keys_of(ruling: Ruling) -> tuple[CountKey, ...]:
    """Return the keys under which a ruling is counted."""
    verdict = ruling.verdict.value
    keys = [CountKey("", DECIDED, verdict)]
    keys += (CountKey("", DECIDED, verdict, each.code.value) for each in ruling.reasons)
    for clause in ruling.clauses:
        keys.append(CountKey(clause, DECIDED, verdict))
        own = (each.code.value for each in ruling.reasons if clause in each.clauses)
        keys += (CountKey(clause, DECIDED, verdict, code) for code in dict.fromkeys(own))
    keys += (CountKey(clause, OVERRULED, verdict) for clause in ruling.overruled)
    return tuple(dict.fromkeys(keys))


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

    `idle_clauses` never decided and `idle_reasons` were never given in the period; `idle_readings` are the house
    readings of which no clause decided.
    """

    since: date
    until: date
    answers: int
    clauses: tuple[ClauseCount, ...]
    reasons: tuple[ReasonCount, ...]
    idle_clauses: tuple[str, ...]
    idle_reasons: tuple[str, ...]
    idle_readings: tuple[str, ...]


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
