"""Flips: what a replay found, counted from one outcome to another, with the first examples of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeVar

from attrs import define, field, frozen

from saas_core.gate.replay import Again
from saas_core.kernel.ids import EntryId
from saas_core.policy.outcomes import Outcome, aspects

K = TypeVar("K")

COUNTED_IN: Final = 5
"""Questions of clients' people whom the reader may not see are counted down to multiples of it (1.5)."""
_EXAMPLES: Final = 5


@frozen(kw_only=True)
class ReplayedOutcomeView:
    """What an answer says; `price` is empty where nothing is offered for one."""

    verdict: str
    clauses: tuple[str, ...]
    overruled: tuple[str, ...]
    reasons: tuple[str, ...]
    price: str


@frozen(kw_only=True)
class ReplayedDecisionView:
    """A recorded decision that would come out differently: whose, which, when, about what, and both outcomes."""

    client: str
    decision: EntryId
    at: datetime
    action: str
    before: ReplayedOutcomeView
    after: ReplayedOutcomeView


@frozen(kw_only=True)
class FlipView:
    """Decisions that go from one verdict to another, or differ in something else; with the first few of them.

    Decisions that a client's people asked for are counted exactly, and examples, only for a reader who sees them in the
    client's journal: not for staff without a grant (1.5).
    `aspects` are those that differ, among verdict, clauses, reasons and price.
    """

    before: str
    after: str
    aspects: tuple[str, ...]
    number: int
    examples: tuple[ReplayedDecisionView, ...]


@frozen(kw_only=True)
class ClauseFlipsView:
    """How many of the decisions that rest on a clause under either version differ, and how many do not."""

    clause: str
    changed: int
    unchanged: int


@frozen(kw_only=True)
class ReplayView:
    """Recorded decisions asked again under two versions of the terms, with the facts of their instants.

    Those of the provider's own journal, such as whom to take on (0.2), belong to the client `provider`.
    `not_reproduced` are those that come out otherwise than recorded under the version that bound them, such as for
    facts of the same instant; `unanswerable` those that cannot be asked again. `counted_in` is 1 where every number is
    exact; otherwise what clients' people asked, unseen by the reader, is counted down to multiples of it. `complete` is
    false if the most that was wanted had been reached, of decisions or of entries read on the way.
    """

    before: str
    after: str
    since: datetime
    decisions: int
    unchanged: int
    changed: int
    flips: tuple[FlipView, ...]
    clauses: tuple[ClauseFlipsView, ...]
    not_reproduced: int
    unanswerable: int
    counted_in: int
    complete: bool


_Place = tuple[str, str, tuple[str, ...]]


@define
class _Tally:
    """How many decisions came out how."""

    decisions: int = 0
    not_reproduced: int = 0
    flips: dict[_Place, int] = field(factory=dict)
    changed: dict[str, int] = field(factory=dict)
    unchanged: dict[str, int] = field(factory=dict)

    def add(self, again: Again, differ: tuple[str, ...]) -> None:
        """Count a decision that was asked again."""
        self.decisions += 1
        self.not_reproduced += not again.reproduced
        counts = self.changed if differ else self.unchanged
        for clause in dict.fromkeys((*again.before.clauses, *again.after.clauses)):
            counts[clause] = counts.get(clause, 0) + 1
        if differ:
            place = (again.before.verdict, again.after.verdict, differ)
            self.flips[place] = self.flips.get(place, 0) + 1

    def join(self, other: _Tally) -> None:
        """Add what another one counted."""
        self.decisions += other.decisions
        self.not_reproduced += other.not_reproduced
        for own, its in ((self.changed, other.changed), (self.unchanged, other.unchanged)):
            for clause, number in its.items():
                own[clause] = own.get(clause, 0) + number
        for place, number in other.flips.items():
            self.flips[place] = self.flips.get(place, 0) + number


@define
class Flips:
    """What was found so far.

    What a client's people asked is kept apart until it is known whether the reader sees it: where not, it is counted
    down to multiples of `COUNTED_IN`, so that no difference of two replays is one person's question (1.5).
    """

    before: str
    after: str
    since: datetime
    unanswerable: int = 0
    complete: bool = True
    examples: dict[_Place, list[ReplayedDecisionView]] = field(factory=dict)
    withheld: dict[_Place, list[ReplayedDecisionView]] = field(factory=dict)
    _seen: _Tally = field(factory=_Tally)
    _unseen: _Tally = field(factory=_Tally)
    _of_people: _Tally = field(factory=_Tally)

    @property
    def decisions(self) -> int:
        """How many decisions were asked again."""
        return self._seen.decisions + self._unseen.decisions + self._of_people.decisions

    @property
    def of_people(self) -> bool:
        """True if decisions of a client's people were counted of which nobody has said whether they may be seen."""
        return self._of_people.decisions > 0

    def take(self, client: str, again: Again) -> None:
        """Count a decision that was asked again; one of a client's people is withheld as an example (1.5)."""
        differ = aspects(again.before, again.after)
        (self._of_people if again.by_person else self._seen).add(again, differ)
        if not differ:
            return
        place = (again.before.verdict, again.after.verdict, differ)
        some = (self.withheld if again.by_person else self.examples).setdefault(place, [])
        if len(some) + len(self.examples.get(place, ())) < _EXAMPLES:
            some.append(
                ReplayedDecisionView(
                    client=client,
                    decision=again.recorded.decision,
                    at=again.recorded.at,
                    action=again.recorded.action,
                    before=_outcome(again.before),
                    after=_outcome(again.after),
                )
            )

    def settle(self, *, seen: bool) -> None:
        """Count what people asked so far as seen or not, and show its examples if it is."""
        (self._seen if seen else self._unseen).join(self._of_people)
        self._of_people = _Tally()
        for place, some in self.withheld.items() if seen else ():
            examples = self.examples.setdefault(place, [])
            examples += some[: _EXAMPLES - len(examples)]
        self.withheld.clear()

    def view(self) -> ReplayView:
        """Return it, once all is settled."""
        seen, unseen = self._seen, self._unseen
        decisions = seen.decisions + _down(unseen.decisions)
        changed = sum(seen.flips.values()) + _down(sum(unseen.flips.values()))
        flips = _counted(seen.flips, unseen.flips)
        differ, same = _counted(seen.changed, unseen.changed), _counted(seen.unchanged, unseen.unchanged)
        return ReplayView(
            before=self.before,
            after=self.after,
            since=self.since,
            decisions=decisions,
            unchanged=decisions - changed,
            changed=changed,
            flips=tuple(
                FlipView(
                    before=place[0],
                    after=place[1],
                    aspects=place[2],
                    number=number,
                    examples=tuple(self.examples.get(place, ())),
                )
                for place, number in sorted(flips.items(), key=lambda each: (-each[1], each[0]))
            ),
            clauses=tuple(
                ClauseFlipsView(clause=each, changed=differ.get(each, 0), unchanged=same.get(each, 0))
                for each in sorted({*differ, *same})
            ),
            not_reproduced=seen.not_reproduced + _down(unseen.not_reproduced),
            unanswerable=self.unanswerable,
            counted_in=COUNTED_IN if unseen.decisions else 1,
            complete=self.complete,
        )


def _down(number: int) -> int:
    return number - number % COUNTED_IN


def _counted(seen: Mapping[K, int], unseen: Mapping[K, int]) -> dict[K, int]:
    """Return the sums of what is seen and of the rest, counted down; what is none then is left out."""
    sums = {each: seen.get(each, 0) + _down(unseen.get(each, 0)) for each in {**seen, **unseen}}
    return {each: number for each, number in sums.items() if number}


def _outcome(outcome: Outcome) -> ReplayedOutcomeView:
    return ReplayedOutcomeView(
        verdict=outcome.verdict,
        clauses=outcome.clauses,
        overruled=outcome.overruled,
        reasons=outcome.reasons,
        price=outcome.price,
    )
