"""Feedback: what became of a mail after it was handed over, and what of it is kept."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import EffectId
from saas_core.kernel.signals import Signal


class FeedbackKind(Enum):
    """What the provider of mail tells."""

    BOUNCE = "bounce"
    """It could not be delivered."""
    COMPLAINT = "complaint"
    """Its reader called it unwanted."""
    DELIVERY = "delivery"
    """The reader's mail server took it."""
    OTHER = "other"
    """Something that changes nothing here."""


@frozen(kw_only=True)
class Feedback:
    """One piece of news about a mail, from a provider whose signature was checked.

    `id` is the same when the same news comes again, and so is `at`, the instant when it was told first. `permanent`
    says that another mail to these addresses will fare no better: a bounce for good, or any complaint. `mail` is the id
    it was sent under, None when the news names none.
    """

    id: str
    at: datetime
    kind: FeedbackKind
    permanent: bool
    addresses: tuple[str, ...]
    mail: EffectId | None


FEEDBACK: Final = "feedback"
"""Tasks of this kind apply feedback again that was taken in before."""

_KIND: Final = "mail."
_MAIL: Final = "mail:"
_ADDRESS: Final = "address:"
_BETWEEN: Final = ", "


@frozen(kw_only=True)
class News:
    """What of feedback is kept: what became of which mail, and which addresses get no mail any more.

    `addresses` are keyed digests, there only where another mail would fare no better; nobody can be read from them.
    """

    at: datetime
    kind: FeedbackKind
    mail: EffectId | None
    addresses: tuple[str, ...] = ()

    def as_signal(self, endpoint: str, event: str) -> Signal:
        """Return the signal that keeps it; no account has to be looked at, since it is applied as it comes."""
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
        """Read it back from the signal that kept it."""
        parts = signal.subject.split(_BETWEEN)
        mails = [EffectId(UUID(each.removeprefix(_MAIL))) for each in parts if each.startswith(_MAIL)]
        return cls(
            at=signal.occurred_at,
            kind=FeedbackKind(signal.kind.removeprefix(_KIND)),
            mail=mails[0] if mails else None,
            addresses=tuple(each.removeprefix(_ADDRESS) for each in parts if each.startswith(_ADDRESS)),
        )


def apply_again(signal: Signal) -> tuple[str, str]:
    """Return the task that applies the feedback kept in a signal once more."""
    return FEEDBACK, f"{signal.endpoint}:{signal.event}"
