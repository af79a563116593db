"""The story of `saas demo --with-billing`: a year of one license that follows a simulated provider of payments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from saas_cli.demo.beginning import invites
from saas_core.licensing.values import HoldKind

if TYPE_CHECKING:
    from saas_app.simulation import SimulatedProvider
    from saas_cli.demo.stage import Stage

_HOUR = timedelta(hours=1)


def year(stage: Stage, provider: SimulatedProvider) -> None:
    """Tell the year, from the terms to the end."""
    first = _begun(stage, provider)
    _renewals(stage, provider, first)
    _money_back(stage, provider)
    _ended(stage, provider)


def _begun(stage: Stage, provider: SimulatedProvider) -> datetime:
    stage.clock.move_to(2026, 2, 3)
    tell = stage.teller
    tell.chapter("Terms and the first payment", "3 February. The provider of payments is simulated, and is not Stripe.")
    invites(stage, stage.sam, stage.olivia.user_id)
    stage.joins("olivia", stage.olivia, stage.app.policy.offered_terms().digest)
    begins = datetime(2026, 2, 4, 9, tzinfo=UTC)
    stage.app.licensing.grant_trial(
        by=stage.sam, tenant_id=stage.tenant, since=begins, until=begins + timedelta(days=1)
    )
    _asks(stage, "A day's trial begins tomorrow; Olivia asks today")
    stage.clock.at(begins)
    _asks(stage, "The trial has begun")
    stage.clock.at(begins + timedelta(days=1))
    _asks(stage, "The trial is over, and nothing was paid")
    billing = stage.app.payments
    billing.subscribe(by=stage.olivia, tenant_id=stage.tenant)
    stage.app.work.worker.drain()
    page = billing.checkout(by=stage.olivia, tenant_id=stage.tenant).url
    tell.say("Olivia is led to the page for subscribing, which stays open without a license (clause 0.1).")
    provider.subscribes(page)
    _deliver(stage, provider)
    _asks(stage, "She paid for a month")
    stage.app.tenancy.configure_account(
        by=stage.olivia,
        tenant_id=stage.tenant,
        legal_name="Harbor Foods Ltd",
        country="GB",
        time_zone="Europe/London",
        language="en",
        contact_email="office@harbor.example",
    )
    stage.app.tenancy.activate(by=stage.sam, tenant_id=stage.tenant)
    return begins + timedelta(days=1)


def _renewals(stage: Stage, provider: SimulatedProvider, first: datetime) -> None:
    tell = stage.teller
    tell.chapter("Renewals", "Each month is collected an hour after the last one ended.")
    stage.clock.at(first + timedelta(days=30, minutes=30))
    _deliver(stage, provider)
    _asks(stage, "The month is over; the announced renewal is waited for")
    stage.clock.at(first + timedelta(days=30) + _HOUR)
    provider.is_silent()
    stage.clock.at(first + timedelta(days=31) + _HOUR)
    _asks(stage, "A day over, with the worker down and no word of the renewal")
    stage.clock.at(first + timedelta(days=31) + 2 * _HOUR)
    stage.app.work.worker.drain()
    _asks(stage, "The news was lost; the worker is back, and its look found the payment")
    provider.declines(cards=True)
    stage.clock.at(first + timedelta(days=60) + 2 * _HOUR)
    _deliver(stage, provider)
    _asks(stage, "The next month, the bank declines the card")
    stage.asks("She opens the page for paying", stage.olivia, "billing.pay")
    provider.declines(cards=False)
    provider.pays()
    _deliver(stage, provider)
    _asks(stage, "She pays the invoice by another card")
    view = stage.app.licensing.place_hold(
        by=stage.sam, tenant_id=stage.tenant, kind=HoldKind.BREACH, why="access resold to others", clause="0.2"
    )
    _asks(stage, "The provider holds the license, paid as it is")
    stage.app.licensing.lift_hold(by=stage.sam, tenant_id=stage.tenant, hold=view.holds[0].id, why="the resale ended")
    _asks(stage, "The hold is lifted")


def _money_back(stage: Stage, provider: SimulatedProvider) -> None:
    tell = stage.teller
    tell.chapter("Money taken back", "Refunds and disputes are facts about payment, and no holds.")
    _later(stage, provider, 5)
    provider.disputes()
    _deliver(stage, provider)
    _asks(stage, "Her bank disputes the payment")
    _later(stage, provider, 20)
    provider.decides(won=True)
    _deliver(stage, provider)
    _later(stage, provider, 30)
    _asks(stage, "The provider won; a month later it is as if nothing had been")
    provider.gives_back()
    _deliver(stage, provider)
    _asks(stage, "By mistake the last payment is given back in full")
    _later(stage, provider, 30)
    _asks(stage, "The next month was collected as ever")


def _ended(stage: Stage, provider: SimulatedProvider) -> None:
    tell = stage.teller
    tell.chapter("The end", "A license canceled at the end of its period lasts to the last paid instant.")
    provider.pauses(paused=True)
    _deliver(stage, provider)
    _later(stage, provider, 31)
    _asks(stage, "Collecting was stopped, and the month is over")
    provider.pauses(paused=False)
    _later(stage, provider, 61)
    _asks(stage, "It was taken up again, and collected")
    provider.cancels()
    _deliver(stage, provider)
    _asks(stage, "Olivia cancels to the end of the month")
    _later(stage, provider, 31)
    _asks(stage, "The month is over")
    stage.asks("She exports her data", stage.olivia, "data.export")
    view = stage.app.licensing.show(by=stage.olivia, tenant_id=stage.tenant)
    invoices = stage.app.payments.list_invoices(by=stage.olivia, tenant_id=stage.tenant)
    tell.say(f"{len(view.facts)} facts of the license came from {len(invoices)} invoices and what became of them.")


def _later(stage: Stage, provider: SimulatedProvider, days: int) -> None:
    """Let days pass; the provider's events arrive at the end."""
    stage.clock.at(stage.clock.now() + timedelta(days=days))
    _deliver(stage, provider)


def _deliver(stage: Stage, provider: SimulatedProvider) -> None:
    provider.tells(stage.app)


def _asks(stage: Stage, text: str) -> None:
    stage.asks(text, stage.olivia, "topic.feature_usage")
