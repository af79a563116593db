"""Mailings: how far each mail came, and addresses that get none any more; outside the tenants, nothing personal."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from attrs import frozen

from saas_core.kernel.ids import EffectId
from saas_core.kernel.work import Work


class MailState(Enum):
    """How far a mail came."""

    SENDING = "sending"
    """It is being handed over, or it was and no answer came."""
    SENT = "sent"
    """Who sends mail took it."""
    UNKNOWN = "unknown"
    """It was handed over as often as may be, and no answer came."""
    REFUSED = "refused"
    """Who sends mail will never take it; somebody has to look."""
    SUPPRESSED = "suppressed"
    """It was not handed over: its address gets no mail any more."""
    DELIVERED = "delivered"
    """The reader's mail server took it."""
    BOUNCED = "bounced"
    """It could not be delivered."""
    COMPLAINED = "complained"
    """Its reader called it unwanted."""


MAILINGS_KEPT = timedelta(days=400)
"""For so long how far a mail came is kept, longer than any question about an invoice of the last year."""
LIFTED_KEPT = timedelta(days=30)
"""For so long it is known that an address was lifted; news that is told again comes within hours."""

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
"""News comes late and in any order; what stands further on here is never taken back by what stands before it."""

ASKED_AGAIN = frozenset({MailState.SENDING, MailState.REFUSED})
"""States in which a mail may be handed over once more."""


def before(state: MailState) -> frozenset[MailState]:
    """Return the states over which news of a state prevails."""
    return frozenset(_COURSE[: _COURSE.index(state)])


@frozen(kw_only=True)
class Mailing:
    """A mail on its way, by the id of the effect that sends it; `unanswered` times it was handed over in vain."""

    id: EffectId
    state: MailState
    unanswered: int
    changed_at: datetime


@frozen(kw_only=True)
class Suppression:
    """An address, as a keyed digest, that gets no mail since an instant, and which mail that came of, if it is known.

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
        """Return how far a mail came; None for one never handed over."""
        ...

    def save(self, mailing: Mailing) -> None:
        """Keep how far a mail came, unless news of it says by now that it left."""
        ...

    def advance(self, mailing: Mailing) -> bool:
        """Keep news of a mail that was handed over, unless more is known of it; returns whether it is news."""
        ...

    def page(self, after: EffectId | None, limit: int, state: MailState | None = None) -> tuple[Mailing, ...]:
        """Return mailings by id, those after the given one; of one state, or of any for None."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove mailings that changed last before an instant and are not asked for again, at most so many."""
        ...


class Suppressions(Protocol):
    """Addresses that get no mail any more; every call is a transaction of its own."""

    def get(self, address: str) -> Suppression | None:
        """Return why an address, as a keyed digest, gets no mail; None when it gets mail."""
        ...

    def add(self, suppression: Suppression) -> bool:
        """Keep it, and return whether it is new: not if the address is suppressed, or was lifted after that news."""
        ...

    def page(self, after: str, limit: int) -> tuple[Suppression, ...]:
        """Return suppressions in the order of their digests, those after the given one."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that were lifted before an instant, at most so many; returns their number."""
        ...


class SuppressionsAtHand(Protocol):
    """Suppressions, inside a unit of work."""

    def lift(self, address: str, at: datetime) -> bool:
        """Let an address, as a keyed digest, get mail again; returns whether it was suppressed."""
        ...


class MailWork(Work, Protocol):
    """A unit of work with what mail changes beside other things."""

    @property
    def suppressions(self) -> SuppressionsAtHand:
        """Addresses that get no mail any more."""
        ...
