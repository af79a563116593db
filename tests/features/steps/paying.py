"""Steps about payment through a provider: acts of the client, the bank and the provider, and their notifications."""

from __future__ import annotations

from pytest_bdd import given, parsers, then

from features.drivers.values import Duty
from features.steps.story import AMOUNT, INSTANT, Story, moment
from saas_core.kernel.money import Money

CLIENT = r'"(?P<client>[^"]+)"'


@given(parsers.re(rf"{CLIENT} subscribes through the payment provider"))
def subscribes(story: Story, client: str) -> None:
    """Subscribe, pay for the first period, and deliver the notifications."""
    story.driver.paying.subscribe(story.owner_of(client), story.clients[client])


@given(
    parsers.re(
        rf"{CLIENT} subscribes through the payment provider, with a credit of (?P<credit>{AMOUNT}) "
        rf"and a payment of (?P<paid>{AMOUNT})"
    )
)
def subscribes_with_credit(story: Story, client: str, credit: str, paid: str) -> None:
    """Subscribe with a credit, which leaves that much to be paid, and deliver the notifications."""
    by, tenant_id = story.owner_of(client), story.clients[client]
    assert story.driver.paying.subscribe_with_credit(by, tenant_id, Money.parse(credit)) == Money.parse(paid)


@given(parsers.re(rf"{CLIENT} subscribes again through the payment provider, with another card"))
def subscribes_again(story: Story, client: str) -> None:
    """Subscribe with a card that the bank does not decline, and deliver the notifications."""
    story.driver.paying.accept(story.clients[client])
    story.driver.paying.subscribe(story.owner_of(client), story.clients[client])


@given(parsers.re(rf"{CLIENT} has paid for a subscription at the payment provider that is billed for usage in arrears"))
def subscribes_in_arrears(story: Story, client: str) -> None:
    """Start and pay a subscription billed for usage in arrears, and deliver the notifications."""
    story.driver.paying.subscribe_in_arrears(story.owner_of(client), story.clients[client])


@given(parsers.re(rf"{CLIENT} starts a (?P<days>\d+)-day trial through the payment provider"))
def begins_trial(story: Story, client: str, days: str) -> None:
    """Start a trial and deliver the notifications."""
    story.driver.paying.begin_trial(story.owner_of(client), story.clients[client], int(days))


@given(parsers.re(rf"the payment provider moved the end of the trial of {CLIENT} to (?P<end>{INSTANT})"))
def moved_trial(story: Story, client: str, end: str) -> None:
    """Extend or shorten the trial at the payment provider."""
    story.driver.paying.move_trial(story.clients[client], moment(end))


@given(parsers.re(rf"the payment provider ended the trial of {CLIENT} without a payment"))
def ended_trial(story: Story, client: str) -> None:
    """End the trial now, with no way to pay."""
    story.driver.paying.end_trial(story.clients[client])


@given(parsers.re(rf"{CLIENT} was sent to the payment provider and has not paid"))
def led(story: Story, client: str) -> None:
    """Open the payment page, which stays open without a license."""
    assert story.driver.paying.lead(story.owner_of(client), story.clients[client])


@given(parsers.re(rf"the bank declines the card of {CLIENT}"))
def declines(story: Story, client: str) -> None:
    """Decline every charge from now on."""
    story.driver.paying.decline(story.clients[client])


@given(parsers.re(rf"{CLIENT} now pays by bank debit, which takes the bank (?P<days>\d+) days to process"))
def pays_by_debit(story: Story, client: str, days: str) -> None:
    """Collect by bank debit from now on."""
    story.driver.paying.debit(story.clients[client], int(days))


@given(parsers.re(rf"the payment provider has ended the subscription of {CLIENT} with an invoice left unpaid"))
def ended_with_debt(story: Story, client: str) -> None:
    """Check that the last attempt to collect failed, which ended the subscription."""
    assert story.driver.paying.ended_with_debt(story.clients[client])


@given(parsers.re(rf"{CLIENT} pays its open invoice with another card"))
def pays(story: Story, client: str) -> None:
    """Pay what is owed."""
    story.driver.paying.pay(story.clients[client])


@given(parsers.re(rf"the payment provider refunded (?:(?P<amount>{AMOUNT}) of )?the payment of {CLIENT}"))
def refunded(story: Story, client: str, amount: str | None) -> None:
    """Refund the last payment, or an amount of it."""
    story.driver.paying.give_back(story.clients[client], None if amount is None else Money.parse(amount))


@given(parsers.re(rf"the bank disputes the payment of {CLIENT}"))
def disputes(story: Story, client: str) -> None:
    """Dispute the last payment."""
    story.driver.paying.dispute(story.clients[client], won=None)


@given(parsers.re(rf"the bank disputed the payment of {CLIENT} and the (?P<winner>client|provider) won"))
def disputed(story: Story, client: str, winner: str) -> None:
    """Dispute the last payment, and decide the dispute."""
    story.driver.paying.dispute(story.clients[client], won=winner == "provider")


@given(parsers.re(rf"{CLIENT} cancels at the payment provider, effective at the end of the period"))
def cancels(story: Story, client: str) -> None:
    """Cancel at the payment provider, not with us."""
    story.driver.paying.cancel(story.clients[client])


@given(parsers.re(rf"{CLIENT} cancels at the payment provider, effective (?P<at>{INSTANT})"))
def cancels_for_a_day(story: Story, client: str, at: str) -> None:
    """Cancel at the payment provider, for an instant ahead."""
    story.driver.paying.cancel_on(story.clients[client], moment(at))


@given(
    parsers.re(
        rf"the payment provider sends a notification about the subscription of {CLIENT} that cannot be understood"
    )
)
def puzzles(story: Story, client: str) -> None:
    """Send a notification that has no meaning here."""
    story.driver.paying.puzzle(story.clients[client])


@given("the payment provider's notifications have arrived")
def notified(story: Story) -> None:
    """Deliver the pending notifications."""
    story.driver.paying.tell()


@given("the payment provider's notifications have arrived twice and out of order")
def notified_out_of_order(story: Story) -> None:
    """Deliver the pending notifications twice and in reverse order."""
    story.driver.paying.tell_badly()


@given("the payment provider's notifications were lost")
def lost(story: Story) -> None:
    """Drop the pending notifications."""
    story.driver.paying.lose()


@given("the provider has begun its hourly check of all accounts")
@given("the provider has finished its hourly check of all accounts")
def checked_hourly(story: Story) -> None:
    """Run the tasks that are due by now: each account has its own turn within the hour."""
    story.driver.paying.look()


@then(parsers.re(rf"{CLIENT} was not notified of a failed payment"))
def not_told_of_failure(story: Story, client: str) -> None:
    """Find no letter about a failed payment."""
    assert story.driver.paying.failures_mailed(story.owners[client]) == []


@then(parsers.re(rf"an incident of usage billing names the subscription of {CLIENT}"))
def incident_of_usage(story: Story, client: str) -> None:
    """Find the only open incident, as staff."""
    tenant_id = story.clients[client]
    subject = story.driver.paying.subscription(tenant_id)
    assert story.driver.paying.incidents(story.staff(Duty.BILLING), tenant_id) == [("usage billing", subject)]
