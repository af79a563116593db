"""Signals: news that a provider of ours sent to an endpoint, stored once.

If the provider can be asked, a signal is only a reason to look, and is stored in the same transaction as the wish to
look at its account. Nothing that it says about the state of things is stored: signals come late, twice and in any
order, and only the provider's answer counts. If nobody can be asked, as about what became of a mail, the signal is
applied as it comes, and its subject says everything needed to apply it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId


class SignalRefused(InvalidValue):
    """A message to an endpoint was not signed by an authorized sender, or cannot be read; nothing of it is stored."""

    code = "SIGNAL_REFUSED"


@frozen(kw_only=True)
class Signal:
    """News of some kind about an object, with the event's id at that endpoint; nothing personal.

    `account` is the account at the provider that must be looked at, or the object itself if the account is not
    named; empty when nothing must be looked at.
    """

    endpoint: str
    event: str
    kind: str
    subject: str
    account: str
    occurred_at: datetime


@frozen(order=True)
class SignalPlace:
    """The place of a signal in the order of all signals."""

    received_at: datetime
    endpoint: str
    event: str


@frozen(kw_only=True)
class SignalState:
    """A signal as it is stored: its tenant (the provider's scope until it is known), and when it was dealt with."""

    signal: Signal
    tenant_id: TenantId
    received_at: datetime
    done_at: datetime | None

    @property
    def place(self) -> SignalPlace:
        """The signal's place among all signals."""
        return SignalPlace(self.received_at, self.signal.endpoint, self.signal.event)


FollowUp: TypeAlias = Callable[[Signal], "tuple[str, str] | None"]
"""Returns the task that follows up on a replayed signal, as its kind and subject; None if nothing follows from it."""


class Signals(Protocol):
    """Signals of all tenants; every call is a transaction of its own."""

    def take(self, signal: Signal, at: datetime) -> bool:
        """Store a signal and request a look at its account, both or neither; return whether it is new."""
        ...

    def find(self, endpoint: str, event: str) -> SignalState | None:
        """Return a signal by the id of its event."""
        ...

    def page(self, after: SignalPlace | None, limit: int, *, waiting: bool = False) -> tuple[SignalState, ...]:
        """Return signals, newest first, those before the given place; with `waiting`, only those not yet dealt with."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Remove signals received before an instant and dealt with, up to a limit; return the number removed."""
        ...


class TenantSignals(Protocol):
    """Signals of one account, inside a unit of work."""

    def waiting(self, account: str) -> int:
        """Count the signals of an account that are not yet dealt with."""
        ...

    def settle(self, account: str, at: datetime) -> None:
        """Mark the signals of an account as dealt with: all that were stored before the task of looking ended."""
        ...


class SignalReader(Protocol):
    """Verifies and reads what one provider sends."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Signal:
        """Return the signal; raises SignalRefused if it is unsigned, for another account or mode, or unreadable."""
        ...
