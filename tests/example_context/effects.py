"""The handler of the one task of bulletins: those whose time has come are withdrawn."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from attrs import frozen

from example_context.ports import BulletinsWork
from example_context.values import BulletinId
from saas_core.kernel.instants import Clock
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions

EXPIRE: Final = "bulletins.expire"
"""Tasks of this kind withdraw one bulletin when its time has come."""


@frozen(kw_only=True)
class Expiry:
    """Withdraws bulletins whose time has come."""

    transactions: Transactions[BulletinsWork]
    clock: Clock

    def work(self, lease: Lease) -> int:
        """Withdraw one, and return 1 unless it was withdrawn before; raises StoreFault."""
        with self.transactions.begin(lease.task.tenant_id) as work:
            if not (work.tasks.holds(lease) and work.tasks.finish(lease)):
                return 0
            bulletin = work.bulletins.get(BulletinId(UUID(lease.task.subject)))
            over = bulletin is not None and bulletin.withdrawn_at is None
            if bulletin is not None and over:
                work.bulletins.save(bulletin.expired())
            work.commit()
        return int(over)
