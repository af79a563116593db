"""Decisions: whether something may be done, why, until when, and the remedies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown, UserUnknown
from saas_core.gate.recorded import DecisionUnknown, RecordedDecisionView
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EntryId, UserId
from saas_core.policy.decision import Decision
from saas_core.policy.reasons import ReasonCode
from saas_http.endpoints import Call, Router, client
from saas_http.routes.gate.journal import READ
from saas_http.routes.gate.questions import Ask, AskAsOf, AskMany
from saas_views.decisions import AnswerView, ExplainedView, answer_view, explained_view
from saas_web.pool import AT_ONCE, let_others_go_first

decisions = Router("decisions", "Whether somebody may do something now, by which clause, until when, and the remedies.")

LARGEST_BULK = 256 * 1024
MOST_USERS = 100
MOST_NAMES = 2_000
NAMES_OF_A_REQUEST = 100
MOST_WISHES = 20


@frozen
class AnswersView:
    """Answers, in the order of the questions."""

    decisions: tuple[AnswerView, ...]


def _warm(call: Call, body: Ask) -> AnswerView | None:
    if body.user_id is not None:
        return None
    decision = call.app.gate.peek(body.question(call.tenant_id, call.by))
    # Wishes for what is never granted are recorded, and nothing is recorded from memory.
    return None if decision is None or _never(decision) else answer_view(decision)


@decisions.ask("/decisions", client(), UserUnknown, DepartmentUnknown, warm=_warm)
def decide(call: Call, body: Ask) -> AnswerView:
    """Decide whether something may be done now.

    A refusal is an answer with status 200. Asking for yourself for something that is never granted is recorded in the
    journal. Asking about somebody else requires a role that manages people.
    """
    question = body.question(call.tenant_id, whom(call, body.user_id))
    return answer_view(call.app.gate.ask(question) if body.user_id is None else call.app.gate.check(question))


@decisions.ask("/decisions/bulk", client(), UserUnknown, DepartmentUnknown, largest=LARGEST_BULK)
def decide_many(call: Call, body: AskMany) -> AnswersView:
    """Decide up to 1,000 questions at once, from one consistent state where possible.

    They may be about at most 100 users, and name 2,000 actions in all. Of what is never granted, the caller's own
    wishes are recorded as for a single question, at most 20 at once. It counts as one request for every 100 actions.
    """
    names = sum(1 + len(each.also) for each in body.questions)
    _bounded(names, MOST_NAMES, "actions")
    call.charge(names // NAMES_OF_A_REQUEST)
    others = tuple(dict.fromkeys(each.user_id for each in body.questions if each.user_id is not None))
    _bounded(len(others), MOST_USERS, "users")
    found = call.app.access.names.asked_users(**call.acting, who=others) if others else ()
    whom: dict[UserId | None, Actor] = {each: ClientUser(call.tenant_id, each) for each in found}
    whom[None] = call.by
    questions = [each.question(call.tenant_id, whom[each.user_id]) for each in body.questions]
    answers: list[Decision] = []
    for place in range(0, len(questions), AT_ONCE):
        let_others_go_first()
        answers += call.app.gate.check_all(questions[place : place + AT_ONCE])
    own = [each.user_id is None for each in body.questions]
    return AnswersView(tuple(_viewed(_recorded(call, answers, own))))


@decisions.ask("/decisions/why", client(), UserUnknown, DepartmentUnknown)
def why(call: Call, body: AskAsOf) -> ExplainedView:
    """Explain an answer fact by fact, with the text of every clause it cites.

    It can be asked as of any instant, and as known at any instant: the terms and facts of that time decide (9.4).
    """
    return explanation_of(call, body)


@decisions.get("/decisions/{decision_id}", READ, DecisionUnknown)
def recorded(call: Call, decision_id: EntryId) -> RecordedDecisionView:
    """Show a recorded decision, by the id that a refusal gives as its `decision`.

    It is an entry of the journal, which lists all of them.
    """
    return recorded_of(call, decision_id)


def recorded_of(call: Call, decision_id: EntryId) -> RecordedDecisionView:
    """Return a recorded decision of the current client."""
    return call.app.oversight.audit.decision(**call.acting, decision_id=decision_id)


def explanation_of(call: Call, body: AskAsOf) -> ExplainedView:
    """Return an explained answer about the current client; only a live wish of the caller's own is recorded."""
    question = body.question(call.tenant_id, whom(call, body.user_id))
    live = body.at is None and body.known_at is None
    if live and body.user_id is None:
        decision = call.app.gate.ask(question)
    else:
        decision = call.app.gate.check(question, at=body.at, known_at=body.known_at)
    return explained_view(decision, call.app.policy.show_terms(version=decision.terms_version).clauses)


def whom(call: Call, user_id: UserId | None) -> Actor:
    """Return the user that a question is about, by default the caller; raises UserUnknown, Refused."""
    if user_id is None:
        return call.by
    return ClientUser(call.tenant_id, call.app.access.names.asked_user(**call.acting, who=user_id))


def _viewed(decisions: Iterable[Decision]) -> Iterator[AnswerView]:
    for place, each in enumerate(decisions):
        if place % AT_ONCE == AT_ONCE - 1:
            let_others_go_first()
        yield answer_view(each)


def _never(decision: Decision) -> bool:
    return any(each.code is ReasonCode.NEVER_GRANTED for each in decision.reasons)


def _recorded(call: Call, answers: Sequence[Decision], own: Sequence[bool]) -> Iterable[Decision]:
    """Record the caller's own wishes for what is never granted in the journal, once per action."""
    wishes = {
        decision.question.action: decision
        for decision, wished in zip(reversed(answers), reversed(own), strict=True)
        if wished and _never(decision)
    }
    _bounded(len(wishes), MOST_WISHES, "things that are never granted")
    kept = {action: call.app.gate.record(wish) for action, wish in wishes.items()}
    for decision, wished in zip(answers, own, strict=True):
        yield kept[decision.question.action] if wished and _never(decision) else decision


def _bounded(count: int, most: int, what: str) -> None:
    if count > most:
        message = f"name {count} {what}; {most} are allowed at once."
        raise InvalidValue(message, field="questions", remedy="Send several requests.")
