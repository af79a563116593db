"""A client's tickets and their messages as parts of its export (0.1); notes are the provider's, and in none."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TicketId
from saas_core.kernel.instants import parse_instant
from saas_core.kernel.pages import LARGEST_PAGE, all_of, id_after, within
from saas_core.kernel.parts import ExportPart, Page
from saas_core.support.model.seeing import EVERYBODYS
from saas_core.support.model.writing import Message
from saas_core.support.ports import SupportWork, TicketFilter, TicketPlace
from saas_core.support.queries.questions import AskerView, QuestionView, asker_view, question_view
from saas_core.support.queries.views import (
    ClassificationView,
    FileView,
    MessageView,
    OpeningView,
    TicketView,
    classification_view,
    file_view,
    message_view,
    opening_view,
    ticket_view,
)
from saas_core.support.values import LARGEST_PAGE_OF_TEXT, SEE, MessageId, QuestionId, Side


@frozen(kw_only=True)
class ExportedTicket:
    """A ticket with its decision, its classifications and its files."""

    ticket: TicketView
    opening: OpeningView
    classifications: tuple[ClassificationView, ...]
    files: tuple[FileView, ...]


def _tickets(work: SupportWork, after: str, limit: int, _at: datetime) -> Page:
    page = work.tickets.page(TicketFilter(), EVERYBODYS, _place(after), limit)
    records = [
        ExportedTicket(
            ticket=ticket_view(each),
            opening=opening_view(each, whole=True),
            classifications=tuple(classification_view(one, named=False) for one in work.classifications.of(each.id)),
            files=tuple(map(file_view, work.ticket_files.of(each.id))),
        )
        for each in page
    ]
    return records, f"{page[-1].opened_at.isoformat()}|{page[-1].id}" if len(page) == limit else None


def _messages(work: SupportWork, after: str, limit: int, _at: datetime) -> Page:
    begins = id_after(after)
    read = work.ticket_messages.page
    found = all_of(lambda last: read((None if begins is None else MessageId(begins)) if last is None else last.id, 20))
    page = tuple(within(islice(found, limit), _bytes, LARGEST_PAGE_OF_TEXT))
    views: list[MessageView] = [
        message_view(each, "", author_id=each.author_id if each.side is Side.CLIENT else None) for each in page
    ]
    more = bool(page) and bool(read(page[-1].id, 1))
    return views, str(page[-1].id) if more else None


def _bytes(message: Message) -> int:
    return len(message.text.encode())


def _place(after: str) -> TicketPlace | None:
    if not after:
        return None
    moment, _bar, number = after.partition("|")
    try:
        return TicketPlace(parse_instant(moment), TicketId(UUID(number)))
    except (ValueError, InvalidValue):
        message = "is not the mark of a page."
        raise InvalidValue(message, field="after", remedy="Give the mark of the previous page, or nothing.") from None


@frozen(kw_only=True)
class ExportedQuestion:
    """A question on which the terms are silent, its answer, and who asked it in which words."""

    question: QuestionView
    askers: tuple[AskerView, ...]


def _questions(work: SupportWork, after: str, limit: int, _at: datetime) -> Page:
    begins = id_after(after)
    page = work.questions.page(None if begins is None else QuestionId(begins), limit)
    records = [
        ExportedQuestion(
            question=question_view(each),
            askers=tuple(map(asker_view, work.questions.askers(each.id, None, LARGEST_PAGE))),
        )
        for each in page
    ]
    return records, str(page[-1].id) if len(page) == limit else None


EXPORT: Final = (
    ExportPart("tickets", _tickets, (SEE,)),
    ExportPart("ticket_messages", _messages, (SEE,)),
    ExportPart("questions", _questions, (SEE,)),
)
