"""The current snapshots: bounded, never trusted for longer than a moment, read again when there is news.

News comes in two ways. The store reports commits of this process at once. Commits of others are found by looking at the
tenant's edition, at most once a moment, and only when somebody asks. If the store cannot be looked at, no snapshot is
trusted: the fault reaches the caller.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable

from attrs import define, field, frozen

from saas_core.gate.informants import Informants
from saas_core.gate.ports import GateStore
from saas_core.gate.snapshot import Room, Snapshot
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.instants import Clock
from saas_core.policy.decision import Question

_ATTEMPTS = 3
_SAMPLE = 100


@frozen(kw_only=True)
class Bounds:
    """Bounds of the snapshots held and trusted: users of all tenants, tenants, and seconds between two looks.

    An engagement or integration that was asked about counts as one user.
    """

    users: int = 100_000
    tenants: int = 1_000
    seconds: float = 1.0


@define(eq=False)
class _Turn:
    """The turn to read a tenant, one thread at a time; those waiting share the outcome, even a failure."""

    lock: threading.Lock = field(factory=threading.Lock)
    attempts: int = 0
    fault: StoreFault | None = None
    news: int = 0


@define
class Counts:
    """Counts of the work done to stay current: looks at an edition, snapshots read, users read."""

    looks: int = 0
    snapshots: int = 0
    users: int = 0


class Current:
    """The snapshots of the tenants asked about lately; thread-safe."""

    def __init__(
        self, store: GateStore, informants: Informants, clock: Clock, ticks: Callable[[], float], bounds: Bounds
    ) -> None:
        """Start empty; `ticks` is a monotonic clock in seconds."""
        self._store = store
        self._informants = informants
        self._clock = clock
        self._ticks = ticks
        self._bounds = bounds
        self._mark = threading.Lock()
        self._turns: dict[int, _Turn] = {}
        self._former: dict[int, Snapshot] = {}
        self._provider_news = 0
        self._half = max(bounds.users // 2, 1)
        self._room = Room(self._half)
        self.held: dict[int, Snapshot] = {}
        self.counts = Counts()
        store.watch(self._forget)

    def snapshot(self, tenant_id: TenantId) -> Snapshot:
        """Return a snapshot that is true now, checked against the store; raises TenantUnknown, StoreFault."""
        turn = self._turn(tenant_id)
        before = turn.attempts
        with turn.lock:
            if turn.fault is not None and turn.attempts != before:
                # A caller who waited while the store failed does not ask the failing store again.
                raise turn.fault
            try:
                found = self._renewed(tenant_id, turn)
            except StoreFault as fault:
                turn.fault = fault
                raise
            else:
                turn.fault = None
                return found
            finally:
                turn.attempts += 1

    def meet(self, snapshot: Snapshot, tenant_id: TenantId, questions: Iterable[Question]) -> bool:
        """Read the asking users and the things they ask about into a snapshot; return False if the tenant has changed.

        Raises StoreFault.
        """
        asked, now = tuple(questions), self._clock.now()
        unmet = snapshot.unmet(asked)
        unknown = snapshot.unknown(asked, now)
        if not unmet and not unknown:
            return True
        with self._store.read(tenant_id) as work:
            if work.edition != snapshot.own_edition:
                return False
            for user_id in unmet:
                snapshot.meet(work, user_id)
            for about in unknown:
                snapshot.learn(work, self._informants, about, now)
        with self._mark:
            self.counts.users += len(unmet)
            if self._room.left <= 0:
                self._room.left = self._half
                for held in self._all():
                    held.age()
        return True

    def tenants(self) -> int:
        """Count the tenants held."""
        return len(self._all())

    def users(self) -> int:
        """Count the users held."""
        with self._mark:
            return sum(len(each.people.keys() | each.former.keys()) for each in self._all())

    def bytes_per_user(self) -> int:
        """Estimate the memory that one more user takes, in bytes, from a sample of those held; 0 if none are held."""
        sizes: list[int] = []
        with self._mark:
            for snapshot in self._all():
                people = snapshot.people or snapshot.former
                share = sys.getsizeof(people) // max(len(people), 1)
                for number, person in list(people.items())[:_SAMPLE]:
                    ids = sum(sys.getsizeof(each) + sys.getsizeof(each.int) for each in person.held)
                    own = sys.getsizeof(person) + sys.getsizeof(person.held)
                    sizes.append(share + sys.getsizeof(number) + own + ids)
        return sum(sizes) // len(sizes) if sizes else 0

    def _all(self) -> tuple[Snapshot, ...]:
        return (*self.held.values(), *self._former.values())

    def _turn(self, tenant_id: TenantId) -> _Turn:
        with self._mark:
            if len(self._turns) > 2 * self._bounds.tenants:
                # Questions about tenants that do not exist must not fill the memory.
                self._forget_turns()
            return self._turns.setdefault(tenant_id.int, _Turn())

    def _forget_turns(self) -> None:
        known = self.held.keys() | self._former.keys()
        self._turns = {number: each for number, each in self._turns.items() if number in known}

    def _renewed(self, tenant_id: TenantId, turn: _Turn) -> Snapshot:
        started, now = self._ticks(), self._clock.now()
        with self._mark:
            before = turn.news, self._provider_news
            found = self.held.get(tenant_id.int) or self._former.get(tenant_id.int)
        if found is not None and found.since <= now < found.until:
            fresh = started < found.fresh_until
            if not fresh:
                self.counts.looks += 1
                fresh = self._store.edition(tenant_id) == found.edition
                if fresh:
                    found.fresh_until = started + self._bounds.seconds
            if fresh and self._keep(tenant_id, found, turn, before):
                return found
        return self._read(tenant_id, turn)

    def _read(self, tenant_id: TenantId, turn: _Turn) -> Snapshot:
        attempt = 0
        while True:
            attempt += 1
            with self._mark:
                before = turn.news, self._provider_news
            started, now = self._ticks(), self._clock.now()
            # Read before the rest, so that a change by the provider in between is found at the next look.
            provided = 0 if tenant_id == PROVIDER else self._store.edition(PROVIDER)
            with self._store.read(tenant_id) as work:
                snapshot = Snapshot.of(work, self._informants, now, provided, self._room)
            snapshot.fresh_until = started + self._bounds.seconds
            self.counts.snapshots += 1
            # A snapshot overtaken by a change while it was read answers the questions asked before it, and is dropped.
            if self._keep(tenant_id, snapshot, turn, before) or attempt == _ATTEMPTS:
                return snapshot

    def _keep(self, tenant_id: TenantId, snapshot: Snapshot, turn: _Turn, before: tuple[int, int]) -> bool:
        """Hold a snapshot unless this process has learned of a change since; return whether it is held."""
        with self._mark:
            if (turn.news, self._provider_news) != before or self._turns.get(tenant_id.int) is not turn:
                return False
            if tenant_id.int not in self.held and len(self.held) >= max(self._bounds.tenants // 2, 1):
                self._former, self.held = self.held, {}
            self._former.pop(tenant_id.int, None)
            self.held[tenant_id.int] = snapshot
            return True

    def _forget(self, tenant_id: TenantId) -> None:
        with self._mark:
            if tenant_id == PROVIDER:
                self._provider_news += 1
                self.held.clear()
                self._former.clear()
                return
            self.held.pop(tenant_id.int, None)
            self._former.pop(tenant_id.int, None)
            turn = self._turns.get(tenant_id.int)
            if turn is not None:
                turn.news += 1
