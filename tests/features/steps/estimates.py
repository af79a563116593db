"""Steps about estimates: requested, drafted, issued and withdrawn, and what they state."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, parsers, then, when

from features.drivers.estimating import SignedIn, lines
from features.drivers.mail import subjects
from features.drivers.values import address
from features.steps.clients import slug
from features.steps.job import DAY, HOURS, seconds
from features.steps.story import AMOUNT, INSTANT, Answer, Story, answer_of, moment
from saas_core.engagements.estimates.values import Pricing
from saas_core.kernel.money import Money
from saas_core.policy.decision import Question

THROUGH = "2026-03-31"
PRICED = rf" at (?P<rate>{AMOUNT}) an hour| at a fixed price"
OF = (
    r"(?:(?P<low>\d+) to )?(?P<high>\d+) hours?"
    r'(?: for "(?P<first>[^"]+)" and (?P<more>\d+) hours? for "(?P<second>[^"]+)")?'
)


def signing_in(story: Story, person: str) -> SignedIn:
    """Return a person as somebody who signs in with a mailed link."""
    tenant_id = story.client_of(person)
    client = next(name for name, known in story.clients.items() if known == tenant_id)
    return SignedIn(story.people[person], person, slug(client), story.keys[person])


def asks_for(story: Story, person: str, title: str) -> None:
    """Ask for an estimate."""
    tenant_id = story.client_of(person)
    found = story.driver.estimating.request(story.person(person), tenant_id, title)
    story.job.tenant_id, story.job.engagement_id = tenant_id, found


def drafts(story: Story, said: dict[str, Any], *, changes: bool = False) -> None:
    """Draft an estimate, or a change order."""
    desk, here = story.driver.estimating, story.job.here
    how = desk.change_order if changes else desk.draft
    story.job.estimate = how(story.staff(), *here, valid_through=said.pop("valid_through", THROUGH), **said)


def issues(story: Story) -> None:
    """Issue the draft, and note whom a link was mailed to."""
    tenant_id, _engagement = story.job.here
    story.job.estimate = story.driver.estimating.issue(story.staff(), tenant_id, story.job.estimate)


def maximum(story: Story) -> Money:
    """Return the most that the estimate can cost; a reduction costs nothing."""
    return Money(max(story.job.revision.maximum_minor, 0), "USD")


def approving(story: Story, person: str) -> Question:
    """Return the question whether a person may approve what the estimate costs."""
    by, tenant_id = story.person(person), story.client_of(person)
    return story.question(by, "approve an estimate", tenant_id, amount=maximum(story))


def said_of(low: str | None, high: str, first: str | None, more: str | None, second: str | None) -> dict[str, Any]:
    """Return what an estimate says of its lines."""
    given_lines = [(first or "The report", int(low or high), int(high))]
    if second is not None and more is not None:
        given_lines.append((second, int(more), int(more)))
    return {"lines": lines(*given_lines)}


@given(parsers.re(r'"(?P<person>[^"]+)" has requested an estimate for "(?P<title>[^"]+)"'))
def has_requested(story: Story, person: str, title: str) -> None:
    """Ask for an estimate."""
    asks_for(story, person, title)


@given(
    parsers.re(
        rf"support staff has (?P<how>drafted|issued) an estimate of {OF}(?:{PRICED})?"
        rf"(?:, valid through (?P<day>{DAY}))?"
    )
)
def has_estimated(
    story: Story,
    *,
    how: str,
    low: str | None,
    high: str,
    first: str | None,
    more: str | None,
    second: str | None,
    rate: str | None,
    day: str | None,
    step_text: str = "",
) -> None:
    """Draft an estimate, the next revision if there was one before, and maybe issue it."""
    said = said_of(low, high, first, more, second)
    if rate is not None:
        said["rate_minor"] = Money.parse(rate).minor
    if day is not None:
        said["valid_through"] = day
    drafts(story, said)
    if how == "issued":
        issues(story)


@given(parsers.re(r"support staff has drafted an estimate of a fixed price"))
def has_drafted_a_fixed_price(story: Story) -> None:
    """Draft an estimate that charges no hours."""
    drafts(story, {**said_of(None, "30", None, None, None), "pricing": Pricing.FIXED})


@given(
    parsers.re(r"support staff has (?P<how>drafted|issued) a change order of (?P<hours>\d+) (?P<way>more|fewer) hours?")
)
def has_ordered_a_change(story: Story, how: str, hours: str, way: str) -> None:
    """Draft a change to what was approved, and maybe issue it."""
    sign = 1 if way == "more" else -1
    drafts(story, {"lines": lines(("The change", sign * int(hours), sign * int(hours)))}, changes=True)
    if how == "issued":
        issues(story)


@when(parsers.re(r"support staff issues the (?:estimate|change order)"))
def issues_it(story: Story) -> None:
    """Try to issue the draft."""
    story.attempt(Question(story.job.here[0], story.staff(), "provider.estimates"), lambda: issues(story))


@when(parsers.re(r"support staff corrects a word of the estimate"))
def corrects(story: Story) -> None:
    """Try to edit what was issued."""
    said = said_of(None, "30", "The report, corrected", None, None)

    def edit() -> None:
        story.driver.estimating.edit(
            story.staff(), story.job.here[0], story.job.estimate, valid_through=THROUGH, **said
        )

    story.attempt(Question(story.job.here[0], story.staff(), "provider.estimates"), edit)


@when(parsers.re(r"support staff estimates the request again at (?P<hours>\d+) hours"))
def estimates_again(story: Story, hours: str) -> None:
    """Try to draft another revision."""
    said = said_of(None, hours, None, None, None)
    story.attempt(Question(story.job.here[0], story.staff(), "provider.estimates"), lambda: drafts(story, said))


@given(parsers.re(r"support staff has withdrawn the estimate"))
def has_withdrawn(story: Story) -> None:
    """Withdraw what is issued."""
    tenant_id, _engagement = story.job.here
    story.driver.estimating.withdraw(story.staff(), tenant_id, story.job.estimate.estimate_id)
    story.driver.estimating.drain(tenant_id)


@given(parsers.re(rf"the estimate has expired at (?P<at>{INSTANT})"))
def has_expired(story: Story, at: str) -> None:
    """Let its last day end, and have done what is due then."""
    story.driver.clock.at = moment(at)
    story.driver.estimating.drain(story.job.here[0])


@when(parsers.re(r'"(?P<person>[^"]+)" reads the estimate'))
def reads(story: Story, person: str) -> None:
    """Have the full text shown."""
    story.attempt(approving(story, person), lambda: shows(story, person))


def shows(story: Story, person: str) -> None:
    """Have the full text shown to a person who is signed in."""
    with story.driver.estimating.signed_in(signing_in(story, person)):
        shown_to(story, person)


def shown_to(story: Story, person: str) -> None:
    """Have the full text shown to a person who has signed in before."""
    by, tenant_id = story.person(person), story.client_of(person)
    story.job.shown[person] = story.driver.estimating.present(by, tenant_id, story.job.estimate.estimate_id)


def _shown(story: Story) -> Any:
    """Return what somebody was shown last."""
    return list(story.job.shown.values())[-1]


@then(
    parsers.re(
        rf"the estimate states (?P<low>{HOURS}) to (?P<high>{HOURS}) hours at (?P<rate>{AMOUNT}) an hour, "
        rf"at most (?P<total>{AMOUNT})"
    )
)
def states(story: Story, low: str, high: str, rate: str, total: str) -> None:
    """Compare hours, rate and total."""
    found = _shown(story)
    assert (found.low_seconds, found.cap_seconds) == (seconds(low), seconds(high))
    assert Money(found.rate_minor, found.currency) == Money.parse(rate)
    assert Money(found.maximum_minor, found.currency) == Money.parse(total)


@then(parsers.re(r'the estimate says "(?P<text>[^"]+)"'))
def says(story: Story, text: str) -> None:
    """Look for a sentence in what was shown; what is hashed holds it too."""
    content = _shown(story).content
    assert text in f"{content['tax_statement']} {content['ownership']}"


@then(
    parsers.re(
        r"both sides were told that the (?:estimate|change order) "
        r"(?P<what>was approved|was declined|was withdrawn|has expired)"
    )
)
def both_were_told(story: Story, what: str) -> None:
    """Find a letter to the client's approver and one to the member of staff who issued it."""
    story.driver.estimating.drain(story.job.here[0])
    number = story.job.estimate.number
    owner = next(iter(story.owners.values()))
    for receiver in (address(owner), "support@example.com"):
        found = subjects(story.driver.application, receiver)
        assert any(number in each and what.rsplit(maxsplit=1)[-1] in each for each in found), (receiver, found)


def plain(story: Story, question: Question) -> Answer:
    """Return the answer to a question now."""
    return answer_of(story.driver.judge_again(question, at=story.driver.clock.now()))
