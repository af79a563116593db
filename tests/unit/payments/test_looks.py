"""Looks: when an account is read, and what is open meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from saas_core.kernel.tasks import Task
from saas_core.payments.values import LOOK
from saas_sandbox.stripe import Call
from street import Street, opened

Anything = Any


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """Yield an empty street in memory."""
    with opened("memory:", tmp_path) as made:
        yield made


def test_the_end_of_a_period_is_looked_at_when_it_comes(street: Street) -> None:
    """The task waits for that very instant."""
    tenant_id = street.subscribed("acme")
    state = street.application.store.tasks.find(Task(LOOK, tenant_id, street.account("acme")))
    assert state is not None
    assert state.due_at == street.clock.at + timedelta(days=30)


def test_nothing_is_locked_while_the_provider_is_asked(street: Street) -> None:
    """Others change the client meanwhile, and wait for nobody."""
    tenant_id = street.add("acme")
    street.subscribe("acme")
    street.send(street.news())
    seen: list[int] = []

    def meanwhile(_call: Call) -> None:
        street.application.store._patience = 0.01
        with street.application.store.begin(tenant_id) as work:
            seen.append(work.epoch)

    street.stripe.meanwhile = meanwhile
    street.application.work.worker.drain()
    assert seen
    assert street.reasons("acme") == []


def test_lost_news_that_made_the_license_wrong_is_kept_with_both_sides(street: Street) -> None:
    """It is over when it is found; while news still waits, nothing was lost."""
    tenant_id = street.subscribed("acme")
    (charge,) = street.stripe.billing.of("charges")
    street.wait(days=1)
    street.stripe.billing.refund(charge["id"])
    street.news()
    street.wait(minutes=30)
    street.reconciled()
    with street.application.store.read(tenant_id) as work:
        found = [each for _key, each in work.incidents._rows.items()]
    assert len(found) == 1
    kept = found[0]
    assert (kept.kind, kept.subject, kept.ended_at) == ("drift", street.account("acme"), kept.raised_at)
    assert kept.says == (
        "The license said running, good (TERMS_NOT_ACCEPTED), "
        "the provider running, refunded (TERMS_NOT_ACCEPTED, PAYMENT_REFUNDED); 1 fact was missing."
    )


def test_while_stripe_is_down_the_rest_goes_on(street: Street) -> None:
    """Licenses are read and changed; what concerns Stripe waits and is done once it is back."""
    tenant_id = street.subscribed("acme")

    def away(_call: Call) -> None:
        raise _lost()

    street.stripe.meanwhile = away
    street.wait(days=1)
    street.application.licensing.cancel(by=street.staff, tenant_id=tenant_id)
    assert street.application.work.worker.drain().failed
    assert street.show("acme").term == "ending"
    street.stripe.meanwhile = lambda _call: None
    street.wait(minutes=1)
    street.application.work.worker.drain()
    (row,) = street.stripe.billing.of("subscriptions")
    assert row["cancel_at_period_end"]
    street.wait(minutes=1)
    street.deliver()
    street.sweep()


def _lost() -> Exception:
    import stripe

    return stripe.APIConnectionError("Simulated: away.")
