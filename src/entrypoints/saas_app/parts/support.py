"""Support: tickets, and what clients and staff do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_core.support.use_cases.arranging import Arranging
    from saas_core.support.use_cases.files import Files
    from saas_core.support.use_cases.handling import Handling
    from saas_core.support.use_cases.questions import Questions
    from saas_core.support.use_cases.reading import Reading
    from saas_core.support.use_cases.tickets import Tickets
    from saas_core.work.effects import Carrier
    from saas_core.work.worker import Handler


class Support(Bundle):
    """The desks of support behind one attribute.

    `tickets` is what the client does, `handling` and `arranging` what staff does, `reading` lists and shows to both,
    `files` keeps what both send. `questions` are those on which the terms are silent.
    """

    tickets: Tickets
    handling: Handling
    arranging: Arranging
    reading: Reading
    questions: Questions
    files: Files


def _handlers(closing: Handler, unused: Handler) -> Mapping[str, Handler]:
    from saas_core.support.use_cases.act import CLOSE, UNUSED  # noqa: PLC0415

    return {CLOSE: closing, UNUSED: unused}


def _file_name(given: str) -> str:
    from saas_content import file_name  # noqa: PLC0415

    return file_name(given)


def _carriers(post: Carrier, question_post: Carrier) -> Mapping[str, Carrier]:
    from saas_core.support.use_cases import act, questions  # noqa: PLC0415

    return {act.LETTER: post, questions.LETTER: question_post}


_USE_CASES = "saas_core.support.use_cases"


class Wiring(containers.DeclarativeContainer):
    """The wiring of tickets; people are access's, requests for paid work are kept by engagements."""

    house = providers.DependenciesContainer()
    engagements = providers.DependenciesContainer()
    mail = providers.DependenciesContainer()
    incoming = providers.DependenciesContainer()

    _people = providers.Singleton(later("saas_app.tickets:PeopleOfAccess"))
    _clients = providers.Singleton(later("saas_app.tickets:SlugsOfTenancy"))
    _ticket_questions = providers.Singleton(later(f"{_USE_CASES}.ticket_questions:QuestionsOfTickets"), house.ids)
    _desk = providers.Singleton(
        later(f"{_USE_CASES}.act:Desk"),
        people=_people,
        placing=house.gate,
        clients=_clients,
        engagements=providers.Singleton(later("saas_app.tickets:RequestsOfEngagements"), engagements.requests),
        digests=house.keys,
        addresses=house.addresses,
        classifier=house.classifier,
        questions=_ticket_questions,
    )
    sight = providers.Singleton(
        later(f"{_USE_CASES}.journal:TicketsInJournals"), judge=house.gate, ids=house.ids, desk=_desk
    )
    _acting: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "judge": house.gate,
        "ids": house.ids,
        "desk": _desk,
    }
    tickets = providers.Singleton(later(f"{_USE_CASES}.tickets:Tickets"), **_acting)
    files = providers.Singleton(
        later(f"{_USE_CASES}.files:Files"),
        **_acting,
        storage=house.storage,
        sniffer=providers.Singleton(later("saas_content:Sniffer")),
        names=providers.Object(_file_name),
        mails=providers.Singleton(
            later("saas_app.tickets_by_mail:ShownMails"),
            parser=incoming.parser,
            cleaner=providers.Singleton(later("saas_content:OutsideContent")),
        ),
    )
    _handling = providers.Singleton(later(f"{_USE_CASES}.handling:Handling"), **_acting)
    _arranging = providers.Singleton(later(f"{_USE_CASES}.arranging:Arranging"), **_acting)
    _reading = providers.Singleton(
        later(f"{_USE_CASES}.reading:Reading"), **_acting, work_list=house.store.provided.work_list
    )
    _questions = providers.Singleton(
        later(f"{_USE_CASES}.questions:Questions"),
        transactions=house.store,
        clock=house.clock,
        judge=house.gate,
        ids=house.ids,
        clients=_clients,
        people=_people,
        queue=house.store.provided.question_queue,
        digests=house.keys,
    )
    desk = providers.Singleton(
        Support,
        tickets=tickets.provider,
        handling=_handling.provider,
        arranging=_arranging.provider,
        reading=_reading.provider,
        questions=_questions.provider,
        files=files.provider,
    )
    _closing = providers.Singleton(
        later("saas_core.support.effects.closing:Closing"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        questions=_ticket_questions,
    )
    _unused = providers.Singleton(
        later("saas_core.support.effects.files:UnusedBytes"), transactions=house.store, storage=house.storage
    )
    handlers = providers.Callable(_handlers, _closing, _unused)
    _post = providers.Singleton(
        later("saas_core.support.effects.post:TicketPost"),
        transactions=house.store,
        clock=house.clock,
        composer=mail.composer,
        mailer=mail.mailroom,
        people=_people,
        placing=house.gate,
        names=providers.Singleton(later("saas_app.answers:ClientNamesOfTenancy")),
        pages=providers.Singleton(later("saas_app.bridges:PagesOfPortal"), house.portal),
        replies=providers.Singleton(
            later("saas_app.tickets_by_mail:ReplyAddressesOfMailIn"), addresses=incoming.reply_addresses.provider
        ),
    )
    _question_post = providers.Singleton(
        later("saas_core.support.effects.question_post:QuestionPost"),
        transactions=house.store,
        composer=mail.composer,
        mailer=mail.mailroom,
        people=_people,
        names=providers.Singleton(later("saas_app.answers:ClientNamesOfTenancy")),
        pages=providers.Singleton(later("saas_app.bridges:PagesOfPortal"), house.portal),
    )
    carriers = providers.Callable(_carriers, _post, _question_post)
