"""The post of questions: whoever asked one is told of its answer, once (9.3)."""

from __future__ import annotations

from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import TenantId, UserId
from saas_core.kernel.letters import Composer, Letter
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.work import Effect, Transactions
from saas_core.support.letters import QUESTION_ANSWERED
from saas_core.support.ports import SupportWork
from saas_core.support.ports.asking import ClientNames, People, QuestionPages
from saas_core.support.values import QuestionId


@frozen(kw_only=True)
class QuestionPost:
    """Mails the answer of a question; answer and address are read when mailing, so that no effect holds them."""

    transactions: Transactions[SupportWork]
    composer: Composer
    mailer: Mailer
    people: People
    names: ClientNames
    pages: QuestionPages

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail one letter to one person; the same id again means the same mail. Raises whatever the mailer raises.

        Nothing is mailed to somebody who was deactivated.
        """
        with self.transactions.read(tenant_id) as work:
            mail = self._mail(work, effect)
        if mail is not None:
            self.mailer.send(mail)

    def _mail(self, work: SupportWork, effect: Effect) -> Mail | None:
        user_id = UserId(UUID(str(effect.body["to"])))
        address = self.people.address(work, user_id)
        question = work.questions.get(QuestionId(UUID(str(effect.body["question"]))))
        if not address or question is None or question.answer is None:
            return None
        ticket = None if question.ticket_id is None else work.tickets.get(question.ticket_id)
        given = {
            "client": self.names.name(work),
            "name": self.people.names(work, (user_id,)).get(user_id, ""),
            "asked": ticket.subject if ticket is not None else question.action or "",
            "clause": question.answer.clause or "",
            "answer": question.answer.reason,
            "link": self.pages.question(question.id) if ticket is None else self.pages.ticket(ticket.id),
        }
        composed = self.composer.compose(
            Letter(QUESTION_ANSWERED, {each: given[each] for each in QUESTION_ANSWERED.needed})
        )
        return Mail(
            id=effect.id,
            to=address,
            subject=composed.subject,
            text=composed.text,
            html=composed.html,
            client=work.tenant_id,
        )
