"""Who is timed: the gate, a check written by hand, and libraries; all load one world and answer the same questions.

The libraries are asked about roles and departments alone: none is made to look at the license or to say why.
"""

from __future__ import annotations

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
    """A library that is timed: the package it needs, the module here that knows it, and what loads the world into it.

    `native` when it keeps its data outside of Python's memory.
    """

    package: str
    module: str
    loading: str = "load"
    native: bool = False


LIBRARIES: Mapping[str, Library] = MappingProxyType(
    {
        "pyramid": Library("pyramid", "pyramid_acl"),
        "regorus": Library("regorus", "rego", native=True),
        "regorus_compiled": Library("regorus", "rego", "load_compiled", native=True),
        "pycasbin": Library("casbin", "casbin_rbac"),
        "pycasbin_fast": Library("casbin", "casbin_rbac", "load_fast"),
    }
)


class TooLong(Exception):
    """Loading took longer than it may."""


class Contender(Protocol):
    """Something that says whether a user may."""

    @property
    def ask(self) -> Callable[[Question], object]:
        """The call that a program makes and that is timed, with whatever it answers."""
        ...

    def allows(self, asked: Question) -> bool:
        """Tell whether the answer is yes."""
        ...


@frozen
class Absent:
    """A contender that is not timed, and why."""

    why: str


@frozen
class Loaded:
    """A contender that has the world, and the bytes it holds; None where they cannot be told."""

    contender: Contender
    held: int | None


def load_library(name: str, world: World, seconds: float) -> Loaded | Absent:
    """Load the world into a library; absent when it is not installed or takes too long."""
    library = LIBRARIES[name]
    if find_spec(library.package) is None:
        return Absent(f"not measured: {library.package} is not installed (requirements/bench.txt)")
    found = getattr(import_module(f"{__name__}.{library.module}"), library.loading)
    load = cast("Callable[[World, float], Contender]", found)
    measured = grown if library.native else traced
    try:
        return Loaded(*measured(lambda: load(world, seconds)))
    except TooLong:
        return Absent(f"not measured: loading {world.users} users took more than {seconds:.0f} s")


def within(items: Iterable[T], seconds: float) -> Iterator[T]:
    """Hand the items on; raises TooLong when that takes longer than so many seconds."""
    deadline = time.monotonic() + seconds
    for number, item in enumerate(items):
        if number % 1000 == 0 and time.monotonic() > deadline:
            raise TooLong
        yield item
