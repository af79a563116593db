"""Reading: lists, tickets and messages, as far as whoever looks may see them (1.4.b, 1.4.c, 1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from attrs import evolve

from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.ids import PROVIDER, Ids, TenantId, TicketId, UserId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.pages import all_of, page_size, within
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge
from saas_core.support.model.seeing import EVERYBODYS, Seer
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Message, Note
from saas_core.support.policies.routing import last_of_chain
from saas_core.support.policies.words import wanted_words
from saas_core.support.ports import SupportWork, TicketFilter, TicketPlace, Waiting, WaitingPlace, WorkList
from saas_core.support.queries.staff import (
    NoteView,
    StaffTicketDetail,
    WaitingView,
    commands_of,
    note_view,
    proposal_view,
)
from saas_core.support.queries.views import (
    MessageView,
    TicketDetail,
    TicketView,
    classification_view,
    file_view,
    message_view,
    opening_view,
    ticket_view,
)
from saas_core.support.use_cases.act import Act, Desk, handled, reads_file, seen, seer_of, staff_kinds
from saas_core.support.use_cases.repeats import Acts
from saas_core.support.use_cases.telling import said_to_all
from saas_core.support.values import (
    LARGEST_PAGE_OF_TEXT,
    OF_PEOPLE,
    MessageId,
    NoteId,
    Queue,
    ScopeKind,
    Side,
    TicketKind,
    TicketState,
)

MOST_WAITING: Final = 100
"""The most tickets on a page of the work-list, each of which is read from its client."""
T = TypeVar("T", Message, Note)
_PROVIDER: Final = "the provider"
_AT_ONCE: Final = 20
"""The most texts that are read at once, each of which may be long."""


@checked
class Reading:
    """Tickets, read by the client's users as far as they see them, and by staff."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[SupportWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        desk: Desk,
        work_list: WorkList,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge, desk.digests)
        self._desk = desk
        self._work_list = work_list

    def list_tickets(  # noqa: PLR0913 - who, and the filters
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        kind: TicketKind | None = None,
        state: TicketState | None = None,
        scope: ScopeKind | None = None,
        named: str | None = None,
        requester_id: UserId | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        search: str | None = None,
        after: TicketPlace | None = None,
        limit: int = 50,
    ) -> tuple[TicketView, ...]:
        """Return the tickets that a user sees, or all of a client for staff, newest first, at most 1,000.

        They may be narrowed by kind, state, scope, the row of the terms, the requester, the span in which they were
        opened, and by words, all of which must stand in the subject or in a message. Raises Refused, InvalidValue.
        """
        wanted = TicketFilter(
            kind=kind,
            state=state,
            scope=scope,
            named=named,
            requester_id=requester_id,
            since=None if since is None else instant(since, "since"),
            until=None if until is None else instant(until, "until"),
            words=() if search is None else wanted_words(search),
        )
        with self._acts.read(tenant_id, by) as act:
            if isinstance(by, ClientUser):
                seer = seer_of(act, self._desk)
            else:
                kinds, seer = staff_kinds(act), EVERYBODYS
                if len(kinds) == 1:
                    (only,) = kinds
                    if wanted.kind not in {None, only}:
                        return ()
                    wanted = evolve(wanted, kind=only)
            return tuple(map(ticket_view, act.work.tickets.page(wanted, seer, after, page_size(limit))))

    def show(self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> TicketDetail:
        """Return a ticket with all the user may see of it but its messages; raises TicketUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            ticket, seer = seen(act, self._desk, ticket_id)
            last = last_of_chain(ticket, act.work.tickets.get)
            merged = last.id != ticket.id
            return TicketDetail(
                ticket=ticket_view(ticket),
                opening=opening_view(ticket, whole=_reads_whole(act, ticket)),
                classifications=tuple(
                    classification_view(each, named=False) for each in act.work.classifications.of(ticket_id)
                ),
                files=tuple(
                    file_view(each) for each in act.work.ticket_files.of(ticket_id) if reads_file(act, seer, each)
                ),
                merged_into=last.id if merged and seer.sees(last) else None,
                carried_on=last.state.value if merged else None,
                linked=tuple(each.id for each in act.work.tickets.linked(ticket_id) if seer.sees(each)),
            )

    def show_to_staff(self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId) -> StaffTicketDetail:
        """Return a ticket as staff sees it, without the roles of the client's people; raises TicketUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            ticket = handled(act, ticket_id)
            return StaffTicketDetail(
                ticket=ticket_view(ticket),
                opening=opening_view(ticket, whole=False),
                classifications=tuple(
                    classification_view(each, named=True) for each in act.work.classifications.of(ticket_id)
                ),
                proposal=proposal_view(ticket.proposal),
                files=tuple(map(file_view, act.work.ticket_files.of(ticket_id))),
                merged_into=ticket.merged_into,
                linked=tuple(each.id for each in act.work.tickets.linked(ticket_id)),
                commands=commands_of(ticket),
            )

    def messages(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        after: MessageId | None = None,
        limit: int = 50,
    ) -> tuple[MessageView, ...]:
        """Return the messages of a ticket, oldest first, those after the given one: at most 1,000, and 1 MiB of text.

        A page may end before the limit, but holds at least one message; the last one is followed by an empty one. A
        user sees those written to tickets that the user sees, and the answers to them. Raises TicketUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            if isinstance(by, ClientUser):
                ticket, seer = seen(act, self._desk, ticket_id)
            else:
                ticket, seer = handled(act, ticket_id), EVERYBODYS
            shown = _page(_readable(act, seer, ticket, after), limit)
            return self._message_views(act, shown)

    def notes(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        after: NoteId | None = None,
        limit: int = 50,
    ) -> tuple[NoteView, ...]:
        """Return the notes on a ticket for staff, oldest first, in pages as those of messages.

        Raises TicketUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            handled(act, ticket_id)
            read = act.work.ticket_notes.of
            found = all_of(lambda last: read(ticket_id, after if last is None else last.id, _AT_ONCE))
            return tuple(map(note_view, _page(found, limit)))

    def waiting(
        self,
        *,
        by: Actor,
        queue: Queue | None = None,
        after: WaitingPlace | None = None,
        limit: int = 50,
    ) -> tuple[WaitingView, ...]:
        """Return the tickets of all clients that wait, longest first, at most 100: for a class, us, them, a verdict.

        The age is shown and nothing is promised by it. Raises Refused.
        """
        with self._acts.read(PROVIDER, by) as act:
            kinds, at = staff_kinds(act), act.at
        (only,) = kinds if len(kinds) == 1 else (None,)
        page = self._work_list.page(queue, only, after, page_size(limit, MOST_WAITING))
        return tuple(view for each in page if (view := self._waiting(by, each, at)) is not None)

    def _waiting(self, by: Actor, waiting: Waiting, at: datetime) -> WaitingView | None:
        with self._acts.read(waiting.tenant_id, by) as act:
            ticket = act.work.tickets.get(waiting.ticket_id)
            if ticket is None:
                return None
            return WaitingView(
                tenant_id=waiting.tenant_id,
                client=self._desk.clients.slug(act.work),
                ticket_id=waiting.ticket_id,
                queue=waiting.queue.value,
                kind=waiting.kind.value,
                subject=ticket.subject,
                scope=ticket.scope.kind.value,
                named=ticket.scope.named,
                since=waiting.since,
                seconds=max(int((at - waiting.since).total_seconds()), 0),
            )

    def _message_views(self, act: Act, messages: Iterable[Message]) -> tuple[MessageView, ...]:
        shown = tuple(messages)
        names = self._desk.people.names(act.work, {each.author_id for each in shown if each.side is Side.CLIENT})
        to_staff = isinstance(act.by, Staff)

        def view(each: Message) -> MessageView:
            if each.side is Side.CLIENT:
                return message_view(each, names.get(each.author_id, ""), author_id=each.author_id)
            # Which member of staff wrote is the provider's own.
            author_id: UUID | None = each.author_id if to_staff else None
            return message_view(each, _PROVIDER, author_id=author_id)

        return tuple(map(view, shown))


def _page(found: Iterable[T], limit: int) -> Iterator[T]:
    return within(islice(found, page_size(limit)), _bytes, LARGEST_PAGE_OF_TEXT)


def _bytes(each: Message | Note) -> int:
    return len(each.text.encode())


def _reads_whole(act: Act, ticket: Ticket) -> bool:
    """Return whether a reader may know the roles of whoever opened a ticket: that person, or whoever reads people."""
    opener = isinstance(act.by, ClientUser) and act.by.scopes is None and act.by.user_id == ticket.opened_by
    return opener or all(map(act.may, OF_PEOPLE))


def _readable(act: Act, seer: Seer, ticket: Ticket, after: MessageId | None) -> Iterator[Message]:
    """Yield the messages that a seer may read; behind a merge, some may be of a colleague's ticket.

    On a ticket that was merged stands, too, what the provider said to all on the one that carries it on.
    """
    here = (each for each in _messages(act, ticket.id, after) if _reads(act, seer, ticket.id, each))
    last = last_of_chain(ticket, act.work.tickets.get)
    if last.id == ticket.id:
        return here
    there = (
        # Which ticket carries it on is not for everybody to know.
        evolve(each, via_id=ticket.id)
        for each in _messages(act, last.id, after)
        if said_to_all(each, ticket)
    )
    return merge(here, there, key=lambda each: each.id)


def _messages(act: Act, ticket_id: TicketId, after: MessageId | None) -> Iterator[Message]:
    def page(last: Message | None) -> tuple[Message, ...]:
        return act.work.ticket_messages.of(ticket_id, after if last is None else last.id, _AT_ONCE)

    return all_of(page)


def _reads(act: Act, seer: Seer, ticket_id: TicketId, message: Message) -> bool:
    if seer.everything or message.home_id == ticket_id:
        return True
    home = act.work.tickets.get(message.home_id)
    return home is not None and seer.sees(home)
