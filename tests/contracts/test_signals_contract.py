"""Signals in every store: kept once, with the wish to look, until they were looked after and are old."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.signals import Signal
from saas_core.kernel.tasks import Task
from saas_core.payments.model import PaymentAccount
from saas_core.payments.values import LOOK

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
        work.signals.settle(account, at)
        work.commit()


def test_a_signal_is_kept_once_for_each_endpoint(store: Anything, signal: Anything, some: Anything) -> None:
    """However often it comes; the same id at another endpoint is another event."""
    assert store.signals.take(signal("a"), some.at(1))
    assert not store.signals.take(signal("a", kind="other"), some.at(2))
    assert store.signals.take(signal("a", endpoint="other"), some.at(3))
    state = store.signals.find("stripe", "a")
    assert (state.signal, state.received_at, state.done_at) == (signal("a"), some.at(1), None)
    assert store.signals.find("stripe", "b") is None


def test_a_new_signal_wants_its_account_looked_at(
    store: Anything, signal: Anything, some: Anything, tenant: Anything
) -> None:
    """By the tenant that it is linked to, or by the provider while nobody knows whose it is; a repeat wants nothing."""
    with store.begin(tenant) as work:
        work.payments.save(PaymentAccount(account="cus_1", opened_at=some.at()))
        work.commit()
    store.signals.take(signal("a"), some.at(1))
    store.signals.take(signal("b", "cus_2"), some.at(1))
    store.signals.take(signal("a"), some.at(2))
    assert store.signals.find("stripe", "a").tenant_id == tenant
    assert store.signals.find("stripe", "b").tenant_id == PROVIDER
    tasks = {each.task: each.due_at for each in store.tasks.page(None, 10)}
    assert tasks == {Task(LOOK, tenant, "cus_1"): some.at(1), Task(LOOK, PROVIDER, "cus_2"): some.at(1)}
    lease = store.tasks.claim((LOOK,), now=some.at(5), until=some.at(9), token=some.id(), tenant_id=tenant)
    assert lease.wanted == 1
    store.signals.take(signal("c"), some.at(6))
    with store.begin(tenant) as work:
        assert not work.tasks.finish(lease)
        work.commit()


def test_what_belongs_to_no_account_is_done_at_once(store: Anything, signal: Anything, some: Anything) -> None:
    """Kept all the same."""
    store.signals.take(signal("a", ""), some.at(1))
    assert store.signals.find("stripe", "a").done_at == some.at(1)
    assert store.tasks.page(None, 10) == ()


def test_signals_of_an_account_are_settled_together(
    store: Anything, signal: Anything, some: Anything, tenant: Anything
) -> None:
    """Settling marks the signals of one account at the commit, and those of other accounts not at all."""
    for event, account in (("a", "cus_1"), ("b", "cus_1"), ("c", "cus_2")):
        store.signals.take(signal(event, account), some.at(1))
    with store.begin(tenant) as work:
        assert (work.signals.waiting("cus_1"), work.signals.waiting("cus_9")) == (2, 0)
        work.signals.settle("cus_1", some.at(3))
    assert store.signals.find("stripe", "a").done_at is None
    _settle(store, tenant, "cus_1", some.at(3))
    assert [store.signals.find("stripe", each).done_at for each in "abc"] == [some.at(3), some.at(3), None]
    with store.read(tenant) as work, pytest.raises(StoreFault):
        work.signals.settle("cus_2", some.at())


def test_signals_are_paged_the_newest_first(
    store: Anything, signal: Anything, some: Anything, tenant: Anything
) -> None:
    """Those of one instant in the order of their ids; or the waiting ones alone."""
    for event, minute in (("a", 1), ("b", 2), ("c", 2), ("d", 3)):
        store.signals.take(signal(event, f"cus_{event}"), some.at(minute))
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
        store.signals.take(signal(event, f"cus_{event}"), some.at(minute))
    for event in "acd":
        _settle(store, tenant, f"cus_{event}", some.at(6))
    assert store.signals.forget(some.at(5), 1) == 1
    assert store.signals.forget(some.at(5), 5) == 1
    assert store.signals.forget(some.at(5), 5) == 0
    assert [each.signal.event for each in store.signals.page(None, 5)] == ["c", "b"]
