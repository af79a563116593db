"""The handler of the one task of estimates: a revision ends once its time is over (4.2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.engagements.estimates.model.estimate import Revision
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.use_cases.act import EXPIRE
from saas_core.engagements.estimates.use_cases.ending import expire, pending_document
from saas_core.engagements.estimates.values import RevisionState
from saas_core.kernel.ids import EstimateId, Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.tasks import Lease
from saas_core.kernel.work import Transactions


@frozen(kw_only=True)
class Expiring:
    """Ends revisions whose time is over, and tells both sides; one whose signed document is being checked waits."""

    transactions: Transactions[EstimatesWork]
    clock: Clock
    ids: Ids

    def work(self, lease: Lease) -> int:
        """End one, and return 1 if it was ended; raises StoreFault."""
        with self.transactions.begin(lease.task.tenant_id) as work:
            if not (work.tasks.holds(lease) and work.tasks.finish(lease)):
                return 0
            at = self.clock.now()
            estimate_id, _, number = lease.task.subject.partition(":")
            estimate = work.estimates.get(EstimateId(UUID(estimate_id)))
            revision = None if estimate is None else work.revisions.get(estimate.id, int(number))
            if estimate is None or revision is None or not _due(work, revision, at):
                work.commit()
                return 0
            expire(work, self.ids, estimate, revision, at)
            work.commit()
            return 1


def _due(work: EstimatesWork, revision: Revision, at: datetime) -> bool:
    if revision.state is not RevisionState.ISSUED or revision.expires_at is None:
        return False
    if at < revision.expires_at:
        work.tasks.want(EXPIRE, f"{revision.estimate_id}:{revision.number}", revision.expires_at)
        return False
    return not pending_document(work, revision)
