"""Feedback: the fate of a mail after it was handed over, and the part of it that is stored."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import EffectId
from saas_core.kernel.signals import Signal


class FeedbackKind(Enum):
    """The kind of news from the provider of mail."""

    BOUNCE = "bounce"
    """The mail could not be delivered."""
    COMPLAINT = "complaint"
    """The reader called the mail unwanted."""
    DELIVERY = "delivery"
    """The reader's mail server accepted the mail."""
    OTHER = "other"
    """News that changes nothing here."""


@frozen(kw_only=True)
class Feedback:
    """One piece of news about a mail, from a provider whose signature was checked.

    `id` is the same when the same news comes again, and so is `at`, the instant of the first report. `permanent` means
    that another mail to these addresses will fare no better: a permanent bounce, or any complaint. `mail` is the id
    that the mail was sent under, None if the news names none.
    """

    id: str
    at: datetime
    kind: FeedbackKind
    permanent: bool
    addresses: tuple[str, ...]
    mail: EffectId | None


FEEDBACK: Final = "feedback"
"""Tasks of this kind apply stored feedback again."""

_KIND: Final = "mail."
_MAIL: Final = "mail:"
_ADDRESS: Final = "address:"
_BETWEEN: Final = ", "


@frozen(kw_only=True)
class News:
    """The stored part of feedback: the mail, its fate, and the addresses that get no mail any more.

    `addresses` are keyed digests, from which nobody can be identified; empty unless another mail would fare no better.
    """

    at: datetime
    kind: FeedbackKind
    mail: EffectId | None
    addresses: tuple[str, ...] = ()

    def as_signal(self, endpoint: str, event: str) -> Signal:
        """Return the signal that stores the news; no account must be looked at, since it is applied as it comes."""
        mail = () if self.mail is None else (f"{_MAIL}{self.mail}",)
        parts = (*mail, *(f"{_ADDRESS}{each}" for each in self.addresses))
        return Signal(
            endpoint=endpoint,
            event=event,
            kind=f"{_KIND}{self.kind.value}",
            subject=_BETWEEN.join(parts),
            account="",
            occurred_at=self.at,
        )

    @classmethod
    def of_signal(cls, signal: Signal) -> News:
        """Return the news read back from the signal that stored it."""
        parts = signal.subject.split(_BETWEEN)
        mails = [EffectId(UUID(each.removeprefix(_MAIL))) for each in parts if each.startswith(_MAIL)]
        return cls(
            at=signal.occurred_at,
            kind=FeedbackKind(signal.kind.removeprefix(_KIND)),
            mail=mails[0] if mails else None,
            addresses=tuple(each.removeprefix(_ADDRESS) for each in parts if each.startswith(_ADDRESS)),
        )


def apply_again(signal: Signal) -> tuple[str, str]:
    """Return the task that applies the feedback stored in a signal once more."""
    return FEEDBACK, f"{signal.endpoint}:{signal.event}"
