"""A worker killed while it looks at an account, or while it acts at the provider, wherever that is: nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from far import Far, Step, far_workers
from saas_core.kernel.tasks import EFFECTS
from saas_core.payments.values import LOOK
from saas_core.work.worker import LEASE
from street import Street, opened, shuffled

Anything = Any
SOME, THOROUGH = 4, 100


@pytest.fixture(params=["sqlite", "postgres"])
def far(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Far]:
    """Yield workers in processes of their own, over a street of each kind that outlives them."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else f"sqlite:///{tmp_path / 'far.db'}"
    with opened(url, tmp_path) as street, far_workers(street, url, tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(Step(LOOK, "asked GET /v1/subscriptions"), id="before the books are read"),
        pytest.param(Step(LOOK, "answered GET /v1/charges"), id="after the books were read"),
        pytest.param(Step(LOOK, "sent"), id="before the commit"),
        pytest.param(Step(LOOK, "committed"), id="after the commit"),
    ],
)
def test_a_look_that_is_killed_is_made_again(far: Far, step: Step) -> None:
    """Once its lease is over; what it had committed counts, and nothing counts twice."""
    street = far.street
    street.add("acme")
    street.subscribe("acme")
    street.send(street.news())
    far.killed_at(step)
    committed = step.event == "committed"
    assert street.reasons("acme") == ([] if committed else ["FIRST_PAYMENT_PENDING"])
    assert street.application.work.worker.drain().done == 0
    street.wait(seconds=LEASE.total_seconds() + 1)
    assert street.application.work.worker.drain().done == (0 if committed else 1)
    assert street.facts("acme") == ["PeriodPaid", "ProviderHeard"]
    street.sweep()


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(Step(EFFECTS, "answered POST /v1/customers"), id="after the account was opened"),
        pytest.param(Step(EFFECTS, "sent"), id="before the account is kept"),
        pytest.param(Step(EFFECTS, "committed"), id="after the account was kept"),
        pytest.param(Step(EFFECTS, "answered POST /v1/checkout/sessions"), id="after the page was opened"),
        pytest.param(Step(EFFECTS, "committed", 3), id="after the page was kept"),
        pytest.param(Step(EFFECTS, "sent", 4), id="before the page is marked as opened"),
    ],
)
def test_an_order_that_is_killed_makes_one_object(far: Far, step: Step) -> None:
    """Another worker finds what was made, though the provider has forgotten the key meanwhile."""
    street = far.street
    tenant_id = street.taken_on("acme")
    street.application.payments.subscribe(by=street.staff, tenant_id=tenant_id)
    far.killed_at(step)
    street.stripe.forget_keys()
    street.wait(seconds=LEASE.total_seconds() + 1)
    street.deliver()
    assert len(street.stripe.billing.of("customers")) == 1
    assert len(street.stripe.billing.of("sessions")) == 1
    assert street.application.payments.checkout(by=street.staff, tenant_id=tenant_id).url
    street.sweep()


def test_a_refund_that_is_killed_is_made_once(far: Far) -> None:
    """Killed after the provider gave the money back, and before anybody here knew."""
    street = far.street
    tenant_id = street.subscribed("acme")
    number = street.stripe.billing.of("invoices")[0]["number"]
    street.application.payments.refund(by=street.staff, tenant_id=tenant_id, invoice=number)
    far.killed_at(Step(EFFECTS, "answered POST /v1/refunds"))
    assert len(street.stripe.billing.of("refunds")) == 1
    street.stripe.forget_keys()
    street.wait(seconds=LEASE.total_seconds() + 1)
    street.deliver()
    assert len(street.stripe.billing.of("refunds")) == 1
    assert street.reasons("acme") == ["PAYMENT_REFUNDED"]
    street.sweep()


def test_workers_killed_at_any_moment_under_a_stream_of_news_lose_nothing(far: Far, request: Anything) -> None:
    """Two at a time, one of them killed between any two messages; the others take over what it held."""
    street, chance = far.street, random.Random(20261124)
    slugs = [f"client-{number}" for number in range(6)]
    for slug in slugs:
        street.add(slug)
        street.subscribe(slug)
    working = [far.start(), far.start()]
    for _ in range(THOROUGH if request.config.getoption("thorough") else SOME):
        mixed = shuffled(street.news(), chance, twice=0.3, lost=0.0)
        assert mixed
        fatal = chance.randrange(len(mixed))
        for number, event in enumerate(mixed):
            if number == fatal:
                far.kill(working.pop(0))
                working.append(far.start())
            street.take(event)
        _month(street, chance)
    for each in working:
        far.kill(each)
    street.wait(seconds=LEASE.total_seconds() + 1)
    street.deliver()
    street.sweep()


def _month(street: Street, chance: random.Random) -> None:
    """Let a month go by, in which one card fails; who was canceled for it subscribes anew."""
    books = street.stripe.billing
    books.declined = {street.account(chance.choice(list(street.clients)))}
    street.wait(days=31, seconds=LEASE.total_seconds() + 1)
    books.now()
    for slug in street.clients:
        account = street.account(slug)
        if all(each["ended_at"] for each in books.of("subscriptions", customer=account)):
            books.start(account, books.now(), {})
