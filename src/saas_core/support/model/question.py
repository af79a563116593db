"""Questions on which the terms are silent, who asks them, and the answers that become precedents (9.3)."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.kernel.ids import TicketId, UserId
from saas_core.support.errors import QuestionAnswered
from saas_core.support.values import PrecedentId, QuestionId, QuestionState


@frozen(kw_only=True)
class Answer:
    """What the provider answered: the clause that it read, or None if none speaks, and why.

    It grants nothing and bills nothing (9.3). `cites` are the precedents that it follows.
    """

    reason: str
    clause: str | None
    by: str
    at: datetime
    cites: tuple[PrecedentId, ...] = ()


@frozen(kw_only=True)
class PolicyQuestion:
    """A question of a client that a person decides: about an action, or about a ticket that needs a decision.

    Under one version of the terms it is one question, whoever asks it and however often.
    """

    id: QuestionId
    action: str | None
    ticket_id: TicketId | None
    terms_version: str
    asked_at: datetime
    answer: Answer | None = None

    @property
    def state(self) -> QuestionState:
        """Whether it waits for an answer."""
        return QuestionState.OPEN if self.answer is None else QuestionState.ANSWERED

    def answered(self, answer: Answer, action: str | None) -> PolicyQuestion:
        """Return the question with its answer, and the action that a ticket's is about; raises QuestionAnswered."""
        if self.answer is not None:
            message = f"was answered at {self.answer.at.isoformat()}."
            raise QuestionAnswered(message, field="question", remedy="Show it to read the answer.")
        return evolve(self, answer=answer, action=self.action or action)


@frozen(kw_only=True)
class Asker:
    """A user who asked a question, when first, and in which words; that user is told of the answer."""

    question_id: QuestionId
    user_id: UserId
    at: datetime
    text: str = ""


@frozen(kw_only=True)
class Precedent:
    """An answer as the provider keeps it, for the next question on the same action.

    It is data of the provider: it names no client and holds none of its text.
    """

    id: PrecedentId
    action: str
    clause: str | None
    reason: str
    terms_version: str
    at: datetime
