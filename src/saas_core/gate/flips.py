"""Flips: what a replay found, counted from one outcome to another, with the first examples of each."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import define, field, frozen

from saas_core.gate.replay import Again
from saas_core.kernel.ids import EntryId
from saas_core.policy.outcomes import Outcome, aspects

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

    Decisions that a client's people asked for are counted, and examples only for a reader who sees them in the client's
    journal: not for staff without a grant (1.5).
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
    facts of the same instant; `unanswerable` those that cannot be asked again. `complete` is false if the most that was
    wanted had been reached, of decisions or of entries read on the way.
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
    complete: bool


_Place = tuple[str, str, tuple[str, ...]]


@define
class Flips:
    """What was found so far."""

    before: str
    after: str
    since: datetime
    decisions: int = 0
    not_reproduced: int = 0
    unanswerable: int = 0
    complete: bool = True
    flips: dict[_Place, int] = field(factory=dict)
    examples: dict[_Place, list[ReplayedDecisionView]] = field(factory=dict)
    withheld: dict[_Place, list[ReplayedDecisionView]] = field(factory=dict)
    changed: dict[str, int] = field(factory=dict)
    unchanged: dict[str, int] = field(factory=dict)

    def take(self, client: str, again: Again) -> None:
        """Count a decision that was asked again; one of a client's people is withheld as an example (1.5)."""
        self.decisions += 1
        self.not_reproduced += not again.reproduced
        differ = aspects(again.before, again.after)
        counts = self.changed if differ else self.unchanged
        for clause in dict.fromkeys((*again.before.clauses, *again.after.clauses)):
            counts[clause] = counts.get(clause, 0) + 1
        if not differ:
            return
        place = (again.before.verdict, again.after.verdict, differ)
        self.flips[place] = self.flips.get(place, 0) + 1
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

    def show_withheld(self, *, seen: bool) -> None:
        """Show the examples withheld so far if they may be seen, and forget them."""
        for place, some in self.withheld.items() if seen else ():
            examples = self.examples.setdefault(place, [])
            examples += some[: _EXAMPLES - len(examples)]
        self.withheld.clear()

    def view(self) -> ReplayView:
        """Return it."""
        changed = sum(self.flips.values())
        return ReplayView(
            before=self.before,
            after=self.after,
            since=self.since,
            decisions=self.decisions,
            unchanged=self.decisions - changed,
            changed=changed,
            flips=tuple(
                FlipView(
                    before=place[0],
                    after=place[1],
                    aspects=place[2],
                    number=number,
                    examples=tuple(self.examples.get(place, ())),
                )
                for place, number in sorted(self.flips.items(), key=lambda each: (-each[1], each[0]))
            ),
            clauses=tuple(
                ClauseFlipsView(clause=each, changed=self.changed.get(each, 0), unchanged=self.unchanged.get(each, 0))
                for each in sorted({*self.changed, *self.unchanged})
            ),
            not_reproduced=self.not_reproduced,
            unanswerable=self.unanswerable,
            complete=self.complete,
        )


def _outcome(outcome: Outcome) -> ReplayedOutcomeView:
    return ReplayedOutcomeView(
        verdict=outcome.verdict,
        clauses=outcome.clauses,
        overruled=outcome.overruled,
        reasons=outcome.reasons,
        price=outcome.price,
    )
