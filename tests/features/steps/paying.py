"""Steps about payment through a provider: acts of the client, the bank and the provider, and their notifications."""

from __future__ import annotations

from pytest_bdd import given, parsers

from features.steps.story import Story

CLIENT = r'"(?P<client>[^"]+)"'


@given(parsers.re(rf"{CLIENT} subscribes through the payment provider"))
def subscribes(story: Story, client: str) -> None:
    """Subscribe, pay for the first period, and deliver the notifications."""
    story.driver.paying.subscribe(story.owner_of(client), story.clients[client])


@given(parsers.re(rf"{CLIENT} starts a (?P<days>\d+)-day trial through the payment provider"))
def begins_trial(story: Story, client: str, days: str) -> None:
    """Start a trial and deliver the notifications."""
    story.driver.paying.begin_trial(story.owner_of(client), story.clients[client], int(days))


@given(parsers.re(rf"{CLIENT} was sent to the payment provider and has not paid"))
def led(story: Story, client: str) -> None:
    """Open the payment page, which stays open without a license."""
    assert story.driver.paying.lead(story.owner_of(client), story.clients[client])


@given(parsers.re(rf"the bank declines the card of {CLIENT}"))
def declines(story: Story, client: str) -> None:
    """Decline every charge from now on."""
    story.driver.paying.decline(story.clients[client])


@given(parsers.re(rf"{CLIENT} pays its open invoice with another card"))
def pays(story: Story, client: str) -> None:
    """Pay what is owed."""
    story.driver.paying.pay(story.clients[client])


@given(parsers.re(rf"the payment provider refunded the payment of {CLIENT}"))
def refunded(story: Story, client: str) -> None:
    """Refund the last payment."""
    story.driver.paying.give_back(story.clients[client])


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


@given("the provider has run its hourly check of all accounts")
def checked_hourly(story: Story) -> None:
    """Run the tasks that are due by now."""
    story.driver.paying.look()
