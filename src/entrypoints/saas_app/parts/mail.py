"""Mail: sending, suppressed addresses, and feedback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dependency_injector import containers, providers

from saas_app.composing import LettersWhenFirstNeeded
from saas_core.kernel.instants import Clock
from saas_core.kernel.signals import Signals
from saas_core.mail.desk import MailDesk
from saas_core.mail.effects import FeedbackAgain
from saas_core.mail.feedback import FEEDBACK, apply_again
from saas_core.mail.mailings import LIFTED_KEPT, MAILINGS_KEPT
from saas_core.mail.mailroom import Mailroom
from saas_core.mail.receiving import FeedbackReader, FeedbackReceiver
from saas_core.work.inbox import Receiver

SES: Final = "ses"
"""The endpoint over which SES sends what became of mails."""


def _receivers(
    feedback: FeedbackReader | None, mailroom: Mailroom, signals: Signals, clock: Clock
) -> Mapping[str, Receiver]:
    if feedback is None:
        return {}
    return {SES: FeedbackReceiver(endpoint=SES, reader=feedback, mailroom=mailroom, signals=signals, clock=clock)}


class Wiring(containers.DeclarativeContainer):
    """The wiring of mail."""

    house = providers.DependenciesContainer()

    mailroom = providers.Singleton(
        Mailroom,
        mailer=house.mailer,
        mailings=house.store.provided.mailings,
        suppressions=house.store.provided.suppressions,
        digests=house.keys,
        clock=house.clock,
    )
    composer = providers.Singleton(LettersWhenFirstNeeded, house.letter_folders)

    desk = providers.Singleton(
        MailDesk,
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
    follow_ups = providers.Dict({SES: providers.Object(apply_again)})
    _feedback_again = providers.Singleton(
        FeedbackAgain,
        transactions=house.store,
        signals=house.store.provided.signals,
        mailroom=mailroom,
        clock=house.clock,
    )
    handlers = providers.Dict({FEEDBACK: _feedback_again})
    forgetting = providers.List(
        providers.List(house.store.provided.mailings, providers.Object(MAILINGS_KEPT)),
        providers.List(house.store.provided.suppressions, providers.Object(LIFTED_KEPT)),
    )
