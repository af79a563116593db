"""Steps about work under an approval: timers, recorded time, the cap, and what was delivered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pytest_bdd import given, parsers, then, when

from features.drivers.mail import subjects
from features.drivers.values import address
from features.steps.job import seconds
from features.steps.story import INSTANT, Answer, Story, moment
from saas_core.policy.decision import About, Question

SPAN = r"(?P<count>\d+) (?P<unit>hours?|minutes?|seconds?)"
WHY = {"were worked before the approval": "before_approval", "exceed the approved hours": "over_cap"}


def length(count: str, unit: str) -> timedelta:
    """Return a span of time."""
    return timedelta(**{f"{unit.rstrip('s')}s": int(count)})


def performing(story: Story) -> Question:
    """Return the question whether support staff may work on the engagement now."""
    tenant_id, engagement_id = story.job.here
    return Question(tenant_id, story.staff(), "custom.perform", about=About.engagement(engagement_id))


def _logs(story: Story, since: datetime, until: datetime, line: str = "L1") -> None:
    story.job.recorded = story.driver.working.log(story.staff(), *story.job.here, line, since, until)


def worked(story: Story, span: timedelta, line: str = "L1") -> None:
    """Let time pass, and record it as worked."""
    since = story.driver.clock.now()
    story.driver.clock.at = since + span
    _logs(story, since, since + span, line)


@given(
    parsers.re(rf"support staff has worked (?:(?P<times>\d+) times )?{SPAN}(?: on the (?P<line>first|second) line)?")
)
def has_worked(story: Story, times: str | None, count: str, unit: str, line: str | None) -> None:
    """Record work, in one piece or in many."""
    for _time in range(int(times or 1)):
        worked(story, length(count, unit), "L2" if line == "second" else "L1")


@given(parsers.re(r"support staff has started work on the engagement"))
def has_started(story: Story) -> None:
    """Start a timer."""
    story.driver.working.start(story.staff(), *story.job.here)


@given(parsers.re(rf"{SPAN} have passed"))
def have_passed(story: Story, count: str, unit: str) -> None:
    """Let time pass."""
    story.driver.clock.at += length(count, unit)


@when(parsers.re(r"support staff starts work on the engagement"))
def starts(story: Story) -> None:
    """Try to start a timer."""
    story.attempt(performing(story), lambda: story.driver.working.start(story.staff(), *story.job.here))


@given(parsers.re(r"support staff has stopped work on the engagement"))
def has_stopped(story: Story) -> None:
    """Stop the timer, which always works."""
    story.job.recorded = story.driver.working.stop(story.staff(), *story.job.here)


@when(parsers.re(rf"support staff records work from (?P<since>{INSTANT}) to (?P<until>{INSTANT})"))
def records(story: Story, since: str, until: str) -> None:
    """Try to record work."""
    story.attempt(performing(story), lambda: _logs(story, moment(since), moment(until)))


@when(
    parsers.re(
        rf"support staff records work on the line of the change order from (?P<since>{INSTANT}) to (?P<until>{INSTANT})"
    )
)
def records_on_the_change_order(story: Story, since: str, until: str) -> None:
    """Try to record work on what the change order adds."""
    line = f"{story.job.estimate.number}.L1"
    story.attempt(performing(story), lambda: _logs(story, moment(since), moment(until), line))


@when(parsers.re(r'"(?P<person>[^"]+)" cancels the engagement'))
def cancels(story: Story, person: str) -> None:
    """Cancel, as a person of the client."""
    question = story.question(story.person(person), "request an estimate", story.client_of(person))
    story.attempt(question, lambda: story.driver.working.cancel(story.person(person), *story.job.here))


@given(parsers.re(r'"(?P<person>[^"]+)" has canceled the engagement'))
def has_canceled(story: Story, person: str) -> None:
    """Cancel, as a person of the client."""
    story.driver.working.cancel(story.person(person), *story.job.here)


@then(parsers.re(rf"{SPAN} (?:is|are) billable"))
def is_billable(story: Story, count: str, unit: str) -> None:
    """Compare the time of the engagement that may be billed."""
    found = story.driver.working.time(story.staff(), *story.job.here)
    assert sum(each.seconds for each in found if not each.unbillable) == length(count, unit).total_seconds()


@then(parsers.re(rf"{SPAN} are not billable because they (?P<why>{'|'.join(WHY)})"))
def is_never_billed(story: Story, count: str, unit: str, why: str) -> None:
    """Compare the time of the engagement that is never billed, and why."""
    found = story.driver.working.time(story.staff(), *story.job.here)
    assert sum(each.seconds for each in found if each.unbillable == WHY[why]) == length(count, unit).total_seconds()


@then(parsers.re(r"(?P<hours>\d+) hours? (?:is|are) left of the approved ones"))
def are_left(story: Story, hours: str) -> None:
    """Compare the hours left under the cap."""
    assert story.driver.working.hours(story.staff(), *story.job.here).left_seconds == seconds(hours)


@then(parsers.re(r'"(?P<person>[^"]+)" was told once that (?P<share>\d+) percent of the approved hours are used'))
def was_told(story: Story, person: str, share: str) -> None:
    """Find the letter."""
    story.driver.estimating.drain(story.job.here[0])
    found = [each for each in subjects(story.driver.application, address(person)) if each.startswith(f"{share}% of")]
    assert len(found) == 1, found


# What was delivered.


def _registers(story: Story, text: str, line: str) -> Any:
    return story.driver.working.register(story.staff(), *story.job.here, line, text, story.driver.clock.now())


@given(
    parsers.re(r'support staff has registered "(?P<text>[^"]+)" as delivered(?: on the (?P<line>first|second) line)?')
)
def has_registered(story: Story, text: str, line: str | None) -> None:
    """Register what was delivered."""
    _registers(story, text, "L2" if line == "second" else "L1")


@given(parsers.re(r'support staff has left the second line out, because "(?P<why>[^"]+)"'))
def has_left_out(story: Story, why: str) -> None:
    """Say why a line is not delivered."""
    story.driver.working.leave_out(story.staff(), *story.job.here, "L2", why)


@when(parsers.re(r'support staff registers "(?P<text>[^"]+)" as delivered'))
def registers(story: Story, text: str) -> None:
    """Register what was delivered; the answer is by the clauses that stand in the register."""

    def done() -> Answer:
        return Answer("ALLOWED", tuple(_registers(story, text, "L1").clauses))

    story.act(done)


@when(parsers.re(r"support staff delivers the engagement"))
def delivers(story: Story) -> None:
    """Try to mark the engagement as delivered; the answer is by the clauses that stand in the register."""
    desk = story.driver.working

    def done() -> Answer:
        desk.deliver(story.staff(), *story.job.here)
        found = desk.delivered(story.staff(), *story.job.here)
        return Answer("ALLOWED", tuple(dict.fromkeys(clause for each in found for clause in each.clauses)))

    story.act(done)


@then(parsers.re(r'the register holds "(?P<text>[^"]+)" as the provider\'s own, and hosted only'))
def is_registered(story: Story, text: str) -> None:
    """Compare what the client reads of the register, which no license is needed for."""
    found = story.driver.working.delivered(story.staff(), *story.job.here)
    assert [(each.description, each.owner, each.hosted_only) for each in found if each.description == text] == [
        (text, "provider", True)
    ]


@then(parsers.re(r"the engagement is (?P<state>delivered|canceled|authorized|in progress|at cap|estimating)"))
def is_in_state(story: Story, state: str) -> None:
    """Compare how far the engagement has come."""
    assert story.driver.estimating.state(story.staff(), *story.job.here) == state.replace(" ", "_")
