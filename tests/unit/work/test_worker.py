"""The worker: order within an aggregate, failures that hold up nobody else, leases that run out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, field

from clock import Clock
from saas_core.kernel.errors import Conflict, InvalidValue, ProviderRefused, ProviderUnavailable, StoreUnavailable
from saas_core.kernel.ids import EffectId, TenantId
from saas_core.kernel.tasks import EFFECTS, WORKER_LOST
from saas_core.kernel.work import Effect
from saas_core.work.effects import Effects
from saas_core.work.patience import Patience
from saas_core.work.worker import LEASE, Tally, Worker
from saas_local import SystemIds
from saas_memory import MemoryStore

TENANT, OTHER = TenantId(UUID(int=1)), TenantId(UUID(int=2))
START = datetime(2026, 3, 1, tzinfo=UTC)


@define
class House(Clock):
    """A store, a clock moved by hand, what was carried out, and what goes wrong with it."""

    store: MemoryStore = field(factory=MemoryStore)
    at: datetime = START
    carried: list[str] = field(factory=list)
    broken: dict[str, Exception] = field(factory=dict)
    meanwhile: Callable[[], None] = lambda: None
    ids: SystemIds = field(factory=SystemIds)

    def carry_out(self, _tenant_id: TenantId, effect: Effect) -> None:
        """Carry an effect out, unless it is broken."""
        name = str(effect.body["name"])
        if name in self.broken:
            raise self.broken[name]
        self.carried.append(name)
        self.meanwhile()

    def put(self, *names: str, of: TenantId = TENANT, kind: str = "mail") -> None:
        """Decide effects, whose aggregate is the first letter of their name."""
        with self.store.begin(of) as work:
            for name in names:
                work.outbox.put(Effect(EffectId(self.ids.new()), self.at, kind, name[0], {"name": name}))
            work.commit()

    def worker(self, patience: Patience | None = None) -> Worker:
        """Return a worker, one of many."""
        effects = Effects(transactions=self.store, clock=self, carriers={"mail": self})
        return Worker(
            tasks=self.store.tasks,
            clock=self,
            ids=self.ids,
            handlers={EFFECTS: effects},
            chance=lambda: 1.0,
            patience=patience,
        )

    def parked(self) -> list[tuple[str, str]]:
        """Return what is parked, and by which fault."""
        return [(each.task.subject, each.fault) for each in self.store.tasks.page(None, 100, parked=True)]


@pytest.fixture
def house() -> House:
    """Return an empty house."""
    return House()


def test_effects_of_an_aggregate_leave_in_the_order_of_their_deciding(house: House) -> None:
    """And nothing waits afterwards."""
    house.put("a1", "b1", "a2")
    house.put("a3", "b2")
    assert house.worker().drain() == Tally(done=5)
    assert [each for each in house.carried if each[0] == "a"] == ["a1", "a2", "a3"]
    assert [each for each in house.carried if each[0] == "b"] == ["b1", "b2"]
    assert house.store.tasks.page(None, 10) == ()
    assert house.worker().drain() == Tally()


def test_what_fails_holds_up_its_own_aggregate_and_nobody_else(house: House) -> None:
    """No later effect overtakes it; the pause over, all leave in order."""
    house.broken["a1"] = StoreUnavailable("is away.")
    house.put("a1", "a2", "b1")
    assert house.worker().drain() == Tally(done=1, failed=1)
    assert house.carried == ["b1"]
    del house.broken["a1"]
    assert house.worker().drain() == Tally()
    house.at += timedelta(seconds=5)
    assert house.worker().drain() == Tally(done=2)
    assert house.carried == ["b1", "a1", "a2"]


def test_what_fails_too_often_is_parked_while_others_flow(house: House) -> None:
    """With its last fault, and until someone revives it."""
    house.broken["a1"] = Conflict("no.")
    house.put("a1", "a2")
    worker = house.worker(Patience(attempts=3))
    tallies = []
    for _ in range(5):
        tallies.append(worker.drain())
        house.at += timedelta(hours=2)
    assert tallies == [Tally(failed=1), Tally(failed=1), Tally(parked=1), Tally(), Tally()]
    assert house.parked() == [("a", "CONFLICT")]
    house.put("a3", "b1")
    assert worker.drain() == Tally(done=1)
    house.broken.clear()
    with house.store.begin(TENANT) as work:
        assert work.tasks.revive(EFFECTS, "a", house.at)
        work.commit()
    assert worker.drain() == Tally(done=3)
    assert house.carried == ["b1", "a1", "a2", "a3"]


def test_what_cannot_be_right_is_parked_at_once(house: House) -> None:
    """No later try would be better."""
    house.broken["a1"] = InvalidValue("is no address.", field="to")
    house.put("a1")
    assert house.worker().drain() == Tally(parked=1)
    assert house.parked() == [("a", "INVALID_VALUE")]


def test_a_fault_in_the_code_stops_nobody_else(house: House) -> None:
    """It is tried again like any other failure, and named by its kind; nothing of its text is kept."""
    house.broken["a1"] = KeyError("olivia@harbor.example")
    house.put("a1", "b1")
    assert house.worker().drain() == Tally(done=1, failed=1)
    (state,) = house.store.tasks.page(None, 10)
    assert state.fault == "KeyError"


def test_a_kind_that_nobody_carries_out_waits(house: House) -> None:
    """For a worker that is configured for it."""
    house.put("a1", kind="fax")
    assert house.worker().drain() == Tally(failed=1)
    assert house.store.tasks.page(None, 10)[0].fault == "CARRIER_MISSING"


def test_who_dies_is_waited_for_and_then_done_again(house: House) -> None:
    """Carried out but not marked, it leaves twice, by the same id; nothing decided is lost."""
    house.put("a1", "a2")
    dead = house.store.tasks.claim((EFFECTS,), now=house.at, until=house.at + LEASE, token=UUID(int=7))
    assert dead is not None
    assert house.worker().drain() == Tally()
    house.at += LEASE
    assert house.worker().drain() == Tally(done=2)


def test_who_lost_the_lease_marks_nothing(house: House) -> None:
    """Another worker has it by then, and marks what it carried out itself."""

    def overtaken() -> None:
        house.meanwhile = lambda: None
        house.at += LEASE
        assert house.worker().drain() == Tally(done=2)

    house.meanwhile = overtaken
    house.put("a1", "a2")
    assert house.worker().drain() == Tally(done=1)
    assert house.carried == ["a1", "a1", "a2"]
    assert house.store.tasks.page(None, 10) == ()


def test_what_another_one_works_on_is_not_marked_by_who_was_too_slow(house: House) -> None:
    """It may not have been carried out by the other one yet, and that one is to find it."""

    def overtaken() -> None:
        house.meanwhile = lambda: None
        house.at += LEASE
        assert house.store.tasks.claim((EFFECTS,), now=house.at, until=house.at + LEASE, token=UUID(int=7))

    house.meanwhile = overtaken
    house.put("a1", "a2")
    assert house.worker().drain() == Tally(done=1)
    with house.store.read(TENANT) as work:
        assert [each.body["name"] for each in work.outbox.pending()] == ["a1", "a2"]


def test_what_is_decided_meanwhile_leaves_too(house: House) -> None:
    """Also when it is decided after the last look."""

    def more() -> None:
        house.meanwhile = lambda: None
        house.put("a2")

    house.meanwhile = more
    house.put("a1")
    assert house.worker().drain() == Tally(done=2)
    assert house.carried == ["a1", "a2"]


def test_a_long_row_of_effects_is_gone_on_with_under_a_new_lease(house: House) -> None:
    """The lease of the first worker runs out in the middle of the task."""

    def slow() -> None:
        house.at += LEASE / 2

    house.meanwhile = slow
    house.put("a1", "a2", "a3", "a4", "a5")
    assert house.worker().drain() == Tally(done=5)
    assert house.carried == ["a1", "a2", "a3", "a4", "a5"]


def test_a_row_longer_than_any_lease_is_no_failure(house: House) -> None:
    """Each lease that runs out in it got something done."""

    def slow() -> None:
        house.at += LEASE

    house.meanwhile = slow
    names = [f"a{each}" for each in range(6)]
    house.put(*names)
    assert house.worker(Patience(attempts=2)).drain() == Tally(done=6)
    assert (house.carried, house.parked()) == (names, [])


def test_a_task_that_ends_its_workers_is_parked(house: House) -> None:
    """It would end each of them for ever; nothing else is held up, and whoever revives it has it tried anew."""
    house.put("a1")
    for _ in range(3):
        assert house.store.tasks.claim((EFFECTS,), now=house.at, until=house.at + LEASE, token=house.ids.new())
        house.at += LEASE
    house.put("b1")
    assert house.worker(Patience(attempts=3)).drain() == Tally(done=1, parked=1)
    assert (house.carried, house.parked()) == (["b1"], [("a", WORKER_LOST)])


def test_a_task_whose_workers_died_less_often_is_tried_again(house: House) -> None:
    """As one that failed as often."""
    house.put("a1")
    for _ in range(2):
        assert house.store.tasks.claim((EFFECTS,), now=house.at, until=house.at + LEASE, token=house.ids.new())
        house.at += LEASE
    assert house.worker(Patience(attempts=3)).drain() == Tally(done=1)


def test_one_client_alone_may_be_served(house: House) -> None:
    """As after a command of the shell."""
    house.put("a1")
    house.put("b1", of=OTHER)
    assert house.worker().drain(tenant_id=OTHER) == Tally(done=1)
    assert house.carried == ["b1"]


def test_a_worker_stops_between_two_tasks(house: House) -> None:
    """The task at hand is ended, the others wait."""
    house.put("a1", "a2", "b1")
    heard: list[int] = []
    assert house.worker().drain(stopped=lambda: bool(house.carried), progress=heard.append) == Tally(done=2)
    assert heard == [2]
    assert house.carried == ["a1", "a2"]


def test_a_running_worker_waits_for_more_and_for_a_store_that_is_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends when it is asked to, and tells what it did in all."""
    waits: list[int] = []
    claim = house.store.tasks.claim

    def away(*_args: Any, **_kwargs: Any) -> Any:
        raise StoreUnavailable("is away.")  # noqa: TRY003, EM101

    def wait() -> None:
        waits.append(len(waits))
        match len(waits):
            case 1:
                house.put("a1")
            case 2:
                monkeypatch.setattr(house.store.tasks, "claim", away)
            case 3:
                monkeypatch.setattr(house.store.tasks, "claim", claim)
                house.put("b1")
            case _:
                pass

    total = house.worker().run(stopped=lambda: len(waits) == 4, wait=wait)
    assert total == Tally(done=2)
    assert house.carried == ["a1", "b1"]


def test_pauses_double_up_to_the_longest_and_are_spread() -> None:
    """Never shorter than half, never longer than the whole; after the last try there is none."""
    patience = Patience(first=timedelta(seconds=4), longest=timedelta(seconds=30), attempts=6)
    whole = [patience.pause(failed, 1.0) for failed in range(1, 7)]
    half = [patience.pause(failed, 0.0) for failed in range(1, 7)]
    assert whole == [timedelta(seconds=each) for each in (4, 8, 16, 30, 30)] + [None]
    assert half == [timedelta(seconds=each) for each in (2, 4, 8, 15, 15)] + [None]
    assert Patience(attempts=10**6).pause(10**5, 1.0) == timedelta(hours=1)


def test_a_provider_that_is_away_is_waited_for_however_long(house: House) -> None:
    """Its absence says nothing about the effect, which leaves when the provider is back."""
    house.broken["a1"] = ProviderUnavailable("is away.")
    house.put("a1")
    worker = house.worker(Patience(attempts=3))
    for _ in range(6):
        assert worker.drain() == Tally(failed=1)
        house.at += timedelta(hours=2)
    house.broken.clear()
    assert worker.drain() == Tally(done=1)


def test_what_a_provider_refuses_is_parked_at_once(house: House) -> None:
    """It would say no again."""
    house.broken["a1"] = ProviderRefused("no such customer.")
    house.put("a1")
    assert house.worker().drain() == Tally(parked=1)
    assert house.parked() == [("a", "PROVIDER_REFUSED")]
