"""Steps that compare an answer with the expected one, and the visible state with what it was before."""

from __future__ import annotations

import re

from pytest_bdd import parsers, then

from features.steps.story import INSTANT, Answer, Story, moment
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.journal import EntryKind

VERDICT = "ALLOWED|DENIED|CHARGEABLE|NEEDS_PERSON"
CLAUSES = r"[\d.abc]+(?:(?:, | and )[\d.abc]+)*"


def _answer(story: Story) -> Answer:
    assert story.answer is not None, "nothing was asked"
    return story.answer


def _compare(answer: Answer, verdict: str, clauses: str) -> None:
    wanted = set(re.split(", | and ", clauses))
    actual = f"{answer.verdict} by {', '.join(answer.clauses)} ({', '.join(each.code for each in answer.reasons)})"
    assert answer.verdict == verdict, actual
    assert wanted == set(answer.clauses), actual


def _compare_reasons(answer: Answer, codes: tuple[str, ...], remedy: str | None) -> None:
    assert tuple(each.code for each in answer.reasons) == codes
    assert remedy is None or answer.reasons[0].remedy == remedy


@then(parsers.re(rf"the answer is (?P<verdict>{VERDICT}) by clauses? (?P<clauses>{CLAUSES})"))
def the_answer_is(story: Story, verdict: str, clauses: str) -> None:
    """Compare verdict and clauses."""
    _compare(_answer(story), verdict, clauses)


@then(parsers.re(rf'the answer on "(?P<wish>[^"]+)" is (?P<verdict>{VERDICT}) by clauses? (?P<clauses>{CLAUSES})'))
def the_answer_on(story: Story, wish: str, verdict: str, clauses: str) -> None:
    """Compare the verdict and clauses for one request of several."""
    _compare(story.answers[wish], verdict, clauses)


@then(parsers.re(r"the reason is (?P<code>[A-Z_]+)(?: and the remedy is (?P<remedy>[A-Z_]+))?"))
def the_reason_is(story: Story, code: str, remedy: str | None) -> None:
    """Compare the only reason and its remedy."""
    _compare_reasons(_answer(story), (code,), remedy)


@then(
    parsers.re(
        r"the reasons are (?P<codes>[A-Z_]+(?:, [A-Z_]+)+) in this order"
        r"(?: and the first remedy is (?P<remedy>[A-Z_]+))?"
    )
)
def the_reasons_are(story: Story, codes: str, remedy: str | None) -> None:
    """Compare all reasons in order, and the remedy of the first."""
    _compare_reasons(_answer(story), tuple(codes.split(", ")), remedy)


@then(parsers.re(r'the answer says "(?P<text>[^"]+)"'))
def the_answer_says(story: Story, text: str) -> None:
    """Look for text in the sentences of the answer."""
    said = " ".join(each.sentence for each in _answer(story).reasons)
    assert text in said, said


@then(parsers.re(rf"the answer holds until (?P<at>{INSTANT})"))
def holds_until(story: Story, at: str) -> None:
    """Compare the instant until which the answer stays the same."""
    assert _answer(story).decided().valid_until == moment(at)


@then(parsers.re(r"the answer holds indefinitely"))
def holds_for_good(story: Story) -> None:
    """Check that the passing of time does not change the answer."""
    assert _answer(story).decided().valid_until is None


@then(parsers.re(rf"clauses? (?P<clause>{CLAUSES}) (?:is|are) listed as overruled"))
def named_as_overruled(story: Story, clause: str) -> None:
    """Compare the overruled clauses."""
    decision = _answer(story).decided()
    assert set(re.split(", | and ", clause)) == set(decision.overruled)


@then(parsers.re(r"no clause is listed as overruled"))
def none_overruled(story: Story) -> None:
    """Check that no clause was overruled."""
    assert _answer(story).decided().overruled == ()


@then(parsers.re(r'the answer cites the terms "(?P<version>[^"]+)"'))
def names_the_terms(story: Story, version: str) -> None:
    """Compare the version of the terms."""
    assert _answer(story).decided().terms_version == version


@then(parsers.re(r"the refusal is recorded in the journal"))
def kept_in_the_journal(story: Story) -> None:
    """Find the decision in the journal by its id."""
    decision = _answer(story).decided()
    entries = story.driver.journal(decision.question.tenant_id)
    kept = [entry for entry in entries if entry.id == decision.id]
    assert [entry.kind for entry in kept] == [EntryKind.REFUSAL]
    assert kept[0].details["clauses"] == list(decision.clauses)


@then(parsers.re(r"nothing has changed"))
def nothing_has_changed(story: Story) -> None:
    """Compare the visible state of the provider and of every client with what it was before."""
    _unchanged(story, but=())


@then(parsers.re(r"nothing has changed but the ticket(?P<requested> and its request for an estimate)?"))
def nothing_but_the_ticket(story: Story, requested: str | None) -> None:
    """Compare all but what the client's tickets are, and the requests for an estimate that came of them."""
    _unchanged(story, but=("changes", "tickets", *(("requests",) if requested else ())))


def _unchanged(story: Story, but: tuple[str, ...]) -> None:
    assert story.compares
    assert set(story.before) == {PROVIDER, *story.clients.values()}, "a client came or went"
    changed = False
    for tenant_id, before in story.before.items():
        now = story.driver.picture(tenant_id)
        aside = () if tenant_id == PROVIDER else but
        assert {**now, **{each: before[each] for each in aside}} == before
        changed = changed or now != before
    assert changed or not but, "it says that a ticket has changed, and none has"
