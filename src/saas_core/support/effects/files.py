"""The bytes of files that are known no more are removed."""

from __future__ import annotations

from uuid import UUID

from attrs import frozen

from saas_core.kernel.ids import AttachmentId
from saas_core.kernel.storage import Storage, StoredId
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions
from saas_core.support.ports import SupportWork


@frozen(kw_only=True)
class UnusedBytes:
    """Removes bytes without a file: those whose sending broke off, and those of files that were forgotten."""

    transactions: Transactions[SupportWork]
    storage: Storage

    def work(self, lease: Lease) -> int:
        """Remove the bytes unless the file is known, and return 1 if it did; raises StoreFault, ProviderFault."""
        tenant_id = lease.task.tenant_id
        file_id = AttachmentId(UUID(lease.task.subject.partition(":")[2]))
        with self.transactions.read(tenant_id) as work:
            known = work.ticket_files.get(file_id) is not None
        if not known:
            self.storage.remove(tenant_id, StoredId(file_id))
        with self.transactions.begin(tenant_id) as work:
            if work.tasks.holds(lease):
                work.tasks.finish(lease)
                work.commit()
        return int(not known)
