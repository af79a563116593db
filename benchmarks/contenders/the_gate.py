"""The gate itself, over the in-process store."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.world import World, fill
from saas_core.gate.check import Gate
from saas_core.gate.current import Bounds
from saas_core.policy.decision import Decision, Question
from saas_local.makers import SystemClock, SystemIds
from saas_memory import MemoryStore


class TheGate:
    """The gate, with license, policy and roles, every reason, clause and remedy, and the validity of answers."""

    def __init__(self, world: World, held: int) -> None:
        """Fill a store with the world, and create a gate that holds at most the given number of users."""
        store = MemoryStore()
        fill(world, store)
        self.gate = Gate(store=store, clock=SystemClock(), ids=SystemIds(), bounds=Bounds(users=held))

    @property
    def ask(self) -> Callable[[Question], Decision]:
        """Make the check."""
        return self.gate.check

    def allows(self, asked: Question) -> bool:
        """Return whether the verdict is ALLOWED."""
        return self.gate.check(asked).allowed
