"""Measuring: a gauge tells that the water moved, and a worker measures it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.signals import Signal
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions, Work

MEASURE: Final = "tides.measure"
"""Tasks of this kind measure at one gauge."""


@frozen
class Gauges:
    """Reads what gauges send, as `event|gauge|tenant`; an empty gauge has nothing to measure."""

    endpoint: str
    clock: Clock

    def read(self, body: bytes, _headers: Mapping[str, str]) -> Signal:
        """Return the signal."""
        event, gauge, tenant = body.decode().split("|")
        at = self.clock.now()
        return Signal(endpoint=self.endpoint, event=event, kind="moved", subject=tenant, account=gauge, occurred_at=at)


def measure(signal: Signal) -> tuple[str, str] | None:
    """Return the task that measures, named by the gauge; None without one."""
    return (MEASURE, f"gauge:{signal.account}") if signal.account else None


def owner(signal: Signal) -> TenantId:
    """Return the tenant that the gauge names."""
    return TenantId(UUID(signal.subject)) if signal.subject else PROVIDER


@frozen(kw_only=True)
class Measuring:
    """Measures at gauges, all but the broken ones."""

    transactions: Transactions[Work]
    clock: Clock
    endpoint: str
    broken: set[str] = field(factory=set)

    def work(self, lease: Lease) -> int:
        """Measure, and mark what the gauge told as looked after; raises InvalidValue at a broken one."""
        gauge = lease.task.subject.removeprefix("gauge:")
        if gauge in self.broken:
            message = "is broken."
            raise InvalidValue(message, field="gauge")
        with self.transactions.begin(lease.task.tenant_id) as work:
            done = work.tasks.holds(lease) and work.tasks.finish(lease)
            if done:
                work.signals.settle(self.endpoint, gauge, self.clock.now())
            work.commit()
        return int(done)
