"""Handlers of the tasks of attachments: bytes that nothing uses are removed."""

from __future__ import annotations

from uuid import UUID

from attrs import frozen

from saas_core.attachments.ports import AttachmentsWork
from saas_core.kernel.storage import Storage, StoredId
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions


@frozen(kw_only=True)
class UnusedBytes:
    """Removes bytes that no attachment uses: those of uploads that broke off, and of attachments that were redacted."""

    transactions: Transactions[AttachmentsWork]
    storage: Storage

    def work(self, lease: Lease) -> int:
        """Remove the bytes unless an attachment uses them, and return 1 if it did; raises StoreFault, ProviderFault."""
        tenant_id = lease.task.tenant_id
        stored = StoredId(UUID(lease.task.subject.partition(":")[2]))
        with self.transactions.read(tenant_id) as work:
            unused = work.attachments.uses(stored) == 0
        if unused:
            self.storage.remove(tenant_id, stored)
        with self.transactions.begin(tenant_id) as work:
            if work.tasks.holds(lease):
                work.tasks.finish(lease)
                work.commit()
        return int(unused)
