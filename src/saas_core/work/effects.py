"""Effects of one aggregate, carried out one after the other in the order in which they were decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from saas_core.kernel.errors import Conflict
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Effect, Transactions, Work


class Carrier(Protocol):
    """Carries out effects of one kind."""

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Carry out an effect; the same id again means the same effect. Raises SaasError if it fails."""
        ...


class CarrierMissing(Conflict):
    """No carrier here carries out effects of that kind."""

    code = "CARRIER_MISSING"


class Effects:
    """Carries out the effects that wait in the outbox for one aggregate.

    No transaction is open meanwhile. An effect is carried out before it is marked as done: after a crash in between it
    is carried out again, under its own id. A failure delays the later effects of the same aggregate, but no others.
    """

    def __init__(self, *, transactions: Transactions[Work], clock: Clock, carriers: Mapping[str, Carrier]) -> None:
        """Take the ports, and the carrier of each kind."""
        self._transactions = transactions
        self._clock = clock
        self._carriers = carriers

    def work(self, lease: Lease) -> int:
        """Carry out all effects that wait for the aggregate, and return their number.

        Ends early if the lease is lost. Raises CarrierMissing, StoreFault, and whatever carriers raise.
        """
        tenant_id, aggregate = lease.task.tenant_id, lease.task.subject
        done = 0
        while self._clock.now() < lease.until:
            with self._transactions.read(tenant_id) as work:
                effect = work.outbox.first(aggregate)
            if effect is not None:
                self._carrier(effect).carry_out(tenant_id, effect)
                done += 1
            with self._transactions.begin(tenant_id) as work:
                if not work.tasks.holds(lease):
                    return done
                if effect is not None:
                    work.outbox.done(effect.id, self._clock.now())
                ended = work.outbox.first(aggregate) is None
                if ended:
                    work.tasks.finish(lease)
                work.commit()
            if ended:
                return done
        self._go_on_later(lease)
        return done

    def _go_on_later(self, lease: Lease) -> None:
        """Give back a lease that ran out in a long row, which is no failure."""
        task = lease.task
        with self._transactions.begin(task.tenant_id) as work:
            if work.tasks.holds(lease):
                work.tasks.want(task.kind, task.subject, self._clock.now())
                work.tasks.finish(lease)
                work.commit()

    def _carrier(self, effect: Effect) -> Carrier:
        carrier = self._carriers.get(effect.kind)
        if carrier is None:
            text = f"nothing carries out {effect.kind!r}."
            raise CarrierMissing(text, field="kind", remedy="Run a worker that is configured for it.")
        return carrier
