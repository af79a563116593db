"""Decisions: may this be done, why, until when, and what would help."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown, UserUnknown
from saas_core.gate.recorded import DecisionUnknown, RecordedDecisionView
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import DepartmentId, EntryId, TenantId, UserId
from saas_core.kernel.money import Money
from saas_core.policy.decision import About, AboutKind, Decision, LicenseeKind, Manner, Question
from saas_core.policy.reasons import ReasonCode
from saas_http.endpoints import Call, Router, client
from saas_http.parsing.values import ActionName, Currency, Number
from saas_http.routes.gate.journal import READ
from saas_views.decisions import AnswerView, ExplainedView, answer_view, explained_view

decisions = Router("decisions", "May somebody do something now, by which clause, until when, and what would help.")


@frozen(kw_only=True)
class AskedAbout:
    """The thing a question is about: an engagement, a ticket or one integration, by its id."""

    kind: AboutKind
    id: UUID


@frozen(kw_only=True)
class AskedAmount:
    """An amount to be approved: minor units, such as cents, of the currency of the terms."""

    minor: Annotated[int, Number()]
    currency: Currency


@frozen(kw_only=True)
class Ask:
    """A question: may this be done, in this department, in this manner and capacity.

    Without `user_id` it is about whoever asks. `also` names what else the same request claims to be or contains. An
    `amount` is judged against the approval limits of the user's roles; without one the answer says only whether the
    right is there at all.
    """

    action: ActionName
    user_id: UserId | None = None
    department_id: DepartmentId | None = None
    also: tuple[ActionName, ...] = ()
    manner: Manner = Manner.ASK
    capacity: LicenseeKind | None = None
    about: AskedAbout | None = None
    amount: AskedAmount | None = None

    def question(self, tenant_id: TenantId, by: Actor) -> Question:
        """Give the question as it is put for somebody about a client."""
        return Question(
            tenant_id=tenant_id,
            by=by,
            action=self.action,
            also=self.also,
            department_id=self.department_id,
            manner=self.manner,
            capacity=self.capacity,
            about=None if self.about is None else About(self.about.kind, self.about.id),
            amount=None if self.amount is None else Money(self.amount.minor, self.amount.currency),
        )


@frozen(kw_only=True)
class AskAsOf(Ask):
    """A question as of an instant, and as it was known at an instant; now, when they are left out."""

    at: datetime | None = None
    known_at: datetime | None = None


@frozen(kw_only=True)
class AskMany:
    """Up to 1,000 questions."""

    questions: tuple[Ask, ...]


@frozen
class AnswersView:
    """Answers, in the order of the questions."""

    decisions: tuple[AnswerView, ...]


def _warm(call: Call, body: Ask) -> AnswerView | None:
    if body.user_id is not None:
        return None
    decision = call.app.gate.peek(body.question(call.tenant_id, call.by))
    # What is never granted is written down, and nothing is written from memory.
    return None if decision is None or _never(decision) else answer_view(decision)


@decisions.ask("/decisions", client(), UserUnknown, DepartmentUnknown, warm=_warm)
def decide(call: Call, body: Ask) -> AnswerView:
    """Decide whether something may be done now.

    A refusal is an answer, with the status 200. Your own wish for what is never granted is kept in the journal. About
    somebody else ask those whose roles manage people.
    """
    question = body.question(call.tenant_id, _whom(call, body))
    return answer_view(call.app.gate.ask(question) if body.user_id is None else call.app.gate.check(question))


@decisions.ask("/decisions/bulk", client(), UserUnknown, DepartmentUnknown)
def decide_many(call: Call, body: AskMany) -> AnswersView:
    """Decide up to 1,000 questions at once, read from one state where that is possible."""
    asked = {each.user_id: each for each in body.questions}
    whom = {user_id: _whom(call, each) for user_id, each in asked.items()}
    questions = [each.question(call.tenant_id, whom[each.user_id]) for each in body.questions]
    answers = call.app.gate.check_all(questions)
    own = [each.user_id is None for each in body.questions]
    return AnswersView(tuple(answer_view(each) for each in _recorded(call, answers, own)))


@decisions.ask("/decisions/why", client(), UserUnknown, DepartmentUnknown)
def why(call: Call, body: AskAsOf) -> ExplainedView:
    """Explain an answer fact by fact, with the text of every clause it cites.

    As of any instant, and as it was known at any instant: the terms and facts of that day decide (9.4).
    """
    return explanation_of(call, body)


@decisions.get("/decisions/{decision_id}", READ, DecisionUnknown)
def recorded(call: Call, decision_id: EntryId) -> RecordedDecisionView:
    """Show a decision that was recorded, by the id that a refusal names as its `decision`.

    It is an entry of the journal, where all of them are listed.
    """
    return recorded_of(call, decision_id)


def recorded_of(call: Call, decision_id: EntryId) -> RecordedDecisionView:
    """Give a recorded decision of the client at hand."""
    return call.app.oversight.audit.decision(**call.acting, decision_id=decision_id)


def explanation_of(call: Call, body: AskAsOf) -> ExplainedView:
    """Answer a question about the client at hand and explain the answer; only a live wish of one's own is recorded."""
    question = body.question(call.tenant_id, _whom(call, body))
    live = body.at is None and body.known_at is None
    if live and body.user_id is None:
        decision = call.app.gate.ask(question)
    else:
        decision = call.app.gate.check(question, at=body.at, known_at=body.known_at)
    return explained_view(decision, call.app.policy.show_terms(version=decision.terms_version).clauses)


def _whom(call: Call, body: Ask) -> Actor:
    if body.user_id is None:
        return call.by
    return ClientUser(call.tenant_id, call.app.access.names.asked_user(**call.acting, who=body.user_id))


def _never(decision: Decision) -> bool:
    return any(each.code is ReasonCode.NEVER_GRANTED for each in decision.reasons)


def _recorded(call: Call, answers: Iterable[Decision], own: Iterable[bool]) -> Iterable[Decision]:
    """Keep own wishes for what is never granted in the journal, each action once."""
    kept: dict[str, Decision] = {}
    for decision, wished in zip(answers, own, strict=True):
        if not wished or not _never(decision):
            yield decision
            continue
        action = decision.question.action
        if action not in kept:
            kept[action] = call.app.gate.record(decision)
        yield kept[action]
