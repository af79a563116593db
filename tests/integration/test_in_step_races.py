"""Whatever meets whatever, in any order and at any moment, a license ends in step with what was paid."""

from __future__ import annotations

import threading
from itertools import permutations
from typing import Any

from saas_core.work.worker import LEASE
from saas_sandbox.stripe import Call, Fault
from street import Street


def test_all_orders_of_four_events_give_the_same_license(quick: Street) -> None:
    """Each order on a client of its own; each event twice."""
    orders = list(permutations(range(4)))
    for number in range(len(orders)):
        quick.add(f"client-{number}")
    for number in range(len(orders)):
        quick.subscribe(f"client-{number}")
    quick.news()
    quick.wait(days=30, hours=1)
    quick.stripe.billing.now()
    of: dict[str, list[dict[str, Any]]] = {}
    for event in quick.news():
        of.setdefault(event["data"]["object"]["customer"], []).append(event)
    for number, order in enumerate(orders):
        slug = f"client-{number}"
        told = of[quick.account(slug)]
        assert len(told) >= 3
        four = (told + told)[:4]
        for place in order:
            quick.take(four[place])
            quick.application.work.worker.drain(tenant_id=quick.clients[slug])
        assert quick.facts(slug) == quick.facts("client-0")
        assert quick.reasons(slug) == []
    quick.sweep()


def test_one_event_fifty_times_at_once_is_kept_once(street: Street) -> None:
    """And looked after once."""
    street.add("acme")
    street.subscribe("acme")
    event = next(each for each in street.news() if each["type"] == "invoice.paid")
    new: list[bool] = []
    threads = [threading.Thread(target=lambda: new.append(street.take(event))) for _ in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(new) == [False] * 49 + [True]
    assert street.application.work.worker.drain().done == 1
    assert street.facts("acme") == ["PeriodPaid", "ProviderHeard"]
    assert not street.take(event)
    assert street.application.work.worker.drain().done == 0
    street.sweep()


def test_a_slow_answer_with_old_state_does_not_count(street: Street) -> None:
    """A notification received while Stripe is asked restarts the look."""
    street.subscribed("acme")
    (row,) = street.stripe.billing.of("subscriptions")
    street.wait(days=1)
    street.stripe.billing.cancel(row["id"], at_period_end=True)
    street.send(street.news())
    asked: list[str] = []

    def meanwhile(call: Call) -> None:
        # The client changes its mind after the books were read, and before they arrive.
        if call.path == "/v1/subscriptions" and not asked:
            asked.append(call.path)
            street.wait(seconds=1)
            street.stripe.billing.resume(row["id"])
            street.send(street.news())

    street.stripe.meanwhile = meanwhile
    street.application.work.worker.drain()
    assert asked
    assert street.show("acme").term == "running"
    assert "CancellationAsked" not in street.facts("acme")
    street.sweep()


def test_who_lost_the_lease_writes_nothing(street: Street) -> None:
    """A worker that was held up too long finds that another one took over."""
    street.add("acme")
    street.subscribe("acme")
    street.send(street.news())
    other: list[int] = []

    def meanwhile(call: Call) -> None:
        if call.path == "/v1/charges" and not other:
            other.append(1)
            street.wait(minutes=LEASE.total_seconds() / 60 + 1)
            other.append(street.application.work.worker.drain(tenant_id=street.clients["acme"]).done)

    street.stripe.meanwhile = meanwhile
    street.application.work.worker.drain()
    assert other == [1, 1]
    assert street.facts("acme") == ["PeriodPaid", "ProviderHeard"]
    street.sweep()


def test_what_both_sides_decide_within_a_second_ends_alike(street: Street) -> None:
    """The client cancels and takes it back with us; each reaches Stripe, in the order of deciding."""
    tenant_id = street.subscribed("acme")
    licensing = street.application.licensing
    licensing.cancel(by=street.staff, tenant_id=tenant_id)
    licensing.resume(by=street.staff, tenant_id=tenant_id)
    street.deliver()
    street.deliver()
    (row,) = street.stripe.billing.of("subscriptions")
    assert not row["cancel_at_period_end"]
    assert street.show("acme").term == "running"
    street.sweep()


def test_a_wish_that_stripe_has_not_heard_yet_is_not_undone_by_its_books(street: Street) -> None:
    """Until our word has reached it, its word on cancellations is old."""
    tenant_id = street.subscribed("acme")
    street.stripe.fail(Fault.THROTTLED, on="POST /v1/subscriptions", times=3)
    street.application.licensing.cancel(by=street.staff, tenant_id=tenant_id)
    street.application.work.worker.drain()
    street.application.payments.reconcile(by=street.staff, tenant_id=tenant_id)
    street.application.work.worker.drain()
    assert street.show("acme").term == "ending"
    street.wait(hours=1)
    street.application.work.worker.drain()
    street.wait(hours=1)
    street.application.work.worker.drain()
    street.wait(hours=1)
    street.deliver()
    (row,) = street.stripe.billing.of("subscriptions")
    assert row["cancel_at_period_end"]
    assert street.show("acme").term == "ending"
    street.sweep()
