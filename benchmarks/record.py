"""Decisions recorded per second, compared with the bare transaction of the same two statements on the same database."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from benchmarks.bare_inserts import BareInserts
from benchmarks.output import Figures
from benchmarks.world import fill, world_of
from saas_core.gate.check import Gate
from saas_local.makers import SystemClock, SystemIds
from saas_memory import MemoryStore
from saas_sql import SqlStore, migrate

DATABASES = ("memory", "sqlite", "postgres")
_USERS = 100
_NEVER_GRANTED = "server.access"
_DURABILITY = {
    "memory": "nothing outlives the process",
    "sqlite": "WAL, synchronous NORMAL, both sides: a commit outlives the process, not surely a loss of power",
    "postgres": "fsync and synchronous_commit on, both sides: a commit outlives a loss of power",
}


@frozen
class _Place:
    store: Any
    url: str | None


def measure(database: str, rounds: int, batch: int) -> Figures:
    """Return decisions per second, only recorded or also asked, and the ratio to the bare transactions.

    `ratio_bare_inserts` is the rate of `gate.record` over the bare rate; None in memory, where there is no bare rate.
    """
    world = world_of(_USERS)
    with opened(database) as place:
        fill(world, place.store)
        gate = Gate(store=place.store, clock=SystemClock(), ids=SystemIds())
        question = world.question(1)
        decision = gate.check(question)
        never = evolve(question, action=_NEVER_GRANTED, department_id=None)
        if gate.ask(never).id is None or gate.record(decision).id is None:
            message = "nothing was recorded"
            raise AssertionError(message)
        bare = None if place.url is None else BareInserts(place.url)
        does: dict[str, Callable[[], object]] = {
            "record": lambda: gate.record(decision),
            "ask": lambda: gate.ask(never),
        }
        if bare is not None:
            does["bare"] = bare.record
        rates = rates_of(does, rounds, batch)
        if bare is not None:
            bare.close()
    return {
        "database": database,
        "durability": _DURABILITY[database],
        "rounds": rounds,
        "batch": batch,
        "recorded_per_second": round(statistics.median(rates["record"])),
        "asked_and_recorded_per_second": round(statistics.median(rates["ask"])),
        "bare_inserts_per_second": round(statistics.median(rates["bare"])) if "bare" in rates else None,
        "ratio_bare_inserts": ratio(rates, "record"),
        "ratio_bare_inserts_asked": ratio(rates, "ask"),
    }


def rates_of(does: Mapping[str, Callable[[], object]], rounds: int, batch: int) -> dict[str, list[float]]:
    """Return the rate per second of each contender, round by round, in turns."""
    found: dict[str, list[float]] = {name: [] for name in does}
    for turn in range(rounds + 1):
        for name, do in does.items():
            started = time.perf_counter()
            for _ in range(batch):
                do()
            # The first round warmed connections and statements.
            if turn:
                found[name].append(batch / (time.perf_counter() - started))
    return found


def ratio(rates: Mapping[str, list[float]], name: str) -> float | None:
    """Return the median over the rounds of a rate relative to the bare one, or None without a bare one."""
    if "bare" not in rates:
        return None
    return round(statistics.median(own / bare for own, bare in zip(rates[name], rates["bare"], strict=True)), 3)


@contextmanager
def opened(database: str) -> Iterator[_Place]:
    """Yield a new store of a kind, and the URL of its database, if any."""
    if database == "memory":
        yield _Place(MemoryStore(), None)
    elif database == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/bench.db"
            migrate(url)
            with _stored(url) as place:
                yield place
    else:
        # A throwaway server, as in the tests, but with durable commits.
        cluster = postgres_of_the_tests().PostgresCluster(durable=True)
        try:
            with _stored(cluster.migrated_database()) as place:
                yield place
        finally:
            cluster.stop()


@contextmanager
def _stored(url: str) -> Iterator[_Place]:
    store = SqlStore(url)
    try:
        yield _Place(store, url)
    finally:
        store.close()


def postgres_of_the_tests() -> Any:  # noqa: ANN401 - a module
    """Return the module of the tests that makes throwaway servers."""
    file = Path(__file__).parents[1] / "tests" / "postgres.py"
    spec = spec_from_file_location("postgres", file)
    if spec is None or spec.loader is None:
        message = f"{file} is missing"
        raise RuntimeError(message)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
