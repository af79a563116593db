"""Steps in which a client's user, or staff on behalf of a client, asks for something."""

from __future__ import annotations

import re
from uuid import UUID

from pytest_bdd import given, parsers, when

from features.steps.story import AMOUNT, INSTANT, KIND, KINDS, Story, answer_of, moment
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.money import Money
from saas_core.policy.decision import About, Manner

ASKS = r'"(?P<person>[^"]+)" asks'
WISH = r'(?:to |for )?"(?P<wish>[^"]+)"'
HEADING = r'(?: under the headings? (?P<called>"[^"]+"(?:(?:, | and )"[^"]+")*))?'
"""What else a request claims to be, each under its own title."""


@given(parsers.re(r'"(?P<person>[^"]+)" was allowed to "(?P<wish>[^"]+)" earlier'))
def was_allowed(story: Story, person: str, wish: str) -> None:
    """Ask, and be allowed."""
    assert story.driver.ask(story.question(story.person(person), wish, story.client_of(person))).allowed


@given(parsers.re(r'"(?P<person>[^"]+)" was given a key to "(?P<wish>[^"]+)"'))
def was_given_a_key(story: Story, person: str, wish: str) -> None:
    """Check the key from the invitation, which signs in for everything the person may do."""
    assert story.driver.sign_in(story.keys[person]) == story.people[person], wish


@when(
    parsers.re(
        rf"{ASKS}(?:, as (?P<kind>{KIND}),)? {WISH}{HEADING}(?: of (?P<amount>{AMOUNT}))?"
        r'(?: in the department "(?P<department>[^"]+)")?'
    )
)
def asks(
    story: Story,
    *,
    person: str,
    wish: str,
    kind: str | None,
    called: str | None,
    amount: str | None,
    department: str | None,
) -> None:
    """Ask, maybe in a capacity, under the heading of something else, about an amount or a department."""
    question = story.question(
        story.person(person),
        wish,
        story.client_of(person),
        called=_headings(called),
        department=department,
        capacity=None if kind is None else KINDS[kind],
        amount=None if amount is None else Money.parse(amount),
    )
    story.ask(question)


@when(parsers.re(f'{ASKS} {WISH} inside "(?P<client>[^"]+)"'))
def asks_inside(story: Story, person: str, wish: str, client: str) -> None:
    """Ask inside the instance of another client."""
    story.ask(story.question(story.person(person), wish, story.clients[client]))


@when(parsers.re(f'"(?P<person>[^"]+)" signs in and asks {WISH}'))
def signs_in_and_asks(story: Story, person: str, wish: str) -> None:
    """Sign in again and ask."""
    by = story.driver.sign_in(story.keys[person])
    story.ask(story.question(by, wish, story.client_of(person)))


@when(
    parsers.re(
        f'{ASKS} in one ticket (?:to |for )?"(?P<first>[^"]+)"(?:, (?:to |for )?"(?P<second>[^"]+)")?'
        ' and (?:to |for )?"(?P<third>[^"]+)"'
    )
)
def asks_in_one_ticket(story: Story, person: str, first: str, second: str | None, third: str) -> None:
    """Ask for several things in one ticket; each gets its own answer."""
    by, tenant_id = story.person(person), story.client_of(person)
    wishes = [wish for wish in (first, second, third) if wish is not None]
    story.ask_each((wish, story.question(by, wish, tenant_id)) for wish in wishes)


@when(
    parsers.re(
        rf'support staff tries to (?:explain |provide )?"(?P<wish>[^"]+)"{HEADING} as support for "(?P<client>[^"]+)"'
    )
)
def staff_tries(story: Story, wish: str, called: str | None, client: str) -> None:
    """Try to do something as support."""
    tenant_id, headings = story.clients[client], _headings(called)
    story.ask(story.question(story.staff(), wish, tenant_id, called=headings, manner=Manner.AS_SUPPORT))


@when(
    parsers.re(
        rf'support staff asks {WISH}{HEADING}(?: on (?P<which>an unknown|the) engagement)? at "(?P<client>[^"]+)"'
    )
)
def staff_asks(story: Story, *, wish: str, called: str | None, which: str | None, client: str) -> None:
    """Ask as staff, inside a client's instance, maybe about its engagement or one that it never had."""
    known = EngagementId(UUID(int=0xE7)) if which == "an unknown" else story.job.engagement_id
    about = None if which is None or known is None else About.engagement(known)
    story.ask(story.question(story.staff(), wish, story.clients[client], called=_headings(called), about=about))


@when(parsers.re(r"the scheduled job comes due"))
def planned_job(story: Story) -> None:
    """Move the clock to the scheduled instant and ask then."""
    assert story.planned is not None
    person, wish, at = story.planned
    story.driver.clock.at = at
    story.ask(story.question(story.person(person), wish, story.client_of(person)))


@when(
    parsers.re(
        rf'the request of "(?P<person>[^"]+)" (?:asking )?{WISH} is judged again as of (?P<at>{INSTANT})'
        r"(?P<then> and as known then)?"
    )
)
def judged_again(story: Story, person: str, wish: str, at: str, then: str | None) -> None:
    """Ask as of an earlier instant, as known now or as known then."""
    story.look()
    question = story.question(story.person(person), wish, story.client_of(person))
    known_at = moment(at) if then else None
    story.answer = answer_of(story.driver.judge_again(question, at=moment(at), known_at=known_at))


def _headings(called: str | None) -> tuple[str, ...]:
    return tuple(re.findall(r'"([^"]+)"', called or ""))
