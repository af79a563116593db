"""Questions on which the terms are silent, as the client sees them and as staff sees them."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.ids import TenantId, TicketId, UserId
from saas_core.support.model.question import Asker, PolicyQuestion, Precedent
from saas_core.support.values import PrecedentId, QuestionId


@frozen(kw_only=True)
class QuestionView:
    """A question as it stands, and its answer once there is one: the clause that was read, or None if none speaks."""

    question_id: QuestionId
    action: str | None
    ticket_id: TicketId | None
    terms_version: str
    asked_at: datetime
    state: str
    answered_at: datetime | None
    clause: str | None
    reason: str | None
    cites: tuple[PrecedentId, ...]


@frozen(kw_only=True)
class AskerView:
    """Who asked, when, and in which words."""

    user_id: UserId
    at: datetime
    text: str


@frozen(kw_only=True)
class PrecedentView:
    """What the provider answered before on the same action."""

    precedent_id: PrecedentId
    action: str
    clause: str | None
    reason: str
    terms_version: str
    at: datetime


@frozen(kw_only=True)
class StaffQuestionView:
    """A question for whoever answers it: who asked in which words, and the precedents that are offered."""

    question: QuestionView
    answered_by: str | None
    askers: tuple[AskerView, ...]
    precedents: tuple[PrecedentView, ...]


@frozen(kw_only=True)
class OpenQuestionView:
    """An open question of some client, and for how long it has been open; nothing is promised by it."""

    tenant_id: TenantId
    client: str
    question_id: QuestionId
    action: str | None
    ticket_id: TicketId | None
    asked_at: datetime
    seconds: int


def question_view(question: PolicyQuestion) -> QuestionView:
    """Return the view of a question for the client."""
    answer = question.answer
    return QuestionView(
        question_id=question.id,
        action=question.action,
        ticket_id=question.ticket_id,
        terms_version=question.terms_version,
        asked_at=question.asked_at,
        state=question.state.value,
        answered_at=None if answer is None else answer.at,
        clause=None if answer is None else answer.clause,
        reason=None if answer is None else answer.reason,
        cites=() if answer is None else answer.cites,
    )


def asker_view(asker: Asker) -> AskerView:
    """Return the view of an asker."""
    return AskerView(user_id=asker.user_id, at=asker.at, text=asker.text)


def precedent_view(precedent: Precedent) -> PrecedentView:
    """Return the view of a precedent."""
    return PrecedentView(
        precedent_id=precedent.id,
        action=precedent.action,
        clause=precedent.clause,
        reason=precedent.reason,
        terms_version=precedent.terms_version,
        at=precedent.at,
    )
