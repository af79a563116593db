"""Steps about licenses: payments, disputes, trials, cancellations and holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pytest_bdd import given, parsers, then, when

from features.drivers.values import Duty, Money
from features.steps.story import INSTANT, Story, moment
from saas_core.kernel.actors import Actor
from saas_core.policy.decision import Question
from saas_core.policy.document import read_terms

DAY = r"\d{4}-\d\d-\d\d"
EVENT = (
    "is overdue|was settled|was refunded in full|was refunded in part|had its refund returned by the bank"
    "|is disputed at the bank"
)


@given(
    parsers.re(
        rf'"(?P<client>[^"]+)" has paid the invoice "(?P<invoice>[^"]+)" '
        rf"for the period from (?P<since>{INSTANT}) to (?P<until>{INSTANT})"
    )
)
def has_paid(story: Story, client: str, invoice: str, since: str, until: str) -> None:
    """Record a received payment."""
    paid = Money(invoice, "was paid", moment(since), moment(until))
    story.driver.record(story.staff(Duty.BILLING), story.clients[client], paid)


@given(
    parsers.re(
        r'"(?P<client>[^"]+)" has paid the invoice "(?P<invoice>[^"]+)" '
        rf"through the end of the day on (?P<day>{DAY})"
    )
)
def has_paid_to_the_day(story: Story, client: str, invoice: str, day: str) -> None:
    """Record a payment through the end of a day in the time zone of the terms."""
    versions = story.driver.terms_document("2026-02")
    zone = ZoneInfo(read_terms(versions.encode()).time_zone)
    end = datetime.fromisoformat(day).replace(tzinfo=zone) + timedelta(days=1)
    paid = Money(invoice, "was paid", story.driver.clock.now(), end)
    story.driver.record(story.staff(Duty.BILLING), story.clients[client], paid)


@given(parsers.re(rf'the invoice "(?P<invoice>[^"]+)" of "(?P<client>[^"]+)" (?P<event>{EVENT})'))
def event_of_an_invoice(story: Story, invoice: str, client: str, event: str) -> None:
    """Record an event of an invoice."""
    story.driver.record(story.staff(Duty.BILLING), story.clients[client], Money(invoice, event))


@given(
    parsers.re(r'the dispute over the invoice "(?P<invoice>[^"]+)" of "(?P<client>[^"]+)" was (?P<outcome>won|lost)')
)
def dispute_over(story: Story, invoice: str, client: str, outcome: str) -> None:
    """Record how a dispute ended."""
    story.driver.record(story.staff(Duty.BILLING), story.clients[client], Money(invoice, f"dispute {outcome}"))


@given(parsers.re(rf'"(?P<client>[^"]+)" has a trial until (?P<until>{INSTANT})'))
def has_a_trial(story: Story, client: str, until: str) -> None:
    """Grant a trial from now on."""
    now = story.driver.clock.now()
    story.driver.grant_trial(story.clients[client], since=now, until=moment(until))


@given(
    parsers.re(
        r'"(?P<person>[^"]+)" has canceled the license, effective (?P<manner>immediately|at the end of the paid period)'
    )
)
def has_canceled(story: Story, person: str, manner: str) -> None:
    """Cancel the license for the client."""
    story.driver.cancel(story.person(person), story.client_of(person), at_period_end=manner != "immediately")


@given(parsers.re(r'the payment provider announced that the license of "(?P<client>[^"]+)" renews automatically'))
def renewal_announced(story: Story, client: str) -> None:
    """Record the payment provider's announcement of a renewal."""
    story.driver.announce_renewal(story.clients[client])


@given(parsers.re(r'"(?P<person>[^"]+)" has resumed the license'))
def has_resumed(story: Story, person: str) -> None:
    """Withdraw the cancellation."""
    story.driver.resume(story.person(person), story.client_of(person))


@given(parsers.re(r'the provider has placed a hold on the license of "(?P<client>[^"]+)" for "(?P<why>[^"]+)"'))
def provider_holds(story: Story, client: str, why: str) -> None:
    """Place a hold."""
    story.driver.hold(story.staff(Duty.LICENSING), story.clients[client], why)


@given(parsers.re(r'the provider has lifted the hold on the license of "(?P<client>[^"]+)"'))
def provider_lifted(story: Story, client: str) -> None:
    """Lift every hold."""
    _lift(story, story.staff(Duty.LICENSING), client)


def _lift(story: Story, by: Actor, client: str) -> None:
    tenant_id = story.clients[client]
    for hold_id in story.driver.holds(tenant_id):
        story.driver.lift(by, tenant_id, hold_id)


@when(parsers.re(r'"(?P<person>[^"]+)" tries to lift the hold on the license of "(?P<client>[^"]+)"'))
def tries_to_lift(story: Story, person: str, client: str) -> None:
    """Try to lift a hold as a user of the client."""
    by, tenant_id = story.person(person), story.clients[client]
    story.attempt(Question(tenant_id, by, "provider.licenses"), lambda: _lift(story, by, client))


@when(
    parsers.re(
        rf'"(?P<person>[^"]+)" tries to record a payment of the invoice "(?P<invoice>[^"]+)" '
        rf"for the period until (?P<until>{INSTANT})"
    )
)
def client_records(story: Story, person: str, invoice: str, until: str) -> None:
    """Try to record a payment as a user of the client."""
    client = next(name for name, known in story.clients.items() if known == story.client_of(person))
    _tries_to_record(story, story.person(person), client, invoice, until)


@when(
    parsers.re(
        rf'support staff tries to record a payment of the invoice "(?P<invoice>[^"]+)" of "(?P<client>[^"]+)" '
        rf"for the period until (?P<until>{INSTANT})"
    )
)
def support_records(story: Story, invoice: str, client: str, until: str) -> None:
    """Try to record a payment as support staff."""
    _tries_to_record(story, story.staff(), client, invoice, until)


def _tries_to_record(story: Story, by: Actor, client: str, invoice: str, until: str) -> None:
    tenant_id = story.clients[client]
    paid = Money(invoice, "was paid", story.driver.clock.now(), moment(until))
    story.attempt(Question(tenant_id, by, "provider.payments"), lambda: story.driver.record(by, tenant_id, paid))


@then(parsers.re(r'the license of "(?P<client>[^"]+)" is unchanged'))
def license_as_before(story: Story, client: str) -> None:
    """Compare the license with what it was before."""
    tenant_id = story.clients[client]
    assert story.driver.picture(tenant_id)["license"] == story.before[tenant_id]["license"]
