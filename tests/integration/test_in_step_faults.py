"""Whatever fails at the provider of payments or on the way, a license ends in step, and nothing is made twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from saas_core.kernel.errors import InvalidValue
from saas_sandbox.stripe import Call, Fault
from street import Street

Anything = Any


def test_lost_news_is_found_by_reconciliation_and_told_as_drift(street: Street) -> None:
    """With both sides, as they were before."""
    street.subscribed("acme")
    (charge,) = street.stripe.billing.of("charges")
    street.wait(days=1)
    street.stripe.billing.refund(charge["id"])
    street.news()
    street.wait(minutes=30)
    assert street.wrong() == ["acme"]
    street.reconciled()
    assert street.wrong() == []
    with street.application.store.read(street.clients["acme"]) as work:
        assert [each.kind for each in work.incidents.open()] == ["drift"]
    street.sweep()


def test_every_hour_everything_is_looked_at(street: Street) -> None:
    """By any worker, without anybody asking for it."""
    street.subscribed("acme")
    (charge,) = street.stripe.billing.of("charges")
    street.stripe.billing.refund(charge["id"])
    street.news()
    street.application.work.worker.drain()
    # An account that is new has its first turn once the hour after it was opened is planned.
    for _half in range(5):
        street.wait(minutes=30)
        street.application.work.worker.drain()
    assert street.reasons("acme") == ["PAYMENT_REFUNDED"]
    street.sweep()


@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("on", ["POST /v1/customers", "POST /v1/checkout/sessions", "GET /v1/subscriptions"])
def test_whatever_goes_wrong_at_stripe_makes_one_object_and_no_second(street: Street, fault: Fault, on: str) -> None:
    """Tried again by itself until it is there; the keys may be forgotten meanwhile."""
    tenant_id = street.taken_on("acme")
    street.stripe.fail(fault, on=on, times=3)
    street.application.payments.subscribe(by=street.staff, tenant_id=tenant_id)
    for _ in range(8):
        street.application.work.worker.drain()
        street.wait(minutes=30)
        street.stripe.forget_keys()
    assert len(street.stripe.billing.of("customers")) == 1
    assert len(street.stripe.billing.of("sessions")) == 1
    assert street.application.payments.checkout(by=street.staff, tenant_id=tenant_id).url
    assert street.application.work.outbox.list_tasks(by=street.staff, parked=True) == ()
    street.sweep()


def test_a_failure_that_stripe_keeps_repeating_is_overcome_by_the_next_key(street: Street) -> None:
    """Once it is sure that nothing came of the first one."""
    tenant_id = street.taken_on("acme")
    street.stripe.fail(Fault.FAILED, on="POST /v1/customers")
    street.application.payments.subscribe(by=street.staff, tenant_id=tenant_id)
    street.application.work.worker.drain()
    street.wait(minutes=1)
    street.application.work.worker.drain()
    keys = [each.key for each in street.stripe.calls if each.method == "POST" and each.path == "/v1/customers"]
    assert [str(key)[-2:] for key in keys] == [":1", ":1", ":2"]
    assert len(street.stripe.billing.of("customers")) == 1
    street.sweep()


def test_an_answer_lost_before_the_account_was_kept_is_found_by_what_we_wrote_on_it(quick: Street) -> None:
    """News of a customer that nobody linked yet leads to the client whose id stands on it."""
    quick.add("acme")
    tenant_id = quick.taken_on("bolt")
    quick.news()
    made = {"name": "Bolt", "metadata": {"saas_tenant": str(tenant_id)}}
    row = quick.stripe._routed(Call("POST", "/v1/customers", None, made), quick.stripe.billing.now())
    quick.deliver()
    assert quick.account("bolt") == row["id"]
    quick.sweep()


def test_news_of_customers_that_are_not_ours_is_taken_in_and_left_alone(quick: Street) -> None:
    """A Stripe account may serve other products as well."""
    quick.add("acme")
    quick.news()
    quick.stripe._routed(Call("POST", "/v1/customers", None, {"name": "Else"}), quick.stripe.billing.now())
    assert quick.deliver().parked == 0
    (told, *_others) = quick.application.work.inbox.list_signals(by=quick.staff)
    assert told.state == "done"
    assert quick.application.work.inbox.list_signals(by=quick.staff, waiting=True) == ()
    quick.sweep()


def test_a_poison_event_is_parked_while_others_flow_and_can_be_replayed(quick: Street) -> None:
    """A fault on one account does not hold up others; an operator sees the cause and starts another look."""
    quick.subscribed("acme")
    quick.subscribed("bolt")
    books, poison = quick.application.work.worker._handlers["look"]._books, quick.account("acme")
    whole: Callable[[str], Anything] = books.books

    def broken(account: str) -> Anything:
        if account == poison:
            message = "cannot be right."
            raise InvalidValue(message, field="account")
        return whole(account)

    quick.wait(minutes=1)
    for charge in quick.stripe.billing.of("charges"):
        quick.stripe.billing.refund(charge["id"])
    books.books = broken
    assert quick.deliver().parked == 1
    assert (quick.reasons("acme"), quick.reasons("bolt")) == ([], ["PAYMENT_REFUNDED"])
    told = quick.application.work.inbox.list_signals(by=quick.staff, waiting=True)
    assert [(each.state, each.fault) for each in told] == [("parked", "INVALID_VALUE")]
    state = told[0]
    books.books = whole
    assert quick.application.work.worker.drain().done == 0
    quick.application.work.inbox.replay(by=quick.staff, endpoint="stripe", event=state.event)
    quick.application.work.worker.drain()
    assert quick.reasons("acme") == ["PAYMENT_REFUNDED"]
    assert (
        quick.application.work.inbox.show_signal(by=quick.staff, endpoint="stripe", event=state.event).state == "done"
    )
    quick.sweep()
