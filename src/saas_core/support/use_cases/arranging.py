"""Arranging: tickets that are split or merged, and texts that are removed (5.1)."""

from __future__ import annotations

from collections.abc import Iterable

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import AttachmentId, Ids, TenantId, TicketId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge
from saas_core.support.commands import ErasePerson, MergeTicket, RedactFile, RedactMessage, RedactNote, SplitTicket
from saas_core.support.errors import RequesterUnknown
from saas_core.support.model.ticket import Ticket
from saas_core.support.policies.routing import last_of_chain
from saas_core.support.ports import SupportWork
from saas_core.support.queries.staff import ErasedView, SplitView
from saas_core.support.queries.views import TicketView, ticket_view
from saas_core.support.use_cases.act import HANDLED_BY, Act, Desk, handled, staff_kinds, terms_of
from saas_core.support.use_cases.opening import keep_new
from saas_core.support.use_cases.removing import erase_person, redact, redact_file, redact_note
from saas_core.support.use_cases.repeats import Acts
from saas_core.support.use_cases.settling import ended
from saas_core.support.values import FEWEST_PARTS, MOST_PARTS, MessageId, NoteId


@checked
class Arranging:
    """Splitting, merging and removing, as the provider's staff does it."""

    def __init__(
        self, *, transactions: Transactions[SupportWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge, desk.digests)
        self._desk = desk

    def split(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        parts: Iterable[str],
        idempotency_key: str | None = None,
    ) -> SplitView:
        """Split a ticket that asks for several things into parts, each of which gets its own verdict.

        `parts` are their subjects, 2 to 10. They keep the opener, the department, and the terms of the first day, and
        refer to the same files. Raises TicketUnknown, NotNow, TicketMixed unless it was classified as mixed, Refused,
        InvalidValue, KeyReused. Clause 5.1.
        """
        command = SplitTicket(ticket_id=ticket_id, parts=tuple(parts))
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, SplitView, self._split, judged=_handled)

    def merge(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        into: TicketId,
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Merge a ticket into another one, or into the one that carries that on; later messages to it go there.

        That one waits for staff from then on. Raises TicketUnknown for either, NotNow, MergeRefused for itself, a ring,
        a ticket that is resolved or closed and another kind, DisputeOpen, Refused, KeyReused.
        """
        command = MergeTicket(ticket_id=ticket_id, into=into)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._merge, judged=_handled)

    def redact(  # noqa: PLR0913 - who, which of which, why
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        message_id: MessageId,
        reason: str,
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Remove the text of a message, such as a password, with its files and the mail that it came by.

        Who did it, when, why and keyed digests stay: of the text with the message, of files in the journal.

        Raises TicketUnknown, MessageUnknown, AlreadyRedacted, Refused, InvalidValue, KeyReused.
        """
        command = RedactMessage(ticket_id=ticket_id, message_id=message_id, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._redact, judged=_handled)

    def redact_note(  # noqa: PLR0913 - who, which of which, why
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        note_id: NoteId,
        reason: str,
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Remove the text of a note; who did it, when, why and a keyed digest stay.

        Raises TicketUnknown, MessageUnknown, AlreadyRedacted, Refused, InvalidValue, KeyReused.
        """
        command = RedactNote(ticket_id=ticket_id, note_id=note_id, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._redact_note, judged=_handled)

    def redact_file(  # noqa: PLR0913 - who, which of which, why
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        ticket_id: TicketId,
        attachment_id: AttachmentId,
        reason: str,
        idempotency_key: str | None = None,
    ) -> TicketView:
        """Remove one file from every ticket that refers to it; the message that it came with stays.

        Who did it, when and a keyed digest stay in the journal, why in a note. Raises TicketUnknown,
        AttachmentUnknown, Refused, InvalidValue, KeyReused.
        """
        command = RedactFile(ticket_id=ticket_id, attachment_id=attachment_id, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, self._redact_file, judged=_handled)

    def erase_person(
        self, *, by: Actor, tenant_id: TenantId, user_id: UserId, reason: str, idempotency_key: str | None = None
    ) -> ErasedView:
        """Remove all texts and files of a user from tickets, questions and requests, at most 1,000 messages at once.

        The subjects of the tickets that this person opened are removed with them, and so are those of tickets that
        follow them, which took them over; tickets, verdicts and keyed digests stay.
        The answer says if more messages are left. It takes the rights to handle tickets of every kind.
        Raises RequesterUnknown, Refused, InvalidValue, KeyReused.
        """
        command = ErasePerson(user_id=user_id, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, ErasedView, self._erase, judged=_handles_all)

    def _redact(self, act: Act, command: RedactMessage) -> TicketView:
        return redact(act, self._desk, command)

    def _redact_note(self, act: Act, command: RedactNote) -> TicketView:
        return redact_note(act, self._desk, command)

    def _redact_file(self, act: Act, command: RedactFile) -> TicketView:
        return redact_file(act, self._desk, command)

    def _erase(self, act: Act, command: ErasePerson) -> ErasedView:
        if not self._desk.people.names(act.work, (command.user_id,)):
            raise RequesterUnknown
        return erase_person(act, self._desk, command)

    def _split(self, act: Act, command: SplitTicket) -> SplitView:
        ticket = handled(act, command.ticket_id)
        if not FEWEST_PARTS <= len(command.parts) <= MOST_PARTS:
            message = f"has {len(command.parts)} parts."
            raise InvalidValue(
                message, field="parts", remedy=f"Give the subjects of {FEWEST_PARTS} to {MOST_PARTS} parts."
            )
        changed = ticket.split(len(command.parts), act.at)
        act.work.tickets.save(changed)
        parts = tuple(self._part(act, ticket, subject) for subject in command.parts)
        ids = [str(each.id) for each in parts]
        act.note(command.NAME, f"ticket:{ticket.id}", {"ticket": str(ticket.id), "parts": [*ids]})
        return SplitView(ticket=ticket_view(changed), parts=tuple(each.id for each in parts))

    def _merge(self, act: Act, command: MergeTicket) -> TicketView:
        ticket = handled(act, command.ticket_id)
        target = last_of_chain(handled(act, command.into), act.work.tickets.get)
        changed = ticket.merged(target, act.at)
        act.work.tickets.save(changed)
        act.work.tickets.save(target.carrying(ticket, act.at))
        ended(act.work, self._desk.questions, ticket=changed, by=act.by, at=act.at)
        act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
        return ticket_view(changed)

    def _part(self, act: Act, whole: Ticket, subject: str) -> Ticket:
        terms = terms_of(act, whole.opening.terms_version)
        part = Ticket(
            id=TicketId(act.ids.new()),
            kind=whole.kind,
            subject=subject,
            department_id=whole.department_id,
            opened_by=whole.opened_by,
            requester_id=whole.requester_id,
            awaited=whole.awaited,
            opened_at=act.at,
            opening=whole.opening,
            proposal=self._desk.classifier.propose(subject, "", terms, act.at),
            waits_since=act.at,
            changed_at=act.at,
            parent_id=whole.id,
        )
        keep_new(act, part)
        files = [each.id for each in act.work.ticket_files.of(whole.id)]
        if files:
            act.work.ticket_files.refer(part.id, files)
        return part


def _handled(act: Act, command: SplitTicket | MergeTicket | RedactMessage | RedactNote | RedactFile) -> None:
    handled(act, command.ticket_id)


def _handles_all(act: Act, _command: ErasePerson) -> None:
    """Require every right under which a text of the person is handled, for its texts of every kind are removed."""
    staff_kinds(act)
    for right in HANDLED_BY.values():
        act.require(right)
