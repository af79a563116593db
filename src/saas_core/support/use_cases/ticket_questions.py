"""The question of a ticket that needs a decision (9.3)."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import Ids
from saas_core.kernel.work import Work
from saas_core.support.model.question import Asker, PolicyQuestion
from saas_core.support.model.ticket import Ticket
from saas_core.support.ports import SupportWork
from saas_core.support.values import QuestionId, QuestionState


@frozen
class QuestionsOfTickets:
    """Opens the question of a ticket, in the unit of work that classifies it."""

    ids: Ids

    def ask(self, work: Work, *, ticket: Ticket, by: Actor, at: datetime) -> None:  # noqa: ARG002
        """Open a question for a ticket that needs a decision, unless it has an open one.

        Its opener, or whom it was opened for, is told of the answer. The client's cap does not hold it up: what staff
        finds about a ticket must not fail because of other questions.
        """
        kept: SupportWork = work  # type: ignore[assignment]  # the one unit of work has the ports of all contexts
        known = kept.questions.of_ticket(ticket.id)
        if known is not None and known.state is QuestionState.OPEN:
            return
        question = PolicyQuestion(
            id=QuestionId(self.ids.new()),
            action=None,
            ticket_id=ticket.id,
            terms_version=ticket.opening.terms_version,
            asked_at=at,
        )
        kept.questions.save(question)
        user_id = ticket.requester_id or ticket.opened_by
        kept.questions.ask(Asker(question_id=question.id, user_id=user_id, at=at))
