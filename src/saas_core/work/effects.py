"""Effects of one aggregate, carried out one after the other in the order of their deciding."""

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
        """Carry it out; the same id again is the same effect. Raises SaasError when it could not be."""
        ...


class CarrierMissing(Conflict):
    """Nothing here carries out effects of that kind."""

    code = "CARRIER_MISSING"


class Effects:
    """Carries out what waits in the outbox for one aggregate.

    No transaction is open meanwhile. An effect is done before it is marked: after a crash in between it is carried out
    again, by its own id. What fails keeps those of the same aggregate waiting, and nobody else.
    """

    def __init__(self, *, transactions: Transactions[Work], clock: Clock, carriers: Mapping[str, Carrier]) -> None:
        """Take the ports, and who carries out which kind."""
        self._transactions = transactions
        self._clock = clock
        self._carriers = carriers

    def work(self, lease: Lease) -> int:
        """Carry out everything that waits for the aggregate, and return how many effects that were.

        Ends early when the lease is lost. Raises CarrierMissing, StoreFault, and what carriers raise.
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
        return done

    def _carrier(self, effect: Effect) -> Carrier:
        carrier = self._carriers.get(effect.kind)
        if carrier is None:
            text = f"nothing carries out {effect.kind!r}."
            raise CarrierMissing(text, field="kind", remedy="Run a worker that is configured for it.")
        return carrier
