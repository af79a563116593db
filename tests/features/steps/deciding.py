"""Steps about written approval: signed in, through a mailed link, by a signed document, and what is none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pytest_bdd import given, parsers, then, when

from features.drivers.values import Duty, address
from features.steps.estimates import OF, approving, asks_for, drafts, issues, said_of, shown_to, shows, signing_in
from features.steps.job import seconds
from features.steps.story import Story
from saas_core.policy.decision import Question

SIGNED = b"%PDF-1.7\nThe estimate, signed by hand"
SPOKEN = b"RIFF\x24\x08\x00\x00WAVEfmt a voice that says yes"
LONG_AGO = timedelta(days=400)


def _approves(story: Story, person: str, **more: bool) -> None:
    """Approve, signed in, what the person was shown."""
    desk, shown = story.driver.estimating, story.job.shown
    if person not in shown or shown[person].estimate_id != story.job.estimate.estimate_id:
        shown_to(story, person)
    story.job.receipts.append(desk.approve(story.person(person), shown[person], person, **more))


def _approves_by_link(story: Story, person: str) -> None:
    """Approve, through the link that was mailed, with the code that followed."""
    desk = story.driver.estimating
    if person not in story.job.secrets:
        _opens_by_link(story, person)
    secret = story.job.secrets[person]
    story.job.receipts.append(desk.approve_by_link(secret, story.job.shown[person], person))


def _opens_by_link(story: Story, person: str) -> None:
    """Read the whole estimate through the link, with the code that followed."""
    desk, job = story.driver.estimating, story.job
    job.links.setdefault(person, desk.link(person))
    code = desk.code(job.here[0], job.links[person], person)
    job.secrets[person] = desk.identify(job.links[person], code)
    job.shown[person] = desk.present_by_link(job.secrets[person])


def approved(story: Story, person: str) -> None:
    """Approve what is issued, as a person who is signed in; what was shown before is shown anew."""
    story.job.shown.pop(person, None)
    with story.driver.estimating.signed_in(signing_in(story, person)):
        _approves(story, person)


@given(parsers.re(rf'"(?P<person>[^"]+)" has approved (?:an estimate|the estimate) of {OF}'))
def has_approved_one(
    story: Story, *, person: str, low: str | None, high: str, first: str | None, more: str | None, second: str | None
) -> None:
    """Ask for an estimate, have it issued, and approve it."""
    asks_for(story, person, first or "A report on returns")
    drafts(story, said_of(low, high, first, more, second))
    issues(story)
    approved(story, person)


@given(parsers.re(r'"(?P<person>[^"]+)" has approved the (?:estimate|change order)(?P<link> through the mailed link)?'))
def has_approved(story: Story, person: str, link: str | None) -> None:
    """Approve what is issued."""
    if link:
        _approves_by_link(story, person)
    else:
        approved(story, person)


@when(
    parsers.re(
        r'"(?P<person>[^"]+)" approves the (?:estimate|change order)(?P<how> through the mailed link'
        r"| without accepting the sentences on ownership)?"
    )
)
def approves(story: Story, person: str, how: str | None) -> None:
    """Try to approve what is issued."""
    if how and "link" in how:
        story.attempt(approving(story, person), lambda: _approves_by_link(story, person))
        return
    with story.driver.estimating.signed_in(signing_in(story, person)):
        story.attempt(approving(story, person), lambda: _approves(story, person, accept_ownership=not how))


@when(parsers.re(r'the program with the key "(?P<key>[^"]+)" approves the estimate'))
def program_approves(story: Story, key: str) -> None:
    """Try to approve with a key."""
    made, program = story.programs[key]
    del made
    desk, estimate_id = story.driver.estimating, story.job.estimate.estimate_id
    question = story.question(program, "approve an estimate", program.tenant_id)
    story.attempt(question, lambda: desk.present(program, program.tenant_id, estimate_id))


@given(parsers.re(r'"(?P<person>[^"]+)" has read the estimate(?P<link> through the mailed link)?'))
def has_read(story: Story, person: str, link: str | None) -> None:
    """Have the full text shown, and decide nothing."""
    if link:
        _opens_by_link(story, person)
    else:
        shows(story, person)


@given(parsers.re(r'the link mailed to "(?P<person>[^"]+)" was opened (?P<number>\d+) times'))
def was_opened(story: Story, person: str, number: str) -> None:
    """Open a link, as people and programs that scan mail do."""
    story.job.links[person] = story.driver.estimating.link(person)
    for _time in range(int(number)):
        story.driver.estimating.open_link(story.job.links[person])


@given(parsers.re(r"nobody has answered the estimate for (?P<days>\d+) days"))
def nobody_answered(story: Story, days: str) -> None:
    """Let time pass."""
    story.driver.clock.at += timedelta(days=int(days))


@given(parsers.re(r'the mailbox of "(?P<person>[^"]+)" has answered the estimate by itself'))
def answered_by_itself(story: Story, person: str) -> None:
    """Have the mail of a mailbox come in that answers whatever it gets, with the very words of an approval."""
    at = address(person)
    raw = (
        f"From: {person} <{at}>\r\nTo: <noreply@example.com>\r\nSubject: Automatic reply: your estimate\r\n"
        "Auto-Submitted: auto-replied\r\nMessage-ID: <away@example.com>\r\n\r\nWe approve this estimate.\r\n"
    )
    story.driver.estimating.take_in(at, "noreply@example.com", raw.encode())


@when(parsers.re(r'somebody to whom "(?P<person>[^"]+)" forwarded the link guesses the code'))
def guesses(story: Story, person: str) -> None:
    """Try a code that was not mailed."""
    desk = story.driver.estimating
    link = desk.link(person)
    right = desk.code(story.job.here[0], link, person)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    story.attempt(approving(story, person), lambda: desk.identify(link, wrong))


@given(parsers.re(r'"(?P<person>[^"]+)" has declined the estimate, because "(?P<why>[^"]+)"'))
def has_declined(story: Story, person: str, why: str) -> None:
    """Decline what is issued."""
    desk = story.driver.estimating
    shows(story, person)
    with desk.signed_in(signing_in(story, person)):
        desk.decline(story.person(person), story.job.shown.pop(person), why)
    desk.drain(story.job.here[0])


# Signed documents.


def _records(story: Story, person: str, content: bytes = SIGNED, *, before: bool = False) -> None:
    at = story.driver.clock.now() - timedelta(days=1 if before else 0)
    tenant_id, _engagement = story.job.here
    estimate_id = story.job.estimate.estimate_id
    story.job.document = story.driver.estimating.record(
        story.staff(), tenant_id, estimate_id, story.user(person), person, at, content
    )


@given(
    parsers.re(
        r'support staff has recorded a document that "(?P<person>[^"]+)" signed'
        r"(?P<checked>, and another member of support staff has checked it)?"
    )
)
def has_recorded(story: Story, person: str, checked: str | None) -> None:
    """Record a document, and maybe have a second member of staff check it."""
    _records(story, person)
    if checked:
        second = story.driver.hire("Carl", Duty.SUPPORT)
        story.driver.doors.came(second, story.driver.clock.now() - LONG_AGO)
        story.driver.estimating.check(second, story.job.here[0], story.job.document)


@when(parsers.re(r'support staff records (?P<what>a document that|the voice of) "(?P<person>[^"]+)"(?P<how>[^"]*)'))
def records(story: Story, what: str, person: str, how: str) -> None:
    """Try to record something as an approval."""
    assert how in {" signed the day before", " saying yes"}
    content = SIGNED if "document" in what else SPOKEN
    question = Question(story.job.here[0], story.staff(), "provider.estimates")
    story.attempt(question, lambda: _records(story, person, content, before="before" in how))


@when(parsers.re(r"the member of support staff who recorded the document checks it"))
def checks_own(story: Story) -> None:
    """Try to check one's own record."""
    tenant_id, _engagement = story.job.here
    question = Question(tenant_id, story.staff(), "provider.estimates")
    story.attempt(question, lambda: story.driver.estimating.check(story.staff(), tenant_id, story.job.document))


# What became of it.


def _hours(story: Story) -> Any:
    return story.driver.working.hours(story.staff(), *story.job.here)


@then(parsers.re(r"(?P<hours>\d+) hours are approved"))
def are_approved(story: Story, hours: str) -> None:
    """Compare the approved hours."""
    assert _hours(story).approved_seconds == seconds(hours)


@then(parsers.re(r'"(?P<person>[^"]+)" is told that "(?P<other>[^"]+)" may approve it'))
def is_told_who(story: Story, person: str, other: str) -> None:
    """Compare who is named to somebody who may not decide."""
    tenant_id, _engagement = story.job.here
    found = story.driver.estimating.who_decides(story.person(person), tenant_id, story.job.estimate.estimate_id)
    assert found == (other,)


@then(parsers.re(r"both receipts name the same approval"))
def same_receipt(story: Story) -> None:
    """Compare the receipts of two who approved."""
    first, second = story.job.receipts
    assert first.approval_id == second.approval_id
    assert first.approval_hash == second.approval_hash
