"""Steps about tickets: opened and written to by people of a client, classified, answered and declined by staff."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pytest_bdd import given, parsers, then, when

from features.drivers.values import Duty
from features.steps.story import Answer, Story
from features.wishes import actions
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId, TicketId
from saas_core.policy.actions import ActionKind
from saas_core.policy.reasons import Remedy
from saas_core.policy.remedies import SENTENCES
from saas_core.policy.shipped import shipped_terms
from saas_core.support.values import Resolution, ScopeKind

SCOPES: Mapping[ActionKind, ScopeKind] = {
    ActionKind.TOPIC: ScopeKind.IN_SCOPE,
    ActionKind.EXCLUSION: ScopeKind.OUT_OF_SCOPE,
    ActionKind.PAID_WORK: ScopeKind.PAID_WORK,
    ActionKind.NEVER_GRANTED: ScopeKind.NEVER_GRANTED,
}
UNNAMED: Mapping[str, ScopeKind] = {
    "several requests": ScopeKind.MIXED,
    "something of which no clause speaks": ScopeKind.NEEDS_DECISION,
}
ABOUT = "|".join(UNNAMED)
WAYS: Mapping[str, Resolution] = {
    "answered": Resolution.ANSWERED,
    "declined": Resolution.DECLINED_OUT_OF_SCOPE,
    "converted": Resolution.CONVERTED_TO_ENGAGEMENT,
    "repaired": Resolution.DEFECT_REPAIRED,
}
OUTCOMES = {
    "is added to the ticket": "appended",
    "takes the ticket up again": "reopened",
    "opens a new ticket that follows": "follow_up",
}
WISH = r'"(?P<wish>[^"]+)"'
SUBJECT = r'"(?P<subject>[^"]+)"'
OPENS = rf'{SUBJECT}(?: as "(?P<topic>[^"]+)")?'


def _row(wish: str) -> str:
    """Return the one row of the terms that a wish falls under first."""
    return actions(wish)[0]


def _scope(name: str) -> ScopeKind:
    return SCOPES[next(each.kind for each in shipped_terms().actions if each.name == name)]


def _here(story: Story) -> tuple[TenantId, TicketId]:
    assert story.ticket is not None, "no ticket was opened"
    return story.ticket


def _shown(story: Story) -> Any:
    """Return the ticket as the owner of its client reads it."""
    tenant_id, ticket_id = _here(story)
    client = next(name for name, known in story.clients.items() if known == tenant_id)
    return story.driver.tickets.read(story.owner_of(client), tenant_id, ticket_id)


def _verdict(view: Any) -> Answer:
    """Return the verdict of a ticket on what it asks for, by its clauses."""
    assert view.verdict is not None, "nobody said what the ticket is about"
    return Answer(view.verdict, tuple(view.clauses))


def _as_opened(story: Story) -> Answer:
    """Return the decision under which the ticket was opened, as it is kept with it."""
    return Answer("ALLOWED", tuple(_shown(story).opening.clauses))


def _classified(story: Story, by: Actor, wish: str) -> Any:
    name = _row(wish)
    return story.driver.tickets.classify(by, *_here(story), _scope(name), named=name)


def _tries(story: Story, do: Callable[..., Any], *given: Any, by: Actor | None = None, **more: Any) -> None:
    """Do something with the ticket, as support staff or somebody else; the ticket's verdict is the answer."""
    tenant_id, ticket_id = _here(story)
    story.act(lambda: _verdict(do(by or story.staff(), tenant_id, ticket_id, *given, **more)))


# Opening and writing.


def _opens(story: Story, person: str, subject: str, topic: str | None) -> None:
    proposed = None if topic is None else _row(topic)
    by, tenant_id = story.person(person), story.client_of(person)
    story.ticket = tenant_id, story.driver.tickets.open(by, tenant_id, subject, proposed).ticket_id


def _appeals(story: Story, person: str, subject: str) -> None:
    by, tenant_id = story.person(person), story.client_of(person)
    story.ticket = tenant_id, story.driver.tickets.appeal(by, tenant_id, subject).ticket_id


def _opened(story: Story, opens: Callable[[], None]) -> None:
    def do() -> Answer:
        opens()
        return _as_opened(story)

    story.act(do)


@given(parsers.re(rf'"(?P<person>[^"]+)" has opened the ticket {OPENS}'))
def has_opened(story: Story, person: str, subject: str, topic: str | None) -> None:
    """Open a ticket, under the topic that its writer proposes."""
    _opens(story, person, subject, topic)


@when(parsers.re(rf'"(?P<person>[^"]+)" opens the ticket {SUBJECT}'))
def opens_a_ticket(story: Story, person: str, subject: str) -> None:
    """Try to open a ticket."""
    _opened(story, lambda: _opens(story, person, subject, None))


@given(parsers.re(rf'"(?P<person>[^"]+)" has opened the appeal {SUBJECT}'))
def has_appealed(story: Story, person: str, subject: str) -> None:
    """Open an appeal about the license."""
    _appeals(story, person, subject)


@when(parsers.re(rf'"(?P<person>[^"]+)" opens the appeal {SUBJECT}'))
def appeals(story: Story, person: str, subject: str) -> None:
    """Try to open an appeal about the license."""
    _opened(story, lambda: _appeals(story, person, subject))


@given(parsers.re(rf'"(?P<person>[^"]+)" has had (?P<number>\d+) tickets? {SUBJECT} answered as {WISH}'))
def has_had_tickets(story: Story, person: str, number: str, subject: str, wish: str) -> None:
    """Open tickets and answer each."""
    for _time in range(int(number)):
        _opens(story, person, subject, None)
        _classified(story, story.staff(), wish)
        story.driver.tickets.solve(story.staff(), *_here(story))


@when(parsers.re(r'"(?P<person>[^"]+)" writes to the ticket'))
def writes(story: Story, person: str) -> None:
    """Try to write to the ticket; the answer is the decision under which the one was opened to which it went."""
    by, (tenant_id, ticket_id) = story.person(person), _here(story)

    def do() -> Answer:
        written = story.driver.tickets.write(by, tenant_id, ticket_id)
        story.ticket, story.outcome = (tenant_id, written.ticket_id), written.outcome
        return _as_opened(story)

    story.act(do)


@when(parsers.re(r'"(?P<person>[^"]+)" takes the ticket up again'))
def takes_up_again(story: Story, person: str) -> None:
    """Try to reopen the ticket."""
    _tries(story, story.driver.tickets.reopen, by=story.person(person))


@when(parsers.re(r'"(?P<person>[^"]+)" reads the ticket'))
def reads(story: Story, person: str) -> None:
    """Try to read the ticket."""
    by, (tenant_id, ticket_id) = story.person(person), _here(story)
    story.act(lambda: _verdict(story.driver.tickets.read(by, tenant_id, ticket_id).ticket))


# Classifying.


@given(parsers.re(rf"support staff has classified the ticket as (?P<about>{ABOUT})"))
def has_classified_as(story: Story, about: str) -> None:
    """Classify the ticket as something that has no row of the terms."""
    story.driver.tickets.classify(story.staff(), *_here(story), UNNAMED[about])


@given(parsers.re(r'support staff has classified the ticket as the client\'s own to do under "(?P<where>[^"]+)"'))
def has_classified_as_own(story: Story, where: str) -> None:
    """Classify the ticket as what the client does itself, in a place of the interface."""
    story.driver.tickets.classify(story.staff(), *_here(story), ScopeKind.CLIENTS_OWN, where=where)


@given(
    parsers.re(
        rf'the ticket {SUBJECT} of "(?P<person>[^"]+)"(?:, proposed as "(?P<topic>[^"]+)",)? is classified as {WISH}'
    )
)
def opened_and_classified(story: Story, subject: str, person: str, topic: str | None, wish: str) -> None:
    """Open a ticket and classify it by a row of the terms, as support staff."""
    _opens(story, person, subject, topic)
    _classified(story, story.staff(), wish)


@when(parsers.re(rf"(?P<duty>support|licensing) staff classifies the ticket as {WISH}"))
def classifies(story: Story, duty: str, wish: str) -> None:
    """Try to classify the ticket by a row of the terms."""
    by = story.staff(Duty.LICENSING if duty == "licensing" else Duty.SUPPORT)
    story.act(lambda: _verdict(_classified(story, by, wish)))


@when(parsers.re(rf"support staff classifies the ticket as (?P<about>{ABOUT})"))
def classifies_as(story: Story, about: str) -> None:
    """Try to classify the ticket as something that has no row of the terms."""
    _tries(story, story.driver.tickets.classify, UNNAMED[about])


@given(
    parsers.re(
        r'support staff has split the ticket into "(?P<first>[^"]+)"(?:, "(?P<second>[^"]+)")? and "(?P<third>[^"]+)"'
    )
)
def has_split(story: Story, first: str, second: str | None, third: str) -> None:
    """Classify the ticket as several requests, and split it into parts by their subjects."""
    by, here = story.staff(), _here(story)
    parts = tuple(each for each in (first, second, third) if each is not None)
    story.driver.tickets.classify(by, *here, ScopeKind.MIXED)
    story.parts = dict(zip(parts, story.driver.tickets.split(by, *here, parts), strict=True))


@when(
    parsers.re(
        r'support staff classifies the parts as "(?P<first>[^"]+)"(?:, "(?P<second>[^"]+)")? and "(?P<third>[^"]+)"'
    )
)
def classifies_the_parts(story: Story, first: str, second: str | None, third: str) -> None:
    """Classify each part by a row of the terms, in their order; each gets its own answer."""
    tenant_id, _whole = _here(story)
    story.look()
    rows = [_row(each) for each in (first, second, third) if each is not None]
    for (subject, part), name in zip(story.parts.items(), rows, strict=True):
        found = story.driver.tickets.classify(story.staff(), tenant_id, part, _scope(name), named=name)
        story.answers[subject] = _verdict(found)


# Answering, declining, converting.


@given(parsers.re(r"support staff has answered the ticket"))
def has_answered(story: Story) -> None:
    """Write what solves the ticket."""
    story.driver.tickets.solve(story.staff(), *_here(story))


@when(parsers.re(r"support staff answers the ticket"))
def answers_the_ticket(story: Story) -> None:
    """Try to write what solves the ticket."""
    _tries(story, story.driver.tickets.solve)


@given(parsers.re(r"support staff has declined the ticket"))
def has_declined(story: Story) -> None:
    """Decline what the ticket asks for."""
    story.driver.tickets.resolve(story.staff(), *_here(story), Resolution.DECLINED_OUT_OF_SCOPE)


@when(parsers.re(r"support staff declines the ticket"))
def declines(story: Story) -> None:
    """Try to decline what the ticket asks for."""
    _tries(story, story.driver.tickets.resolve, Resolution.DECLINED_OUT_OF_SCOPE)


@when(parsers.re(r"support staff reports that the defect is repaired"))
def repairs(story: Story) -> None:
    """Try to resolve the ticket as repaired."""
    _tries(story, story.driver.tickets.resolve, Resolution.DEFECT_REPAIRED)


@given(parsers.re(r"support staff has converted the ticket into a request for an estimate"))
def has_converted(story: Story) -> None:
    """Convert the ticket."""
    story.driver.tickets.convert(story.staff(), *_here(story))


@when(parsers.re(r"support staff converts the ticket into a request for an estimate(?: again)?"))
def converts(story: Story) -> None:
    """Try to convert the ticket."""
    _tries(story, story.driver.tickets.convert)


@when(parsers.re(r'"(?P<person>[^"]+)" accepts the offer of an estimate'))
def accepts_the_offer(story: Story, person: str) -> None:
    """Try to convert the ticket, as a user of the client."""
    _tries(story, story.driver.tickets.ask_estimate, by=story.person(person))


# Disputes.


@given(parsers.re(r'"(?P<name>[^"]+)" is another member of support staff'))
def another_member(story: Story, name: str) -> None:
    """Hire one."""
    story.colleagues[name] = story.driver.hire(name, Duty.SUPPORT)


@given(parsers.re(r'"(?P<person>[^"]+)" has disputed that the ticket is not support'))
def has_disputed(story: Story, person: str) -> None:
    """Dispute the exclusion."""
    story.driver.tickets.dispute(story.person(person), *_here(story))


@when(parsers.re(r'"(?P<person>[^"]+)" disputes (?:again )?that the ticket is not support'))
def disputes(story: Story, person: str) -> None:
    """Try to dispute the exclusion."""
    _tries(story, story.driver.tickets.dispute, by=story.person(person))


@given(parsers.re(r'"(?P<name>[^"]+)" of support staff has upheld the exclusion'))
def has_upheld(story: Story, name: str) -> None:
    """Decide that the exclusion stands."""
    story.driver.tickets.decide(story.colleagues[name], *_here(story), upheld=True)


@when(parsers.re(r'"(?P<name>[^"]+)" of support staff upholds the exclusion'))
def upholds(story: Story, name: str) -> None:
    """Try to decide that the exclusion stands."""
    _tries(story, story.driver.tickets.decide, by=story.colleagues[name], upheld=True)


@when(parsers.re(r"the member of support staff who classified it upholds the exclusion"))
def upholds_own(story: Story) -> None:
    """Try to decide about one's own classification."""
    _tries(story, story.driver.tickets.decide, upheld=True)


@when(parsers.re(rf'"(?P<name>[^"]+)" of support staff overturns the exclusion, as it is {WISH}'))
def overturns(story: Story, name: str, wish: str) -> None:
    """Try to decide that the ticket is support."""
    _tries(story, story.driver.tickets.decide, by=story.colleagues[name], upheld=False, topic=_row(wish))


# What became of it.


@then(parsers.re(rf"the ticket is resolved as (?P<how>{'|'.join(WAYS)})"))
def is_resolved_as(story: Story, how: str) -> None:
    """Compare how the ticket was resolved."""
    ticket = _shown(story).ticket
    assert (ticket.state, ticket.resolution) == ("resolved", WAYS[how].value)


@then(parsers.re(r"the ticket is (?P<state>new|open)"))
def is_in_state(story: Story, state: str) -> None:
    """Compare the state of the ticket, in which nothing resolves it."""
    ticket = _shown(story).ticket
    assert (ticket.state, ticket.resolution) == (state, None)


@then(parsers.re(r'the ticket cites the terms "(?P<version>[^"]+)"'))
def cites_the_terms(story: Story, version: str) -> None:
    """Compare the terms under which the ticket stands."""
    assert _shown(story).ticket.terms_version == version


@then(parsers.re(rf"the ticket was proposed as {WISH}"))
def was_proposed_as(story: Story, wish: str) -> None:
    """Compare the topic that the writer of the ticket proposed."""
    assert _shown(story).ticket.proposed_topic == _row(wish)


@then(parsers.re(rf"the software proposes to support staff that it is {WISH}, and nobody has confirmed it"))
def is_proposed(story: Story, wish: str) -> None:
    """Compare what a classifier proposes, which by itself classifies nothing."""
    assert story.driver.tickets.proposed(story.staff(), *_here(story)) == (_row(wish),)
    assert _shown(story).ticket.verdict is None


@then(parsers.re(r"both classifications of the ticket remain visible"))
def both_remain(story: Story) -> None:
    """Compare the classifications, the earlier one with its exclusion."""
    first, second = _shown(story).classifications
    assert (first.scope, second.scope) == ("out_of_scope", "in_scope")
    assert first.clauses != second.clauses


@then(parsers.re(r"the exclusion is (?P<state>upheld|overturned)"))
def dispute_is(story: Story, state: str) -> None:
    """Compare how the dispute was decided."""
    assert _shown(story).ticket.dispute == state


@then(parsers.re(rf"the message (?P<outcome>{'|'.join(OUTCOMES)})"))
def message_became(story: Story, outcome: str) -> None:
    """Compare what became of the message."""
    assert story.outcome == OUTCOMES[outcome]


@then(parsers.re(r'"(?P<person>[^"]+)" reads where it is done: "(?P<where>[^"]+)"'))
def reads_where(story: Story, person: str, where: str) -> None:
    """Compare the place that the ticket names to its writer."""
    read = story.driver.tickets.read(story.person(person), *_here(story))
    assert read.ticket.where == where


@then(
    parsers.re(
        r'"(?P<person>[^"]+)" reads that it is not included by clause (?P<clause>[\d.abc]+), and is offered an estimate'
    )
)
def reads_a_decline(story: Story, person: str, clause: str) -> None:
    """Look for the clause and the offer in the last answer, which names no price."""
    text = story.driver.tickets.last_answer(story.person(person), *_here(story))
    assert f"(clause {clause}" in text
    assert SENTENCES[Remedy.REQUEST_ESTIMATE] in text
    assert not re.search(r"[$€£]|\b(?:USD|EUR|dollars?|euros?)\b", text)


@then(
    parsers.re(
        r'"(?P<person>[^"]+)" reads that it is never granted by clause (?P<clause>[\d.abc]+), and is offered nothing'
    )
)
def reads_a_refusal(story: Story, person: str, clause: str) -> None:
    """Look for the clause in the last answer, in which there is no offer."""
    text = story.driver.tickets.last_answer(story.person(person), *_here(story))
    assert f"(clause {clause})" in text
    assert "estimate" not in text


@then(parsers.re(r"one request for an estimate (?P<state>is open|was withdrawn)"))
def one_request(story: Story, state: str) -> None:
    """Find the one request of the client, which came of the ticket and authorizes nothing."""
    tenant_id, ticket_id = _here(story)
    (request,) = story.driver.tickets.requests(story.staff(), tenant_id)
    assert request.ticket_id == ticket_id
    assert request.engagement_id == _shown(story).ticket.engagement_id
    assert request.state == {"is open": "requested", "was withdrawn": "withdrawn"}[state]
