"""The current snapshots: bounded, never trusted for longer than a moment, read again when there is news.

News comes in two ways. The store reports commits of this process at once. Commits of others are found by the one look
for all, at most once a moment, and only when somebody asks. Both name the edition that the tenant came to: a snapshot
of an earlier edition is dropped, and one that is being read meanwhile is not kept.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable

from attrs import define

from saas_core.gate.informants import Informants
from saas_core.gate.looking import NEVER, Looking
from saas_core.gate.ports import GateStore
from saas_core.gate.room import Bounds, Room
from saas_core.gate.snapshot import Snapshot
from saas_core.gate.tallies import Tallies
from saas_core.gate.turns import Turn
from saas_core.kernel.ids import PROVIDER, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.news import News
from saas_core.policy.decision import Question

__all__ = ["Bounds", "Counts", "Current"]

_ATTEMPTS = 3
_SAMPLE = 100
_KEPT_WHEN_FULL = 7 / 8


@define(eq=False)
class _Reading(Turn):
    """The turn to read a tenant; `edition` is the newest one that this process has learned of."""

    edition: int = 0


@define
class Counts:
    """Counts of the work done to stay current: snapshots read, users read."""

    snapshots: int = 0
    users: int = 0


class Current:
    """The snapshots of the tenants asked about lately; thread-safe.

    `held` are those asked about since the last time that something had to go; the others, asked about before, go first.
    `fresh_until` is a reading of the clock, in seconds: from then on nothing is trusted before another look.
    """

    def __init__(  # noqa: PLR0913 - the ports, how much is held, and what counts
        self,
        store: GateStore,
        informants: Informants,
        clock: Clock,
        ticks: Callable[[], float],
        bounds: Bounds,
        *,
        tallies: Tallies | None = None,
    ) -> None:
        """Start empty; `ticks` is a monotonic clock in seconds, `tallies` count the answers."""
        self._tallies = tallies or Tallies()
        self._store = store
        self._informants = informants
        self._clock = clock
        self._bounds = bounds
        self._mark = threading.Lock()
        self._turns: dict[int, _Reading] = {}
        self._former: dict[int, Snapshot] = {}
        self._provided = 0
        self._provider_news = 0
        self.room = Room(bounds)
        self.held: dict[int, Snapshot] = {}
        self.fresh_until = NEVER
        self.counts = Counts()
        self.look = Looking(store, ticks, bounds.seconds, self._learn)
        store.watch(self._hear)

    def snapshot(self, tenant_id: TenantId) -> Snapshot:
        """Return a snapshot that is true now, checked against the store; raises TenantUnknown, StoreFault."""
        turn = self._turn(tenant_id)
        with turn.taken():
            return self._renewed(tenant_id, turn)

    def meet(self, snapshot: Snapshot, tenant_id: TenantId, questions: Iterable[Question]) -> bool:
        """Read the asking users and the things they ask about into a snapshot; return False if the tenant has changed.

        Raises StoreFault.
        """
        asked, now = tuple(questions), self._clock.now()
        unmet = snapshot.unmet(asked)
        unknown = snapshot.unknown(asked, now)
        if not unmet and not unknown:
            return True
        if unmet and not self._introduce(snapshot, tenant_id, unmet):
            return False
        if unknown:
            with self._store.read(tenant_id) as work:
                if work.edition != snapshot.own_edition:
                    return False
                for about in unknown:
                    snapshot.learn(work, self._informants, about, now)
        with self._mark:
            if self.room.used_up:
                self._make_room(snapshot)
        return True

    def _introduce(self, snapshot: Snapshot, tenant_id: TenantId, unmet: Iterable[UserId]) -> bool:
        """Read users into a snapshot, with all that others wait for; return False if the tenant has changed."""
        mine = {each.int: each for each in unmet}
        snapshot.awaited.update(mine)
        with snapshot.meeting.taken():
            awaited, snapshot.awaited = snapshot.awaited, {}
            # Those awaited by somebody who came while the last ones were being taken were not among them.
            wanted = [each for number, each in (awaited | mine).items() if not snapshot.knows(number)]
            if not wanted:
                return True
            roll = self._store.roll(tenant_id, wanted)
            if roll.edition != snapshot.own_edition:
                return False
            for user_id in wanted:
                snapshot.meet(user_id, roll.members.get(user_id))
            self.counts.users += len(wanted)
        return True

    def tenants(self) -> int:
        """Count the tenants held."""
        return len(self._all())

    def users(self) -> int:
        """Count the users held."""
        with self._mark:
            return sum(len(each.people.keys() | each.former.keys()) for each in self._all())

    def bytes_held(self) -> int:
        """Estimate the memory that everything held takes, in bytes."""
        with self._mark:
            return sum(each.bytes for each in self._all())

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

    def _turn(self, tenant_id: TenantId) -> _Reading:
        with self._mark:
            if len(self._turns) > 2 * self._bounds.tenants:
                # Questions about tenants that do not exist must not fill the memory.
                known = self.held.keys() | self._former.keys()
                self._turns = {number: each for number, each in self._turns.items() if number in known}
            return self._turns.setdefault(tenant_id.int, _Reading())

    def _renewed(self, tenant_id: TenantId, turn: _Reading) -> Snapshot:
        self.look.require_fresh()
        now = self._clock.now()
        with self._mark:
            found = self.held.get(tenant_id.int) or self._former.get(tenant_id.int)
            if found is not None and found.since <= now < found.until:
                self._former.pop(tenant_id.int, None)
                self.held[tenant_id.int] = found
                return found
        return self._read(tenant_id, turn)

    def _read(self, tenant_id: TenantId, turn: _Reading) -> Snapshot:
        attempt = 0
        while True:
            attempt += 1
            before, now = self._provider_news, self._clock.now()
            with self._store.basis(tenant_id) as work:
                snapshot = Snapshot.of(work, self._informants, now, self.room, self._tallies)
            self.counts.snapshots += 1
            # A snapshot overtaken by a change while it was read answers the questions asked before it, and is dropped.
            if self._keep(tenant_id, snapshot, turn, before) or attempt == _ATTEMPTS:
                return snapshot

    def _keep(self, tenant_id: TenantId, snapshot: Snapshot, turn: _Reading, before: int) -> bool:
        """Hold a snapshot unless this process has learned of a change since; return whether it is held."""
        with self._mark:
            number = tenant_id.int
            if self._provider_news != before or self._turns.get(number) is not turn:
                return False
            if snapshot.own_edition < turn.edition:
                return False
            self._drop(number)
            self.held[number] = snapshot
            self.room.take(snapshot.bytes, snapshot.size)
            if self.room.used_up or len(self.held) + len(self._former) > self._bounds.tenants:
                self._make_room(snapshot)
            return True

    def _learn(self, news: News, until: float) -> None:
        """Drop what is of an earlier edition than a look found, and trust the rest until then."""
        with self._mark:
            if news.everything:
                # The store may have been put back to an earlier state, too.
                self._provided = 0
                for turn in self._turns.values():
                    turn.edition = 0
                self._forget_all()
            for tenant_id, edition in news.editions.items():
                self._came_to(tenant_id, edition)
            if self.room.used_up:
                self._make_room(None)
            self.fresh_until = until

    def _hear(self, tenant_id: TenantId, edition: int) -> None:
        """Drop what is of an earlier edition than a commit of this process made."""
        with self._mark:
            self._came_to(tenant_id, edition)

    def _came_to(self, tenant_id: TenantId, edition: int) -> None:
        if tenant_id == PROVIDER:
            if edition > self._provided:
                self._provided = edition
                self._forget_all()
            return
        number = tenant_id.int
        found = self.held.get(number) or self._former.get(number)
        if found is not None and found.own_edition < edition:
            self._drop(number)
        turn = self._turns.get(number)
        if turn is not None:
            turn.edition = max(turn.edition, edition)

    def _forget_all(self) -> None:
        self._provider_news += 1
        self.held.clear()
        self._former.clear()
        self.room.renew(0, 0)

    def _drop(self, number: int) -> None:
        for snapshot in (self.held.pop(number, None), self._former.pop(number, None)):
            if snapshot is not None:
                self.room.take(-snapshot.bytes, -snapshot.size)

    def _make_room(self, needed: Snapshot | None) -> None:
        """Count what is held, and drop the snapshots asked about longest ago until an eighth of the bounds is free."""
        held, bounds = self._all(), self._bounds
        tenants, taken, users = len(held), sum(each.bytes for each in held), sum(each.size for each in held)
        within = taken <= bounds.bytes and users <= bounds.users and tenants <= bounds.tenants
        while not within and tenants > 1:
            if not self._former:
                # Whatever is asked about from now on comes back; what does not goes next time.
                self._former, self.held = self.held, {}
            number = next(iter(self._former))
            dropped = self._former.pop(number)
            if dropped is needed:
                self.held[number] = dropped
                continue
            tenants, taken, users = tenants - 1, taken - dropped.bytes, users - dropped.size
            within = (
                taken <= bounds.bytes * _KEPT_WHEN_FULL
                and users <= bounds.users * _KEPT_WHEN_FULL
                and tenants <= max(bounds.tenants * _KEPT_WHEN_FULL, 1)
            )
        self.room.renew(taken, users)
