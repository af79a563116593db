"""What a precedent is held against: all that the client wrote about a question, and the names of who is concerned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias
from uuid import UUID

from saas_core.kernel.ids import TicketId
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.policy import acting
from saas_core.support.model.question import Asker, PolicyQuestion
from saas_core.support.model.writing import Message
from saas_core.support.policies.own_words import require_nobody_named, require_own_words
from saas_core.support.ports import SupportWork
from saas_core.support.ports.asking import Clients, People
from saas_core.support.values import Side

Act: TypeAlias = acting.Act[SupportWork]


def require_no_client_in(act: Act, question: PolicyQuestion, reason: str, clients: Clients, people: People) -> None:
    """Require that a reason repeats nothing of the client and names nobody of it; raises InvalidValue."""
    require_own_words(reason, _texts(act, question))
    named = people.names(act.work, set(_concerned(act, question)))
    require_nobody_named(reason, (*clients.names(act.work), *named.values()))


def askers(act: Act, question: PolicyQuestion) -> Iterator[Asker]:
    """Yield everybody who asked a question."""
    return all_of(
        lambda last: act.work.questions.askers(question.id, None if last is None else last.user_id, LARGEST_PAGE)
    )


def _texts(act: Act, question: PolicyQuestion) -> Iterator[str]:
    """Yield what the client wrote: with the question, and on the ticket that it is about."""
    yield from (each.text for each in askers(act, question))
    if question.ticket_id is not None:
        ticket = act.work.tickets.get(question.ticket_id)
        if ticket is not None:
            yield ticket.subject
        yield from (each.text for each in _messages(act, question.ticket_id))


def _concerned(act: Act, question: PolicyQuestion) -> Iterator[UUID]:
    yield from (each.user_id for each in askers(act, question))
    if question.ticket_id is not None:
        ticket = act.work.tickets.get(question.ticket_id)
        if ticket is not None:
            yield from (each for each in (ticket.opened_by, ticket.requester_id) if each is not None)
        yield from (each.author_id for each in _messages(act, question.ticket_id) if each.side is Side.CLIENT)


def _messages(act: Act, ticket_id: TicketId) -> Iterator[Message]:
    return all_of(lambda last: act.work.ticket_messages.of(ticket_id, None if last is None else last.id, LARGEST_PAGE))
