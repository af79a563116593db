"""The estimates of what the gate holds are near what Python allocates."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from pathlib import Path
from typing import Any

# The benchmarks are no installed package; they lie beside the sources.
sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.world import TENANT, World, fill, world_of
from saas_core.gate.informants import Informants
from saas_core.gate.room import Bounds, Room
from saas_core.gate.snapshot import Snapshot
from saas_sql import SqlStore, migrate

TIMES = 20


def test_estimates_are_near_what_is_allocated(tmp_path: Path) -> None:
    """For the basis of a client, its people, and what was ruled, each within a third."""
    url = f"sqlite:///{tmp_path / 'saas.db'}"
    migrate(url)
    store, world = SqlStore(url), world_of(100)
    fill(world, store)
    try:
        assert {what: round(share, 1) for what, share in _shares(store, world) if not 0.66 < share < 1.5} == {}
    finally:
        store.close()


def _shares(store: Any, world: World) -> Any:
    """Give the estimate over what is allocated, for each kind of what is held."""

    def read() -> Snapshot:
        with store.read(TENANT) as work:
            return Snapshot.of(work, Informants(), world.now, Room(Bounds()))

    def people(snapshot: Snapshot) -> None:
        users = [world.person(number).user_id for number in range(world.users)]
        roll = store.roll(TENANT, users)
        for each in users:
            snapshot.meet(each, roll.members[each])

    read()
    questions = [world.question(number) for number in range(2000)]
    tracemalloc.start()
    try:
        snapshots, taken = _allocated(lambda: [read() for _ in range(TIMES)])
        yield "basis", sum(each.bytes for each in snapshots) / taken
        _none, taken = _allocated(lambda: people(snapshots[0]))
        yield "people", snapshots[0].lately / taken
        before = snapshots[0].lately
        _none, taken = _allocated(lambda: [snapshots[0].answer(each, world.now) for each in questions] and None)
        yield "rulings", (snapshots[0].lately - before) / taken
    finally:
        tracemalloc.stop()


def _allocated(make: Any) -> tuple[Any, int]:
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    made = make()
    gc.collect()
    return made, tracemalloc.get_traced_memory()[0] - before
