"""The simulated Stripe against the vendor's own client: it cannot drift from what the client knows."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
import stripe

from saas_core.kernel.errors import StoreVersion
from saas_sandbox.stripe import Fault, SimulatedStripe
from saas_stripe import API_VERSION, connect
from saas_stripe import calls as calls_module
from street import Clock, Street, opened

Anything = Any
VENDOR: dict[str, type] = {
    "customers": stripe.Customer,
    "sessions": stripe.checkout.Session,
    "subscriptions": stripe.Subscription,
    "invoices": stripe.Invoice,
    "intents": stripe.PaymentIntent,
    "charges": stripe.Charge,
    "refunds": stripe.Refund,
    "disputes": stripe.Dispute,
}


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """Yield a street on which everything happened once."""
    with opened("memory:", tmp_path) as made:
        made.subscribed("acme")
        books = made.stripe.billing
        (charge,) = books.of("charges")
        books.refund(charge["id"], 100)
        books.close(books.dispute(charge["id"])["id"], won=True)
        books.cancel(books.of("subscriptions")[0]["id"], at_period_end=True)
        yield made


class _Names(dict[str, Any]):
    """Names that the vendor imports for type checkers alone, each of which may be anything."""

    def __init__(self, kind: type) -> None:
        super().__init__()
        self._known = vars(sys.modules[kind.__module__]) | vars(builtins)

    def __missing__(self, name: str) -> Any:
        if name in self._known:
            raise KeyError(name)
        return Any


def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns=_Names(kind))


def _differences(shown: dict[str, Any], kind: type, place: str) -> Iterator[str]:
    """Name fields that the vendor's type does not have, and values that it does not allow."""
    known = _hints(kind)
    for name, value in shown.items():
        told = known.get(name)
        if told is None:
            yield f"{place}.{name} is not there"
            continue
        literals = [each for each in (told, *get_args(told)) if get_origin(each) is Literal]
        if isinstance(value, str) and literals and str not in get_args(told):
            allowed = [word for each in literals for word in get_args(each)]
            if value not in allowed:
                yield f"{place}.{name} is {value!r}, not one of {allowed}"
        plain = [each for each in (told, *get_args(told)) if each in {int, bool, str}]
        if value is not None and len(plain) == 1 and told in {int, bool} and type(value) is not plain[0]:
            yield f"{place}.{name} is no {plain[0].__name__}"
        if value is None and told in {int, bool, str}:
            yield f"{place}.{name} must not be null"


@pytest.mark.parametrize("kind", VENDOR)
def test_every_field_is_one_that_the_vendor_knows(street: Street, kind: str) -> None:
    """With a value of the vendor's type, and a word among those it uses."""
    rows = street.stripe.billing.of(kind)
    assert rows
    assert [each for row in rows for each in _differences(row, VENDOR[kind], kind)] == []


def test_what_is_taken_back_has_the_vendors_shapes_too(street: Street) -> None:
    """Every move of the books: refunds, trials, cancellations for a day, debits, credits, disputes, customers."""
    books = street.stripe.billing
    account, day = street.account("acme"), 86_400
    (charge,) = books.of("charges")
    for status in ("failed", "canceled"):
        books.fail_refund(books.refund(charge["id"], 100)["id"], status)
    books.reopen(books.of("disputes")[0]["id"])
    books.cancel_on(books.of("subscriptions")[0]["id"], books.now() + 90 * day)
    trial = books.start(account, books.now(), {}, trial_days=14)
    books.move_trial(trial["id"], books.now() + 20 * day)
    books.end_trial(trial["id"], paid=False)
    books.debited[account] = 3
    books.credit[account] = 1_000
    processing = books.start(account, books.now(), {}, metered=True)
    assert books.rows["intents"][_intent(books, processing)]["status"] == "processing"
    street.wait(days=4)
    books.now()
    assert books.rows["intents"][_intent(books, processing)]["status"] == "succeeded"
    assert books.rows["invoices"][processing["latest_invoice"]]["amount_paid"] == 8_900
    books.delete(account)
    assert [each for kind in VENDOR for row in books.of(kind) for each in _differences(row, VENDOR[kind], kind)] == []
    client = stripe.StripeClient("sk_test_1", http_client=street.stripe.http_client, max_network_retries=0)
    assert client.v1.customers.retrieve(account).deleted
    assert client.v1.customers.list().data == []
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.billing_portal.sessions.create({"customer": account})


def _intent(books: Anything, subscription: dict[str, Any]) -> str:
    (payment,) = books.rows["invoices"][subscription["latest_invoice"]]["payments"]["data"]
    return str(payment["payment"]["payment_intent"])


def test_the_parts_of_objects_are_the_vendors_too(street: Street) -> None:
    """Items, lines, payments, and what an event is."""
    books = street.stripe.billing
    (invoice,) = books.of("invoices")
    (subscription,) = books.of("subscriptions")
    parts = [
        (subscription["items"]["data"][0], stripe.SubscriptionItem),
        (subscription["items"]["data"][0]["price"], stripe.Price),
        (subscription["items"]["data"][0]["price"]["recurring"], stripe.Price.Recurring),
        (subscription["cancellation_details"], stripe.Subscription.CancellationDetails),
        (invoice["lines"]["data"][0], stripe.InvoiceLineItem),
        (invoice["lines"]["data"][0]["parent"], stripe.InvoiceLineItem.Parent),
        (
            invoice["lines"]["data"][0]["parent"]["subscription_item_details"],
            stripe.InvoiceLineItem.Parent.SubscriptionItemDetails,
        ),
        (invoice["payments"]["data"][0], stripe.InvoicePayment),
        (invoice["payments"]["data"][0]["payment"], stripe.InvoicePayment.Payment),
        (invoice["status_transitions"], stripe.Invoice.StatusTransitions),
        (invoice["parent"], stripe.Invoice.Parent),
        (invoice["parent"]["subscription_details"], stripe.Invoice.Parent.SubscriptionDetails),
        *((each, stripe.Event) for each in books.events),
    ]
    assert [each for shown, kind in parts for each in _differences(shown, kind, kind.__name__)] == []


def test_every_status_that_the_vendor_knows_has_our_word() -> None:
    """A new one at the vendor fails here before it becomes an incident."""
    from saas_stripe import reading

    def words(kind: type, name: str) -> set[str]:
        told = _hints(kind)[name]
        return {word for each in (told, *get_args(told)) if get_origin(each) is Literal for word in get_args(each)}

    assert words(stripe.Subscription, "status") == set(reading._STATES)
    assert words(stripe.Invoice, "status") == set(reading.INVOICES)
    assert words(stripe.Dispute, "status") == set(reading._DISPUTES) | reading.INQUIRIES


def test_the_version_of_the_interface_is_asserted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client of another version is refused before anything is sent."""
    assert stripe.api_version == API_VERSION
    monkeypatch.setattr(calls_module.stripe, "api_version", "2099-01-01.moon")
    with pytest.raises(StoreVersion, match="2099"):
        connect("sk_test_1")


def test_keys_are_kept_for_a_day_and_bound_to_what_was_sent() -> None:
    """As the vendor does, failures included."""
    clock = Clock()
    simulated = SimulatedStripe(clock)
    client = stripe.StripeClient("sk_test_1", http_client=simulated.http_client, max_network_retries=0)
    key: Anything = {"idempotency_key": "one"}
    first = client.v1.customers.create({"name": "A"}, key)
    assert client.v1.customers.create({"name": "A"}, key).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        client.v1.customers.create({"name": "B"}, key)
    simulated.fail(Fault.FAILED)
    other: Anything = {"idempotency_key": "two"}
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.customers.create({"name": "A"}, other)
    clock.at += _day()
    assert client.v1.customers.create({"name": "A"}, key).id != first.id
    assert client.v1.customers.create({"name": "A"}, other).id


def test_what_the_simulation_does_not_know_it_does_not_invent() -> None:
    """A route that this project does not use is not there."""
    simulated = SimulatedStripe(Clock())
    client = stripe.StripeClient("sk_test_1", http_client=simulated.http_client, max_network_retries=0)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.products.list()


def test_it_says_that_it_is_not_the_vendor() -> None:
    """Every module of it, in its first sentence or the next."""
    folder = Path(__file__).parents[2] / "src/adapters/saas_sandbox"
    for module in folder.glob("*.py"):
        assert re.search(r"not the vendor|none of them is the vendor", module.read_text().split('"""')[1]), module.name


def _day() -> Anything:
    from datetime import timedelta

    return timedelta(days=1, seconds=1)
