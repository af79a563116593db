"""The unit of work: one transaction on one tenant, all or nothing.

A write begins by locking the tenant (changes to one tenant happen one after the other), takes its instant
after the lock, and ends with `commit`. Leaving the block without `commit` undoes everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from attrs import frozen

from saas_core.kernel.ids import EffectId, TenantId
from saas_core.kernel.journal import Journal, Value

if TYPE_CHECKING:
    from saas_core.kernel.signals import TenantSignals
    from saas_core.kernel.tasks import TenantTasks


@frozen
class Effect:
    """An effect to carry out after the commit: its kind, its aggregate and its frozen parameters."""

    id: EffectId
    at: datetime
    kind: str
    aggregate: str
    body: Mapping[str, Value]


class Outbox(Protocol):
    """Effects that were decided but not yet carried out, in order."""

    def put(self, effect: Effect) -> None:
        """Store the effect with the change that decided it, and request the task for effects of its aggregate."""
        ...

    def pending(self, *, limit: int = 100, kind: str | None = None) -> tuple[Effect, ...]:
        """Read effects not yet carried out, of one kind or of any, oldest first."""
        ...

    def first(self, aggregate: str) -> Effect | None:
        """Return the oldest effect of an aggregate not yet carried out; no later one may overtake it."""
        ...

    def done(self, effect_id: EffectId, at: datetime) -> None:
        """Mark an effect as carried out."""
        ...


@frozen
class Reply:
    """The first result for an idempotency key: the command, a digest of the request, and the result as JSON text.

    `key` is the key together with the actor whose it is; in replies of former versions, the key alone.
    """

    key: str
    command: str
    request: str
    result: str


class Replies(Protocol):
    """First results, by idempotency key."""

    def get(self, key: str) -> Reply | None:
        """Return the first result stored under the key."""
        ...

    def put(self, reply: Reply) -> None:
        """Store the first result."""
        ...


class Work(Protocol):
    """One transaction on one tenant: the ports that every context shares."""

    @property
    def tenant_id(self) -> TenantId:
        """The tenant it works on."""
        ...

    @property
    def journal(self) -> Journal:
        """The tenant's journal."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The tenant's outbox."""
        ...

    @property
    def replies(self) -> Replies:
        """First results of the tenant's commands."""
        ...

    @property
    def tasks(self) -> TenantTasks:
        """The tenant's tasks."""
        ...

    @property
    def signals(self) -> TenantSignals:
        """Signals from providers."""
        ...

    def commit(self) -> None:
        """Commit everything since the beginning, or nothing."""
        ...


W_co = TypeVar("W_co", covariant=True)


class Transactions(Protocol[W_co]):
    """Opens units of work."""

    def begin(self, tenant_id: TenantId) -> AbstractContextManager[W_co]:
        """Open a unit of work for a change, with the tenant locked; raises StoreFault."""
        ...

    def read(self, tenant_id: TenantId) -> AbstractContextManager[W_co]:
        """Open a unit of work that reads one consistent state; raises StoreFault."""
        ...
