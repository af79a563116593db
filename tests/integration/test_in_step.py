"""The license follows what was really paid, as the provider of payments has it in its books."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from saas_core.kernel.errors import ProviderFault
from saas_core.licensing.errors import NotCanceled
from saas_core.payments.errors import AccountMissing, SubscribedAlready
from saas_sandbox.stripe import Fault
from street import Street

Anything = Any


def _invoices(street: Street) -> list[dict[str, Any]]:
    return street.stripe.billing.of("invoices")


def test_a_first_payment_opens_the_license(street: Street) -> None:
    """From the instant of the payment to the end of what it paid for; before it nothing is open."""
    street.add("acme")
    assert street.reasons("acme") == ["FIRST_PAYMENT_PENDING"]
    street.subscribe("acme")
    assert street.deliver().done == 1
    assert street.reasons("acme") == []
    assert street.show("acme").valid_until == street.clock.at + timedelta(days=30)
    assert street.facts("acme") == ["PeriodPaid", "ProviderHeard"]


def test_a_renewal_is_waited_for_and_then_counts(street: Street) -> None:
    """At the end of the period Stripe is asked; until the payment came the announced renewal is tolerated."""
    street.subscribed("acme")
    street.wait(days=30)
    street.deliver()
    assert (street.show("acme").payment, street.reasons("acme")) == ("grace", [])
    street.wait(hours=1)
    street.deliver()
    assert (street.show("acme").payment, street.reasons("acme")) == ("good", [])
    assert street.show("acme").valid_until == street.clock.at + timedelta(days=30, hours=-1)


def test_a_renewal_of_which_nothing_is_heard_is_looked_up(street: Street) -> None:
    """The end of a period is itself a reason to look; no news is needed."""
    street.subscribed("acme")
    street.wait(days=30, hours=1)
    street.news()
    street.application.work.worker.drain()
    assert street.reasons("acme") == []


def test_a_failed_payment_shuts_the_license_and_a_later_one_opens_it(street: Street) -> None:
    """Whether Stripe collects it by itself again or the client pays on the page of the invoice."""
    street.subscribed("acme")
    street.stripe.billing.declined.add(street.account("acme"))
    street.wait(days=30, hours=1)
    street.deliver()
    assert street.reasons("acme") == ["PAYMENT_OVERDUE"]
    street.stripe.billing.pay(_invoices(street)[0]["id"])
    street.deliver()
    assert street.reasons("acme") == []


def test_a_debt_never_paid_ends_the_license(street: Street) -> None:
    """Stripe gives up and cancels."""
    street.subscribed("acme")
    street.stripe.billing.declined.add(street.account("acme"))
    street.wait(days=50)
    street.deliver()
    assert street.reasons("acme") == ["PAYMENT_OVERDUE", "LICENSE_CANCELED"]
    assert not street.paid("acme")


def test_a_full_refund_ends_good_standing_and_a_part_does_not(street: Street) -> None:
    """As of the refund's own instant."""
    street.subscribed("acme")
    (charge,) = street.stripe.billing.of("charges")
    street.wait(days=1)
    street.stripe.billing.refund(charge["id"], 100)
    street.deliver()
    assert street.reasons("acme") == []
    street.wait(days=1)
    street.stripe.billing.refund(charge["id"])
    street.deliver()
    assert street.reasons("acme") == ["PAYMENT_REFUNDED"]
    assert street.show("acme", street.clock.at - timedelta(seconds=1)).payment == "good"


@pytest.mark.parametrize(("won", "reasons"), [(True, []), (False, ["PAYMENT_DISPUTED"])])
def test_a_dispute_shuts_the_license_until_it_is_won(street: Street, won: bool, reasons: list[str]) -> None:
    """A lost one leaves it shut. News of a dispute names no customer: whose it is, is looked up."""
    street.subscribed("acme")
    (charge,) = street.stripe.billing.of("charges")
    street.wait(days=1)
    dispute = street.stripe.billing.dispute(charge["id"])
    street.deliver()
    assert street.reasons("acme") == ["PAYMENT_DISPUTED"]
    street.wait(days=20)
    street.stripe.billing.close(dispute["id"], won=won)
    street.deliver()
    assert street.reasons("acme") == reasons


def test_a_cancellation_at_stripe_is_followed_and_its_return_too(street: Street) -> None:
    """The license is good to its last paid instant, whether or not any message arrives then."""
    street.subscribed("acme")
    (row,) = street.stripe.billing.of("subscriptions")
    street.wait(days=1)
    street.stripe.billing.cancel(row["id"], at_period_end=True)
    street.deliver()
    assert (street.show("acme").term, street.reasons("acme")) == ("ending", [])
    street.wait(days=1)
    street.stripe.billing.resume(row["id"])
    street.deliver()
    assert (street.show("acme").term, street.reasons("acme")) == ("running", [])
    street.wait(days=1)
    street.stripe.billing.cancel(row["id"], at_period_end=True)
    street.deliver()
    street.wait(days=27)
    street.news()
    assert street.reasons("acme") == ["LICENSE_CANCELED"]
    street.application.work.worker.drain()
    assert street.reasons("acme") == ["LICENSE_CANCELED"]


def test_who_ended_may_subscribe_anew(street: Street) -> None:
    """A new subscription opens the license from its first payment."""
    street.subscribed("acme")
    (row,) = street.stripe.billing.of("subscriptions")
    street.wait(days=3)
    street.stripe.billing.cancel(row["id"])
    street.deliver()
    assert street.reasons("acme") == ["LICENSE_CANCELED"]
    street.wait(days=3)
    billing, tenant_id = street.application.payments, street.clients["acme"]
    billing.subscribe(by=street.staff, tenant_id=tenant_id)
    street.application.work.worker.drain()
    street.subscribe("acme")
    street.deliver()
    assert street.reasons("acme") == []
    assert street.wrong() == []


def test_a_trial_is_good_while_stripe_says_so(street: Street) -> None:
    """And its end is the first payment's beginning."""
    street.add("acme")
    street.stripe.billing.start(street.account("acme"), street.stripe.billing.now(), {}, trial_days=14)
    street.deliver()
    assert (street.show("acme").term, street.reasons("acme")) == ("trial", [])
    street.wait(days=14, hours=1)
    street.deliver()
    assert (street.show("acme").term, street.reasons("acme")) == ("running", [])


def test_a_license_canceled_at_once_is_ended_at_stripe_and_does_not_come_back(street: Street) -> None:
    """A subscription that ended is not resumed; the client subscribes anew."""
    tenant_id = street.subscribed("acme")
    street.wait(days=2)
    street.application.licensing.cancel(by=street.staff, tenant_id=tenant_id, at_period_end=False)
    assert street.reasons("acme") == ["LICENSE_CANCELED"]
    street.deliver()
    (row,) = street.stripe.billing.of("subscriptions")
    assert row["status"] == "canceled"
    assert street.reasons("acme") == ["LICENSE_CANCELED"]
    assert street.facts("acme").count("CancellationAsked") == 1
    with pytest.raises(NotCanceled, match="cannot be resumed"):
        street.application.licensing.resume(by=street.staff, tenant_id=tenant_id)


def test_a_refund_asked_for_here_is_made_at_stripe_and_followed(street: Street) -> None:
    """The fact comes from the books, not from the wish."""
    tenant_id = street.subscribed("acme")
    street.wait(days=1)
    number = _invoices(street)[0]["number"]
    street.application.payments.refund(by=street.staff, tenant_id=tenant_id, invoice=number)
    assert street.reasons("acme") == []
    street.application.work.worker.drain()
    street.wait(seconds=1)
    street.application.work.worker.drain()
    assert street.reasons("acme") == ["PAYMENT_REFUNDED"]
    assert len(street.stripe.billing.of("refunds")) == 1


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("subscriptions", {"status": "hibernating"}),
        ("subscriptions", {"items": {"data": []}}),
        ("subscriptions", {"trial_end": "soon"}),
        ("invoices", {"status": "framed"}),
        ("invoices", {"status_transitions": None}),
        ("invoices", {"total": 99.5}),
        ("invoices", {"lines": {"data": [{"period": {}, "parent": None}], "has_more": "maybe"}}),
    ],
)
def test_what_nobody_understands_becomes_an_incident_and_standing_is_unchanged(
    quick: Street, kind: str, values: dict[str, Any]
) -> None:
    """It is named, others flow, and the incident ends when it is understood again."""
    quick.subscribed("acme")
    quick.subscribed("bolt")
    rows = [each for each in quick.stripe.billing.of(kind) if each["customer"] == quick.account("acme")]
    former = {name: rows[0][name] for name in values}
    before = quick.facts("acme")
    quick.wait(minutes=1)
    quick.stripe.billing.change(kind, rows[0]["id"], **values)
    assert quick.deliver().parked == 0
    assert quick.incidents("acme") == [(kind[:-1], rows[0]["id"])]
    assert (quick.facts("acme"), quick.reasons("acme"), quick.reasons("bolt")) == (before, [], [])
    quick.stripe.billing.change(kind, rows[0]["id"], **former)
    quick.deliver()
    assert quick.incidents("acme") == []


def test_two_subscriptions_at_once_are_an_incident(quick: Street) -> None:
    """One is paid too much, and a person has to look; the license stays open."""
    quick.subscribed("acme")
    quick.wait(days=1)
    quick.stripe.billing.start(quick.account("acme"), quick.stripe.billing.now(), {})
    quick.deliver()
    assert quick.incidents("acme") == [("two subscriptions", quick.account("acme"))]
    assert quick.reasons("acme") == []


def test_a_running_subscription_is_not_sold_twice(quick: Street) -> None:
    """Neither by us nor by a page that was opened before."""
    quick.subscribed("acme")
    billing, tenant_id = quick.application.payments, quick.clients["acme"]
    with pytest.raises(SubscribedAlready):
        billing.subscribe(by=quick.staff, tenant_id=tenant_id)
    assert billing.checkout(by=quick.staff, tenant_id=tenant_id).url == ""


def test_who_was_declined_at_first_may_subscribe_again(quick: Street) -> None:
    """A subscription that its first payment never began stands in nobody's way."""
    quick.add("acme")
    quick.stripe.billing.declined.add(quick.account("acme"))
    quick.subscribe("acme")
    quick.deliver()
    assert quick.reasons("acme") == ["FIRST_PAYMENT_PENDING"]
    quick.stripe.billing.declined.clear()
    quick.wait(days=1)
    quick.application.payments.subscribe(by=quick.staff, tenant_id=quick.clients["acme"])
    quick.application.work.worker.drain()
    quick.subscribe("acme")
    quick.deliver()
    assert quick.reasons("acme") == []
    assert quick.wrong() == []


def test_the_page_for_subscribing_is_the_same_while_it_is_good(quick: Street) -> None:
    """Asked for again it is not opened again; a day later a fresh one is."""
    quick.add("acme")
    billing, tenant_id = quick.application.payments, quick.clients["acme"]
    first = billing.subscribe(by=quick.staff, tenant_id=tenant_id)
    assert first == billing.checkout(by=quick.staff, tenant_id=tenant_id)
    quick.wait(days=1)
    billing.subscribe(by=quick.staff, tenant_id=tenant_id)
    quick.application.work.worker.drain()
    assert billing.checkout(by=quick.staff, tenant_id=tenant_id).url not in {"", first.url}
    assert len(quick.stripe.billing.of("customers")) == 1


def test_pages_and_invoices_are_the_providers_own(quick: Street) -> None:
    """Asked for without an account they say so; Stripe away, they say that."""
    tenant_id = quick.taken_on("bolt")
    with pytest.raises(AccountMissing):
        quick.application.payments.billing_page(by=quick.staff, tenant_id=tenant_id)
    acme = quick.subscribed("acme")
    assert quick.application.payments.billing_page(by=quick.staff, tenant_id=acme).url.startswith("https://billing.")
    (invoice,) = quick.application.payments.list_invoices(by=quick.staff, tenant_id=acme)
    assert (invoice.state, invoice.total, invoice.refunded) == ("paid", "99.00 USD", False)
    assert invoice.link.startswith("https://invoice.")
    quick.stripe.fail(Fault.HUNG, on="GET")
    with pytest.raises(ProviderFault):
        quick.application.payments.list_invoices(by=quick.staff, tenant_id=acme)


def test_a_year_of_many_clients_goes_by_without_waiting(quick: Street, request: Anything) -> None:
    """Cards fail and recover, some cancel; every month every license is as Stripe's books have it."""
    slugs = [f"client-{number}" for number in range(100 if request.config.getoption("thorough") else 20)]
    for slug in slugs:
        quick.add(slug)
        quick.subscribe(slug)
        quick.wait(minutes=7)
    quick.deliver()
    for month in range(12):
        for number, slug in enumerate(slugs):
            # Every tenth card fails for a month, and one out of twenty for good.
            fails = (number + month) % 10 == 0 or (number % 20 == 7 and month > 5)
            (quick.stripe.billing.declined.add if fails else quick.stripe.billing.declined.discard)(quick.account(slug))
        quick.wait(days=31)
        quick.deliver()
        assert quick.wrong() == []
    assert len(_invoices(quick)) > 10 * len(slugs)
    assert {reason for slug in slugs for reason in quick.reasons(slug)} >= {"PAYMENT_OVERDUE", "LICENSE_CANCELED"}
