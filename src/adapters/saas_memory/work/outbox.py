"""The outbox in process."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from saas_core.kernel.ids import EffectId
from saas_core.kernel.tasks import EFFECTS
from saas_core.kernel.work import Effect
from saas_memory.space import Rows, View
from saas_memory.work.tasks import MemoryTenantTasks


class MemoryOutbox:
    """Effects decided but not yet carried out, in the order they were decided."""

    def __init__(self, view: View, tasks: MemoryTenantTasks) -> None:
        """Use the view, and `tasks` to have the effects carried out."""
        self._tasks = tasks
        self._pending: Rows[int, Effect] = Rows(view, "outbox")
        self._places: Rows[EffectId, int] = Rows(view, "outbox_places")
        self._last: Rows[str, int] = Rows(view, "outbox_last")

    def put(self, effect: Effect) -> None:
        """Save the effect together with the change that decided it."""
        place = (self._last.get("last") or 0) + 1
        self._last.put("last", place)
        self._pending.put(place, effect)
        self._places.put(effect.id, place)
        self._tasks.want(EFFECTS, effect.aggregate, effect.at)

    def pending(self, *, limit: int = 100, kind: str | None = None) -> tuple[Effect, ...]:
        """Return pending effects, optionally of one kind, oldest first."""
        if kind is None:
            return tuple(self._pending.scan(limit=limit))
        return tuple(islice((each for each in self._pending.scan() if each.kind == kind), limit))

    def first(self, aggregate: str) -> Effect | None:
        """Return the oldest pending effect of an aggregate; no later one may overtake it."""
        return next((each for each in self._pending.scan() if each.aggregate == aggregate), None)

    def done(self, effect_id: EffectId, at: datetime) -> None:  # noqa: ARG002 - a store on disk keeps the instant
        """Mark an effect as carried out."""
        place = self._places.get(effect_id)
        if place is not None:
            self._pending.drop(place)
            self._places.drop(effect_id)
