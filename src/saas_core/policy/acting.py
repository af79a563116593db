"""Acting: the single pipeline of every command.

An act locks its tenant first and takes its instant after that. The actor is judged; the command is carried out once per
key; and its changes, journal entries, effects and tasks are committed together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Generic, TypeVar

from attrs import evolve, field, frozen

from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.commands import Command, Request, request_of
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, EffectId, EntryId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import EntryKind, JournalEntryDraft, Value
from saas_core.kernel.secrets import Digests
from saas_core.kernel.work import Effect, Transactions, Work
from saas_core.policy.decision import Decision, Question, Refused
from saas_core.policy.ports import Judge

W = TypeVar("W", bound=Work)
W_co = TypeVar("W_co", bound=Work, covariant=True)
C = TypeVar("C", bound=Command)
R = TypeVar("R")
S = TypeVar("S")


@frozen
class Caller:
    """The actor of a command, the scope, the idempotency key, and the expected revision of a thing, if any."""

    by: Actor
    tenant_id: TenantId
    key: str | None = None
    expected: str | None = None


@frozen
class Act(Generic[W_co]):
    """An actor in a unit of work, at the instant that was taken after the tenant was locked.

    `expected` is the revision that the actor's change was made for; `noted` are the journal entries written so far.
    """

    work: W_co
    by: Actor
    at: datetime
    ids: Ids
    judge: Judge
    expected: str | None = None
    noted: list[EntryId] = field(factory=list)

    def answer(self, question: Question) -> Decision:
        """Answer a question as things stand in this unit of work."""
        return self.judge.decide(self.work, question, self.at)

    def decide(self, action: str, department_id: DepartmentId | None = None) -> Decision:
        """Return whether the policy allows the actor an action there."""
        return self.answer(Question(self.work.tenant_id, self.by, action, department_id=department_id))

    def require(self, action: str, *department_ids: DepartmentId | None) -> None:
        """Require that the policy allows the action in each of the places, or in the whole instance; raises Refused."""
        for each in department_ids or (None,):
            self.require_allowed(self.decide(action, each))

    @staticmethod
    def require_allowed(decision: Decision) -> None:
        """Require that an answer allows; raises Refused."""
        if not decision.allowed:
            raise Refused(decision)

    def may(self, action: str) -> bool:
        """Return whether the policy allows the action in the whole instance, and therefore in every department."""
        return self.decide(action).allowed

    def staff(self, message: str) -> Staff:
        """Return the acting member of staff; raises InvalidValue with the message for any other actor."""
        if isinstance(self.by, Staff):
            return self.by
        raise InvalidValue(message, field="by", remedy="Act as a member of staff.")

    def acting_as(self, actor: Actor) -> Act[W_co]:
        """Return the same act in the name of another actor, such as the person whose link was opened."""
        return evolve(self, by=actor)

    def once(self, request: Request, result: type[R], do: Callable[[], R]) -> R:
        """Carry out a request once per actor and key, and answer a repeat with the first result; raises KeyReused."""
        return request.of(self.by).once(self.work, result, do)

    def answered(self, request: Request, result: type[R]) -> R | None:
        """Return the first result of a request under this actor's key, or None; raises KeyReused."""
        return request.of(self.by).answered(self.work, result)

    def once_telling(self, request: Request, result: type[R], do: Callable[[], tuple[R, S]]) -> tuple[R, S | None]:
        """Carry out a request that also makes a secret for the first caller alone, such as a key.

        The secret is stored nowhere, so it is None for a repeat. Raises KeyReused.
        """
        secrets: list[S] = []

        def kept() -> R:
            first, secret = do()
            secrets.append(secret)
            return first

        answer = self.once(request, result, kept)
        return answer, secrets[0] if secrets else None

    def note(
        self, action: str, subject: str, details: Mapping[str, Value], kind: EntryKind = EntryKind.CHANGE
    ) -> EntryId:
        """Write an entry into the journal; details are ids, names of permissions, numbers and digests."""
        entry = EntryId(self.ids.new())
        self.noted.append(entry)
        draft = JournalEntryDraft(
            id=entry, at=self.at, by=self.by, action=action, subject=subject, details=details, kind=kind
        )
        self.work.journal.append(draft)
        return entry

    def put(self, kind: str, aggregate: str, body: Mapping[str, Value]) -> None:
        """Request an effect after the commit, in its turn among those of the aggregate."""
        self.work.outbox.put(Effect(EffectId(self.ids.new()), self.at, kind, aggregate, body))

    def want(self, kind: str, subject: str, *, parked: bool = False) -> None:
        """Request a task from now on; a parked one stays parked unless `parked` includes it."""
        if parked:
            self.work.tasks.revive(kind, subject, self.at)
        self.work.tasks.want(kind, subject, self.at)


@frozen
class Acts(Generic[W]):
    """Opens acts in units of work of one context, and carries out its commands."""

    transactions: Transactions[W]
    clock: Clock
    ids: Ids
    judge: Judge

    def carry_out(  # noqa: PLR0913 - what, who, what comes of it, how, who may
        self,
        command: C,
        caller: Caller,
        result: type[R],
        do: Callable[[Act[W], C], R],
        *,
        judged: Callable[[Act[W], C], object],
        repeated: Callable[[Act[W], C], object] | None = None,
        digests: Digests | None = None,
    ) -> R:
        """Carry out a command in an act of its own, once per key: judge it, do it, store its result.

        `repeated` judges in place of `judged` where the command was carried out before under this key and with these
        fields: for what cannot be judged anew because of what it did. `digests` are needed for a command with personal
        or secret fields. Raises Refused, KeyReused, and what `do` raises.
        """
        request = self.requested(request_of(command, caller.key, digests))
        with self.begin(caller.tenant_id, caller.by) as opened:
            act = evolve(opened, expected=caller.expected)
            if repeated is not None and request.of(act.by).repeats(act.work):
                repeated(act, command)
            else:
                judged(act, command)
            return self.once(act, request, result, lambda: do(act, command))

    def requested(self, request: Request) -> Request:
        """Return a request as it is kept under its key; a context may digest it with a key of its own."""
        return request

    def once(self, act: Act[W], request: Request, result: type[R], do: Callable[[], R]) -> R:
        """Carry out a request once per actor and key; a context may keep less than its answer, and make that anew."""
        return act.once(request, result, do)

    def across(  # noqa: PLR0913 - what, what comes of it, who, where, who may, how
        self,
        request: Request,
        result: type[R],
        *,
        by: Actor,
        tenant_id: TenantId,
        judged: Callable[[Act[W]], object],
        do: Callable[[], R],
    ) -> R:
        """Carry out a request that no single act holds; its first result is kept when all of it is done.

        `judged` judges in an act of its own, before anything is told or done. After a crash in between a repeat carries
        it out anew, so it must be one that may be done twice. Raises KeyReused, and what `judged` and `do` raise.
        """
        with self.read(tenant_id, by) as act:
            judged(act)
            first = act.answered(request, result)
        if first is not None:
            return first
        answer = do()
        if request.key is None:
            return answer
        with self.begin(tenant_id, by) as act:
            return act.once(request, result, lambda: answer)

    @contextmanager
    def begin(self, tenant_id: TenantId, by: Actor) -> Generator[Act[W]]:
        """Open an act for a change, with the tenant locked; it commits when its block ends, and an error undoes it."""
        with self._opened(self.transactions.begin(tenant_id), by) as act:
            yield act
            act.work.commit()

    @contextmanager
    def read(self, tenant_id: TenantId, by: Actor) -> Generator[Act[W]]:
        """Open an act that only reads one consistent state."""
        with self._opened(self.transactions.read(tenant_id), by) as act:
            yield act

    @contextmanager
    def undone(self, tenant_id: TenantId, by: Actor) -> Generator[Act[W]]:
        """Open an act for a change that is always undone."""
        with self._opened(self.transactions.begin(tenant_id), by) as act:
            yield act
            # Nothing of it is kept, not even its entries.
            act.noted.clear()

    def require(self, tenant_id: TenantId, by: Actor, action: str) -> None:
        """Require that an actor may do something, judged in a unit of work of its own; raises Refused."""
        with self.read(tenant_id, by) as act:
            act.require(action)

    @contextmanager
    def _opened(self, opening: AbstractContextManager[W], by: Actor) -> Generator[Act[W]]:
        """Open an act in a unit of work."""
        with opening as work:
            yield Act(work, by, self.clock.now(), self.ids, self.judge)
