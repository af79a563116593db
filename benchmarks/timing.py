"""Timing of several calls in one process and one run, taking turns, so that changes in machine speed affect all.

Each round gives every contender the same batch of questions, in rotating order. A batch is long enough that reading the
timer does not matter; the 99th percentile is of single calls, timed one by one on the next batch, and includes reading
the timer once. Garbage collection is off for all while the clock runs, and is run before each round.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from attrs import frozen

from saas_core.policy.decision import Question

BATCH = 500

Ask = Callable[[Question], object]


@frozen
class Timing:
    """The times of one contender, in microseconds per check: a value per round, and the percentile of single calls."""

    rounds: tuple[float, ...]
    p99_us: float

    @property
    def p50_us(self) -> float:
        """The median over the rounds."""
        return statistics.median(self.rounds)

    def over(self, other: Timing) -> float:
        """Return the ratio to another contender's time, as the median over the rounds."""
        return statistics.median(own / others for own, others in zip(self.rounds, other.rounds, strict=True))

    def spread_over(self, other: Timing) -> str:
        """Return the interquartile range of those ratios."""
        ratios = [own / others for own, others in zip(self.rounds, other.rounds, strict=True)]
        low, _, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0],) * 3
        return f"{low:.3f} to {high:.3f}"


def timed(
    asks: Mapping[str, Ask], questions: Sequence[Question], *, rounds: int, batch: int = BATCH
) -> dict[str, Timing]:
    """Time every contender on the same questions; each should have answered all of them once before."""
    taken: dict[str, list[float]] = {name: [] for name in asks}
    single: dict[str, list[int]] = {name: [] for name in asks}
    names = list(asks)
    with without_collections():
        for turn in range(rounds):
            # Two batches: data cached by one would make the other look faster than it is.
            batches = [_batch(questions, 2 * turn + each, batch) for each in range(2)]
            gc.collect()
            for name in (*names[turn % len(names) :], *names[: turn % len(names)]):
                taken[name].append(_together(asks[name], batches[0]))
                single[name] += _one_by_one(asks[name], batches[1])
    return {name: Timing(tuple(taken[name]), _percentile(single[name]) / 1000) for name in asks}


def _batch(questions: Sequence[Question], number: int, size: int) -> Sequence[Question]:
    begin = number * size % max(len(questions) - size + 1, 1)
    return questions[begin : begin + size]


def _together(ask: Ask, batch: Sequence[Question]) -> float:
    started = time.perf_counter_ns()
    for question in batch:
        ask(question)
    return (time.perf_counter_ns() - started) / len(batch) / 1000


def _one_by_one(ask: Ask, batch: Sequence[Question]) -> list[int]:
    found = []
    for question in batch:
        started = time.perf_counter_ns()
        ask(question)
        found.append(time.perf_counter_ns() - started)
    return found


def _percentile(times: Sequence[int]) -> float:
    return statistics.quantiles(times, n=100)[98]


@contextmanager
def without_collections() -> Iterator[None]:
    """Keep the garbage collector away from loaded data and from what is timed, for every candidate alike."""
    gc.collect()
    # Keeps the loaded data out of repeated garbage collections between rounds.
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
