"""The unit of work: one transaction on one tenant, all or nothing.

A write begins by locking the tenant (every change of a tenant is one after the other), takes its instant
after the lock, and ends with `commit`. Leaving the block without `commit` undoes everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from attrs import frozen

from saas_core.kernel.ids import EffectId, TenantId
from saas_core.kernel.journal import Journal, Value
from saas_core.kernel.signals import TenantSignals
from saas_core.kernel.tasks import TenantTasks


@frozen
class Effect:
    """An effect to be carried out after the commit: what, for which aggregate, with which frozen parameters."""

    id: EffectId
    at: datetime
    kind: str
    aggregate: str
    body: Mapping[str, Value]


class Outbox(Protocol):
    """Effects decided but not yet carried out, in order."""

    def put(self, effect: Effect) -> None:
        """Keep the effect with the change that decided it, and want the task that carries out its aggregate's."""
        ...

    def pending(self, *, limit: int = 100, kind: str | None = None) -> tuple[Effect, ...]:
        """Read effects not yet carried out, of one kind or of any, oldest first."""
        ...

    def first(self, aggregate: str) -> Effect | None:
        """Return the oldest effect of an aggregate that is not carried out yet; no later one may overtake it."""
        ...

    def done(self, effect_id: EffectId, at: datetime) -> None:
        """Mark an effect as carried out."""
        ...


@frozen
class Reply:
    """The first result given to an idempotency key: the command, a digest of the request, the result as JSON text."""

    key: str
    command: str
    request: str
    result: str


class Replies(Protocol):
    """First results, by idempotency key."""

    def get(self, key: str) -> Reply | None:
        """Return the first result kept under the key."""
        ...

    def put(self, reply: Reply) -> None:
        """Keep the first result."""
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
        """What providers told."""
        ...

    def commit(self) -> None:
        """Make everything since the beginning last, or nothing of it."""
        ...


W_co = TypeVar("W_co", covariant=True)


class Transactions(Protocol[W_co]):
    """Opens units of work."""

    def begin(self, tenant_id: TenantId) -> AbstractContextManager[W_co]:
        """Open a unit of work for change, alone on the tenant; raises StoreFault."""
        ...

    def read(self, tenant_id: TenantId) -> AbstractContextManager[W_co]:
        """Open a unit of work for reading one consistent state; raises StoreFault."""
        ...
