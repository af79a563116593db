"""The handler that counts uses of credentials into the journal, once an hour for each client (0.1, 2.2)."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.use_cases.act import Act
from saas_core.kernel.actors import System
from saas_core.kernel.ids import Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import EntryKind, Value
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_BY: Final = System("integrations")
USED: Final = "integrations.credential_used"


@frozen(kw_only=True)
class Counting:
    """Writes how often each credential was used since the last time: an entry of kind use for each connection."""

    transactions: Transactions[IntegrationsWork]
    clock: Clock
    ids: Ids
    judge: Judge

    def work(self, lease: Lease) -> int:
        """Count the uses of a client, and return the number of connections that were used; raises StoreFault."""
        with self.transactions.begin(lease.task.tenant_id) as work:
            if not (work.tasks.holds(lease) and work.tasks.finish(lease)):
                return 0
            act = Act(work, _BY, self.clock.now(), self.ids, self.judge)
            used = work.integration_uses.take()
            for each in used:
                details: dict[str, Value] = {
                    "name": each.name,
                    "count": each.count,
                    "first": each.first_at.isoformat(),
                    "last": each.last_at.isoformat(),
                }
                act.note(USED, f"integration:{each.integration_id}", details, EntryKind.USE)
            work.commit()
            return len(used)
