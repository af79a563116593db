"""Stripe's webhooks: nothing unsigned is kept, and signed events are answered after the commit."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import stripe
from httpx import ASGITransport, AsyncClient

from saas_app import initialize, open_application, settings_at
from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_core.kernel.signals import SignalRefused
from saas_core.work.inbox import EndpointUnknown
from saas_http import http_application
from saas_sandbox.stripe import SECRET
from saas_stripe import StripeWebhooks
from saas_stripe import webhooks as webhooks_module
from saas_stripe.webhooks import TOLERANCE
from street import Clock, Street, opened

Anything = Any
EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "api_version": stripe.api_version,
    "type": "invoice.paid",
    "created": 1_772_355_600,
    "livemode": False,
    "data": {"object": {"id": "in_1", "object": "invoice", "customer": "cus_1"}},
}


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """Yield an empty street in memory."""
    with opened("memory:", tmp_path) as made:
        yield made


def _kept(street: Street) -> int:
    return len(street.application.work.inbox.list_signals(by=street.staff))


def _receive(street: Street, body: bytes, headers: dict[str, str]) -> bool:
    return street.application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)


def _signed(street: Street, event: Any = None, **given: Any) -> tuple[bytes, dict[str, str]]:
    return street.stripe.signed(EVENT if event is None else event, **given)


def _header(street: Street, **parts: Any) -> dict[str, str]:
    """Return a right header with some of its parts replaced."""
    _body, headers = _signed(street)
    stamp, signature = (part.partition("=")[2] for part in headers["Stripe-Signature"].split(","))
    told = {"t": stamp, "v1": signature, **parts}
    return {"Stripe-Signature": ",".join(f"{name}={value}" for name, value in told.items() if value is not None)}


BAD = {
    "no header": lambda street: {},
    "an empty header": lambda street: {"Stripe-Signature": ""},
    "no signature": lambda street: _header(street, v1=None),
    "no instant": lambda street: _header(street, t=None),
    "an older scheme": lambda street: {"Stripe-Signature": _header(street)["Stripe-Signature"].replace("v1=", "v0=")},
    "another secret": lambda street: _signed(street, secret="whsec_other")[1],
    "a truncated signature": lambda street: {"Stripe-Signature": _header(street)["Stripe-Signature"][:-1]},
    "another instant": lambda street: _header(street, t=str(int(street.clock.at.timestamp()) - 1)),
    "an instant of letters": lambda street: _header(street, t="soon"),
    "an instant of other digits": lambda street: _header(street, t="١٧٧٢٣٥٥٦٠٠"),
    "a huge instant": lambda street: _header(street, t="9" * 5000),
    "too old": lambda street: _signed(street, at=int((street.clock.at - TOLERANCE).timestamp()) - 1)[1],
    "in the future": lambda street: _signed(street, at=int((street.clock.at + TOLERANCE).timestamp()) + 1)[1],
    "two instants": lambda street: {"Stripe-Signature": f"t=1,{_header(street)['Stripe-Signature']}"},
    "letters that are not ASCII": lambda street: _header(street, v1="é" * 64),
    "line breaks": lambda street: {"Stripe-Signature": _header(street)["Stripe-Signature"] + "\r\nX: y"},
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_signed_rightly_is_not_kept(street: Street, name: str) -> None:
    """Nothing of it is read."""
    body, _right = _signed(street)
    with pytest.raises(SignalRefused):
        _receive(street, body, BAD[name](street))
    assert _kept(street) == 0
    assert _receive(street, *_signed(street))


def test_what_is_not_signed_is_not_read(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even to find out whether it could be read."""
    read: list[object] = []
    monkeypatch.setattr(webhooks_module.json, "loads", read.append)
    with pytest.raises(SignalRefused):
        _receive(street, b"{}", {"Stripe-Signature": "t=1,v1=00"})
    assert read == []


def test_a_changed_byte_is_not_kept(street: Street) -> None:
    """The signature is over the bytes as they came."""
    body, headers = _signed(street)
    for changed in (body.replace(b"evt_1", b"evt_2"), body + b" ", b"", b"\xff" + body):
        with pytest.raises(SignalRefused):
            _receive(street, changed, headers)
    assert _kept(street) == 0


def test_at_the_edges_of_its_age_a_signature_still_holds(street: Street) -> None:
    """Five minutes old, or five minutes ahead of our clock."""
    for number, age in enumerate((TOLERANCE, -TOLERANCE)):
        body, headers = _signed(street, {**EVENT, "id": f"evt_{number}"}, at=int((street.clock.at - age).timestamp()))
        assert _receive(street, body, headers)


def test_during_a_rotation_two_secrets_hold() -> None:
    """And no third one; without any the endpoint does not begin."""
    clock = Clock()
    reader = StripeWebhooks(secrets=("whsec_new", "whsec_old"), clock=clock, live=False)
    body = json.dumps(EVENT).encode()
    for secret in ("whsec_new", "whsec_old"):
        header = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, int(clock.at.timestamp()))
        assert reader.read(body, {"stripe-signature": header}).event == "evt_1"
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), "whsec_x", int(clock.at.timestamp()))
    with pytest.raises(SignalRefused):
        reader.read(body, {"stripe-signature": header})
    for none in ((), ("",), ("whsec_new", " ")):
        with pytest.raises(InvalidValue, match="no secret"):
            StripeWebhooks(secrets=none, clock=clock, live=False)


@pytest.mark.parametrize(
    "event",
    [
        {**EVENT, "livemode": True},
        {**EVENT, "livemode": None},
        {**EVENT, "account": "acct_other"},
        {**EVENT, "object": "invoice"},
        {**EVENT, "id": None},
        {**EVENT, "id": ""},
        {**EVENT, "id": "x" * 300},
        {**EVENT, "id": "evt_\x00"},
        {**EVENT, "type": 5},
        {**EVENT, "created": "now"},
        {**EVENT, "created": 10**30},
        {**EVENT, "created": True},
        {**EVENT, "created": float("nan")},
        [],
        "event",
        None,
        5,
        b"{",
        b"[" * 100_000,
        b'{"object": "event"}',
        b"\xef\xbb\xbf{}",
    ],
)
def test_what_is_signed_but_cannot_be_is_refused(street: Street, event: Any) -> None:
    """Of another account or mode, or no event at all."""
    given = event if isinstance(event, bytes) else json.dumps(event).encode()
    body, headers = street.stripe.signed(given)
    with pytest.raises(SignalRefused):
        _receive(street, body, headers)
    assert _kept(street) == 0


@pytest.mark.parametrize(
    ("shown", "account"),
    [
        ({"id": "cus_1", "object": "customer"}, "cus_1"),
        ({"id": "in_1", "object": "invoice", "customer": {"id": "cus_2"}}, "cus_2"),
        ({"id": "du_1", "object": "dispute", "charge": "ch_1", "payment_intent": "pi_1"}, "ch_1"),
        ({"id": "inpay_1", "object": "invoice_payment", "invoice": "in_1"}, "in_1"),
        ({"id": "price_1", "object": "price"}, ""),
        ({}, ""),
        (None, ""),
        ("text", ""),
        ({"object": "invoice", "customer": 5}, ""),
    ],
)
def test_an_event_of_any_type_leads_to_whose_it_is(street: Street, shown: Any, account: str) -> None:
    """Unknown types and shapes are kept as signals too; what belongs to no customer needs no look."""
    assert _receive(street, *_signed(street, {**EVENT, "type": "moon.rose", "data": {"object": shown}}))
    (state,) = street.application.work.inbox.list_signals(by=street.staff)
    assert (state.kind, state.account) == ("moon.rose", account)
    assert state.state == ("waiting" if account else "done")


def test_an_endpoint_without_a_secret_is_off(tmp_path: Path) -> None:
    """Since anybody could sign for it."""
    settings = settings_at(tmp_path, database_url="memory:")
    initialize(settings)
    with open_application(settings) as application, pytest.raises(EndpointUnknown):
        application.work.inbox.receive(endpoint="stripe", body=b"{}", headers={})


def _ask(application: Any, *requests: Any) -> list[Any]:
    """Send requests over HTTP, in process."""

    async def ask() -> list[Any]:
        transport = ASGITransport(http_application(application))
        async with AsyncClient(transport=transport, base_url="http://saas.example") as client:
            return [
                await client.request(method, path, content=content, headers=headers)
                for method, path, content, headers in requests
            ]

    return asyncio.run(ask())


async def _chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65536):
        yield b"x" * 65536


def test_over_http_news_is_answered_once_it_is_kept(street: Street) -> None:
    """A repeat too; what is refused is told as a problem."""
    body, headers = _signed(street)
    path = "/webhooks/stripe"
    first, again, wrong, unknown, method = _ask(
        street.application,
        ("POST", path, body, headers),
        ("POST", path, body, headers),
        ("POST", path, body, {"Stripe-Signature": "t=1,v1=00"}),
        ("POST", "/webhooks/paypal", body, headers),
        ("GET", path, None, {}),
    )
    assert (first.status_code, first.json()) == (200, {"received": True, "new": True})
    assert (again.status_code, again.json()) == (200, {"received": True, "new": False})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "SIGNAL_REFUSED")
    assert wrong.headers["content-type"] == "application/problem+json"
    assert (unknown.status_code, unknown.json()["code"]) == (404, "ENDPOINT_UNKNOWN")
    assert (method.status_code, method.json()["code"]) == (405, "METHOD_UNKNOWN")
    assert _kept(street) == 1


def test_a_store_that_is_away_is_told_so_that_stripe_sends_again(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is answered 200 that was not kept."""
    fault = StoreUnavailable("the database at db.internal is down")

    def away(*_given: Any) -> Any:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr(street.application.store.signals, "take", away)
        (told,) = _ask(street.application, ("POST", "/webhooks/stripe", *_signed(street)))
    assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    assert b"db.internal" not in told.content


@pytest.mark.parametrize("lying", [False, True])
def test_fifty_megabytes_are_refused_before_they_are_held(street: Street, lying: bool) -> None:
    """Told by their length, or in pieces of which none says how many come."""
    size = 50 * 1024 * 1024
    held: list[int] = []

    async def pieces() -> AsyncIterator[bytes]:
        async for piece in _chunks(size):
            held.append(len(piece))
            yield piece

    headers = {"Content-Length": "100"} if lying else {}
    (told,) = _ask(street.application, ("POST", "/webhooks/stripe", pieces(), headers))
    assert (told.status_code, told.json()["code"]) == (413, "BODY_TOO_LARGE")
    (known,) = _ask(street.application, ("POST", "/webhooks/stripe", b"x" * size, {}))
    assert known.status_code == 413
    assert _kept(street) == 0


def test_a_packed_body_is_refused(street: Street) -> None:
    """The signature covers the raw bytes, and a small body may unpack to a huge one."""
    body, headers = _signed(street)
    packed = ("POST", "/webhooks/stripe", gzip.compress(body), {**headers, "Content-Encoding": "gzip"})
    (told,) = _ask(street.application, packed)
    assert (told.status_code, told.json()["code"]) == (415, "ENCODING_UNKNOWN")
    assert _kept(street) == 0


def test_old_signals_are_forgotten_after_forty_days_and_not_before(street: Street) -> None:
    """Stripe sends again up to thirty days later."""
    street.application.work.worker.begin()
    street.subscribed("acme")
    kept = _kept(street)
    assert kept
    street.wait(days=39)
    street.application.work.worker.drain()
    assert _kept(street) >= kept
    street.wait(days=2)
    street.application.work.worker.drain()
    assert all(
        each.received_at >= (street.clock.at - timedelta(days=40)).isoformat()
        for each in street.application.work.inbox.list_signals(by=street.staff)
    )


def test_the_simulations_own_secret_is_no_default(tmp_path: Path) -> None:
    """Only the configured secrets are accepted."""
    settings = settings_at(
        tmp_path,
        database_url="memory:",
        stripe_key="sk_test_1",
        stripe_plan="price_1",
        stripe_webhook_secrets="whsec_a, whsec_b",
    )
    initialize(settings)
    body = json.dumps(EVENT).encode()
    clock = Clock()
    stamp = int(clock.at.timestamp())
    with open_application(settings, clock=clock) as application:
        for secret, right in (("whsec_a", True), ("whsec_b", True), (SECRET, False)):
            header = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, stamp)
            try:
                application.work.inbox.receive(endpoint="stripe", body=body, headers={"Stripe-Signature": header})
            except SignalRefused:
                assert not right
            else:
                assert right
