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
        """Let a month go by in which money fails, comes back and is disputed, and people change their minds."""
        for slug in street.clients:
            self._pays_how(street, street.account(slug))
            self._moves(street, slug, self._chance.random())
            street.wait(minutes=self._chance.randint(1, 90))
        street.wait(days=self._chance.randint(5, 20), minutes=self._chance.randint(0, 600))

    def _pays_how(self, street: Street, account: str) -> None:
        """Say how a client pays from now on: not at all, by bank debit, late, or partly from credit."""
        books, fate = street.stripe.billing, self._chance.random()
        (books.declined.add if fate < 0.1 else books.declined.discard)(account)
        books.debited.pop(account, None)
        if 0.1 < fate < 0.25:
            books.debited[account] = self._chance.randint(1, 9)
        (books.returned.add if 0.1 < fate < 0.15 else books.returned.discard)(account)
        books.late[account] = self._chance.randint(0, 20) * 3600 if fate > 0.7 else 0
        if fate > 0.95:
            books.credit[account] = self._chance.randint(1, 15_000)

    def _moves(self, street: Street, slug: str, fate: float) -> None:
        books, account = street.stripe.billing, street.account(slug)
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
        elif 0.25 < fate < 0.3 and rows and rows[0]["cancel_at"]:
            books.resume(rows[0]["id"])
        elif 0.3 < fate < 0.33 and rows:
            books.cancel(rows[0]["id"])
        elif 0.33 < fate < 0.36 and rows:
            books.cancel_on(rows[0]["id"], books.now() + self._chance.randint(1, 100 * 24) * 3600)
        elif 0.36 < fate < 0.38:
            books.delete(account)
        elif 0.38 < fate < 0.5:
            self._takes_back(street, account, fate)
        elif not rows:
            self._begins(street, slug, account)

    def _takes_back(self, street: Street, account: str, fate: float) -> None:
        """Have a refund fail, a decided dispute come up again, or a trial move."""
        books = street.stripe.billing
        charges = books.of("charges", customer=account)
        refunds = [each for charge in charges for each in books.of("refunds", charge=charge["id"], status="succeeded")]
        closed = [each for charge in charges for each in books.of("disputes", charge=charge["id"], status="won")]
        trials = books.of("subscriptions", customer=account, status="trialing")
        if refunds and fate < 0.44:
            books.fail_refund(refunds[0]["id"], "failed" if fate < 0.42 else "canceled")
        elif closed and fate < 0.46:
            books.reopen(closed[0]["id"])
            books.close(closed[0]["id"], won=fate < 0.45)
        elif trials and fate < 0.48:
            books.move_trial(trials[0]["id"], books.now() + self._chance.randint(1, 40) * 86_400)
        elif trials:
            books.end_trial(trials[0]["id"], paid=fate < 0.49)

    def _begins(self, street: Street, slug: str, account: str) -> None:
        """Have a client subscribe again, some with a trial; one whose customer was deleted gets another customer."""
        books = street.stripe.billing
        if books.rows["customers"][account].get("deleted"):
            street.application.payments.subscribe(by=street.staff, tenant_id=street.clients[slug])
            street.application.work.worker.drain(tenant_id=street.clients[slug])
            account = street.account(slug)
        books.start(account, books.now(), {}, trial_days=14 if self._chance.random() < 0.4 else 0)

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
        living = [each for each in street.stripe.billing.rows["customers"].values() if not each.get("deleted")]
        customers = max(0, len(living) - len(street.clients))
        twice = 0
        for slug in street.clients:
            paid = [each.says for each in street.show(slug).facts if each.kind == "PeriodPaid"]
            twice += len(paid) - len(set(paid))
        return customers + twice
