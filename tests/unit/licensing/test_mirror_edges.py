"""The mirror at its edges: what happens in one and the same instant, and what differs in one word alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import evolve

from saas_core.kernel.ids import InstanceId, LicenseId, TenantId
from saas_core.kernel.money import Money
from saas_core.licensing import events
from saas_core.licensing.books import AccountBooks, BookedInvoice, BookedSubscription
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.ledger import ledger_of
from saas_core.licensing.model import License
from saas_core.licensing.policies.axes import read
from saas_core.licensing.policies.mirror import missing_facts
from saas_core.policy.shipped import shipped_terms

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = shipped_terms().settings
PRICE = Money(9900, "USD")


def day(number: float) -> datetime:
    """Return the instant a number of days after the first."""
    return FIRST + timedelta(days=number)


def license_of(*facts: LicenseFact) -> License:
    """Make a license with these facts."""
    ids = {"id": LicenseId(UUID(int=2)), "tenant_id": TenantId(UUID(int=1)), "instance_id": InstanceId(UUID(int=3))}
    return License(**ids, terms_version="2026-01", opened_at=FIRST, facts=facts)


def subscription(**given: Any) -> BookedSubscription:
    """Make a subscription that runs for thirty days."""
    fields: dict[str, Any] = {
        "ref": "sub_1",
        "live": True,
        "begun": True,
        "renews": True,
        "said": "subscription active",
        "created_at": day(0),
        "until": day(30),
    }
    return BookedSubscription(**{**fields, **given})


def kinds(license_: License, *subscriptions: BookedSubscription, at: float, **given: Any) -> list[str]:
    """Return the kinds of facts that a license lacks compared with these books."""
    books = AccountBooks(subscriptions=subscriptions, **given)
    return [type(each).__name__ for each in missing_facts(license_, books, SETTINGS, at=day(at), pending=False)]


def test_an_end_known_of_its_very_instant_is_no_second_one() -> None:
    """However the provider of payments tells of it."""
    over = subscription(live=False, renews=False, ended_at=day(10))
    wish = events.CancellationAsked(effective_at=day(10), recorded_at=day(10), at_period_end=False)
    assert kinds(license_of(wish), evolve(over, ended_by_us=True), at=11) == []
    assert kinds(license_of(), evolve(over, ended_by_us=True), at=11) == ["Ended"]


def test_one_that_begins_as_the_other_ends_goes_on() -> None:
    """There is no instant between the two, so nothing ended; an instant later it did."""
    over = subscription(live=False, renews=False, ended_at=day(10))
    following = subscription(ref="sub_2", created_at=day(10), until=day(40))
    assert kinds(license_of(), over, following, at=11) == []
    late = evolve(following, created_at=day(10) + timedelta(seconds=1))
    assert kinds(license_of(), over, late, at=11) == ["CancellationAsked"]


def test_one_that_is_over_asks_for_nothing_any_more() -> None:
    """Its word on a cancellation is that of the past."""
    over = subscription(live=False, renews=False, cancels=True, ended_at=day(10))
    ended = events.Ended(effective_at=day(10), recorded_at=day(10))
    heard = events.ProviderHeard(effective_at=day(9), recorded_at=day(9), renews=False, said=over.said)
    assert kinds(license_of(ended, heard), over, at=11, current=over) == []


def test_another_word_of_the_provider_is_heard_though_the_renewal_is_the_same() -> None:
    """The word is what people read; one that is the same is heard once."""
    heard = events.ProviderHeard(effective_at=day(1), recorded_at=day(1), renews=True, said="subscription active")
    running = subscription()
    assert kinds(license_of(heard), running, at=2, current=running) == []
    other = evolve(running, said="subscription active, card expires")
    assert kinds(license_of(heard), other, at=2, current=other) == ["ProviderHeard"]


def test_a_paid_invoice_to_the_end_of_a_trial_is_a_paid_period() -> None:
    """Only that of zero is the trial's own."""
    tried = subscription(trial_since=day(0), trial_until=day(14))
    granted = events.TrialGranted(effective_at=day(0), recorded_at=day(0), since=day(0), until=day(14))
    paid = BookedInvoice(
        ref="in_1",
        number="A-1",
        subscription="sub_1",
        total=PRICE,
        since=day(0),
        until=day(14),
        paid_at=day(0),
    )
    assert kinds(license_of(granted), tried, at=1, invoices=(paid,)) == ["PeriodPaid"]
    assert kinds(license_of(granted), tried, at=1, invoices=(evolve(paid, total=Money(0, "USD")),)) == []


def test_the_next_period_is_the_one_that_has_not_begun() -> None:
    """In the instant in which one begins, the next is the one after it."""
    periods = [
        events.PeriodPaid(
            effective_at=day(0), recorded_at=day(0), invoice=str(start), since=day(start), until=day(start + 10)
        )
        for start in (10, 30)
    ]
    seen = [read(ledger_of(periods, day(at), SETTINGS), SETTINGS, day(at)).begins for at in (9, 10, 30)]
    assert seen == [day(10), day(30), None]
