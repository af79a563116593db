"""Mail: sending, suppressed addresses, and feedback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from dependency_injector import containers, providers

from saas_app.later import later

if TYPE_CHECKING:
    from datetime import timedelta

    from saas_core.kernel.instants import Clock
    from saas_core.kernel.parts import Forgetting
    from saas_core.kernel.signals import Signals
    from saas_core.mail.mailroom import Mailroom
    from saas_core.mail.receiving import FeedbackReader
    from saas_core.work.inbox import Receiver
    from saas_core.work.worker import Handler

SES: Final = "ses"
"""The endpoint over which SES sends what became of mails."""


def _receivers(
    feedback: FeedbackReader | None, mailroom: Mailroom, signals: Signals, clock: Clock
) -> Mapping[str, Receiver]:
    if feedback is None:
        return {}
    from saas_core.mail.receiving import FeedbackReceiver  # noqa: PLC0415

    return {SES: FeedbackReceiver(endpoint=SES, reader=feedback, mailroom=mailroom, signals=signals, clock=clock)}


def _handlers(feedback: Handler) -> Mapping[str, Handler]:
    from saas_core.mail.feedback import FEEDBACK  # noqa: PLC0415

    return {FEEDBACK: feedback}


def _forgetting(mailings: Forgetting, suppressions: Forgetting) -> tuple[tuple[Forgetting, timedelta], ...]:
    from saas_core.mail.mailings import LIFTED_KEPT, MAILINGS_KEPT  # noqa: PLC0415

    return ((mailings, MAILINGS_KEPT), (suppressions, LIFTED_KEPT))


class Wiring(containers.DeclarativeContainer):
    """The wiring of mail."""

    house = providers.DependenciesContainer()

    _senders = providers.Singleton(
        later("saas_app.senders:SendersOfIntegrations"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
    )
    mailroom = providers.Singleton(
        later("saas_core.mail.mailroom:Mailroom"),
        mailer=house.mailer,
        mailings=house.store.provided.mailings,
        suppressions=house.store.provided.suppressions,
        digests=house.keys,
        clock=house.clock,
        senders=_senders,
    )
    composer = providers.Singleton(later("saas_app.composing:LettersWhenFirstNeeded"), house.letter_folders)

    desk = providers.Singleton(
        later("saas_core.mail.desk:MailDesk"),
        transactions=house.store,
        clock=house.clock,
        judge=house.gate,
        ids=house.ids,
        mailings=house.store.provided.mailings,
        suppressions=house.store.provided.suppressions,
        digests=house.keys,
        addresses=house.addresses,
    )
    receivers = providers.Callable(_receivers, house.feedback, mailroom, house.store.provided.signals, house.clock)
    follow_ups = providers.Dict({SES: providers.Object(later("saas_core.mail.feedback:apply_again"))})
    _feedback_again = providers.Singleton(
        later("saas_core.mail.effects:FeedbackAgain"),
        transactions=house.store,
        signals=house.store.provided.signals,
        mailroom=mailroom,
        clock=house.clock,
    )
    handlers = providers.Callable(_handlers, _feedback_again)
    forgetting = providers.Callable(_forgetting, house.store.provided.mailings, house.store.provided.suppressions)
