"""Tasks in every store: wanted with a change, leased by one at a time, done, tried again, parked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import TenantId
from saas_core.kernel.tasks import EFFECTS, WORKER_LOST, Lease, Task, TaskFilter, TaskPlace, turn

Anything = Any
KINDS = ("look", "sweep")


@pytest.fixture
def claim(store: Anything, some: Anything) -> Anything:
    """Return a way to claim at some minute, for ten minutes."""

    def lease(minute: float, *, kinds: Any = KINDS, tenant_id: Any = None) -> Lease | None:
        found: Lease | None = store.tasks.claim(
            kinds, now=some.at(minute), until=some.at(minute + 10), token=some.id(), tenant_id=tenant_id
        )
        return found

    return lease


@pytest.fixture
def want(store: Anything, tenant: Anything, some: Anything) -> Anything:
    """Return a way to want a task in a unit of work of its own."""

    def wanted(subject: str, minute: float = 0, *, kind: str = "look", of: Any = None) -> None:
        with store.begin(of or tenant) as work:
            work.tasks.want(kind, subject, some.at(minute))
            work.commit()

    return wanted


def _finish(store: Anything, lease: Lease) -> bool:
    with store.begin(lease.task.tenant_id) as work:
        held = work.tasks.holds(lease)
        work.tasks.finish(lease)
        work.commit()
    return bool(held)


def test_what_is_wanted_is_due_from_its_instant_on(claim: Anything, want: Anything, tenant: Anything) -> None:
    """Not a moment earlier, and only for who does that kind of work."""
    want("a", 5)
    assert claim(4.99) is None
    assert claim(5, kinds=("other",)) is None
    lease = claim(5)
    assert (lease.task, lease.attempts, lease.wanted) == (Task("look", tenant, "a"), 0, 1)


def test_what_was_not_committed_is_not_wanted(
    store: Anything, tenant: Anything, some: Anything, claim: Anything
) -> None:
    """A task comes with the change that decided it, or not at all."""
    with store.begin(tenant) as work:
        work.tasks.want("look", "a", some.at())
    assert claim(1) is None


def test_the_task_due_the_longest_comes_first(claim: Anything, want: Anything, other: Anything) -> None:
    """Of all tenants, or of the one that is named."""
    want("late", 3)
    want("early", 1)
    want("foreign", 2, of=other)
    assert claim(9, tenant_id=other).task.subject == "foreign"
    assert [claim(9).task.subject, claim(9).task.subject] == ["early", "late"]
    assert claim(9) is None


def test_a_task_is_leased_to_one_at_a_time(claim: Anything, want: Anything, store: Anything) -> None:
    """Until the lease runs out; then whoever had it has lost it."""
    want("a")
    first = claim(0)
    assert claim(9.99) is None
    second = claim(10)
    assert second.task == first.task
    with store.begin(first.task.tenant_id) as work:
        assert not work.tasks.holds(first)
        assert work.tasks.holds(second)
        work.tasks.finish(first)
        work.commit()
    # What the loser of the lease ended is not ended.
    assert claim(20).task == first.task


def test_a_task_that_is_done_is_gone(claim: Anything, want: Anything, store: Anything) -> None:
    """And may be wanted again at any time."""
    want("a")
    assert _finish(store, claim(0))
    assert store.tasks.page(None, 10) == ()
    assert claim(100) is None
    want("a", 50)
    assert claim(50).wanted == 1


def test_what_is_wanted_while_it_is_worked_on_is_done_once_more(
    claim: Anything, want: Anything, store: Anything
) -> None:
    """News that came after the look must not be lost."""
    want("a")
    lease = claim(0)
    want("a", 1)
    want("a", 2)
    assert _finish(store, lease)
    again = claim(2)
    assert again is not None
    assert (again.task, again.wanted) == (lease.task, 3)
    assert _finish(store, again)
    assert claim(100) is None


def test_what_the_worker_itself_wants_is_done_after(
    claim: Anything, want: Anything, store: Anything, some: Anything
) -> None:
    """In the very unit of work that ends the lease."""
    want("a")
    lease = claim(0)
    with store.begin(lease.task.tenant_id) as work:
        assert work.tasks.holds(lease)
        work.tasks.want("look", "a", some.at(30))
        work.tasks.finish(lease)
        work.commit()
    assert claim(29) is None
    assert claim(30).task == lease.task


def test_wanting_sooner_makes_it_due_sooner(claim: Anything, want: Anything) -> None:
    """And wanting later does not put it off."""
    want("a", 30)
    want("a", 5)
    want("a", 60)
    assert claim(4) is None
    assert claim(5).wanted == 3


def test_a_failure_is_tried_again_later(claim: Anything, want: Anything, store: Anything, some: Anything) -> None:
    """With its fault and the number of failures; a success forgets them."""
    want("a")
    for attempts in range(3):
        lease = claim(attempts * 10)
        assert lease.attempts == attempts
        store.tasks.postpone(lease, due_at=some.at(attempts * 10 + 5), fault="PROVIDER_UNAVAILABLE")
        assert claim(attempts * 10 + 4) is None
    (state,) = store.tasks.page(None, 10)
    assert (state.attempts, state.fault, state.leased_until) == (3, "PROVIDER_UNAVAILABLE", None)
    assert _finish(store, claim(100))
    want("a", 200)
    assert claim(200).attempts == 0


def test_a_parked_task_waits_for_somebody(
    claim: Anything, want: Anything, store: Anything, some: Anything, tenant: Anything, other: Anything
) -> None:
    """News does not wake it; others go on; who revives it begins with no failures."""
    want("poison")
    want("fine", 1)
    lease = claim(0)
    store.tasks.park(lease, at=some.at(2), fault="UNREADABLE")
    want("poison", 3)
    assert claim(50).task.subject == "fine"
    assert claim(50) is None
    (state,) = store.tasks.page(None, 10, parked=True)
    assert (state.task, state.parked_at, state.fault, state.attempts) == (lease.task, some.at(2), "UNREADABLE", 1)
    for parked in (True, False):
        with store.begin(tenant) as work:
            assert work.tasks.revive("look", "poison", some.at(60)) is parked
            assert work.tasks.revive("look", "nothing", some.at(60)) is False
            work.commit()
    with store.begin(other) as work:
        assert work.tasks.revive("look", "poison", some.at(60)) is False
    assert claim(60).task.subject == "fine"
    revived = claim(60)
    assert (revived.task.subject, revived.attempts) == ("poison", 0)


def test_a_lost_lease_changes_nothing(claim: Anything, want: Anything, store: Anything, some: Anything) -> None:
    """Whoever comes back after the lease ran out neither puts off nor parks what another one works on."""
    want("a")
    lost = claim(0)
    held = claim(10)
    store.tasks.postpone(lost, due_at=some.at(99), fault="LATE")
    store.tasks.park(lost, at=some.at(11), fault="LATE")
    (state,) = store.tasks.page(None, 10)
    assert (state.attempts, state.fault, state.parked_at, state.leased_until) == (1, WORKER_LOST, None, held.until)
    assert (lost.taken_over, held.taken_over, held.attempts) == (False, True, 1)
    assert _finish(store, held)


def test_a_lease_that_was_given_back_is_not_taken_over(
    claim: Anything, want: Anything, store: Anything, some: Anything
) -> None:
    """A failure that was told counts once."""
    want("a")
    store.tasks.postpone(claim(0), due_at=some.at(1), fault="PROVIDER_UNAVAILABLE")
    lease = claim(30)
    assert (lease.taken_over, lease.attempts) == (False, 1)
    assert _finish(store, lease)


def test_a_lease_looked_at_is_taken_by_nobody_else(
    claim: Anything, want: Anything, store: Anything, some: Anything
) -> None:
    """Even when it runs out before the unit of work has ended."""
    want("a")
    lease = claim(0)
    with store.begin(lease.task.tenant_id) as work:
        assert work.tasks.holds(lease)
        if "sqlite" not in str(getattr(store, "_engine", "")):
            # On SQLite whoever changes anything is alone anyhow.
            assert claim(20) is None
        work.tasks.finish(lease)
        work.commit()
    assert claim(30) is None


def test_tasks_are_read_page_by_page(want: Anything, store: Anything, other: Anything) -> None:
    """By kind, tenant and subject."""
    for kind, subject, of in (("sweep", "x", other), ("look", "b", None), ("look", "a", other), ("look", "a", None)):
        want(subject, kind=kind, of=of)
    every = [each.task for each in store.tasks.page(None, 10)]
    assert every == sorted(every)
    found: list[Task] = []
    while page := store.tasks.page(found[-1] if found else None, 1):
        found += [each.task for each in page]
    assert found == every
    assert len(every) == 4


def test_tasks_are_read_by_when_they_are_due_and_narrowed(want: Anything, store: Anything, other: Anything) -> None:
    """Those due last first, a page at a time, with every filter and several together."""
    for number, (kind, subject, of) in enumerate(
        (("sweep", "x", other), ("look", "b", None), ("look", "a", other), ("look", "a", None), ("look", "c", None))
    ):
        want(subject, number // 2, kind=kind, of=of)
    every = store.tasks.page(None, 10)
    places = sorted((TaskPlace(each.due_at, each.task) for each in every), reverse=True)

    def read(limit: int = 10, after: TaskPlace | None = None, **narrowed: Anything) -> list[TaskPlace]:
        found = store.tasks.newest(TaskFilter(**narrowed), after, limit)
        return [TaskPlace(each.due_at, each.task) for each in found]

    assert read() == places
    paged: list[TaskPlace] = []
    while page := read(2, paged[-1] if paged else None):
        paged += page
    assert paged == places
    middle = sorted(each.due_at for each in every)[2]
    for narrowed in (
        {"kind": "look"}, {"subject": "a"}, {"tenant_id": other}, {"since": middle}, {"until": middle},
        {"parked": True}, {"kind": "look", "tenant_id": other, "since": middle}, {"kind": "none"},
    ):  # fmt: skip
        wanted = {TaskPlace(each.due_at, each.task) for each in every if TaskFilter(**narrowed).fits(each)}
        assert read(**narrowed) == [each for each in places if each in wanted], narrowed


def test_effects_want_the_task_of_their_aggregate(
    store: Anything, tenant: Anything, some: Anything, change: Anything, claim: Anything
) -> None:
    """In the transaction that decided them; the first of the aggregate is the oldest."""
    first, second, another = (some.message(aggregate=each) for each in ("user:1", "user:1", "user:2"))
    change(lambda work: [work.outbox.put(each) for each in (first, second, another)])
    leases = [claim(1, kinds=(EFFECTS,)) for _ in range(2)]
    assert {each.task.subject for each in leases} == {"user:1", "user:2"}
    with store.begin(tenant) as work:
        assert work.outbox.first("user:1") == first
        work.outbox.done(first.id, some.at(1))
        assert work.outbox.first("user:1") == second
        assert work.outbox.first("user:3") is None
        work.commit()


def test_a_unit_of_work_that_reads_wants_nothing(store: Anything, tenant: Anything, some: Anything) -> None:
    """It may not change what it sees."""
    with store.read(tenant) as work, pytest.raises(StoreFault):
        work.tasks.want("look", "a", some.at())


def test_many_may_be_wanted_at_once(store: Anything, tenant: Anything, some: Anything, claim: Anything) -> None:
    """As by an import that invites everybody."""
    with store.begin(tenant) as work:
        for number in range(2500):
            work.tasks.want("look", f"user:{number % 2000}", some.at() + timedelta(microseconds=number))
        work.commit()
    lease = claim(1)
    assert lease.task.subject == "user:0"
    assert len(store.tasks.page(None, 5000)) == 2000


def test_finishing_tells_whether_it_is_done(claim: Anything, want: Anything, store: Anything, tenant: Anything) -> None:
    """Not when it was wanted since, nor when the lease was lost."""
    want("a")
    lease = claim(1)
    want("a", 2)
    with store.begin(tenant) as work:
        assert not work.tasks.finish(lease)
        work.commit()
    lease = claim(3)
    with store.begin(tenant) as work:
        assert work.tasks.finish(lease)
        work.commit()
    with store.begin(tenant) as work:
        assert not work.tasks.finish(lease)


def test_a_task_that_is_done_may_be_wanted_later_in_the_same_unit_of_work(
    claim: Anything, want: Anything, store: Anything, tenant: Anything, some: Anything
) -> None:
    """As what comes back every hour is."""
    want("a")
    lease = claim(1)
    with store.begin(tenant) as work:
        assert work.tasks.finish(lease)
        work.tasks.want("look", "a", some.at(60))
        work.commit()
    assert claim(59) is None
    assert claim(60).attempts == 0


def test_many_tasks_are_wanted_at_once(store: Anything, some: Anything, tenant: Anything, other: Anything) -> None:
    """Each as if it alone were wanted: sooner where it is due already, and parked ones stay parked."""
    subjects = [(tenant, "b"), (other, "a"), (tenant, "a")]
    store.tasks.want_all("look", subjects, some.at(5))
    store.tasks.want_all("look", [(tenant, "a")], some.at(1))
    store.tasks.want_all("look", [(tenant, "b")], some.at(9))
    store.tasks.want_all("look", [], some.at())
    found = {(each.task.tenant_id, each.task.subject): each.due_at for each in store.tasks.page(None, 10)}
    assert found == {(tenant, "a"): some.at(1), (tenant, "b"): some.at(5), (other, "a"): some.at(5)}
    assert store.tasks.find(Task("look", tenant, "a")).due_at == some.at(1)
    assert store.tasks.find(Task("look", tenant, "c")) is None


def test_many_tasks_are_spread_over_their_period(store: Anything, some: Anything, tenant: Anything) -> None:
    """Each is due at its turn, the same one each time; one that is due sooner stays so."""
    every = timedelta(hours=1)
    subjects = [(TenantId(UUID(int=number)), "client") for number in range(1, 41)]
    store.tasks.want_all("look", [(tenant, "client")], some.at(0))
    for _again in range(2):
        store.tasks.want_all("look", [*subjects, (tenant, "client")], some.at(3), every)
    found = {each.task.tenant_id: each.due_at for each in store.tasks.page(None, 100)}
    assert found.pop(tenant) == some.at(0)
    assert found == {each: turn(Task("look", each, "client"), some.at(3), every) for each, _subject in subjects}
    assert len(set(found.values())) == len(subjects)
