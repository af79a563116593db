"""Clients along a street: licenses mirrored from a simulated Stripe, its news delivered as a test wants it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from attrs import define, field

from clock import Clock
from saas_app import Application, initialize, open_application, settings_at
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId
from saas_core.licensing.queries import LicenseView
from saas_core.policy.decision import LicenseeKind
from saas_core.work.breaker import Breaker
from saas_core.work.worker import Tally
from saas_sandbox.stripe import SimulatedStripe
from simulated import Simulated
from sweep import paid, sweep_is_clean, wrong

BEGINS = datetime(2026, 3, 1, 9, tzinfo=UTC)
_UNTOLD = "TERMS_NOT_ACCEPTED"


@define
class Street:
    """The application, the simulated Stripe, and the clients with their customers there."""

    application: Application
    stripe: SimulatedStripe
    clock: Clock
    staff: Actor
    clients: dict[str, TenantId] = field(factory=dict)

    def taken_on(self, slug: str) -> TenantId:
        """Take a client on, of which Stripe knows nothing yet."""
        add = self.application.tenancy.add_tenant
        self.clients[slug] = add(by=self.staff, slug=slug, kind=LicenseeKind.BUSINESS_OPERATOR).tenant_id
        return self.clients[slug]

    def add(self, slug: str) -> TenantId:
        """Take a client on, and have its account opened at Stripe."""
        tenant_id = self.taken_on(slug)
        self.application.payments.subscribe(by=self.staff, tenant_id=tenant_id)
        self.application.work.worker.drain(tenant_id=tenant_id)
        self.deliver()
        return tenant_id

    def account(self, slug: str) -> str:
        """Return the client's customer at Stripe."""
        with self.application.store.read(self.clients[slug]) as work:
            return work.payments.get().account

    def subscribe(self, slug: str) -> str:
        """Complete the page for subscribing, and give the subscription."""
        page = self.application.payments.checkout(by=self.staff, tenant_id=self.clients[slug])
        return self.stripe.billing.subscribe(page.url.rsplit("/", 1)[1])["id"]

    def subscribed(self, slug: str) -> TenantId:
        """Add a client that has paid for its first period, and of which Stripe has told."""
        tenant_id = self.add(slug)
        self.subscribe(slug)
        self.deliver()
        return tenant_id

    def news(self) -> list[dict[str, Any]]:
        """Take out what Stripe has to tell."""
        return self.stripe.news()

    def send(self, events: Iterable[dict[str, Any]]) -> int:
        """Deliver events, and give how many were new."""
        return sum(self.take(each) for each in events)

    def take(self, event: dict[str, Any]) -> bool:
        """Deliver one event, signed now."""
        body, headers = self.stripe.signed(event)
        return self.application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)

    def deliver(self) -> Tally:
        """Deliver all news in order, and have it looked after."""
        self.send(self.news())
        return self.application.work.worker.drain()

    def wait(self, **span: float) -> None:
        """Let time go by."""
        self.clock.at += timedelta(**span)

    def show(self, slug: str, at: datetime | None = None) -> LicenseView:
        """Show a client's license."""
        return self.application.licensing.show(by=self.staff, tenant_id=self.clients[slug], at=at)

    def reasons(self, slug: str) -> list[str]:
        """Return why a client's license is shut, but for the terms, which nobody here accepts."""
        return [each.code for each in self.show(slug).reasons if each.code != _UNTOLD]

    def facts(self, slug: str) -> list[str]:
        """Return the kinds of a license's facts, in their order."""
        return [each.kind for each in self.show(slug).facts]

    def incidents(self, slug: str) -> list[tuple[str, str]]:
        """Return what is open for a person to look at."""
        with self.application.store.read(self.clients[slug]) as work:
            return [(each.kind, each.subject) for each in work.incidents.open()]

    def reconciled(self) -> None:
        """Have everything looked at, whether anything was told of it or not."""
        self.application.payments.reconcile_all(by=self.staff)
        self.application.work.worker.drain()

    def wrong(self) -> list[str]:
        """Return the clients whose license is not as Stripe's books have it."""
        return list(wrong(self.application, self.stripe, self.staff))

    def paid(self, slug: str) -> bool:
        """Tell from Stripe's books alone whether a client is in good standing now."""
        return paid(self.stripe.billing, str(self.clients[slug]))

    def sweep(self) -> None:
        """Assert that nothing is wrong, half done or twice there."""
        sweep_is_clean(self.application, self.stripe, self.staff)


@contextmanager
def opened(url: str, home: Path, *, breaker: Callable[[Clock], Breaker] | None = None) -> Iterator[Street]:
    """Open a street over a store, with a breaker before Stripe that never opens unless one is given."""
    clock = Clock(BEGINS)
    simulated = Simulated.of(clock, breaker and breaker(clock))
    settings = settings_at(home, database_url=url)
    initialize(settings)
    with open_application(settings, clock=clock, payments=simulated.payments) as application:
        key = application.access.staff.first(name="Sam", email="sam@provider.example").key
        staff = application.access.staff.authenticate(str(key))
        yield Street(application, simulated.stripe, clock, staff)


def shuffled(events: list[dict[str, Any]], chance: random.Random, *, twice: float, lost: float) -> list[dict[str, Any]]:
    """Return events out of order, some of them twice, some of them not at all."""
    kept = [each for each in events if chance.random() >= lost]
    again = [each for each in kept if chance.random() < twice]
    mixed = kept + again
    chance.shuffle(mixed)
    return mixed
