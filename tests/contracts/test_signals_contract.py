"""Signals in every store: kept once, with the task that follows, until they were looked after and are old."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.signals import Signal
from saas_core.kernel.tasks import Task

KIND = "radar.look"
"""No store knows of this kind of task."""

Anything = Any


@pytest.fixture
def signal(some: Anything) -> Anything:
    """Return a way to make signals."""

    def make(event: str, account: str = "cus_1", **given: Any) -> Signal:
        fields = {"endpoint": "stripe", "kind": "invoice.paid", "subject": "in_1", "occurred_at": some.at()}
        return Signal(event=event, account=account, **{**fields, **given})

    return make


def _settle(store: Anything, tenant_id: Any, account: str, at: Any) -> None:
    with store.begin(tenant_id) as work:
        work.signals.settle("stripe", account, at)
        work.commit()


def test_a_signal_is_kept_once_for_each_endpoint(store: Anything, signal: Anything, some: Anything) -> None:
    """However often it comes; the same id at another endpoint is another event."""
    task = Task(KIND, PROVIDER, "cus_1")
    assert store.signals.take(signal("a"), some.at(1), task)
    assert not store.signals.take(signal("a", kind="other"), some.at(2), task)
    assert store.signals.take(signal("a", endpoint="other"), some.at(3), task)
    state = store.signals.find("stripe", "a")
    assert (state.signal, state.received_at, state.done_at) == (signal("a"), some.at(1), None)
    assert store.signals.find("stripe", "b") is None


def test_a_new_signal_is_kept_with_the_task_that_follows(
    store: Anything, signal: Anything, some: Anything, tenant: Anything
) -> None:
    """Of whatever kind, and of the tenant that whoever took it in said; a repeat wants nothing."""
    store.signals.take(signal("a"), some.at(1), Task(KIND, tenant, "ship:1"))
    store.signals.take(signal("b", "cus_2"), some.at(1), Task(KIND, PROVIDER, "ship:2"))
    store.signals.take(signal("a"), some.at(2), Task(KIND, tenant, "ship:3"))
    assert store.signals.find("stripe", "a").tenant_id == tenant
    assert store.signals.find("stripe", "b").tenant_id == PROVIDER
    tasks = {each.task: each.due_at for each in store.tasks.page(None, 10)}
    assert tasks == {Task(KIND, tenant, "ship:1"): some.at(1), Task(KIND, PROVIDER, "ship:2"): some.at(1)}
    lease = store.tasks.claim((KIND,), now=some.at(5), until=some.at(9), token=some.id(), tenant_id=tenant)
    assert lease.wanted == 1
    store.signals.take(signal("c"), some.at(6), Task(KIND, tenant, "ship:1"))
    with store.begin(tenant) as work:
        assert not work.tasks.finish(lease)
        work.commit()


def test_a_task_that_cannot_be_wanted_keeps_the_signal_out(
    store: Anything, signal: Anything, some: Anything, tenant: Anything
) -> None:
    """Both or neither: who sent it is not told that it was kept, and it is new when it comes again."""
    broken: Any = {}
    with pytest.raises((StoreFault, TypeError)):
        store.signals.take(signal("a"), some.at(1), Task(KIND, tenant, broken))
    assert store.signals.find("stripe", "a") is None
    assert store.signals.take(signal("a"), some.at(2), Task(KIND, tenant, "ship:1"))


def test_a_signal_without_a_task_is_done_at_once(store: Anything, signal: Anything, some: Anything) -> None:
    """Kept all the same, whatever account it names."""
    store.signals.take(signal("a"), some.at(1), None)
    state = store.signals.find("stripe", "a")
    assert (state.tenant_id, state.done_at) == (PROVIDER, some.at(1))
    assert store.tasks.page(None, 10) == ()


def test_one_signal_is_marked_by_itself(store: Anything, signal: Anything, some: Anything, tenant: Anything) -> None:
    """As to be looked after again, or as looked after; when the unit of work is committed, and no other one."""
    for event in "ab":
        store.signals.take(signal(event, ""), some.at(1), None)
    with store.begin(tenant) as work:
        work.signals.mark("stripe", "a", None)
    assert store.signals.find("stripe", "a").done_at == some.at(1)
    for done_at in (None, some.at(3)):
        with store.begin(tenant) as work:
            work.signals.mark("stripe", "a", done_at)
            work.signals.mark("other", "b", done_at)
            work.commit()
        assert [store.signals.find("stripe", each).done_at for each in "ab"] == [done_at, some.at(1)]
    with store.read(tenant) as work, pytest.raises(StoreFault):
        work.signals.mark("stripe", "b", None)


def test_signals_of_an_account_are_settled_together(
    store: Anything, signal: Anything, some: Anything, tenant: Anything
) -> None:
    """When the unit of work is committed, and neither those of others nor an account called alike elsewhere."""
    store.signals.take(signal("d", endpoint="other"), some.at(1), Task(KIND, tenant, "cus_1"))
    for event, account in (("a", "cus_1"), ("b", "cus_1"), ("c", "cus_2")):
        store.signals.take(signal(event, account), some.at(1), Task(KIND, tenant, account))
    with store.begin(tenant) as work:
        assert (work.signals.waiting("stripe", "cus_1"), work.signals.waiting("stripe", "cus_9")) == (2, 0)
        work.signals.settle("stripe", "cus_1", some.at(3))
    assert store.signals.find("stripe", "a").done_at is None
    _settle(store, tenant, "cus_1", some.at(3))
    assert [store.signals.find("stripe", each).done_at for each in "abc"] == [some.at(3), some.at(3), None]
    assert store.signals.find("other", "d").done_at is None
    with store.read(tenant) as work, pytest.raises(StoreFault):
        work.signals.settle("stripe", "cus_2", some.at())


def test_signals_are_paged_the_newest_first(
    store: Anything, signal: Anything, some: Anything, tenant: Anything
) -> None:
    """Those of one instant in the order of their ids; or the waiting ones alone."""
    for event, minute in (("a", 1), ("b", 2), ("c", 2), ("d", 3)):
        store.signals.take(signal(event, f"cus_{event}"), some.at(minute), Task(KIND, tenant, event))
    _settle(store, tenant, "cus_c", some.at(4))
    page = store.signals.page(None, 2)
    assert [each.signal.event for each in page] == ["d", "c"]
    assert [each.signal.event for each in store.signals.page(page[-1].place, 5)] == ["b", "a"]
    assert [each.signal.event for each in store.signals.page(None, 5, waiting=True)] == ["d", "b", "a"]


def test_old_signals_are_forgotten_unless_they_wait(
    store: Anything, signal: Anything, some: Anything, tenant: Anything
) -> None:
    """Signals not yet settled are kept; at most the requested number is removed at a time."""
    for event, minute in (("a", 1), ("b", 1), ("c", 5), ("d", 2)):
        store.signals.take(signal(event, f"cus_{event}"), some.at(minute), Task(KIND, tenant, event))
    for event in "acd":
        _settle(store, tenant, f"cus_{event}", some.at(6))
    assert store.signals.forget(some.at(5), 1) == 1
    assert store.signals.forget(some.at(5), 5) == 1
    assert store.signals.forget(some.at(5), 5) == 0
    assert [each.signal.event for each in store.signals.page(None, 5)] == ["c", "b"]
