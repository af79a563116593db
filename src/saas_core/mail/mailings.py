"""Mailings: delivery states of mails, and suppressed addresses; outside the tenants, nothing personal."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from attrs import frozen

from saas_core.kernel.ids import EffectId
from saas_core.kernel.work import Work


class MailState(Enum):
    """The delivery state of a mail."""

    SENDING = "sending"
    """The mail is being handed over, or it was and no answer came."""
    SENT = "sent"
    """The mailer accepted the mail."""
    UNKNOWN = "unknown"
    """The mail was handed over as often as allowed, and no answer came."""
    REFUSED = "refused"
    """The mailer will never accept the mail; a person has to look into it."""
    SUPPRESSED = "suppressed"
    """The mail was not handed over, since its address gets no mail any more."""
    DELIVERED = "delivered"
    """The reader's mail server accepted the mail."""
    BOUNCED = "bounced"
    """The mail could not be delivered."""
    COMPLAINED = "complained"
    """The reader called the mail unwanted."""


MAILINGS_KEPT = timedelta(days=400)
"""The time for which delivery states are kept, long enough for any question about an invoice of the last year."""
LIFTED_KEPT = timedelta(days=30)
"""The time for which a lifted suppression is remembered; repeated news comes within hours."""

_COURSE = (
    MailState.SENDING,
    MailState.REFUSED,
    MailState.UNKNOWN,
    MailState.SUPPRESSED,
    MailState.SENT,
    MailState.DELIVERED,
    MailState.BOUNCED,
    MailState.COMPLAINED,
)
"""The order of states: news comes late and in any order, and a later state here is never replaced by an earlier one."""

ASKED_AGAIN = frozenset({MailState.SENDING, MailState.REFUSED})
"""States in which a mail may be handed over once more."""


def before(state: MailState) -> frozenset[MailState]:
    """Return the states that news of a state replaces."""
    return frozenset(_COURSE[: _COURSE.index(state)])


@frozen(kw_only=True)
class Mailing:
    """A mail on its way, by the id of the effect that sends it; `unanswered` counts the handovers without an answer."""

    id: EffectId
    state: MailState
    unanswered: int
    changed_at: datetime


@frozen(kw_only=True)
class Suppression:
    """An address, as a keyed digest, that gets no mail since an instant, and the mail that caused it, if known.

    `why` is `bounce` or `complaint`; at `lifted_at` staff let it get mail again.
    """

    address: str
    why: str
    since: datetime
    mail: EffectId | None = None
    lifted_at: datetime | None = None


class Mailings(Protocol):
    """Mailings of all tenants; every call is a transaction of its own."""

    def get(self, mail_id: EffectId) -> Mailing | None:
        """Return the delivery state of a mail; None for one never handed over."""
        ...

    def save(self, mailing: Mailing) -> None:
        """Store the delivery state of a mail, unless news says by now that it left."""
        ...

    def advance(self, mailing: Mailing) -> bool:
        """Store news of a mail that was handed over, unless more is known; return whether it is news."""
        ...

    def page(self, after: EffectId | None, limit: int, state: MailState | None = None) -> tuple[Mailing, ...]:
        """Return mailings by id, those after the given one, in one state, or in any for None."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove mailings last changed before an instant and not requested again, up to a limit."""
        ...


class Suppressions(Protocol):
    """Addresses that get no mail any more; every call is a transaction of its own."""

    def get(self, address: str) -> Suppression | None:
        """Return the suppression of an address, given as a keyed digest; None if it gets mail."""
        ...

    def add(self, suppression: Suppression) -> bool:
        """Store a suppression, and return whether it is new: not if one is in force, or was lifted after that news."""
        ...

    def page(self, after: str, limit: int) -> tuple[Suppression, ...]:
        """Return suppressions in the order of their digests, those after the given one."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that were lifted before an instant, up to a limit; return the number removed."""
        ...


class SuppressionsAtHand(Protocol):
    """Suppressions, inside a unit of work."""

    def lift(self, address: str, at: datetime) -> bool:
        """Let an address, given as a keyed digest, get mail again; return whether it was suppressed."""
        ...


class MailWork(Work, Protocol):
    """A unit of work with the suppressions that mail changes."""

    @property
    def suppressions(self) -> SuppressionsAtHand:
        """Addresses that get no mail any more."""
        ...
