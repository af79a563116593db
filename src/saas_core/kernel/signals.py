"""Signals: what a provider of ours told over an endpoint, kept once.

Where the provider can be asked, a signal is used only as a reason to look, and kept in the same transaction as the wish
to look at its account. Nothing that it says about the state of things is kept: signals come late, twice and in any
order, and what counts is what the provider answers when asked. Where nobody can be asked, as about what became of a
mail, the signal is applied as it comes, and its subject says all that it takes to apply it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId


class SignalRefused(InvalidValue):
    """What came over an endpoint was not signed by who may speak there, or cannot be read; nothing of it is kept."""

    code = "SIGNAL_REFUSED"


@frozen(kw_only=True)
class Signal:
    """News of a kind about an object, with the event's id at that endpoint; nothing personal.

    `account` is the account at the provider that has to be looked at, or the object itself where the account is not
    told; empty when nothing has to be.
    """

    endpoint: str
    event: str
    kind: str
    subject: str
    account: str
    occurred_at: datetime


@frozen(order=True)
class SignalPlace:
    """Where a signal stands in the order of all of them."""

    received_at: datetime
    endpoint: str
    event: str


@frozen(kw_only=True)
class SignalState:
    """A signal as it is kept: whose it is (the provider's own until somebody knows), and when it was looked after."""

    signal: Signal
    tenant_id: TenantId
    received_at: datetime
    done_at: datetime | None

    @property
    def place(self) -> SignalPlace:
        """Where it stands among all signals."""
        return SignalPlace(self.received_at, self.signal.endpoint, self.signal.event)


FollowUp: TypeAlias = Callable[[Signal], "tuple[str, str] | None"]
"""Gives the task that follows up on a signal once more, as its kind and subject; None where nothing follows from it."""


class Signals(Protocol):
    """Signals of all tenants; every call is a transaction of its own."""

    def take(self, signal: Signal, at: datetime) -> bool:
        """Keep a signal and want its account looked at, both or neither; returns whether it is new."""
        ...

    def find(self, endpoint: str, event: str) -> SignalState | None:
        """Return a signal by the id of its event."""
        ...

    def page(self, after: SignalPlace | None, limit: int, *, waiting: bool = False) -> tuple[SignalState, ...]:
        """Return signals, the newest first, those before the given place; `waiting` gives those not done alone."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove signals received before an instant and looked after, at most so many; returns their number."""
        ...


class TenantSignals(Protocol):
    """Signals of one account, inside a unit of work."""

    def waiting(self, account: str) -> int:
        """Count the signals of an account that were not looked after yet."""
        ...

    def settle(self, account: str, at: datetime) -> None:
        """Mark the signals of an account as looked after: all that were kept before the task of looking was ended."""
        ...


class SignalReader(Protocol):
    """Verifies and reads what one provider sends."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Signal:
        """Return the signal; raises SignalRefused for what is not signed, of another account or mode, or unreadable."""
        ...
