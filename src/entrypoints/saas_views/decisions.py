"""Decisions, as presented by every entrance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.kernel.ids import EntryId
from saas_core.kernel.instants import instant_text
from saas_core.policy.decision import Decision, Fact
from saas_core.policy.queries import ClauseView
from saas_core.policy.reasons import Reason, Remedy


@frozen
class AnswerView:
    """A decision: the verdict, every blocking reason, the deciding clauses and those overruled.

    It holds before `valid_until`; None means that time alone never changes it. `remedy` belongs to the most fundamental
    reason; `decision` is the id of the journal entry if the answer was recorded.
    """

    verdict: str
    action: str
    clauses: tuple[str, ...]
    overruled: tuple[str, ...]
    reasons: tuple[Reason, ...]
    remedy: Remedy | None
    terms_version: str
    at: datetime
    known_at: datetime | None
    valid_until: datetime | None
    decision: EntryId | None


@frozen
class ClauseText:
    """A clause and its text in the version of the terms that decided."""

    number: str
    text: str


@frozen
class ExplainedView:
    """A decision with the facts it rests on, and the text of every clause it cites."""

    answer: AnswerView
    facts: tuple[Fact, ...]
    texts: tuple[ClauseText, ...]


def answer_view(decision: Decision) -> AnswerView:
    """Return the view of a decision."""
    ruling = decision.ruling
    reasons = ruling.reasons
    return AnswerView(
        ruling.verdict.value,
        decision.question.action,
        ruling.clauses,
        ruling.overruled,
        reasons,
        reasons[0].remedy if reasons else None,
        ruling.terms_version,
        decision.at,
        decision.known_at,
        ruling.valid_until,
        decision.id,
    )


def explained_view(decision: Decision, clauses: Iterable[ClauseView]) -> ExplainedView:
    """Return a decision with its facts and the texts of the clauses it cites."""
    known = {each.number: each.text for each in clauses}
    cited = dict.fromkeys((*decision.clauses, *decision.overruled))
    texts = tuple(ClauseText(number, known.get(number, "not in this version")) for number in cited)
    return ExplainedView(answer_view(decision), decision.facts, texts)


def validity_text(answer: AnswerView) -> str:
    """Return the terms, the instant and the validity of an answer."""
    if answer.valid_until is None:
        until = "time alone does not change this answer"
    else:
        until = f"holds until {instant_text(answer.valid_until)} unless something changes"
    return f"Terms {answer.terms_version}, at {instant_text(answer.at)}; {until}."
