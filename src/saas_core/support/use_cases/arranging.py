"""Arranging: tickets that are split or merged, and texts that are removed (5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve

from saas_core.kernel.actors import Actor, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import Ids, TenantId, TicketId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge
from saas_core.support.commands import ErasePerson, MergeTicket, RedactMessage, RedactNote, SplitTicket
from saas_core.support.errors import MessageUnknown, RequesterUnknown, TicketUnknown
from saas_core.support.model.seeing import Seer
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Message
from saas_core.support.policies.routing import last_of_chain
from saas_core.support.policies.words import words_of
from saas_core.support.ports import SupportWork, TicketFilter, TicketPlace
from saas_core.support.queries.staff import ErasedView, SplitView
from saas_core.support.queries.views import TicketView, ticket_view
from saas_core.support.use_cases.act import Act, Acts, Desk, handled, staff_kinds, terms_of
from saas_core.support.use_cases.opening import keep_new
from saas_core.support.values import FEWEST_PARTS, MOST_PARTS, MessageId, NoteId

_REMOVED: Final = "(removed)"


@checked
class Arranging:
    """Splitting, merging and removing, as the provider's staff does it."""

    def __init__(
        self, *, transactions: Transactions[SupportWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
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
        return self._acts.carry_out(command, caller, TicketView, _merge, judged=_handled)

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
        """Remove the text of a message, such as a password; who did it, when, why and the old hash stay.

        Raises TicketUnknown, MessageUnknown, AlreadyRedacted, Refused, InvalidValue, KeyReused.
        """
        command = RedactMessage(ticket_id=ticket_id, message_id=message_id, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, _redact, judged=_handled)

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
        """Remove the text of a note; who did it, when, why and the old hash stay.

        Raises TicketUnknown, MessageUnknown, AlreadyRedacted, Refused, InvalidValue, KeyReused.
        """
        command = RedactNote(ticket_id=ticket_id, note_id=note_id, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, TicketView, _redact_note, judged=_handled)

    def erase_person(
        self, *, by: Actor, tenant_id: TenantId, user_id: UserId, reason: str, idempotency_key: str | None = None
    ) -> ErasedView:
        """Remove all texts of a user from tickets and questions, at most 1,000 messages at once; says if more are left.

        The subjects of the tickets that this person opened are removed with them; tickets, verdicts and hashes stay.
        Raises RequesterUnknown, Refused, InvalidValue, KeyReused.
        """
        command = ErasePerson(user_id=user_id, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, ErasedView, self._erase, judged=_handles_all)

    def _erase(self, act: Act, command: ErasePerson) -> ErasedView:
        if not self._desk.people.names(act.work, (command.user_id,)):
            raise RequesterUnknown
        return _erased(act, command)

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


def _handled(act: Act, command: SplitTicket | MergeTicket | RedactMessage | RedactNote) -> None:
    handled(act, command.ticket_id)


def _handles_all(act: Act, _command: ErasePerson) -> None:
    staff_kinds(act)


def _merge(act: Act, command: MergeTicket) -> TicketView:
    ticket = handled(act, command.ticket_id)
    target = last_of_chain(handled(act, command.into), act.work.tickets.get)
    changed = ticket.merged(target, act.at)
    act.work.tickets.save(changed)
    act.work.tickets.save(target.carrying(ticket, act.at))
    act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
    return ticket_view(changed)


def _redact(act: Act, command: RedactMessage) -> TicketView:
    ticket = handled(act, command.ticket_id)
    message = act.work.ticket_messages.get(command.message_id)
    if message is None or command.ticket_id not in {message.ticket_id, message.home_id}:
        raise MessageUnknown
    act.work.ticket_messages.save(message.redacted(actor_name(act.by), act.at, command.reason))
    changed = ticket.redacted(act.at)
    act.work.tickets.save(changed)
    _found_by_what_is_left(act, message.home_id)
    act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
    return ticket_view(changed)


def _redact_note(act: Act, command: RedactNote) -> TicketView:
    ticket = handled(act, command.ticket_id)
    note = act.work.ticket_notes.get(command.note_id)
    if note is None or note.ticket_id != ticket.id:
        raise MessageUnknown
    act.work.ticket_notes.save(note.redacted(actor_name(act.by), act.at, command.reason))
    act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
    return ticket_view(ticket)


def _erased(act: Act, command: ErasePerson) -> ErasedView:
    by, seer = actor_name(act.by), Seer(user_id=command.user_id)
    left: list[Message] = []
    for message in _messages_of(act, command.user_id):
        if message.tombstone is None:
            left.append(message)
        if len(left) > LARGEST_PAGE:
            break
    gone = left[:LARGEST_PAGE]
    touched: dict[TicketId, None] = {}
    for message in gone:
        act.work.ticket_messages.save(message.redacted(by, act.at, command.reason))
        touched[message.home_id] = None
    for ticket in tuple(_tickets_of(act, seer)):
        if ticket.opened_by == command.user_id and ticket.subject != _REMOVED:
            act.work.tickets.save(evolve(ticket.redacted(act.at), subject=_REMOVED))
            touched[ticket.id] = None
    for ticket_id in touched:
        _found_by_what_is_left(act, ticket_id)
    act.work.questions.erase(command.user_id)
    act.note(command.NAME, f"user:{command.user_id}", {**journal_form(command), "messages": len(gone)})
    return ErasedView(user_id=command.user_id, messages=len(gone), more=len(left) > len(gone))


def _messages_of(act: Act, user_id: UserId) -> Iterator[Message]:
    return all_of(lambda last: act.work.ticket_messages.page(None if last is None else last.id, LARGEST_PAGE, user_id))


def _tickets_of(act: Act, seer: Seer) -> Iterator[Ticket]:
    return all_of(
        lambda last: act.work.tickets.page(
            TicketFilter(), seer, None if last is None else TicketPlace(last.opened_at, last.id), LARGEST_PAGE
        )
    )


def _found_by_what_is_left(act: Act, ticket_id: TicketId) -> None:
    """Let a ticket be found by what still stands on it, and drop what was derived from what was removed."""
    ticket = act.work.tickets.get(ticket_id)
    if ticket is None:
        raise TicketUnknown
    if ticket.proposal is not None:
        ticket = ticket.redacted(ticket.changed_at)
        act.work.tickets.save(ticket)
    words: set[str] = set(words_of(ticket.subject))
    messages = all_of(
        lambda last: act.work.ticket_messages.of(ticket_id, None if last is None else last.id, LARGEST_PAGE)
    )
    for each in messages:
        if each.home_id == ticket_id:
            words |= words_of(each.text)
    act.work.ticket_words.replace(ticket, words)
