"""Tallies: how often each clause decided, by verdict and reason, counted in memory on the way of every answer.

An answer from memory costs one more addition. A tally names nobody and no client. Threads count without a lock and may
miss a few.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date

from attrs import define, field, frozen

from saas_core.policy.decision import Ruling

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
    _writing: threading.Lock = field(factory=threading.Lock)

    def of(self, ruling: Ruling) -> Tally:
        """Return the tally of a ruling."""
        alike = (ruling.verdict, ruling.clauses, ruling.overruled, tuple(each.code for each in ruling.reasons))
        found = self._known.get(alike)
        if found is None:
            found = self._known.setdefault(alike, Tally(keys_of(ruling)))
        return found

    def written_by(self, add: Callable[[Mapping[CountKey, int]], None]) -> int:
        """Pass on what was counted since it was last passed on, by key; return the number of keys.

        One thread at a time; if `add` fails, it is passed on the next time.
        """
        with self._writing:
            counts = [(each, each.count) for each in tuple(self._known.values())]
            numbers: dict[CountKey, int] = {}
            for tally, count in counts:
                for key in tally.keys if count > tally.written else ():
                    numbers[key] = numbers.get(key, 0) + count - tally.written
            if numbers:
                add(numbers)
            for tally, count in counts:
                tally.written = count
            return len(numbers)


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
