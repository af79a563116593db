"""Steps in which a question on which the terms are silent is put to the provider, and answered."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, parsers, then

from features.drivers.questions import Questions
from features.steps.story import Story
from features.wishes import actions

CLAUSE = r"[\d.abc]+"
_REASON = "This is how the provider reads the terms."


def _desk(story: Story) -> Questions:
    return Questions(story.driver.entrance)


def _put(story: Story, person: str, wish: str) -> Any:
    (action,) = actions(wish)
    return _desk(story).put(story.person(person), story.client_of(person), action)


@given(parsers.re(r'"(?P<person>[^"]+)" has put the question of "(?P<wish>[^"]+)" to the provider'))
def has_put_a_question(story: Story, person: str, wish: str) -> None:
    """Carry out the remedy: contact the provider."""
    assert _put(story, person, wish).action == actions(wish)[0]


@given(
    parsers.re(
        r'support staff has answered the question of "(?P<wish>[^"]+)" of "(?P<person>[^"]+)"'
        rf" by clause (?P<clause>{CLAUSE})"
    )
)
def has_answered(story: Story, wish: str, person: str, clause: str) -> None:
    """Answer it as support staff."""
    question = _put(story, person, wish)
    answered = _desk(story).answer(story.staff(), story.client_of(person), question.question_id, clause, _REASON)
    assert answered.state == "answered"


@then(parsers.re(r'"(?P<first>[^"]+)" and "(?P<second>[^"]+)" have put one question'))
def have_put_one_question(story: Story, first: str, second: str) -> None:
    """Compare the questions of two people."""
    desk = _desk(story)
    own = [desk.own(story.person(each), story.client_of(each)) for each in (first, second)]
    assert len(own[0]) == 1
    assert own[0] == own[1]


@then(parsers.re(rf'"(?P<person>[^"]+)" reads that clause (?P<clause>{CLAUSE}) was read'))
def reads_the_clause(story: Story, person: str, clause: str) -> None:
    """Read the answer as the person who put the question."""
    (own,) = _desk(story).own(story.person(person), story.client_of(person))
    assert (own.state, own.clause, own.reason) == ("answered", clause, _REASON)


@then(
    parsers.re(
        rf'staff is offered clause (?P<clause>{CLAUSE}) for the question of "(?P<person>[^"]+)",'
        r' without the name of "(?P<other>[^"]+)"'
    )
)
def is_offered(story: Story, clause: str, person: str, other: str) -> None:
    """Look at the question as support staff."""
    desk, tenant_id = _desk(story), story.client_of(person)
    (own,) = desk.own(story.person(person), tenant_id)
    (precedent,) = desk.show(story.staff(), tenant_id, own.question_id).precedents
    assert (precedent.clause, precedent.reason) == (clause, _REASON)
    assert str(story.clients[other]) not in repr(precedent)
