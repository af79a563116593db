"""Steps about payment through a provider: what the client, the bank and the provider do, and what is heard of it."""

from __future__ import annotations

from pytest_bdd import given, parsers

from features.steps.story import Story

CLIENT = r'"(?P<client>[^"]+)"'


@given(parsers.re(rf"{CLIENT} subscribes through the payment provider"))
def subscribes(story: Story, client: str) -> None:
    """Subscribe, pay for the first period, and be told of."""
    story.driver.paying.subscribe(story.owner_of(client), story.clients[client])


@given(parsers.re(rf"{CLIENT} begins a trial of (?P<days>\d+) days at the payment provider"))
def begins_trial(story: Story, client: str, days: str) -> None:
    """Begin with a trial, and be told of."""
    story.driver.paying.begin_trial(story.owner_of(client), story.clients[client], int(days))


@given(parsers.re(rf"{CLIENT} was led to the payment provider and has not paid"))
def led(story: Story, client: str) -> None:
    """Open the way to paying, which stays open without a license."""
    assert story.driver.paying.lead(story.owner_of(client), story.clients[client])


@given(parsers.re(rf"the bank declines the card of {CLIENT}"))
def declines(story: Story, client: str) -> None:
    """Decline whatever is collected from now on."""
    story.driver.paying.decline(story.clients[client])


@given(parsers.re(rf"{CLIENT} pays its open invoice by another card"))
def pays(story: Story, client: str) -> None:
    """Pay what is owed."""
    story.driver.paying.pay(story.clients[client])


@given(parsers.re(rf"the payment provider gave the payment of {CLIENT} back"))
def gave_back(story: Story, client: str) -> None:
    """Give the last payment back."""
    story.driver.paying.give_back(story.clients[client])


@given(parsers.re(rf"the bank disputes the payment of {CLIENT}"))
def disputes(story: Story, client: str) -> None:
    """Dispute the last payment."""
    story.driver.paying.dispute(story.clients[client], won=None)


@given(parsers.re(rf"the bank disputed the payment of {CLIENT} and the (?P<winner>client|provider) won"))
def disputed(story: Story, client: str, winner: str) -> None:
    """Dispute the last payment, and decide the dispute."""
    story.driver.paying.dispute(story.clients[client], won=winner == "provider")


@given(parsers.re(rf"{CLIENT} cancels at the payment provider to the end of the period"))
def cancels(story: Story, client: str) -> None:
    """Cancel there, and not with us."""
    story.driver.paying.cancel(story.clients[client])


@given(parsers.re(rf"the payment provider says of the subscription of {CLIENT} what nobody understands"))
def puzzles(story: Story, client: str) -> None:
    """Say something that has no meaning here."""
    story.driver.paying.puzzle(story.clients[client])


@given("the payment provider told its news")
def told(story: Story) -> None:
    """Deliver what there is to tell."""
    story.driver.paying.tell()


@given("the news of the payment provider came twice and in the wrong order")
def told_badly(story: Story) -> None:
    """Deliver it twice, and backwards."""
    story.driver.paying.tell_badly()


@given("the news of the payment provider was lost")
def lost(story: Story) -> None:
    """Deliver nothing of it."""
    story.driver.paying.lose()


@given("the provider looked at all accounts, as it does every hour")
def looked(story: Story) -> None:
    """Do what is due by now."""
    story.driver.paying.look()
