"""Repeats: of an answer only ids are kept under its key, and a repeat is answered with what stands then (5.1).

So no copy of a text outlives the text: what was redacted, erased or forgotten is in no first result either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar, cast

from attrs import evolve, frozen

from saas_core.kernel.commands import Request
from saas_core.kernel.ids import AttachmentId, TicketId
from saas_core.kernel.secrets import Digests
from saas_core.policy import acting
from saas_core.support.errors import AttachmentUnknown, MessageUnknown, QuestionUnknown, TicketUnknown
from saas_core.support.ports import SupportWork
from saas_core.support.queries.questions import QuestionView, question_view
from saas_core.support.queries.staff import NoteView, SplitView, note_view
from saas_core.support.queries.views import FileView, TicketView, file_view, ticket_view
from saas_core.support.values import NoteId, QuestionId

R = TypeVar("R")


@frozen(kw_only=True)
class Kept:
    """The ids by which an answer is made anew; those that it does not name are None."""

    ticket_id: TicketId | None = None
    note_id: NoteId | None = None
    attachment_id: AttachmentId | None = None
    question_id: QuestionId | None = None
    parts: tuple[TicketId, ...] = ()


@frozen
class Acts(acting.Acts[SupportWork]):
    """Opens acts of support, and carries out its commands, each once per key."""

    digests: Digests

    def requested(self, request: Request) -> Request:
        """Return a request whose digest is keyed, since most hold what somebody wrote."""
        return evolve(request, digests=self.digests)

    def once(self, act: acting.Act[SupportWork], request: Request, result: type[R], do: Callable[[], R]) -> R:
        """Carry out a request once per actor and key, and answer a repeat with what stands now.

        Raises KeyReused, and TicketUnknown, MessageUnknown, AttachmentUnknown or QuestionUnknown for a repeat whose
        answer is about what was removed since.
        """
        if result not in _MADE:
            return act.once(request, result, do)
        again = self.answered(act, request, result)
        if again is not None:
            return again
        answer = do()
        act.once(request, Kept, lambda: _kept(answer))
        return answer

    @staticmethod
    def answered(act: acting.Act[SupportWork], request: Request, result: type[R]) -> R | None:
        """Return the answer to a request that was carried out before, as it stands now, or None; raises as `once`."""
        kept = act.answered(request, Kept)
        return None if kept is None else cast("R", _MADE[result](act.work, kept))


def _kept(answer: object) -> Kept:
    match answer:
        case SplitView():
            return Kept(ticket_id=answer.ticket.ticket_id, parts=answer.parts)
        case NoteView():
            return Kept(note_id=answer.note_id)
        case FileView():
            return Kept(attachment_id=answer.attachment_id)
        case QuestionView():
            return Kept(question_id=answer.question_id)
        case TicketView():
            return Kept(ticket_id=answer.ticket_id)
        case _:
            message = f"{type(answer).__name__} is not made anew from ids"
            raise TypeError(message)


def _ticket(work: SupportWork, kept: Kept) -> TicketView:
    ticket = None if kept.ticket_id is None else work.tickets.get(kept.ticket_id)
    if ticket is None:
        raise TicketUnknown
    return ticket_view(ticket)


def _split(work: SupportWork, kept: Kept) -> SplitView:
    return SplitView(ticket=_ticket(work, kept), parts=kept.parts)


def _note(work: SupportWork, kept: Kept) -> NoteView:
    note = None if kept.note_id is None else work.ticket_notes.get(kept.note_id)
    if note is None:
        raise MessageUnknown
    return note_view(note)


def _file(work: SupportWork, kept: Kept) -> FileView:
    file = None if kept.attachment_id is None else work.ticket_files.get(kept.attachment_id)
    if file is None:
        raise AttachmentUnknown
    return file_view(file)


def _question(work: SupportWork, kept: Kept) -> QuestionView:
    question = None if kept.question_id is None else work.questions.get(kept.question_id)
    if question is None:
        raise QuestionUnknown
    return question_view(question)


_MADE: Final[Mapping[type, Callable[[SupportWork, Kept], object]]] = MappingProxyType(
    {TicketView: _ticket, SplitView: _split, NoteView: _note, FileView: _file, QuestionView: _question}
)
"""The answers that hold texts or names, and how each is made anew; all others hold ids and numbers alone."""
