"""Stripe hangs, or is away for an hour: nothing else waits for it, nothing is parked, and all is in step afterwards."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe

from saas_core.licensing.values import HoldKind
from saas_core.work.breaker import FAILURES, Breaker
from saas_core.work.worker import Tally
from saas_sandbox.stripe import Fault
from saas_stripe import StripeBooks, connect
from street import Clock, Street, opened

Anything = Any
MINUTES = 60


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the place of each kind of store that outlives a process."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'street.db'}"


def test_a_provider_away_for_an_hour_is_left_alone_and_waited_for(url: str, tmp_path: Path) -> None:
    """It is hardly asked meanwhile; news and wishes wait, and none of them is parked."""
    with opened(url, tmp_path, breaker=_breaker) as street:
        for number in range(10):
            street.subscribed(f"client-{number}")
        refunded = street.stripe.billing.of("charges")[0]
        street.stripe.fail(Fault.HUNG, times=1_000_000)
        street.wait(days=30)
        asked = len(street.stripe.calls)
        street.application.licensing.cancel(by=street.staff, tenant_id=street.clients["client-5"])
        street.application.payments.subscribe(by=street.staff, tenant_id=street.taken_on("late"))
        for _ in range(MINUTES):
            street.send(street.news())
            assert street.application.work.worker.drain().parked == 0
            street.wait(minutes=1)
        # At first until it is left alone, then once after each rest.
        assert len(street.stripe.calls) - asked <= FAILURES + MINUTES
        street.stripe.heal()
        street.stripe.billing.refund(refunded["id"])
        street.wait(hours=1)
        street.deliver()
        street.wait(hours=1)
        street.deliver()
        assert street.show("client-5").term == "ending"
        assert street.application.payments.checkout(by=street.staff, tenant_id=street.clients["late"]).url
        street.sweep()


def _breaker(clock: Clock) -> Breaker:
    def ticks() -> float:
        return clock.at.timestamp()

    return Breaker("Stripe", ticks=ticks)


class Hanging:
    """A place that takes every connection and never answers."""

    def __init__(self) -> None:
        """Listen."""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._taken: list[socket.socket] = []
        self.asked = threading.Event()
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def address(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def _take(self) -> None:
        while True:
            try:
                self._taken.append(self._listening.accept()[0])
            except OSError:
                return
            self.asked.set()

    def hang_up(self) -> None:
        """Close what was taken, and take no more."""
        self._listening.close()
        for each in self._taken:
            each.close()


@pytest.fixture
def hanging(socket_enabled: None) -> Iterator[Hanging]:
    """Yield a place that hangs."""
    made = Hanging()
    yield made
    made.hang_up()


@pytest.fixture
def over_the_network(hanging: Hanging, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lead what goes to Stripe over the network to the place that hangs."""
    send = stripe.RequestsClient.request

    def led(client: Anything, method: str, url: str, *given: Any, **more: Any) -> Anything:
        return send(client, method, url.replace("https://api.stripe.com", hanging.address), *given, **more)

    monkeypatch.setattr(stripe.RequestsClient, "request", led)


@pytest.mark.usefixtures("over_the_network")
def test_while_a_provider_hangs_nobody_else_waits(
    url: str, tmp_path: Path, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client's news comes in and its license is changed, as long as a worker waits for an answer."""
    with opened(url, tmp_path) as street:
        street.add("acme")
        street.subscribe("acme")
        *first, last = street.news()
        street.send(first)
        with monkeypatch.context() as patch:
            patch.setattr(_looks(street), "_books", StripeBooks(connect("sk_test_hung", seconds=300)))
            worker, tallies = _drained(street)
            assert hanging.asked.wait(60)
            street.take(last)
            placed = street.application.licensing.place_hold(
                by=street.staff, tenant_id=street.clients["acme"], kind=HoldKind.ABUSE, why="spam", clause="0.2"
            )
            assert worker.is_alive()
            hanging.hang_up()
            worker.join(60)
            assert tallies == [Tally(failed=1)]
        street.application.licensing.lift_hold(
            by=street.staff, tenant_id=street.clients["acme"], hold=placed.holds[0].id, why="it was none"
        )
        street.wait(hours=1)
        street.application.work.worker.drain()
        assert street.reasons("acme") == []
        street.sweep()


@pytest.mark.usefixtures("over_the_network")
def test_a_provider_that_hangs_is_given_up(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time that was set; the look is put off, and made when the provider is there again."""
    with opened(url, tmp_path) as street:
        street.add("acme")
        street.subscribe("acme")
        street.send(street.news())
        with monkeypatch.context() as patch:
            patch.setattr(_looks(street), "_books", StripeBooks(connect("sk_test_hung", seconds=0.3)))
            worker, tallies = _drained(street)
            worker.join(30)
            assert tallies == [Tally(failed=1)]
        street.wait(hours=1)
        street.application.work.worker.drain()
        assert street.reasons("acme") == []
        street.sweep()


def _looks(street: Street) -> Anything:
    return street.application.work.worker._handlers["look"]


def _drained(street: Street) -> tuple[threading.Thread, list[Tally]]:
    tallies: list[Tally] = []
    worker = threading.Thread(target=lambda: tallies.append(street.application.work.worker.drain()), daemon=True)
    worker.start()
    return worker, tallies
