"""Comparing two versions of the terms by what they would have decided: counts from one outcome to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Final

from attrs import define, evolve, field, frozen

from saas_core.gate.audit import AuditWork, require_reading, sees_people
from saas_core.gate.informants import Informants
from saas_core.gate.replay import Again, Asker, Outcome, asked_again
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Acts
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.ports import Judge
from saas_core.policy.queries import ComparisonView, comparison_view
from saas_core.policy.terms import Terms
from saas_core.tenancy.ports import Directory

LONGEST_DAYS: Final = 3_660
MOST_DECISIONS: Final = 10_000_000
_EXAMPLES = 5
_PAGE = 500
_ASPECTS = ("verdict", "clauses", "reasons", "price")


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

    `not_reproduced` are those that come out otherwise than recorded under the version that bound them, such as for
    facts of the same instant; `unanswerable` those that cannot be asked again. `complete` is false if the most that was
    wanted had been reached.
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


@checked
class TermsReplay:
    """Compares versions of the terms by the decisions that were recorded of all clients."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AuditWork],
        directory: Directory,
        clock: Clock,
        ids: Ids,
        judge: Judge,
        informants: Informants,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._directory = directory
        self._informants = informants

    def compare(self, *, by: Actor, before: str, document: bytes) -> ComparisonView:
        """Return every difference between a published version and a document that is not published.

        Raises TermsInvalid, TermsUnknown, Refused for anyone but staff that may read journals (1.1).
        """
        with self._acts.read(PROVIDER, by) as act:
            require_reading(act)
            return comparison_view(_known(act.work, before), read_terms(document))

    def replay(  # noqa: PLR0913 - who, which versions, how much, and how it goes on
        self,
        *,
        by: Actor,
        before: bytes,
        after: bytes,
        days: int = 30,
        most: int = MOST_DECISIONS,
        progress: Callable[[int], None] = lambda _decisions: None,
    ) -> ReplayView:
        """Ask the decisions recorded in the last days again, under both of two documents of terms.

        Either may be published or not. `progress` gets the number of decisions asked so far. Raises TermsInvalid,
        InvalidValue for days that are not 1 to 3,660, Refused for anyone but staff that may read journals (1.1).
        """
        if not 1 <= days <= LONGEST_DAYS:
            message = f"{days} is out of range."
            raise InvalidValue(message, field="days", remedy=f"Give 1 to {LONGEST_DAYS}.")
        with self._acts.read(PROVIDER, by) as act:
            require_reading(act)
            staff = {each.id: each.permissions for each in act.work.staff.all() if each.active}
            since = act.at - timedelta(days=days)
            old, new = (_read(act.work, each) for each in (before, after))
        found = _Found(old.version, new.version, since)
        asker = Asker(self._informants, staff)
        for slug, tenant_id in self._clients():
            with self._acts.read(tenant_id, by) as act:
                sees = cache(partial(sees_people, act))
                every = asked_again(
                    act.work, asker, since=since, before=old, after=new, unanswerable=found.take_unanswerable
                )
                for each in every:
                    if found.decisions >= most:
                        return evolve(found.view(), complete=False)
                    found.take(slug, each, sees)
                    if not found.decisions % _PAGE:
                        progress(found.decisions)
        progress(found.decisions)
        return found.view()

    def _clients(self) -> Iterator[tuple[str, TenantId]]:
        after = ""
        while page := self._directory.page(after, _PAGE):
            yield from page
            after = page[-1][0]


def _known(work: AuditWork, version: str) -> Terms:
    found = work.terms.get(version)
    if found is None:
        message = f"there is no version {version[:60]!r}."
        raise TermsUnknown(message, field="before", remedy="List the versions to see those published.")
    return found


def _read(work: AuditWork, document: bytes) -> Terms:
    """Read a document of terms, as strictly as it was read when it was published, if it was."""
    text = document.decode(errors="replace")
    published = next((each for each in work.terms.all() if each.document == text), None)
    return read_terms(document) if published is None else published


@define
class _Found:
    """What was found so far."""

    before: str
    after: str
    since: datetime
    decisions: int = 0
    not_reproduced: int = 0
    unanswerable: int = 0
    flips: dict[tuple[str, str, tuple[str, ...]], int] = field(factory=dict)
    examples: dict[tuple[str, str, tuple[str, ...]], list[ReplayedDecisionView]] = field(factory=dict)
    changed: dict[str, int] = field(factory=dict)
    unchanged: dict[str, int] = field(factory=dict)

    def take_unanswerable(self, _decision: EntryId) -> None:
        """Count a decision that cannot be asked again."""
        self.unanswerable += 1

    def take(self, client: str, again: Again, sees: Callable[[], bool]) -> None:
        """Count a decision that was asked again; one of a client's people is an example where they are seen (1.5)."""
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
        examples = self.examples.setdefault(place, [])
        if len(examples) < _EXAMPLES and (not again.by_person or sees()):
            examples.append(
                ReplayedDecisionView(
                    client=client,
                    decision=again.recorded.decision,
                    at=again.recorded.at,
                    action=again.recorded.action,
                    before=_outcome(again.before),
                    after=_outcome(again.after),
                )
            )

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
                    before=old, after=new, aspects=what, number=number, examples=tuple(self.examples[old, new, what])
                )
                for (old, new, what), number in sorted(self.flips.items(), key=lambda each: (-each[1], each[0]))
            ),
            clauses=tuple(
                ClauseFlipsView(clause=each, changed=self.changed.get(each, 0), unchanged=self.unchanged.get(each, 0))
                for each in sorted({*self.changed, *self.unchanged})
            ),
            not_reproduced=self.not_reproduced,
            unanswerable=self.unanswerable,
            complete=True,
        )


def aspects(before: Outcome, after: Outcome) -> tuple[str, ...]:
    """Return in what two outcomes differ; clauses that were overruled count among the clauses."""
    differ = {
        "verdict": before.verdict != after.verdict,
        "clauses": (set(before.clauses), set(before.overruled)) != (set(after.clauses), set(after.overruled)),
        "reasons": before.reasons != after.reasons,
        "price": before.price != after.price,
    }
    return tuple(each for each in _ASPECTS if differ[each])


def _outcome(outcome: Outcome) -> ReplayedOutcomeView:
    return ReplayedOutcomeView(
        verdict=outcome.verdict,
        clauses=outcome.clauses,
        overruled=outcome.overruled,
        reasons=outcome.reasons,
        price=outcome.price,
    )
