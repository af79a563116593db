"""Checks per second on one warm gate, from one thread and from several, in turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from benchmarks.contenders.the_gate import TheGate
from benchmarks.output import Figures
from benchmarks.world import world_of
from saas_core.policy.decision import Decision, Question

THREADS = 8


def measure(users: int, checks: int, rounds: int) -> Figures:
    """Return checks per second from one thread and from eight together, and their ratio."""
    gate = TheGate(world_of(users), 2 * users)
    questions = world_of(users).questions(checks)
    for question in questions:
        gate.ask(question)
    alone, together = [], []
    for _ in range(rounds):
        alone.append(_rate(gate.ask, questions, 1))
        together.append(_rate(gate.ask, questions, THREADS))
    ratio = statistics.median(many / one for one, many in zip(alone, together, strict=True))
    return {
        "users": users,
        "threads": THREADS,
        "rounds": rounds,
        "checks_per_second_one_thread": round(statistics.median(alone)),
        "checks_per_second_all_threads": round(statistics.median(together)),
        "ratio_one_thread": round(ratio, 3),
    }


def _rate(ask: Callable[[Question], Decision], questions: Sequence[Question], threads: int) -> float:
    ready = Barrier(threads + 1)

    def work(part: Sequence[Question]) -> None:
        ready.wait()
        for question in part:
            ask(question)

    with ThreadPoolExecutor(threads) as pool:
        waiting = [pool.submit(work, questions[number::threads]) for number in range(threads)]
        ready.wait()
        started = time.perf_counter()
        for each in waiting:
            each.result()
        return len(questions) / (time.perf_counter() - started)
