"""Steps about time, which stands still until a step moves it."""

from __future__ import annotations

from pytest_bdd import given, parsers

from features.steps.story import INSTANT, Story, moment


@given(parsers.re(rf"the date is (?:now )?(?P<at>{INSTANT})"))
def the_date_is(story: Story, at: str) -> None:
    """Move the clock."""
    story.driver.clock.at = moment(at)


@given(parsers.re(rf'"(?P<person>[^"]+)" set the clock on (?:her|his) device back to (?P<at>{INSTANT})'))
def device_turned_back(story: Story, person: str, at: str) -> None:
    """Note the time on the device; no question or command has a field in which to pass it."""
    assert person in story.people
    story.device_clock = moment(at)


@given(parsers.re(rf'"(?P<person>[^"]+)" scheduled a job to "(?P<wish>[^"]+)" at (?P<at>{INSTANT})'))
def job_planned(story: Story, person: str, wish: str, at: str) -> None:
    """Schedule a job; it is judged when it comes due, not when it is scheduled."""
    story.planned = (person, wish, moment(at))
