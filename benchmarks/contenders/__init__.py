"""The contenders: the gate, a hand-written check, and libraries; all load one world and answer the same questions.

The libraries are asked only about roles and departments: none checks the license or gives reasons.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Protocol, TypeVar, cast

from attrs import frozen

from benchmarks.memory import grown, traced
from benchmarks.world import World
from saas_core.policy.decision import Question

T = TypeVar("T")


@frozen
class Library:
    """A library to time: its package, the module here that uses it, and the function that loads the world.

    `native` if it stores its data outside Python's memory.
    """

    package: str
    module: str
    loading: str = "load"
    native: bool = False


LIBRARIES: Mapping[str, Library] = MappingProxyType(
    {
        "pyramid": Library("pyramid", "pyramid_acl"),
        "cedar": Library("cedarpy", "cedar", native=True),
        "rego": Library("regopy", "rego", native=True),
        "pycasbin": Library("casbin", "casbin_rbac"),
        "pycasbin_fast": Library("casbin", "casbin_rbac", "load_fast"),
    }
)


SLOWEST_US = 500.0
"""Microseconds of a check beyond which a library is told, but not timed in turn with the others."""
_FEW = 31


class TooLong(Exception):
    """Loading took too long."""


class Contender(Protocol):
    """A contender that decides whether a user may do something."""

    @property
    def ask(self) -> Callable[[Question], object]:
        """Make the timed call of a program, and return its answer."""
        ...

    def allows(self, asked: Question) -> bool:
        """Return whether the answer is yes."""
        ...


@frozen
class Absent:
    """A contender that is not timed, with the reason."""

    why: str


@frozen
class Loaded:
    """A contender with the world loaded, and the bytes it holds; None if unknown."""

    contender: Contender
    held: int | None


def load_library(name: str, world: World, seconds: float) -> Loaded | Absent:
    """Load the world into a library; it is absent if it is not installed or takes too long."""
    library = LIBRARIES[name]
    if find_spec(library.package) is None:
        return Absent(f"not measured: {library.package} is not installed (requirements/bench.txt)")
    found = getattr(import_module(f"{__name__}.{library.module}"), library.loading)
    load = cast("Callable[[World, float], Contender]", found)
    measured = grown if library.native else traced
    try:
        loaded = Loaded(*measured(lambda: load(world, seconds)))
    except TooLong:
        return Absent(f"not measured: loading {world.users} users took more than {seconds:.0f} s")
    taken = _once(loaded.contender, world)
    if taken > SLOWEST_US:
        return Absent(f"{taken:.0f} µs a check, too many to be timed in turn with the others")
    return loaded


def _once(contender: Contender, world: World) -> float:
    """Return microseconds of a check, the median of a few after the first."""
    taken = []
    for question in world.questions(_FEW):
        started = time.perf_counter_ns()
        contender.allows(question)
        taken.append(time.perf_counter_ns() - started)
    return statistics.median(taken[1:]) / 1000


def within(items: Iterable[T], seconds: float) -> Iterator[T]:
    """Yield the items; raises TooLong after the given number of seconds."""
    deadline = time.monotonic() + seconds
    for number, item in enumerate(items):
        if number % 1000 == 0 and time.monotonic() > deadline:
            raise TooLong
        yield item
