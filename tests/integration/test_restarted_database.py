"""PostgreSQL crashes and comes back while news comes in and workers work: what was answered is kept, and all go on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from postgres import PostgresCluster
from saas_core.work.worker import LEASE
from saas_http import http_application
from street import Street, opened

Anything = Any
SOME, THOROUGH = 2, 20
CLIENTS = 8


class Sender(threading.Thread):
    """Posts news as Stripe does: what is not answered 200 is sent again, later."""

    def __init__(self, street: Street, events: list[dict[str, Any]]) -> None:
        """Begin to send when it is started."""
        super().__init__()
        self._street = street
        self._events = events
        self.answered: list[str] = []
        self.refused: set[int] = set()
        self.half = threading.Event()
        self.crashed = threading.Event()
        self.noticed = threading.Event()
        self.fault: BaseException | None = None

    def run(self) -> None:
        """Send until everything was answered."""
        try:
            asyncio.run(self._send())
        except BaseException as fault:  # noqa: BLE001 - a thread's fault would be lost otherwise
            self.fault = fault
        finally:
            self.half.set()
            self.noticed.set()

    async def _send(self) -> None:
        transport = ASGITransport(http_application(self._street.application))
        async with AsyncClient(transport=transport, base_url="http://saas.example") as client:
            waiting = list(self._events)
            while waiting:
                if len(waiting) == 1:
                    # One is kept for a database that is away for certain.
                    self.crashed.wait(60)
                event = waiting.pop(0)
                body, headers = self._street.stripe.signed(event)
                told = await client.post("/webhooks/stripe", content=body, headers=headers)
                if told.status_code == 200:
                    self.answered.append(event["id"])
                else:
                    self.refused.add(told.status_code)
                    self.noticed.set()
                    waiting.append(event)
                if len(self.answered) >= len(self._events) // 2:
                    self.half.set()


@contextmanager
def _working(street: Street, number: int) -> Iterator[list[BaseException]]:
    """Have workers work on their own, as the command does, and give what they ended by."""
    ended = threading.Event()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            with street.application.store.waiting() as wait:
                street.application.work.worker.run(stopped=ended.is_set, wait=lambda: wait(0.02))
        except BaseException as fault:  # noqa: BLE001 - a thread's fault would be lost otherwise
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(number)]
    for each in threads:
        each.start()
    try:
        yield faults
    finally:
        ended.set()
        for each in threads:
            each.join(60)


@pytest.fixture
def cluster() -> Iterator[PostgresCluster]:
    """Yield a server of the test's own, which writes to disk as one in production does."""
    made = PostgresCluster(durable=True)
    yield made
    made.stop()


def test_a_database_that_crashes_under_load_loses_nothing_that_was_answered(
    cluster: PostgresCluster, tmp_path: Path, request: Anything
) -> None:
    """The workers wait for it and go on by themselves; what they held is taken over after its time."""
    with opened(cluster.migrated_database(), tmp_path) as street:
        for number in range(CLIENTS):
            street.add(f"client-{number}")
            street.subscribe(f"client-{number}")
        with _working(street, 2) as faults:
            for _ in range(THOROUGH if request.config.getoption("thorough") else SOME):
                sender = Sender(street, street.news())
                sender.start()
                sender.half.wait(60)
                cluster.halt()
                sender.crashed.set()
                sender.noticed.wait(60)
                cluster.resume()
                sender.join(120)
                assert (sender.fault, sender.refused) == (None, {503})
                kept = [street.application.store.signals.find("stripe", each) for each in sender.answered]
                assert None not in kept
                street.wait(days=31, seconds=LEASE.total_seconds())
            assert faults == []
        street.wait(seconds=LEASE.total_seconds() + 1)
        street.deliver()
        street.wait(hours=1)
        street.deliver()
        assert street.application.work.outbox.list_tasks(by=street.staff, parked=True) == ()
        street.sweep()
