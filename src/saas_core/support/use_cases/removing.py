"""Removing: what somebody wrote or sent is taken out of tickets, and what was derived from it (5.1).

Of a text a keyed digest stays with it; of a file, an entry in the journal with such a digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve

from saas_core.kernel.actors import actor_name
from saas_core.kernel.commands import journal_form
from saas_core.kernel.ids import TicketId, UserId
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.support.commands import ErasePerson, RedactFile, RedactMessage, RedactNote
from saas_core.support.errors import AttachmentUnknown, MessageUnknown, TicketUnknown
from saas_core.support.model.seeing import Seer
from saas_core.support.model.ticket import Ticket
from saas_core.support.model.writing import Attachment, Message, Note, Tombstone
from saas_core.support.policies.words import words_of
from saas_core.support.ports import TicketFilter, TicketPlace
from saas_core.support.queries.staff import ErasedView
from saas_core.support.queries.views import TicketView, ticket_view
from saas_core.support.use_cases.act import UNUSED, Act, Desk, digest_of_file, handled
from saas_core.support.values import NoteId

_REMOVED: Final = "(removed)"


def redact(act: Act, desk: Desk, command: RedactMessage) -> TicketView:
    """Remove the text and the files of a message; raises TicketUnknown, MessageUnknown, AlreadyRedacted."""
    ticket = handled(act, command.ticket_id)
    message = act.work.ticket_messages.get(command.message_id)
    if message is None or command.ticket_id not in {message.ticket_id, message.home_id}:
        raise MessageUnknown
    _remove(act, desk, message, command.reason)
    changed = ticket.redacted(act.at)
    act.work.tickets.save(changed)
    _found_by_what_is_left(act, message.home_id)
    act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
    return ticket_view(changed)


def redact_note(act: Act, desk: Desk, command: RedactNote) -> TicketView:
    """Remove the text of a note; raises TicketUnknown, MessageUnknown, AlreadyRedacted."""
    ticket = handled(act, command.ticket_id)
    note = act.work.ticket_notes.get(command.note_id)
    if note is None or note.ticket_id != ticket.id:
        raise MessageUnknown
    act.work.ticket_notes.save(note.redacted(_tombstone(act, desk, note, command.reason)))
    act.note(command.NAME, f"ticket:{ticket.id}", journal_form(command))
    return ticket_view(ticket)


def redact_file(act: Act, desk: Desk, command: RedactFile) -> TicketView:
    """Remove one file of a ticket, and say why in a note; raises TicketUnknown, AttachmentUnknown.

    The row of a file goes with its name, so nothing but a note could hold the reason.
    """
    ticket = handled(act, command.ticket_id)
    file = act.work.ticket_files.get(command.attachment_id)
    if file is None or ticket.id not in act.work.ticket_files.tickets(file.id):
        raise AttachmentUnknown
    note = Note(
        id=NoteId(act.ids.new()),
        ticket_id=ticket.id,
        author_id=act.staff("the software removes no file.").staff_id,
        written_at=act.at,
        text=f"Removed the file {file.id}: {command.reason}",
    )
    act.work.ticket_notes.save(note)
    _drop(act, desk, (file,))
    act.note(command.NAME, f"ticket:{ticket.id}", {**journal_form(command), "note": str(note.id)})
    return ticket_view(ticket)


def erase_person(act: Act, desk: Desk, command: ErasePerson) -> ErasedView:
    """Remove the texts and files of a person, a page of messages at a time."""
    left: list[Message] = []
    for message in _messages_of(act, command.user_id):
        if message.tombstone is None:
            left.append(message)
        if len(left) > LARGEST_PAGE:
            break
    gone = left[:LARGEST_PAGE]
    touched: dict[TicketId, None] = {}
    for message in gone:
        _remove(act, desk, message, command.reason)
        touched[message.home_id] = None
    _drop(act, desk, act.work.ticket_files.loose(command.user_id))
    for ticket in tuple(_called_by(act, command.user_id)):
        act.work.tickets.save(evolve(ticket.redacted(act.at), subject=_REMOVED))
        touched[ticket.id] = None
    for ticket_id in touched:
        _found_by_what_is_left(act, ticket_id)
    act.work.questions.erase(command.user_id)
    desk.engagements.erase(act.work, command.user_id, at=act.at)
    act.note(command.NAME, f"user:{command.user_id}", {**journal_form(command), "messages": len(gone)})
    return ErasedView(user_id=command.user_id, messages=len(gone), more=len(left) > len(gone))


def _remove(act: Act, desk: Desk, message: Message, reason: str) -> None:
    """Remove the text of a message, and its files: the mail that it came by says the same once more."""
    act.work.ticket_messages.save(message.redacted(_tombstone(act, desk, message, reason)))
    _drop(act, desk, (each for each in act.work.ticket_files.of(message.home_id) if each.message_id == message.id))


def _tombstone(act: Act, desk: Desk, written: Message | Note, reason: str) -> Tombstone:
    """Return what is left of a text; its digest is keyed, so that nobody tries out a short one, and equals no other."""
    digest = desk.digests.of(f"text {written.id} {written.text}")
    return Tombstone(by=actor_name(act.by), at=act.at, reason=reason, digest=digest)


def _drop(act: Act, desk: Desk, files: Iterable[Attachment]) -> None:
    """Forget files, whichever tickets refer to them, have their bytes removed, and note their digests."""
    for file in tuple(files):
        act.work.ticket_files.drop(file.id)
        act.work.tasks.want(UNUSED, f"file:{file.id}", act.at)
        said: dict[str, Value] = {
            "message": "" if file.message_id is None else str(file.message_id),
            "digest": digest_of_file(desk, file),
            "size": file.size,
            "type": file.media_type,
        }
        act.note("support.remove_file", f"file:{file.id}", said)


def _called_by(act: Act, user_id: UserId) -> Iterator[Ticket]:
    """Yield the tickets whose subjects are in a person's words, but for those whose subject is gone.

    These are the ones that the person opened, and those that follow them, which took over the subject.
    """
    waiting = [each for each in _tickets_of(act, Seer(user_id=user_id)) if each.opened_by == user_id]
    known: set[TicketId] = set()
    while waiting:
        ticket = waiting.pop()
        if ticket.id in known:
            continue
        known.add(ticket.id)
        waiting += [each for each in act.work.tickets.linked(ticket.id) if each.follows_id == ticket.id]
        if ticket.subject != _REMOVED:
            yield ticket


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
