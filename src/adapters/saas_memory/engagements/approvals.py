"""Approvals and papers in process; both are only ever added."""

from __future__ import annotations

from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.ports import Paper
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, PaperId
from saas_memory.space import Rows, View


class MemoryApprovals:
    """The tenant's approvals."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[int, Approval] = Rows(view, "approvals")
        self._places: Rows[EstimateId, int] = Rows(view, "approvals_of_estimates")

    def get(self, approval_id: ApprovalId) -> Approval | None:
        """Return an approval."""
        return next((each for each in self._rows.scan() if each.approval_id == approval_id), None)

    def of_engagement(self, engagement_id: EngagementId) -> tuple[Approval, ...]:
        """Return the approvals of an engagement in the order in which they were given."""
        return tuple(each for each in self._rows.scan() if each.engagement_id == engagement_id)

    def of_estimate(self, estimate_id: EstimateId) -> Approval | None:
        """Return the approval of an estimate, of which there is at most one."""
        position = self._places.get(estimate_id)
        return None if position is None else self._rows.get(position)

    def last(self) -> Approval | None:
        """Return the tenant's last approval."""
        return max(self._rows.scan(), key=lambda each: each.position, default=None)

    def add(self, approval: Approval) -> None:
        """Store an approval for good; raises StoreFault for a place in the chain that is taken."""
        if self._rows.get(approval.position) is not None:
            raise _taken()
        self._rows.put(approval.position, approval)
        self._places.put(approval.estimate_id, approval.position)

    def page(self, after: int, limit: int) -> tuple[Approval, ...]:
        """Return approvals by their position in the chain, those after the given one."""
        return tuple(self._rows.scan(after=after, limit=limit))


class MemoryPapers:
    """The tenant's documents."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[PaperId, Paper] = Rows(view, "papers")

    def get(self, paper_id: PaperId) -> Paper | None:
        """Return a document with its bytes."""
        return self._rows.get(paper_id)

    def of(self, kind: str, of: str) -> tuple[PaperId, ...]:
        """Return the ids of the documents of a kind about a thing, in order."""
        return tuple(each.id for each in self._rows.scan() if (each.kind, each.of) == (kind, of))

    def page(self, after: PaperId | None, limit: int) -> tuple[Paper, ...]:
        """Return documents with their bytes by id, those after the given one."""
        return tuple(self._rows.scan(after=after, limit=limit))

    def put(self, paper: Paper) -> None:
        """Store a document for good; raises StoreFault for an id that is taken."""
        if self._rows.get(paper.id) is not None:
            raise _taken()
        self._rows.put(paper.id, paper)


def _taken() -> StoreFault:
    return StoreFault("A row that is only ever added is there already.", remedy="Report this; nothing was changed.")
