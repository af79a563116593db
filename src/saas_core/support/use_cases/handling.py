"""Handling: what staff does with a client's tickets (2.3.a, 2.4, 3.1 to 3.8, 5.1).

Every guard is the ticket's own; what is said to the client is a message, and a note is nothing else than a note.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import AttachmentId, Ids, TenantId, TicketId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.revisions import require_revision
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.decision import Manner, Question, Refused
from saas_core.policy.ports import Judge
from saas_core.support.commands import (
    AddNote,
    AnswerTicket,
    ClassifyTicket,
    CloseTicket,
    ConvertTicket,
    DecideDispute,
    ResolveTicket,
)
from saas_core.support.errors import NotIncluded
from saas_core.support.letters import ANSWERED, DECLINED, RESOLVED
from saas_core.support.model.scope import Scope
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.transitions import TicketCommand, after
from saas_core.support.model.writing import Message, Note
from saas_core.support.policies.declining import decline_text
from saas_core.support.policies.prices import require_no_price
from saas_core.support.ports import SupportWork
from saas_core.support.queries.staff import NoteView, note_view
from saas_core.support.queries.views import TicketView, ticket_view
from saas_core.support.use_cases.act import Act, Desk, author_of, handled, terms_of, write
from saas_core.support.use_cases.converting import closes, convert
from saas_core.support.use_cases.opening import classification
from saas_core.support.use_cases.repeats import Acts
from saas_core.support.use_cases.settling import ended, reclassified
from saas_core.support.use_cases.telling import answered_by, conclude, tell_writer
from saas_core.support.values import (
    MessageId,
    NoteId,
    Resolution,
    ScopeKind,
)

HandlingCommand: TypeAlias = (
    AddNote | AnswerTicket | ClassifyTicket | CloseTicket | ConvertTicket | DecideDispute | ResolveTicket
)


@checked
class Handling:
    """The tickets of a client, as the provider's staff handles them."""

    def __init__(
        self, *, transactions: Transactions[SupportWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge, desk.digests)
        self._desk = desk

    def classify(  # noqa: PLR0913 - who, which, as what, why, and for which state
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        scope: ScopeKind,
        reason: str,
        named: str | None = None,
        where: str | None = None,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Say what a ticket is about; earlier classifications stay, and the client reads all of them.

        `named` is the one row of the terms for in_scope (a topic), out_of_scope (an exclusion), paid_work and
        never_granted; `where` is the place in the system for clients_own. `expected` is the revision of the ticket that
        it was made for. Raises TicketUnknown, NotNow, AppealOnly, DisputeOpen, RevisionStale, Refused, InvalidValue,
        KeyReused. Clauses 2.3.b, 2.4, 3.1 to 3.8, 9.1.
        """
        command = ClassifyTicket(ticket_id=ticket_id, scope=scope, reason=reason, named=named, where=where)
        caller = Caller(by, tenant_id, idempotency_key, expected)
        return self._acts.carry_out(command, caller, TicketView, self._classify, judged=_handled)

    def answer(  # noqa: PLR0913 - who, which, what, as what, to what, with which files
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        text: str,
        solution: bool = False,
        answers_id: MessageId | None = None,
        attachments: Iterable[AttachmentId] = (),
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Write to the client, who is told by mail; a `solution` also resolves the ticket as answered.

        It answers the client's last message, or the one given. On a ticket that is out of scope a solution is refused
        with NOT_INCLUDED, by the clause: it is declined or converted. Raises TicketUnknown, NotNow, TicketUnclassified,
        TicketMixed, DisputeOpen, ResolutionUnfit, MessageUnknown, AttachmentUnknown, Refused, InvalidValue, KeyReused.
        """
        command = AnswerTicket(
            ticket_id=ticket_id, text=text, solution=solution, answers_id=answers_id, attachments=tuple(attachments)
        )
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._answer, judged=_handled)

    def note(
        self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId, text: str, idempotency_key: str | None = None
    ) -> NoteView:
        """Write a note for staff alone; the client sees it nowhere. Raises TicketUnknown, Refused, KeyReused."""
        command = AddNote(ticket_id=ticket_id, text=text)
        return self._acts.carry_out(command, Caller(by, tenant_id, idempotency_key), NoteView, _note, judged=_handled)

    def resolve(  # noqa: PLR0913 - who, which, how, with which words
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        how: Resolution,
        text: str | None = None,
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Resolve a ticket in a way that fits what it is about; a decline names the clause and offers an estimate.

        Raises TicketUnknown, NotNow, TicketUnclassified, TicketMixed, DisputeOpen, ResolutionUnfit, Refused,
        KeyReused, and InvalidValue for a decline that promises a price. Clauses 2.4, 3.1 to 3.8, 5.1.
        """
        command = ResolveTicket(ticket_id=ticket_id, how=how, text=text)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._resolve, judged=_handled)

    def convert(
        self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId, idempotency_key: str | None = None
    ) -> TicketView:
        """Turn a ticket that is not included into one request for an estimate; it authorizes no work and no charge.

        Repeating it gives the same request. Raises TicketUnknown, NotNow, TicketUnclassified, NotConverted,
        DisputeOpen, Refused, KeyReused. Clauses 4.1, 4.2.
        """
        command = ConvertTicket(ticket_id=ticket_id)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._convert, judged=_handled)

    def close(
        self, *, by: Actor, tenant_id: TenantId, ticket_id: TicketId, idempotency_key: str | None = None
    ) -> TicketView:
        """Close a resolved ticket for good; raises TicketUnknown, NotNow, DisputeOpen, Refused, KeyReused."""
        command = CloseTicket(ticket_id=ticket_id)
        return self._acts.carry_out(
            command, Caller(by, tenant_id, idempotency_key), TicketView, self._close, judged=_handled
        )

    def decide_dispute(  # noqa: PLR0913 - who, which, how, why, as what
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        upheld: bool,
        reason: str,
        topic: str | None = None,
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Decide a dispute, as somebody other than whoever classified the ticket; the client is told the reason.

        Overturned, the ticket is back in scope under `topic`, open again, and an estimate that is not approved is
        withdrawn; approved work is not undone. Raises TicketUnknown, NotNow, NotDisputed, DisputeByClassifier, Refused,
        InvalidValue, KeyReused. Clause 5.1.
        """
        command = DecideDispute(ticket_id=ticket_id, upheld=upheld, reason=reason, topic=topic)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._decide_dispute, judged=_handled)

    def _classify(self, act: Act, command: ClassifyTicket) -> TicketView:
        ticket = handled(act, command.ticket_id)
        require_revision(act.expected, ticket_view(ticket))
        scope = Scope(command.scope, command.named, command.where)
        found = classification(act, ticket, scope, by=actor_name(act.by), reason=command.reason)
        changed = ticket.classified_as(found)
        act.work.tickets.save(changed)
        act.work.classifications.add(ticket.id, found)
        if command.scope is ScopeKind.NEEDS_DECISION:
            self._desk.questions.ask(act.work, ticket=changed, by=act.by, at=act.at)
        self._reclassified(act, changed)
        said: dict[str, Value] = {"clauses": [*found.clauses], "terms": found.terms_version}
        act.note(command.NAME, f"ticket:{ticket.id}", {**journal_form(command), **said})
        return ticket_view(changed)

    def _reclassified(self, act: Act, ticket: Ticket) -> None:
        engagements, questions = self._desk.engagements, self._desk.questions
        reclassified(act.work, engagements, questions, ticket=ticket, by=act.by, at=act.at)

    def _close(self, act: Act, command: CloseTicket) -> TicketView:
        changed = handled(act, command.ticket_id).closed(act.at)
        act.work.tickets.save(changed)
        ended(act.work, self._desk.questions, ticket=changed, by=act.by, at=act.at)
        act.note(command.NAME, f"ticket:{changed.id}", journal_form(command))
        return ticket_view(changed)

    def _answer(self, act: Act, command: AnswerTicket) -> TicketView:
        ticket = handled(act, command.ticket_id)
        if not command.solution:
            changed = ticket.answered(act.at)
        else:
            changed = self._solved(act, ticket)
            closes(act, changed)
        act.work.tickets.save(changed)
        message = self._said(act, changed, command)
        act.note(command.NAME, f"ticket:{ticket.id}", {**journal_form(command), "message": str(message.id)})
        return ticket_view(changed)

    def _said(self, act: Act, ticket: Ticket, command: AnswerTicket) -> Message:
        """Return the answer as a message, and have whoever waits for it told."""
        if command.solution and command.answers_id is None:
            return conclude(act, ticket, ANSWERED.name, command.text, solution=True, attachments=command.attachments)
        answered = answered_by(act, ticket, command.answers_id)
        message = write(
            act, ticket, command.text, answers=answered, solution=command.solution, attachments=command.attachments
        )
        tell_writer(act, ticket, ANSWERED.name, message, answered)
        return message

    def _solved(self, act: Act, ticket: Ticket) -> Ticket:
        """Return a ticket solved; raises Refused with the decision on the row that is not included."""
        try:
            return ticket.solved(act.at)
        except NotIncluded as fault:
            question = Question(act.work.tenant_id, act.by, fault.row, manner=Manner.AS_SUPPORT)
            raise Refused(act.answer(question)) from fault

    def _resolve(self, act: Act, command: ResolveTicket) -> TicketView:
        ticket = handled(act, command.ticket_id)
        declines = command.how is Resolution.DECLINED_OUT_OF_SCOPE
        if declines and command.text is not None:
            require_no_price(command.text)
        solves = command.how is Resolution.ANSWERED
        changed = self._solved(act, ticket) if solves else ticket.resolved(command.how, act.at)
        act.work.tickets.save(changed)
        closes(act, changed)
        terms = terms_of(act, ticket.opening.terms_version)
        text = decline_text(ticket.scope, terms, command.text) if declines else command.text
        conclude(act, changed, DECLINED.name if declines else RESOLVED.name, text, solution=solves)
        act.note(command.NAME, f"ticket:{ticket.id}", {**journal_form(command), "clauses": list(ticket.clauses)})
        return ticket_view(changed)

    def _convert(self, act: Act, command: ConvertTicket) -> TicketView:
        ticket = handled(act, command.ticket_id)
        changed = convert(act, self._desk, ticket, command)
        if changed is not ticket:
            conclude(act, changed, RESOLVED.name, None)
        return ticket_view(changed)

    def _decide_dispute(self, act: Act, command: DecideDispute) -> TicketView:
        ticket = handled(act, command.ticket_id)
        by = actor_name(act.by)
        if command.upheld:
            changed = ticket.upheld(by, act.at)
        else:
            scope = Scope(ScopeKind.IN_SCOPE, command.topic)
            found = classification(act, ticket, scope, by=by, reason=command.reason)
            changed = ticket.overturned(found)
            act.work.classifications.add(ticket.id, found)
            self._reclassified(act, changed)
        act.work.tickets.save(changed)
        closes(act, changed)
        conclude(act, changed, ANSWERED.name, command.reason)
        act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
        return ticket_view(changed)


def _handled(act: Act, command: HandlingCommand) -> None:
    handled(act, command.ticket_id)


def _note(act: Act, command: AddNote) -> NoteView:
    ticket = handled(act, command.ticket_id)
    after(TicketCommand.NOTE, ticket.state)
    note = Note(
        id=NoteId(act.ids.new()),
        ticket_id=ticket.id,
        author_id=author_of(act)[1],
        written_at=act.at,
        text=command.text,
    )
    act.work.ticket_notes.save(note)
    act.note(command.NAME, f"ticket:{ticket.id}", {"note": str(note.id)})
    return note_view(note)
