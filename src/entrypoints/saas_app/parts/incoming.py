"""Mail in: taking mails in, reading them, and telling who has to know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from dependency_injector import containers, providers

from saas_app.later import later

if TYPE_CHECKING:
    from datetime import timedelta

    from saas_app.mail_in import MailIn
    from saas_core.incoming.intake import Intake
    from saas_core.incoming.ports import IncomingWork
    from saas_core.kernel.parts import Forgetting
    from saas_core.kernel.storage import Storage
    from saas_core.kernel.work import Transactions
    from saas_core.work.effects import Carrier
    from saas_core.work.inbox import Receiver
    from saas_core.work.worker import Handler

SES_MAIL: Final = "ses-mail"
"""The endpoint over which SES announces mails that it took in."""


def _receivers(mail_in: MailIn, intake: Intake) -> Mapping[str, Receiver]:
    if mail_in.reader is None:
        return {}
    from saas_core.incoming.intake import MailReceiver  # noqa: PLC0415

    return {SES_MAIL: MailReceiver(reader=mail_in.reader, intake=intake)}


def _handlers(reading: Handler) -> Mapping[str, Handler]:
    from saas_core.incoming.model import READ_MAIL  # noqa: PLC0415

    return {READ_MAIL: reading}


def _carriers(post: Carrier) -> Mapping[str, Carrier]:
    from saas_core.incoming.reading import PARKED_MAIL, REFUSAL_MAIL  # noqa: PLC0415

    return dict.fromkeys((REFUSAL_MAIL, PARKED_MAIL), post)


def _forgetting(transactions: Transactions[IncomingWork], storage: Storage) -> tuple[tuple[Forgetting, timedelta], ...]:
    from saas_core.incoming.bounds import RETAINED, IncomingRetention  # noqa: PLC0415

    return tuple(
        (IncomingRetention(transactions=transactions, storage=storage, states=states), kept)
        for states, kept in RETAINED
    )


class Wiring(containers.DeclarativeContainer):
    """The wiring of mail in; answers are added to the tickets of support."""

    house = providers.DependenciesContainer()
    mail = providers.DependenciesContainer()
    support = providers.DependenciesContainer()

    parser = providers.Singleton(later("saas_app.mail_in:ParserWhenFirstNeeded"))
    _mailbox = house.mail_in.provided.mailbox
    _kept: ClassVar[dict[str, Any]] = {"transactions": house.store, "storage": house.storage}
    intake = providers.Singleton(
        later("saas_core.incoming.intake:Intake"), **_kept, sealer=house.keys, clock=house.clock
    )
    desk = providers.Singleton(
        later("saas_core.incoming.desk:IncomingDesk"), **_kept, clock=house.clock, ids=house.ids, judge=house.gate
    )
    reply_addresses = providers.Singleton(
        later("saas_core.incoming.reply_addresses:ReplyAddresses"),
        transactions=house.store,
        digests=house.keys,
        clock=house.clock,
        mailbox=_mailbox,
    )
    _reading = providers.Singleton(
        later("saas_core.incoming.reading:Reading"),
        **_kept,
        clients=house.store,
        source=house.mail_in.provided.source,
        parser=parser,
        sealer=house.keys,
        digests=house.keys,
        clock=house.clock,
        ids=house.ids,
        mailbox=_mailbox,
        server=house.mail_in.provided.server,
        correspondence=providers.Singleton(
            later("saas_app.tickets_by_mail:TicketsByMail"),
            transactions=house.store,
            tickets=support.tickets.provider,
            files=support.files.provider,
        ),
        bounds=providers.Singleton(later("saas_core.incoming.bounds:Bounds")),
    )
    _post = providers.Singleton(
        later("saas_core.incoming.post:IncomingPost"),
        **_kept,
        parser=parser,
        composer=mail.composer,
        mailer=mail.mailroom,
        colleagues=providers.Singleton(later("saas_app.tickets_by_mail:SupportStaff"), transactions=house.store),
        tickets_at=providers.Singleton(later("saas_app.bridges:PagesOfPortal"), house.portal).provided.tickets.call(),
    )
    receivers = providers.Callable(_receivers, house.mail_in, intake)
    handlers = providers.Callable(_handlers, _reading)
    carriers = providers.Callable(_carriers, _post)
    forgetting = providers.Callable(_forgetting, house.store, house.storage)
