"""The gate: decides whether an actor of a client may do something now, from memory if it can."""

from __future__ import annotations

import operator
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar, cast

from attrs import frozen

from saas_core.gate.asked import Asked, Whether
from saas_core.gate.gathering import circumstances, is_foreign, tenant_in
from saas_core.gate.informants import Informants
from saas_core.gate.looking import steady
from saas_core.gate.noting import note_decision
from saas_core.gate.ports import GateStore, GateWork
from saas_core.gate.standings import license_state
from saas_core.gate.tallies import Tallies
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.arguments import require_kind
from saas_core.kernel.ids import PROVIDER, DepartmentId, EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.work import Work
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.decision import Decision, Question, Refused
from saas_core.policy.judgement import judge
from saas_core.policy.reasons import ReasonCode

if TYPE_CHECKING:
    from saas_core.gate.current import Bounds, Current
    from saas_core.gate.places import Permitted, Places

A = TypeVar("A")
_ATTEMPTS = 3


@frozen(kw_only=True)
class Statistics:
    """Counts of the work that a gate has done since it was made, and of the data it holds.

    `warm` counts the `checks` answered from memory; `looks` for news, `snapshots` and `users_read` those read from the
    store; `tenants` and `users` are held, in about `bytes`, at about `bytes_per_user` each.
    """

    checks: int
    warm: int
    looks: int
    snapshots: int
    users_read: int
    tenants: int
    users: int
    bytes: int
    bytes_per_user: int

    @property
    def hit_rate(self) -> float:
        """Return the share of checks answered from memory, from 0 to 1; 1 before the first."""
        return self.warm / self.checks if self.checks else 1.0


_IS_KNOWN: Final = partial(operator.is_not, None)
"""Whether there is an answer; not asked of the answer itself, which would compare all that it holds."""


class Gate:
    """Answers whether an actor of a client may do something, over license, policy and roles.

    Share one among all threads. The data it holds is compiled per tenant and bounded; a change made through its own
    store counts from the next answer on, one made elsewhere within a second, a lapse by time at its very instant.
    """

    def __init__(  # noqa: PLR0913 - the ports, and how much is held and for how long
        self,
        *,
        store: GateStore,
        clock: Clock,
        ids: Ids,
        informants: Informants | None = None,
        bounds: Bounds | None = None,
        ticks: Callable[[], float] | None = None,
    ) -> None:
        """Take the ports; `informants` know engagements and integrations, `ticks` is a clock such as `steady` makes."""
        self._store = store
        self._clock = clock
        self._ids = ids
        self._ticks = ticks or steady()
        self._informants = informants or Informants()
        self._bounds = bounds
        self._made: Current | None = None
        self._making = threading.Lock()
        self.tallies = Tallies()
        self._warm = 0
        self._cold = 0

    @property
    def _current(self) -> Current:
        """The answers held in memory, created with the first check: a command decides only once, from the store.

        Not a cached property: that keeps the attributes in a dictionary, which each warm check would pay for.
        """
        if self._made is not None:
            return self._made
        from saas_core.gate.current import Bounds, Current  # noqa: PLC0415

        with self._making:
            if self._made is None:
                bounds = self._bounds or Bounds()
                self._made = Current(
                    self._store, self._informants, self._clock, self._ticks, bounds, tallies=self.tallies
                )
            return self._made

    def check(
        self,
        question: Question,
        *,
        at: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Decision:
        """Answer a question as of `at`, as known at `known_at`, both by default now; changes nothing.

        Raises NotFound for an unknown tenant or department, InvalidValue for a naive or absurd instant, for more than
        20 further actions, and for an amount that is negative or not in the currency of the terms, StoreFault when the
        store cannot answer, in which case nothing is allowed.
        """
        if at is None and known_at is None:
            return self.peek(question) or self._looked_up(question)
        question = require_kind(question, Question, "question")
        now = self._clock.now()
        moment = now if at is None else instant(at)
        known = now if known_at is None else instant(known_at, "known_at")
        return self._answer(question, moment, known)

    def peek(self, question: Question) -> Decision | None:
        """Answer a question from memory alone; return None if that needs the store. Never waits.

        Made for hosts that must not block: they pass a question without an answer to `check` in a thread. Raises
        DepartmentUnknown, InvalidValue.
        """
        try:
            # What is held is read after the clock: another thread may look for news, and drop it, between the two.
            made = self._made
            if made is None or self._ticks() >= made.fresh_until:
                return self._peek_foreign(question)
            snapshot = made.held.get(question.tenant_id.int)
            if snapshot is None:
                return self._peek_foreign(question)
            now = self._clock.now()
            if not snapshot.since <= now < snapshot.until:
                return None
            decision = snapshot.answer(question, now)
        except (AttributeError, TypeError):
            # A question of the wrong kind, or with an id as text, is looked into only now: others do not pay for it.
            read = require_kind(question, Question, "question")
            if read is question:
                raise
            return self.peek(read)
        if decision is None:
            return self._peek_foreign(question)
        self._warm += 1
        return decision

    def check_all(self, questions: Iterable[Question]) -> tuple[Decision, ...]:
        """Answer many questions, each as `check` does, reading all that is not yet known of a tenant at once.

        Decisions come in the order of the questions. Raises as `check` does, for the first question without an answer,
        and InvalidValue for anything but a list of questions.
        """
        require_kind(questions, Iterable, "questions")
        asked = tuple(questions)
        known = list(map(self.peek, asked))
        if all(map(_IS_KNOWN, known)):
            return tuple(cast("list[Decision]", known))
        asked = tuple(
            require_kind(each, Question, "questions") if decision is None else each
            for each, decision in zip(asked, known, strict=True)
        )
        unmet: dict[TenantId, list[Question]] = {}
        for each, decision in zip(asked, known, strict=True):
            own = isinstance(each.by, ClientUser) or each.about is not None
            if decision is None and own and not is_foreign(each):
                unmet.setdefault(each.tenant_id, []).append(each)
        for tenant_id, open_ones in unmet.items():
            self._current.meet(self._current.snapshot(tenant_id), tenant_id, open_ones)
        return tuple(
            self.check(each) if decision is None else decision for each, decision in zip(asked, known, strict=True)
        )

    def places(self, by: Actor, action: str, *, tenant_id: TenantId | None = None) -> Places:
        """Return the departments in which an actor may do something now, as `check` would answer for each of them.

        For filtering lists; from memory if it can. The client is by default the user's own. Raises as `check` does, and
        InvalidValue for an actor without a client (1.4.c).
        """
        from saas_core.gate.places import Where  # noqa: PLC0415

        return self._answered(Where.asked(by, action, tenant_id))

    def permitted(
        self,
        by: Actor,
        actions: Iterable[str],
        *,
        tenant_id: TenantId | None = None,
        department_id: DepartmentId | None = None,
    ) -> Permitted:
        """Return which of many actions are open to an actor now: in a department, or without one in any place.

        For menus; all from one consistent state, from memory if it can. Raises as `places` does, and InvalidValue for
        anything but a list of names.
        """
        from saas_core.gate.places import Permitted, Which  # noqa: PLC0415

        which = Which.asked(by, actions, tenant_id, department_id)
        return self._answered(which) if which.questions else Permitted({})

    def ask(self, question: Question) -> Decision:
        """Answer a question now, and record the refusal of something never granted (0.3, 1.2, 5.2, 5.3).

        The recorded Decision carries the journal entry's id. Raises as `check` does.
        """
        decision = self.check(question)
        never = any(each.code is ReasonCode.NEVER_GRANTED for each in decision.reasons)
        # A stranger must not be able to fill the client's journal.
        return self.record(decision) if never and not is_foreign(question) else decision

    def record(self, decision: Decision) -> Decision:
        """Record a decision in the tenant's journal, and return it with the entry's id; raises NotFound."""
        require_kind(decision, Decision, "decision")
        with self._store.begin(decision.question.tenant_id) as work:
            tenant_in(work)
            recorded = note_decision(work, decision, EntryId(self._ids.new()))
            work.commit()
        return recorded

    def decide(self, work: Work, question: Question, at: datetime) -> Decision:
        """Answer a question inside a unit of work, as things stand in it."""
        known = circumstances(cast("GateWork", work), self._informants, question, at=at, known_at=at)
        decision = judge(question, known)
        self.tallies.of(decision.ruling).count += 1
        return decision

    def license_at(self, work: Work, at: datetime) -> LicenseState:
        """Return what the client's license opened at an instant as it was known then, and why the rest was closed."""
        return license_state(cast("GateWork", work), at=at, known_at=at)

    def placed(self, work: Work, question: Question, at: datetime) -> Places:
        """Return the departments in which a question is allowed, inside a unit of work, as things stand in it."""
        from saas_core.gate.places import Where  # noqa: PLC0415

        found = Where(question).read(cast("GateWork", work), self._informants, at)
        return cast("Places", found)

    def require(self, work: Work, question: Question, at: datetime) -> Decision:
        """Answer a question inside a unit of work; raises Refused unless it is allowed."""
        decision = self.decide(work, question, at)
        if not decision.allowed:
            raise Refused(decision)
        return decision

    def statistics(self) -> Statistics:
        """Return the statistics; counted without a lock, so concurrent threads may miss a few."""
        counts = self._current.counts
        return Statistics(
            checks=self._warm + self._cold,
            warm=self._warm,
            looks=self._current.look.looks,
            snapshots=counts.snapshots,
            users_read=counts.users,
            tenants=self._current.tenants(),
            users=self._current.users(),
            bytes=self._current.bytes_held(),
            bytes_per_user=self._current.bytes_per_user(),
        )

    def _peek_foreign(self, question: Question) -> Decision | None:
        """Answer a user of another client from the snapshot of the provider's scope, which knows no client."""
        made, now = self._current, self._clock.now()
        if not is_foreign(question) or self._ticks() >= made.fresh_until:
            return None
        snapshot = made.held.get(PROVIDER.int)
        if snapshot is None or not snapshot.holds(now):
            return None
        self._warm += 1
        return snapshot.answer(question, now)

    def _looked_up(self, question: Question) -> Decision:
        question = require_kind(question, Question, "question")
        self._cold += 1
        return self._renewed(Whether(question))

    def _answered(self, asked: Asked[A]) -> A:
        """Answer from memory alone if it can, as `peek` does; otherwise from what is read from the store."""
        scope, now = PROVIDER if is_foreign(asked.question) else asked.question.tenant_id, self._clock.now()
        fresh_until = self._current.fresh_until
        snapshot = self._current.held.get(scope.int)
        holds = snapshot is not None and snapshot.holds(now) and self._ticks() < fresh_until
        found = asked.held(snapshot, now) if snapshot is not None and holds else None
        if found is not None:
            self._warm += 1
            return found
        self._cold += 1
        return self._renewed(asked)

    def _renewed(self, asked: Asked[A]) -> A:
        """Answer from a snapshot checked against the store that has met the asker, or else from the store alone."""
        question = asked.question
        scope = PROVIDER if is_foreign(question) else question.tenant_id
        for _ in range(_ATTEMPTS):
            snapshot = self._current.snapshot(scope)
            now = self._clock.now()
            found = asked.held(snapshot, now)
            if found is None:
                if not self._current.meet(snapshot, question.tenant_id, [question]):
                    continue
                now = self._clock.now()
                found = asked.held(snapshot, now)
            if found is not None and snapshot.since <= now < snapshot.until:
                return found
        # The tenant changes faster than it can be read; one consistent read of everything still gives an answer.
        with self._store.read(question.tenant_id) as work:
            return cast("A", asked.read(work, self._informants, self._clock.now()))

    def _answer(self, question: Question, at: datetime, known_at: datetime) -> Decision:
        with self._store.read(question.tenant_id) as work:
            return judge(question, circumstances(work, self._informants, question, at=at, known_at=known_at))
