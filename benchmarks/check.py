"""`gate.check`, including license, policy and roles, compared with a hand-written check and with libraries, in one run.

All contenders answer the same questions alike before anything is timed. The gate has been asked about every user
before, about a few of them up to a hundred times; then different questions are spread evenly over all users (`p50_us`),
and over a thousand (`hot_p50_us`).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from benchmarks.contenders import LIBRARIES, Absent, Contender, Loaded, load_library
from benchmarks.contenders.hand_written import HandWritten
from benchmarks.contenders.the_gate import TheGate
from benchmarks.memory import traced
from benchmarks.output import Figures, progressed
from benchmarks.timing import BATCH, Timing, timed
from benchmarks.world import World, world_of
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import Question

HOT_USERS = 1000
WARMING = 100_000
WARMING_EACH = 100
VERIFIED = 2000
_LISTS = 20
_GATE, _BY_HAND = "gate", "hand_written"
# With fewer users, the difference is lost in the process's normal growth.
_GROWTH_SHOWS = 10_000


@frozen(kw_only=True)
class Run:
    """Parameters of a run: users, rounds and questions per round.

    `patience` limits the seconds a library may take to load the users, `held` the users the gate may hold in memory
    (None for all); `alone` omits the libraries.
    """

    users: int
    rounds: int = 60
    batch: int = BATCH
    patience: float = 120
    held: int | None = None
    alone: bool = False


def measure(run: Run) -> Figures:
    """Return medians and 99th percentiles in microseconds per check, ratios, and bytes per user."""
    users, rounds, batch = run.users, run.rounds, run.batch
    world = world_of(users)
    by_hand, by_hand_held = traced(lambda: HandWritten(world))
    wanted = () if run.alone else progressed(LIBRARIES, "libraries", total=len(LIBRARIES))
    libraries = {name: load_library(name, world, run.patience) for name in wanted}
    # The gate evicts the older half of its capacity.
    gate = TheGate(world, 2 * users if run.held is None else run.held)
    _none, gate_held = traced(lambda: _warm(gate, world))
    _more(gate, world)
    contenders: dict[str, Contender] = {_GATE: gate, _BY_HAND: by_hand}
    contenders |= {name: each.contender for name, each in libraries.items() if isinstance(each, Loaded)}
    allowed = _verify(contenders, by_hand, world.questions(VERIFIED))
    asks = {name: each.ask for name, each in contenders.items()}
    even = timed(asks, world.questions(2 * batch * rounds), rounds=rounds, batch=batch)
    two = {name: asks[name] for name in (_GATE, _BY_HAND)}
    hot = timed(two, world.questions(4 * batch, users=HOT_USERS), rounds=rounds, batch=batch)
    bulk, listed = _bulk(gate, world, rounds, batch)
    fastest = min((name for name in even if name in LIBRARIES), key=lambda name: even[name].p50_us, default=None)
    return {
        "users": users,
        "rounds": rounds,
        "batch": batch,
        "verified": VERIFIED,
        "verified_allowed": allowed,
        **_gate_figures(even, ""),
        **_gate_figures(hot, "hot_"),
        "ratio_bulk": round(bulk, 3),
        "ratio_place": round(listed, 3),
        "fastest_library": fastest,
        "ratio_fastest_library": None if fastest is None else round(even[_GATE].over(even[fastest]), 3),
        "bytes_per_user": round(gate_held / max(gate.gate.statistics().users, 1)),
        "held_users": gate.gate.statistics().users,
        "hit_rate": round(gate.gate.statistics().hit_rate, 3),
        "hand_written_bytes_per_user": round(by_hand_held / users),
        "libraries": {name: _library_figures(name, each, even, users) for name, each in libraries.items()},
    }


def _bulk(gate: TheGate, world: World, rounds: int, batch: int) -> tuple[float, float]:
    """Return the time of a question asked in bulk, and of a place tested in a list, each over that of a check."""
    questions = [each for each in world.questions(4 * batch) if isinstance(each.by, ClientUser)]
    places = [gate.gate.places(each.by, each.action) for each in questions[:_LISTS]]
    rows = [each.id for each in world.departments]
    bulk, listed = [], []
    for turn in range(rounds):
        begin = turn * batch % (3 * batch)
        asked = questions[begin : begin + batch]
        # Both find the questions in the processor's caches.
        gate.gate.check_all(asked)
        single = _seconds(lambda some: [gate.gate.check(each) for each in some], asked) / len(asked)
        bulk.append(_seconds(gate.gate.check_all, asked) / len(asked) / single)
        tested = _seconds(lambda some: [row in found for found in places for row in some], rows)
        listed.append(tested / len(places) / len(rows) / single)
    return statistics.median(bulk), statistics.median(listed)


def _seconds(do: Callable[[Any], object], given: object) -> float:
    started = time.perf_counter()
    do(given)
    return time.perf_counter() - started


def _warm(gate: TheGate, world: World) -> None:
    for number in progressed(range(world.users), "first checks", total=world.users):
        gate.ask(world.question(number))


def _more(gate: TheGate, world: World) -> None:
    """Ask further questions until each profile has been asked about for all of its users."""
    more = range(world.users, min(world.users * WARMING_EACH, WARMING))
    for number in progressed(more, "more checks", total=len(more)):
        gate.ask(world.question(number))


def _verify(contenders: Mapping[str, Contender], model: Contender, questions: Sequence[Question]) -> int:
    """Ask every contender every question, and return the number allowed; the first differing answer ends the run."""
    wanted = [model.allows(each) for each in questions]
    for name, contender in contenders.items():
        for question, want in zip(questions, wanted, strict=True):
            if contender.allows(question) is not want:
                sys.exit(f"{name} does not answer {want} to {question}")
    return sum(wanted)


def _gate_figures(times: Mapping[str, Timing], kind: str) -> Figures:
    gate, by_hand = times[_GATE], times[_BY_HAND]
    return {
        f"{kind}p50_us": round(gate.p50_us, 3),
        f"{kind}p99_us": round(gate.p99_us, 3),
        f"{kind}hand_written_p50_us": round(by_hand.p50_us, 3),
        f"{kind}hand_written_p99_us": round(by_hand.p99_us, 3),
        f"{kind}ratio_hand_written": round(gate.over(by_hand), 3),
        f"{kind}ratio_hand_written_middle_half": gate.spread_over(by_hand),
    }


def _library_figures(name: str, library: Loaded | Absent, times: Mapping[str, Timing], users: int) -> Figures | str:
    if isinstance(library, Absent):
        return library.why
    significant = library.held is not None and (users >= _GROWTH_SHOWS or not LIBRARIES[name].native)
    return {
        "p50_us": round(times[name].p50_us, 3),
        "p99_us": round(times[name].p99_us, 3),
        "bytes_per_user": round((library.held or 0) / users) if significant else None,
    }
