"""`saas license subscribe` and its kin, `saas inbox`, `saas serve`: over the vendor's client and a simulated Stripe."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest

from saas_local import SystemClock
from saas_sandbox.stripe import SECRET, Fault, SimulatedStripe
from saas_stripe import calls

if TYPE_CHECKING:
    from tests.functional.conftest import Saas

Anything = Any
OWNER = ("--profile", "olivia")


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch) -> SimulatedStripe:
    """Configure Stripe, and put the simulation in the place of the network."""
    simulated = SimulatedStripe(SystemClock())
    monkeypatch.setattr(calls.stripe, "RequestsClient", lambda **_given: simulated.http_client)
    monkeypatch.setenv("SAAS_STRIPE_KEY", "sk_test_simulated")
    monkeypatch.setenv("SAAS_STRIPE_PLAN", "price_month")
    monkeypatch.setenv("SAAS_STRIPE_WEBHOOK_SECRETS", SECRET)
    monkeypatch.setenv("SAAS_RETURN_URL", "https://client.example/billing")
    return simulated


def _taken(harbor: Saas, stripe: SimulatedStripe) -> list[str]:
    """Take in what the simulation tells, as the server does, and give the ids of the events."""
    from saas_app import open_application, read_settings

    told = []
    with open_application(read_settings(harbor.home, os.environ)) as application:
        for event in stripe.news():
            body, headers = stripe.signed(event)
            application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)
            told.append(event["id"])
    return told


def test_without_a_provider_payments_are_recorded_by_hand(harbor: Saas) -> None:
    """An attempt to subscribe is refused with the reason."""
    for words in (("subscribe", "harbor"), ("billing-page", "harbor"), ("reconcile", "--all")):
        told = harbor("license", *words, "--json")
        assert told.code == 2, told
        assert told.problem["type"] == "PAYMENTS_BY_HAND"
    assert harbor.wrong("doctor", "--with-provider", "--json").problem["type"] == "PAYMENTS_BY_HAND"


def test_a_client_subscribes_pays_and_is_paid_back(harbor: Saas, stripe: SimulatedStripe) -> None:
    """The whole way over the command line; what Stripe did is looked up."""
    page = harbor.done("license", "subscribe", "harbor", *OWNER)
    assert page.out.startswith("https://checkout.")
    assert harbor.done("license", "subscribe", "harbor", *OWNER).out == page.out
    stripe.billing.subscribe(page.out.split()[0].rsplit("/", 1)[1])
    harbor.done("license", "reconcile", "harbor")
    assert "SUBSCRIBED_ALREADY" in harbor.wrong("license", "subscribe", "harbor", *OWNER, "--json").err
    assert harbor.done("license", "billing-page", "harbor", *OWNER).out.startswith("https://billing.")
    (invoice,) = harbor.done("license", "invoices", "harbor", *OWNER, "--json").json
    assert (invoice["state"], invoice["total"]) == ("paid", "99.00 USD")
    harbor.done("license", "refund", "harbor", invoice["invoice"], "--yes")
    assert "1 accounts" in harbor.done("license", "reconcile", "--all").out
    told = harbor.done("license", "show", "harbor", "--json").json
    assert [each["kind"] for each in told["facts"]].count("InvoiceRefunded") == 1
    assert "paid, refunded" in harbor.done("license", "invoices", "harbor").out


def test_one_client_or_all_of_them_are_reconciled(harbor: Saas, stripe: SimulatedStripe) -> None:
    """Neither both nor none, and only who has an account."""
    assert harbor.wrong("license", "reconcile", "--json").problem["field"] == "tenant"
    assert harbor.wrong("license", "reconcile", "harbor", "--all", "--json").problem["field"] == "tenant"
    assert harbor.wrong("license", "reconcile", "harbor", "--json").problem["type"] == "ACCOUNT_MISSING"


def test_the_doctor_holds_licenses_beside_the_books_where_it_is_asked_to(harbor: Saas, stripe: SimulatedStripe) -> None:
    """A difference is reported with the command that repairs it."""
    page = harbor.done("license", "subscribe", "harbor", *OWNER).out.split()[0]
    harbor.done("doctor", "--with-provider")
    stripe.billing.subscribe(page.rsplit("/", 1)[1])
    harbor.done("doctor")
    told = harbor("doctor", "--with-provider")
    assert (told.code, "payments harbor: The license says" in told.out) == (1, True)
    assert "saas license reconcile harbor" in told.out
    harbor.done("license", "reconcile", "harbor")
    assert harbor.done("doctor", "--with-provider", "--json").json["healthy"]


def test_a_page_that_is_not_ready_yet_is_said_to_be_opened(harbor: Saas, stripe: SimulatedStripe) -> None:
    """Stripe away, a worker tries again."""
    stripe.fail(Fault.THROTTLED, on="POST /v1/customers")
    told = harbor.done("license", "subscribe", "harbor", *OWNER)
    assert "still being opened" in told.out
    assert "saas worker" in told.out


def test_events_are_listed_shown_and_replayed(harbor: Saas, stripe: SimulatedStripe) -> None:
    """With whether they were looked after."""
    assert "No events yet." in harbor.done("inbox", "list").out
    page = harbor.done("license", "subscribe", "harbor", *OWNER).out.split()[0]
    stripe.billing.subscribe(page.rsplit("/", 1)[1])
    *_others, event = _taken(harbor, stripe)
    assert "waiting" in harbor.done("inbox", "list", "--waiting").out
    harbor.done("worker", "--once")
    assert harbor.done("inbox", "list", "--waiting").out.strip() == "Nothing waits."
    assert "done" in harbor.done("inbox", "show", event).out
    assert "looked at again" in harbor.done("inbox", "replay", event).out
    harbor.done("worker", "--once")
    assert harbor.wrong("inbox", "show", "evt_nowhere", "--json").problem["type"] == "SIGNAL_UNKNOWN"
    assert harbor.refused("inbox", "list", *OWNER)


@pytest.mark.enable_socket
def test_the_server_takes_in_what_is_signed_and_ends_when_it_is_asked_to(harbor: Saas, stripe: SimulatedStripe) -> None:
    """In a process of its own, over a real connection."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    event = {"id": "evt_1", "object": "event", "type": "price.created", "created": 1_772_355_600, "livemode": False}
    body, headers = stripe.signed({**event, "data": {"object": {"id": "price_1", "object": "price"}}})
    command = [sys.executable, "-m", "saas_cli", "serve", "--port", str(port), "--home", str(harbor.home)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            told = _posted(port, body, headers)
            again = _posted(port, body, headers)
            wrong = _posted(port, body, {**headers, "Stripe-Signature": "t=1,v1=0"})
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)
    assert told == (200, {"received": True, "new": True})
    assert again == (200, {"received": True, "new": False})
    assert (wrong[0], wrong[1]["code"]) == (400, "SIGNAL_REFUSED")
    assert running.returncode == 0


def _posted(port: int, body: bytes, headers: dict[str, str]) -> tuple[int, Anything]:
    """Post, waiting until the server is up."""
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("POST", "/webhooks/stripe", body, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except ConnectionError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail("the server did not answer")


def test_a_reconciliation_that_is_stopped_leaves_the_rest_to_a_worker(
    harbor: Saas, stripe: SimulatedStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so; the next worker looks at what is left, and nothing is looked at twice."""
    harbor.done("license", "subscribe", "harbor", *OWNER)
    with monkeypatch.context() as stop:
        stop.setattr("saas_cli.stopping.asked_to_stop", lambda: nullcontext(lambda: True))
        told = harbor.done("license", "reconcile", "--all").out
    assert told.startswith("1 accounts: 0 things done")
    assert "saas worker --once" in told
    assert harbor.done("worker", "--once", "--json").json["done"] >= 1
