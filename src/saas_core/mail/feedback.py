"""Feedback: what became of a mail after it was handed over."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from attrs import frozen

from saas_core.kernel.ids import EffectId


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
