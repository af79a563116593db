"""Signals: news that a provider of ours sent to an endpoint, stored once.

Whoever takes a signal in says which task follows from it, and the two are kept in one transaction. Where the provider
can be asked, a signal is used only as a reason to look, and the task looks at its account. Nothing that it says about
the state of things is kept: signals come late, twice and in any order, and what counts is what the provider answers
when asked. Where nobody can be asked, as about what became of a mail, the signal is applied as it comes, and its
subject says all that it takes to apply it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.kernel.tasks import Task


class SignalRefused(InvalidValue):
    """A message to an endpoint was not signed by an authorized sender, or cannot be read; nothing of it is stored."""

    code = "SIGNAL_REFUSED"


@frozen(kw_only=True)
class Signal:
    """News of some kind about an object, with the event's id at that endpoint; nothing personal.

    `account` is the account at the provider that has to be looked at, or the object itself where the account is not
    told; empty when nothing has to be. Those of one account over one endpoint are marked as looked after together.
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
    """A signal as it is kept: whose it is (the provider's own until somebody knows), and when it was looked after.

    `done_at` is None as long as a task has to be done for it, and again from a replay on.
    """

    signal: Signal
    tenant_id: TenantId
    received_at: datetime
    done_at: datetime | None

    @property
    def place(self) -> SignalPlace:
        """The signal's place among all signals."""
        return SignalPlace(self.received_at, self.signal.endpoint, self.signal.event)


FollowUp: TypeAlias = Callable[[Signal], "tuple[str, str] | None"]
"""Gives the task that follows from a signal, as its kind and subject; None where nothing follows from it."""

Owner: TypeAlias = Callable[[Signal], TenantId]
"""Gives whose a signal is when it comes: a tenant, or the provider as long as nobody knows. Raises StoreFault."""


class Signals(Protocol):
    """Signals of all tenants; every call is a transaction of its own."""

    def take(self, signal: Signal, at: datetime, task: Task | None) -> bool:
        """Keep a signal and want the task that follows, both or neither; returns whether it is new.

        It is the tenant's whose task follows; without a task it is the provider's, and done at once.
        """
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
    """Signals inside a unit of work: those of one account over one endpoint, or a single one."""

    def waiting(self, endpoint: str, account: str) -> int:
        """Count the signals of an account over an endpoint that were not looked after yet."""
        ...

    def settle(self, endpoint: str, account: str, at: datetime) -> None:
        """Mark the signals of an account as looked after: all that were kept before the task of looking was ended."""
        ...

    def mark(self, endpoint: str, event: str, done_at: datetime | None) -> None:
        """Mark one signal as looked after at an instant, or as to be looked after again."""
        ...


class SignalReader(Protocol):
    """Verifies and reads what one provider sends."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Signal:
        """Return the signal; raises SignalRefused if it is unsigned, for another account or mode, or unreadable."""
        ...
