"""The post of tickets: one person is told of an answer, a resolution or a decline, once each (2.3.a)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import TenantId, TicketId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.letters import Composer, Letter, LetterKind
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.work import Effect, Transactions
from saas_core.policy.decision import Question
from saas_core.support.letters import CONVERTED, LETTERS, RESOLVED
from saas_core.support.model.seeing import Seer
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Message
from saas_core.support.policies.declining import disputable
from saas_core.support.policies.routing import last_of_chain
from saas_core.support.policies.times import reopen_window
from saas_core.support.ports import SupportWork
from saas_core.support.ports.asking import NO_REPLIES, ClientNames, People, Placing, ReplyAddresses, TicketPages
from saas_core.support.values import SEE, MessageId, Resolution, Side

_KINDS: Final[Mapping[str, LetterKind]] = {each.name: each for each in LETTERS}


@frozen(kw_only=True)
class TicketPost:
    """Mails what happened to a ticket; text and address are read when mailing, so that no effect holds them.

    It reads messages and nothing else that was written: a note is of another type, and no letter has a place for one.
    """

    transactions: Transactions[SupportWork]
    clock: Clock
    composer: Composer
    mailer: Mailer
    people: People
    placing: Placing
    names: ClientNames
    pages: TicketPages
    replies: ReplyAddresses = NO_REPLIES

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail one letter to one person; the same id again means the same mail. Raises whatever the mailer raises.

        Nothing is mailed to somebody who was deactivated, nor about a ticket that the person does not see any more.
        """
        with self.transactions.read(tenant_id) as work:
            mail = self._mail(work, effect)
        if mail is not None:
            self.mailer.send(mail)

    def _mail(self, work: SupportWork, effect: Effect) -> Mail | None:
        user_id, ticket = _user(effect), work.tickets.get(TicketId(UUID(str(effect.body["ticket"]))))
        address = self.people.address(work, user_id)
        if not address or ticket is None or not self._told(work, ticket, user_id):
            return None
        # What became of a merged ticket is what became of the one that carries it on.
        last = last_of_chain(ticket, work.tickets.get)
        kind, days = _kind(effect, last), reopen_window(work.terms, last).days
        message = _message(work, str(effect.body["message"]))
        name = self.people.names(work, (user_id,)).get(user_id, "")
        given = {
            "client": self.names.name(work),
            "name": name,
            "ticket": ticket.subject,
            "answer": "" if message is None else message.text,
            "how": _how(last),
            "days": str(days),
            "clauses": ", ".join(last.clauses),
            "disputable": f"{days} days" if last is ticket and disputable(ticket, self.clock.now()) else "",
            "link": self.pages.ticket(ticket.id),
        }
        composed = self.composer.compose(Letter(kind, {each: given[each] for each in kind.needed}))
        reply_to = self.replies.address(work.tenant_id, ticket.id, user_id, self.clock.now())
        return Mail(
            id=effect.id,
            to=address,
            subject=composed.subject,
            text=composed.text,
            html=composed.html,
            reply_to=reply_to,
            client=work.tenant_id,
        )

    def _told(self, work: SupportWork, ticket: Ticket, user_id: UserId) -> bool:
        """Return whether a person still sees a ticket: its own, or by its roles those of the department."""
        question = Question(work.tenant_id, ClientUser(work.tenant_id, user_id), SEE)
        places = self.placing.placed(work, question, self.clock.now())
        departments = frozenset(places.departments)
        return Seer(user_id=user_id, everything=places.everywhere, departments=departments).sees(ticket)


def _kind(effect: Effect, ticket: Ticket) -> LetterKind:
    """Return the kind of letter; a conversion resolves a ticket, and has a letter of its own."""
    kind = _KINDS[str(effect.body["letter"])]
    converted = ticket.resolution is Resolution.CONVERTED_TO_ENGAGEMENT
    return CONVERTED if kind == RESOLVED and converted else kind


def _user(effect: Effect) -> UserId:
    return UserId(UUID(str(effect.body["to"])))


def _message(work: SupportWork, text: str) -> Message | None:
    message = work.ticket_messages.get(MessageId(UUID(text))) if text else None
    # Only what the provider wrote is mailed back to the client.
    return message if message is not None and message.side is Side.STAFF else None


def _how(ticket: Ticket) -> str:
    return "resolved" if ticket.resolution is None else ticket.resolution.value.replace("_", " ")
