"""The question of a ticket that needs a decision (9.3)."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from attrs import frozen

from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.ids import EffectId, EntryId, Ids
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.work import Effect, Work
from saas_core.support.model.question import Answer, Asker, PolicyQuestion
from saas_core.support.model.ticket import Ticket
from saas_core.support.ports import SupportWork
from saas_core.support.use_cases.questions import LETTER
from saas_core.support.values import QuestionId, QuestionState


@frozen
class QuestionsOfTickets:
    """Opens the question of a ticket, and withdraws it, in the unit of work that changes the ticket."""

    ids: Ids

    def ask(self, work: Work, *, ticket: Ticket, by: Actor, at: datetime) -> None:  # noqa: ARG002
        """Open a question for a ticket that needs a decision, unless it has an open one.

        Its opener, or whom it was opened for, is told of the answer. The client's cap does not hold it up: what staff
        finds about a ticket must not fail because of other questions.
        """
        # The one unit of work has the ports of all contexts.
        kept = cast("SupportWork", work)
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

    def withdraw(self, work: Work, *, ticket: Ticket, why: str, by: Actor, at: datetime) -> None:
        """Answer the open question of a ticket with the reason for which nothing is left to decide; tell who asked.

        No precedent is made of it.
        """
        kept = cast("SupportWork", work)
        question = kept.questions.of_ticket(ticket.id)
        if question is None or question.state is not QuestionState.OPEN:
            return
        answer = Answer(clause=next(iter(ticket.clauses), None), reason=why, by=actor_name(by), at=at)
        kept.questions.save(question.answered(answer, None))

        def askers(last: Asker | None) -> tuple[Asker, ...]:
            return kept.questions.askers(question.id, None if last is None else last.user_id, LARGEST_PAGE)

        subject = f"question:{question.id}"
        for asker in all_of(askers):
            body = {"question": str(question.id), "to": str(asker.user_id)}
            work.outbox.put(Effect(EffectId(self.ids.new()), at, LETTER, subject, body))
        work.journal.append(
            JournalEntryDraft(
                id=EntryId(self.ids.new()),
                at=at,
                by=by,
                action="support.withdraw_question",
                subject=subject,
                details={"ticket": str(ticket.id)},
            )
        )
