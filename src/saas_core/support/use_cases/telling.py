"""Telling: who gets the letter about what happened to a ticket, and to which ticket it leads (2.3.a).

An answer goes to whoever wrote the message that is answered. What ends a ticket, or is a verdict on it, is said to all
whose tickets were merged into it: they wait for the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final, overload

from saas_core.kernel.ids import AttachmentId, TicketId, UserId
from saas_core.support.errors import MessageUnknown
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Message
from saas_core.support.ports import SupportWork
from saas_core.support.use_cases.act import Act, tell, write
from saas_core.support.values import MessageId, Side

MOST_TOLD: Final = 50
"""The most people that are told of one thing."""
_MOST_MERGED: Final = 200


def answered_by(act: Act, ticket: Ticket, message_id: MessageId | None) -> Message | None:
    """Return the client's message that is answered: the one given, or the last one; raises MessageUnknown."""
    if message_id is None:
        return act.work.ticket_messages.last_of_client(ticket.id)
    message = act.work.ticket_messages.get(message_id)
    if message is None or message.ticket_id != ticket.id or message.side is not Side.CLIENT:
        raise MessageUnknown
    return message


def tell_writer(act: Act, ticket: Ticket, letter: str, message: Message | None, answered: Message | None) -> None:
    """Tell whoever wrote the message that is answered, on the ticket to which it was written; else who it is for."""
    if answered is not None:
        # A user's id, for the message is the client's.
        tell(act, letter, answered.home_id, UserId(answered.author_id), message)
        return
    tell(act, letter, ticket.id, _person(ticket), message)


@overload
def conclude(
    act: Act,
    ticket: Ticket,
    letter: str,
    text: str,
    *,
    solution: bool = ...,
    attachments: tuple[AttachmentId, ...] = ...,
) -> Message: ...


@overload
def conclude(
    act: Act,
    ticket: Ticket,
    letter: str,
    text: str | None,
    *,
    solution: bool = ...,
    attachments: tuple[AttachmentId, ...] = ...,
) -> Message | None: ...


def conclude(  # noqa: PLR0913 - what, of which letter, with what
    act: Act,
    ticket: Ticket,
    letter: str,
    text: str | None,
    *,
    solution: bool = False,
    attachments: tuple[AttachmentId, ...] = (),
) -> Message | None:
    """Say what ends a ticket, or the verdict on it, and tell everybody who waits for it; return the message, if any.

    Without a merge that is whoever wrote last. After one the message answers nobody alone: it is read on every ticket
    that was merged, and one letter goes to each of their people and to whoever wrote last.
    """
    answered = answered_by(act, ticket, None)
    merged = tuple(islice(_merged_into(act.work, ticket.id), _MOST_MERGED))
    to = None if merged else answered
    message = None if text is None else write(act, ticket, text, answers=to, solution=solution, attachments=attachments)
    if not merged:
        tell_writer(act, ticket, letter, message, answered)
        return message
    told = {_person(ticket): ticket.id}
    if answered is not None:
        told.setdefault(UserId(answered.author_id), answered.home_id)
    for each in merged:
        told.setdefault(_person(each), each.id)
    for each in merged if attachments else ():
        act.work.ticket_files.refer(each.id, attachments)
    for user_id, ticket_id in islice(told.items(), MOST_TOLD):
        tell(act, letter, ticket_id, user_id, message)
    return message


def said_to_all(message: Message, merged: Ticket) -> bool:
    """Return whether a message that stands on the ticket that carries on a merged one is for its people, too."""
    to_all = message.side is Side.STAFF and message.via_id is None and message.answers_id is None
    return to_all and merged.ended_at is not None and message.written_at >= merged.ended_at


def _person(ticket: Ticket) -> UserId:
    return ticket.requester_id or ticket.opened_by


def _merged_into(work: SupportWork, ticket_id: TicketId) -> Iterator[Ticket]:
    """Yield the tickets that were merged into one, and into those, the nearest first."""
    waiting = deque([ticket_id])
    while waiting:
        target = waiting.popleft()
        for each in work.tickets.linked(target):
            if each.merged_into == target:
                waiting.append(each.id)
                yield each
