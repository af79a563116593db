"""Storms: a year of a street's billing, its news told twice, out of order, late or never, by several workers."""

from __future__ import annotations

import random
import threading
from pathlib import Path
from typing import Any

from attrs import frozen

from street import Street, opened, shuffled
from sweep import swept

TWICE, LOST = 0.2, 0.1
WORKERS = 3


@frozen(kw_only=True)
class Figures:
    """The figures of a storm: events delivered, duplicated and dropped; wrong licenses and doubled objects.

    `unclean` is what the sweep found afterwards.
    """

    delivered: int
    duplicated: int
    dropped: int
    lost: int
    doubled: int
    parked: int
    clients: int
    unclean: tuple[str, ...]


def told(figures: Figures) -> str:
    """Return the figures as one line."""
    return (
        f"{figures.clients} clients, delivered {figures.delivered}, duplicated {figures.duplicated},"
        f" dropped {figures.dropped}, parked {figures.parked}, lost {figures.lost}, doubled {figures.doubled}"
    )


class Storm:
    """A storm over one store; the same seed makes the same storm."""

    def __init__(self, url: str, home: Path, *, clients: int, events: int, seed: int) -> None:
        """Say where, how large, and by which chance."""
        self._url = url
        self._home = home
        self._clients = clients
        self._events = events
        self._chance = random.Random(seed)

    def run(self) -> Figures:
        """Let it blow until enough was delivered, calm down, reconcile, and count."""
        delivered = duplicated = dropped = 0
        with opened(self._url, self._home) as street:
            self._begin(street)
            while delivered < self._events:
                self._month(street)
                events = street.news()
                mixed = shuffled(events, self._chance, twice=TWICE, lost=LOST)
                new = self._tell(street, mixed)
                delivered += len(mixed)
                duplicated += len(mixed) - new
                dropped += len(events) - new
            street.reconciled()
            parked = street.application.work.outbox.list_tasks(by=street.staff, parked=True)
            return Figures(
                delivered=delivered,
                duplicated=duplicated,
                dropped=dropped,
                lost=len(street.wrong()),
                doubled=self._doubled(street),
                parked=len(parked),
                clients=len(street.clients),
                unclean=tuple(swept(street.application, street.stripe, street.staff)),
            )

    def _begin(self, street: Street) -> None:
        for number in range(self._clients):
            street.add(f"client-{number}")
        for slug in street.clients:
            street.subscribe(slug)

    def _month(self, street: Street) -> None:
        """Let a month go by in which cards fail, money is given back and disputed, and people change their minds."""
        books = street.stripe.billing
        for slug in street.clients:
            account, fate = street.account(slug), self._chance.random()
            (books.declined.add if fate < 0.1 else books.declined.discard)(account)
            rows = [each for each in books.of("subscriptions", customer=account) if each["ended_at"] is None]
            charges = [each for each in books.of("charges", customer=account) if not each["refunded"]]
            if 0.1 < fate < 0.15 and charges:
                books.refund(charges[0]["id"])
            elif 0.15 < fate < 0.2 and charges and not charges[0]["disputed"]:
                dispute = books.dispute(charges[0]["id"])
                if fate < 0.19:
                    books.close(dispute["id"], won=fate < 0.17)
            elif 0.2 < fate < 0.25 and rows:
                books.cancel(rows[0]["id"], at_period_end=True)
            elif 0.25 < fate < 0.3 and rows and rows[0]["cancel_at_period_end"]:
                books.resume(rows[0]["id"])
            elif 0.3 < fate < 0.33 and rows:
                books.cancel(rows[0]["id"])
            elif not rows:
                books.start(account, books.now(), {})
            street.wait(minutes=self._chance.randint(1, 90))
        street.wait(days=self._chance.randint(5, 20), minutes=self._chance.randint(0, 600))

    def _tell(self, street: Street, events: list[dict[str, Any]]) -> int:
        """Deliver events while workers look after them, and give how many were new."""
        ended = threading.Event()
        faults: list[BaseException] = []

        def work() -> None:
            try:
                while not ended.is_set():
                    street.application.work.worker.drain()
                    ended.wait(0.01)
            except BaseException as fault:
                faults.append(fault)
                raise

        threads = [threading.Thread(target=work) for _ in range(WORKERS)]
        for each in threads:
            each.start()
        try:
            new = street.send(events)
        finally:
            ended.set()
            for each in threads:
                each.join()
        assert not faults
        street.application.work.worker.drain()
        return new

    def _doubled(self, street: Street) -> int:
        """Count what is there twice: customers of one client, and facts that say the same of one invoice."""
        customers = len(street.stripe.billing.rows["customers"]) - len(street.clients)
        twice = 0
        for slug in street.clients:
            paid = [each.says for each in street.show(slug).facts if each.kind == "PeriodPaid"]
            twice += len(paid) - len(set(paid))
        return customers + twice
