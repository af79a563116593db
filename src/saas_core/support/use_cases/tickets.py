"""Tickets as the client uses them: open, write, dispute, take up again, close, ask for an estimate (2.3.a, 2.4)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import AttachmentId, DepartmentId, Ids, TenantId, TicketId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge
from saas_core.support.commands import (
    CloseTicket,
    ConvertTicket,
    DisputeTicket,
    OpenAppeal,
    OpenTicket,
    ReopenTicket,
    TakeMail,
    WriteMessage,
)
from saas_core.support.errors import ReopenWindowOver
from saas_core.support.model.ticket import Ticket
from saas_core.support.policies.routing import Destination, destination, last_of_chain
from saas_core.support.policies.times import reopen_window
from saas_core.support.ports import SupportWork
from saas_core.support.queries.views import TicketView, WrittenView, ticket_view
from saas_core.support.use_cases.act import Act, Desk, place_of, seen, writable, write
from saas_core.support.use_cases.converting import convert
from saas_core.support.use_cases.opening import appealed, following, may_appeal, may_open, opened
from saas_core.support.use_cases.repeats import Acts
from saas_core.support.use_cases.settling import ended
from saas_core.support.values import REQUEST, TicketState


@checked
class Tickets:
    """The tickets of a client, as its users handle them."""

    def __init__(
        self, *, transactions: Transactions[SupportWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge, desk.digests)
        self._desk = desk

    def open(  # noqa: PLR0913 - what, where, about what, for whom, with which files
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        subject: str,
        text: str,
        department_id: DepartmentId | None = None,
        topic: str | None = None,
        for_user_id: UserId | None = None,
        for_email: str | None = None,
        attachments: Iterable[AttachmentId] = (),
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Open a ticket with its first message, where the user may: in a department, or in the whole instance.

        `topic` is the row of the terms that the writer proposes. `for_user_id` or `for_email` is the person it is
        opened for, by default the writer; one who is no user yet sees it once invited. For an address the answer is the
        same whether a user has it or not. Without a license in good
        standing nothing is opened, and all reasons are told. Raises Refused, RequesterUnknown, DepartmentUnknown,
        AttachmentUnknown, InvalidValue, KeyReused. Clauses 0.1, 2.3.a.
        """
        command = OpenTicket(
            subject=subject,
            text=text,
            department_id=department_id,
            topic=topic,
            for_user_id=for_user_id,
            for_email=for_email,
            attachments=tuple(attachments),
        )
        caller = Caller(by, tenant_id, idempotency_key)
        digests = self._desk.digests
        return self._acts.carry_out(command, caller, TicketView, self._open, judged=may_open, digests=digests)

    def appeal(  # noqa: PLR0913 - who, what, with which files
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        subject: str,
        text: str,
        attachments: Iterable[AttachmentId] = (),
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Open the one ticket about the license itself, which needs no license and carries no support (0.1).

        Raises AppealOpen while another one is not closed, Refused, AttachmentUnknown, InvalidValue, KeyReused.
        """
        command = OpenAppeal(subject=subject, text=text, attachments=tuple(attachments))
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._appeal, judged=may_appeal)

    def write(  # noqa: PLR0913 - who, to which, what, how, with which files
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        text: str,
        attachments: Iterable[AttachmentId] = (),
        by_mail: bool = False,
        idempotency_key: str | None = None,
    ) -> WrittenView:
        """Write to a ticket, whatever became of it; the answer says what became of the message.

        On a ticket that is worked on it is appended, on one that was resolved within the reopen window it takes that up
        again, and later it is a new ticket that follows, for which everything holds that holds for opening one. A
        ticket that was merged passes it to the one that carries it on. By mail no new ticket is opened: raises
        ReopenWindowOver. Raises TicketUnknown, Refused, AttachmentUnknown, InvalidValue, KeyReused. Clause 2.3.a.
        """
        kind: type[WriteMessage | TakeMail] = TakeMail if by_mail else WriteMessage
        command = kind(ticket_id=ticket_id, text=text, attachments=tuple(attachments))
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, WrittenView, self._write, judged=self._written_to)

    def dispute(
        self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId, text: str, idempotency_key: str | None = None
    ) -> TicketView:
        """Dispute that a ticket is out of scope, once for each classification; a person other than its author decides.

        Raises TicketUnknown, NotNow, NotDisputed, DisputeOpen, ReopenWindowOver, Refused, InvalidValue, KeyReused.
        """
        command = DisputeTicket(ticket_id=ticket_id, text=text)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._dispute, judged=self._written_to)

    def reopen(
        self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId, idempotency_key: str | None = None
    ) -> TicketView:
        """Take up a resolved ticket again, inside the reopen window.

        Raises TicketUnknown, NotNow, ReopenWindowOver, Refused, KeyReused.
        """
        command = ReopenTicket(ticket_id=ticket_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._reopen, judged=self._written_to)

    def close(
        self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId, idempotency_key: str | None = None
    ) -> TicketView:
        """Close a resolved ticket for good; raises TicketUnknown, NotNow, DisputeOpen, Refused, KeyReused."""
        command = CloseTicket(ticket_id=ticket_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._close, judged=self._written_to)

    def convert(
        self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId, idempotency_key: str | None = None
    ) -> TicketView:
        """Turn a ticket that is not included into one request for an estimate; it authorizes no work and no charge.

        Repeating it gives the same request. Raises TicketUnknown, NotNow, TicketUnclassified, NotConverted,
        DisputeOpen, Refused, KeyReused. Clauses 4.1, 4.2.
        """
        command = ConvertTicket(ticket_id=ticket_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._convert, judged=self._may_request)

    def _open(self, act: Act, command: OpenTicket) -> TicketView:
        ticket = opened(act, self._desk, command)
        write(act, ticket, command.text, attachments=command.attachments)
        act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command, self._desk.digests))
        return ticket_view(ticket)

    def _appeal(self, act: Act, command: OpenAppeal) -> TicketView:
        ticket = appealed(act, command)
        write(act, ticket, command.text, attachments=command.attachments)
        act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
        return ticket_view(ticket)

    def _write(self, act: Act, command: WriteMessage | TakeMail) -> WrittenView:
        by_mail = isinstance(command, TakeMail)
        home = writable(act, self._desk, command.ticket_id)
        ticket = last_of_chain(home, act.work.tickets.get)
        window = reopen_window(act.work.terms, ticket)
        what = destination(ticket, act.at, window)
        if what is not Destination.FOLLOW_UP:
            after = ticket.written(act.at, window)
            act.work.tickets.save(self._bound(act, after) if home.id == ticket.id else after)
            message = write(act, after, command.text, via=home, by_mail=by_mail, attachments=command.attachments)
            act.note(command.NAME, f"ticket:{ticket.id}", {**journal_form(command), "message": str(message.id)})
            return WrittenView(outcome=what.value, ticket_id=home.id, message_id=message.id)
        if by_mail:
            message_ = "it was resolved too long ago to be answered by mail."
            raise ReopenWindowOver(message_, field="ticket", remedy="Open a new ticket in the ticketing system.")
        fresh = following(act, self._desk, home, command.text)
        message = write(act, fresh, command.text, attachments=command.attachments)
        act.note(command.NAME, f"ticket:{fresh.id}", {**journal_form(command), "message": str(message.id)})
        return WrittenView(outcome=what.value, ticket_id=fresh.id, message_id=message.id)

    def _bound(self, act: Act, ticket: Ticket) -> Ticket:
        """Return a ticket that was opened for an address bound to its person, who has written to it now."""
        if ticket.awaited is None:
            return ticket
        _known, seer = seen(act, self._desk, ticket.id)
        mine = ticket.requester_id == seer.user_id if ticket.requester_id else seer.awaited == ticket.awaited
        return evolve(ticket, requester_id=seer.user_id, awaited=None) if mine else ticket

    def _dispute(self, act: Act, command: DisputeTicket) -> TicketView:
        ticket = writable(act, self._desk, command.ticket_id)
        if ticket.state is TicketState.RESOLVED and not ticket.reopens(act.at, reopen_window(act.work.terms, ticket)):
            message = "it was resolved too long ago to be disputed."
            raise ReopenWindowOver(message, field="ticket", remedy="Open a new ticket that follows this one.")
        after = ticket.disputed(act.at)
        act.work.tickets.save(after)
        write(act, after, command.text)
        act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
        return ticket_view(after)

    def _reopen(self, act: Act, command: ReopenTicket) -> TicketView:
        ticket = writable(act, self._desk, command.ticket_id)
        after = ticket.reopened(act.at, reopen_window(act.work.terms, ticket))
        act.work.tickets.save(after)
        act.note(command.NAME, f"ticket:{after.id}", journal_form(command))
        return ticket_view(after)

    def _close(self, act: Act, command: CloseTicket) -> TicketView:
        after = writable(act, self._desk, command.ticket_id).closed(act.at)
        act.work.tickets.save(after)
        ended(act.work, self._desk.questions, ticket=after, by=act.by, at=act.at)
        act.note(command.NAME, f"ticket:{after.id}", journal_form(command))
        return ticket_view(after)

    def _convert(self, act: Act, command: ConvertTicket) -> TicketView:
        return ticket_view(convert(act, self._desk, seen(act, self._desk, command.ticket_id)[0], command))

    def _may_request(self, act: Act, command: ConvertTicket) -> None:
        ticket = seen(act, self._desk, command.ticket_id)[0]
        act.require(REQUEST, place_of(act, self._desk, ticket.department_id))

    def _written_to(
        self, act: Act, command: WriteMessage | TakeMail | DisputeTicket | ReopenTicket | CloseTicket
    ) -> None:
        writable(act, self._desk, command.ticket_id)
