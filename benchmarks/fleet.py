"""A fleet of clients served by one process, each asking about once a second, compared with a single one.

The checks are offered at the pace of one a second and client, spread evenly over all clients and their users, to a
gate that has met all of them. Each is timed by itself, and right after it the check by hand over the same population;
then one client alone gets as many. `ratio_one` is the gate's median over that of the one client, divided by the same
ratio of the check by hand: what is left is what the number of clients costs beyond the processor's caches. When the
gate cannot keep the pace, the checks are offered one after the other, and `behind_s` is by how much it was late.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from attrs import frozen

from benchmarks.fleet_world import USERS, Fleet, fleet, tenant
from benchmarks.memory import traced
from benchmarks.output import Figures, progressed
from benchmarks.timing import without_collections
from saas_core.access.model import User
from saas_core.access.values import UserState
from saas_core.gate.check import Gate
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import UserId
from saas_core.policy.decision import Question
from saas_local.makers import SystemClock, SystemIds
from saas_sql import SqlStore

DATABASES = ("memory", "sqlite", "postgres")
COLD = 200
"""Clients whose first checks are timed."""
TRACED = 200
"""Clients whose memory is counted."""
FEWEST = 100
"""Checks a second offered at least, or a small fleet would give no figures."""
CHANGED = 50
"""Clients that are changed elsewhere."""
_ONE = 20_000
_ROUNDS_ONE = 10
_LONGEST = 5.0
_READS = ("read", "begin", "edition", "epoch", "news")


def measure(tenants: int, database: str, seconds: float) -> Figures:
    """Return microseconds per check, their ratio to one client, reads of the store, cold checks, memory, and news."""
    with fleet(tenants, database) as all_:
        reads = _Reads(all_.store)
        gate = _gate(reads)
        cold_client, cold_user = _cold(gate, all_)
        _meet(gate, all_)
        by_hand = {number.int: each for number, each in all_.by_hand().items()}
        timing = _Timing(gate, by_hand)
        many, many_by_hand, behind, per_second = _paced(timing, all_, reads, seconds)
        one, one_by_hand = _of_one(timing, all_)
        bytes_per_tenant = _bytes(all_)
        bare = None if all_.url is None else _bare_row(all_.url)
        seen = None if all_.url is None else _changes(gate, all_, all_.url)
        held = gate.statistics().tenants
    more = statistics.median(many) / statistics.median(one)
    more_by_hand = statistics.median(many_by_hand) / statistics.median(one_by_hand)
    return {
        "tenants": tenants,
        "users_each": USERS,
        "database": database,
        "checks": len(many),
        "p50_us": _us(statistics.median(many)),
        "p99_us": _us(_percentile(many)),
        "one_p50_us": _us(statistics.median(one)),
        "hand_written_p50_us": _us(statistics.median(many_by_hand)),
        "hand_written_one_p50_us": _us(statistics.median(one_by_hand)),
        "ratio_one": round(more / more_by_hand, 3),
        "ratio_hand_written": round(statistics.median(many) / statistics.median(many_by_hand), 3),
        "behind_s": round(behind, 3),
        "store_reads_per_second": round(per_second, 2),
        "cold_client_ms": round(cold_client, 3),
        "cold_ms": round(cold_user, 3),
        "bare_row_ms": None if bare is None else round(bare, 3),
        "ratio_cold": None if bare is None else round(cold_user / bare, 2),
        "bytes_per_tenant": bytes_per_tenant,
        "held_tenants": held,
        "changed_elsewhere": None if seen is None else len(seen),
        "changes_seen": None if seen is None else sum(each is not None for each in seen),
        "changes_seen_within_s": None if seen is None else round(max(each or _LONGEST for each in seen), 3),
    }


class _Reads:
    """A store that counts what is asked of it; transactions, where it has connections to count by."""

    def __init__(self, store: Any) -> None:  # noqa: ANN401 - a store of any kind
        """Count from zero."""
        self._store = store
        self.count = 0
        engine = getattr(store, "_engine", None)
        self._calls = engine is None
        if engine is not None:
            sa.event.listen(engine, "checkout", self._taken)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        """Return what the store has under the name."""
        self.count += self._calls and name in _READS
        return getattr(self._store, name)

    def _taken(self, *_connection: object) -> None:
        self.count += 1


@frozen
class _Timing:
    """Times checks one by one, by the gate and by hand."""

    gate: Gate
    by_hand: dict[int, Any]

    def of(self, question: Question, *, first: bool) -> tuple[int, int]:
        """Return nanoseconds of the gate and of the check by hand, each with reading the timer once.

        They take turns in going `first`: after a pause that one pays for the processor's empty caches.
        """
        own, by_hand = self.gate.check, self.by_hand[question.tenant_id.int].check
        if first:
            return _taken(own, question), _taken(by_hand, question)
        other = _taken(by_hand, question)
        return _taken(own, question), other


def _taken(check: Callable[[Question], object], question: Question) -> int:
    started = time.perf_counter_ns()
    check(question)
    return time.perf_counter_ns() - started


def _gate(store: Any) -> Gate:  # noqa: ANN401
    return Gate(store=store, clock=SystemClock(), ids=SystemIds(), **_bounds())


def _bounds() -> dict[str, Any]:
    """Return bounds that let all be held, where the bounds as shipped do not."""
    from saas_core.gate.current import Bounds

    shipped = Bounds()
    return {} if shipped.tenants >= 100_000 else {"bounds": Bounds(users=1_000_000, tenants=100_000)}


def _questions(all_: Fleet, numbers: range, *, tenants: int | None = None) -> list[Question]:
    return [all_.question(each, tenants=tenants)[1] for each in numbers]


def _cold(gate: Gate, all_: Fleet) -> tuple[float, float]:
    """Return the median milliseconds of the first check of a client, and of the first one of its other users."""
    first: list[int] = []
    others: list[int] = []
    # Of the provider's terms nobody is the first.
    gate.check(all_.client(all_.tenants - 1).question(0))
    for number in range(min(COLD, all_.tenants)):
        world = all_.client(number)
        for user in range(USERS):
            question = _of_user(world.question(0), user)
            started = time.perf_counter_ns()
            gate.check(question)
            (others if user else first).append(time.perf_counter_ns() - started)
    return statistics.median(first) / 1e6, statistics.median(others) / 1e6


def _of_user(question: Question, user: int) -> Question:
    number = UUID(int=(1 << 100) + user)
    return Question(
        tenant_id=question.tenant_id,
        by=ClientUser(question.tenant_id, UserId(number)),
        action=question.action,
    )


def _meet(gate: Gate, all_: Fleet) -> None:
    """Ask about every user of every client once, and some questions more."""
    for number in progressed(range(all_.tenants), "first checks", total=all_.tenants):
        world = all_.client(number)
        gate.check_all([_of_user(world.question(0), user) for user in range(USERS)])


def _paced(timing: _Timing, all_: Fleet, reads: _Reads, seconds: float) -> tuple[list[int], list[int], float, float]:
    """Offer one check a second and client for some seconds; fewer than a hundred clients get a hundred a second."""
    pace = max(all_.tenants, FEWEST)
    wanted = max(int(pace * seconds), 1)
    own: list[int] = []
    by_hand: list[int] = []
    questions = _questions(all_, range(wanted))
    # Every question once before, as a client's own users have been asked about the same things before.
    for each in questions:
        timing.gate.check(each)
    with without_collections():
        before, started = reads.count, time.perf_counter()
        for number, question in enumerate(questions):
            due = started + number / pace
            if (early := due - time.perf_counter()) > 0:
                time.sleep(early)
            one, other = timing.of(question, first=number % 2 == 0)
            own.append(one)
            by_hand.append(other)
        taken = time.perf_counter() - started
        count = reads.count - before
    return own, by_hand, max(taken - wanted / pace, 0.0), count / max(taken, seconds)


def _of_one(timing: _Timing, all_: Fleet) -> tuple[list[int], list[int]]:
    """Ask about the first client alone, as often as it takes for a median."""
    questions = _questions(all_, range(_ONE // _ROUNDS_ONE), tenants=1)
    for each in questions:
        timing.gate.check(each)
    with without_collections():
        found = [timing.of(each, first=turn % 2 == 0) for turn in range(_ROUNDS_ONE) for each in questions]
    return [own for own, _other in found], [other for _own, other in found]


def _bytes(all_: Fleet) -> int:
    """Return what a client takes in the memory of a gate that has met all its users."""
    count = min(TRACED, all_.tenants)
    gate = _gate(all_.store)

    def meet() -> None:
        for number in range(count):
            world = all_.client(number)
            gate.check_all([_of_user(world.question(0), user) for user in range(USERS)])

    gate.check(all_.client(all_.tenants - 1).question(0))
    _none, held = traced(meet)
    return round(held / count)


def _bare_row(url: str) -> float:
    """Return the median milliseconds of a transaction that reads one row, by the driver alone."""
    engine = sa.create_engine(url)
    postgres = engine.dialect.name == "postgresql"
    own: object = tenant(0) if postgres else tenant(0).hex
    query = f"SELECT epoch FROM tenant_heads WHERE tenant_id = {'%s' if postgres else '?'}"
    connection: Any = engine.raw_connection().driver_connection
    if postgres:
        connection.autocommit = True
    else:
        connection.isolation_level = None
    taken = []
    for _ in range(500):
        started = time.perf_counter_ns()
        cursor = connection.cursor()
        cursor.execute("BEGIN")
        cursor.execute(query, (own,))
        cursor.fetchone()
        cursor.execute("COMMIT")
        cursor.close()
        taken.append(time.perf_counter_ns() - started)
    connection.close()
    engine.dispose()
    return statistics.median(taken) / 1e6


def _changes(gate: Gate, all_: Fleet, url: str) -> list[float | None]:
    """Deactivate users elsewhere while the fleet is served; return the seconds until each is refused, None if not."""
    numbers = range(min(CHANGED, all_.tenants))
    asked = {each: _of_user(all_.client(each).question(0), 0) for each in numbers}
    opened = {each: _opened(gate, asked[each], all_) for each in numbers}
    made: dict[int, float] = {}
    elsewhere = threading.Thread(target=_deactivate, args=(url, numbers, made))
    seen: dict[int, float] = {}
    elsewhere.start()
    until = time.perf_counter() + 60
    turns = _turns(all_)
    while len(seen) < len(opened) and time.perf_counter() < until:
        for number, question in opened.items():
            if number not in seen and not gate.check(question).allowed:
                seen[number] = time.perf_counter()
        for _ in range(min(all_.tenants // 100, 100)):
            gate.check(next(turns))
        if not elsewhere.is_alive():
            until = min(until, max(made.values()) + _LONGEST)
        time.sleep(0.005)
    elsewhere.join()
    return [max(seen[each] - made[each], 0.0) if each in seen else None for each in opened]


def _opened(gate: Gate, question: Question, all_: Fleet) -> Question:
    """Return a question of the same user that is allowed."""
    for permission in all_.world.permissions:
        allowed = Question(tenant_id=question.tenant_id, by=question.by, action=permission)
        if gate.check(allowed).allowed:
            return allowed
    message = "a user may do nothing"
    raise AssertionError(message)


def _deactivate(url: str, numbers: Sequence[int], made: dict[int, float]) -> None:
    store = SqlStore(url)
    try:
        for number in numbers:
            with store.begin(tenant(number)) as work:
                user = work.users.page(None, 1)[0]
                gone = User(id=user.id, name=user.name, email=user.email, state=UserState.DEACTIVATED)
                work.users.save(gone, SystemClock().now())
                work.commit()
            made[number] = time.perf_counter()
            time.sleep(0.02)
    finally:
        store.close()


def _turns(all_: Fleet) -> Iterator[Question]:
    number = 0
    while True:
        yield all_.question(number)[1]
        number += 1


def _percentile(times: Sequence[int]) -> float:
    return statistics.quantiles(times, n=100)[98] if len(times) > 1 else float(times[0])


def _us(nanoseconds: float) -> float:
    return round(nanoseconds / 1000, 3)
