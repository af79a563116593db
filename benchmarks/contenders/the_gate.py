"""The gate itself, over a store in process."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.world import World, fill
from saas_core.gate.check import Gate
from saas_core.gate.current import Bounds
from saas_core.policy.decision import Decision, Question
from saas_local.makers import SystemClock, SystemIds
from saas_memory import MemoryStore


class TheGate:
    """License, policy and roles, with every reason, clause and remedy, and until when it holds."""

    def __init__(self, world: World, held: int) -> None:
        """Fill a store with the world, and put a gate over it that holds at most so many users."""
        store = MemoryStore()
        fill(world, store)
        self.gate = Gate(store=store, clock=SystemClock(), ids=SystemIds(), bounds=Bounds(users=held))

    @property
    def ask(self) -> Callable[[Question], Decision]:
        """The check itself."""
        return self.gate.check

    def allows(self, asked: Question) -> bool:
        """Tell whether the verdict is ALLOWED."""
        return self.gate.check(asked).allowed
