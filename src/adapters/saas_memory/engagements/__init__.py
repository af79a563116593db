"""In-process storage for engagements."""

from __future__ import annotations

from functools import cached_property

from saas_memory.engagements.approvals import MemoryApprovals, MemoryPapers
from saas_memory.engagements.estimates import (
    MemoryApprovalLinks,
    MemoryEstimates,
    MemoryRecordedDocuments,
    MemoryRevisions,
)
from saas_memory.engagements.requests import MemoryEngagements
from saas_memory.store import MemoryWork

JUDGED = ("approvals", "engagement_requests")


class Ports(MemoryWork):
    """Repositories of engagements."""

    @cached_property
    def engagements(self) -> MemoryEngagements:
        """The tenant's engagements."""
        return MemoryEngagements(self.own)

    @cached_property
    def estimates(self) -> MemoryEstimates:
        """The tenant's estimates."""
        return MemoryEstimates(self.own)

    @cached_property
    def revisions(self) -> MemoryRevisions:
        """Their revisions."""
        return MemoryRevisions(self.own)

    @cached_property
    def approvals(self) -> MemoryApprovals:
        """The tenant's approvals."""
        return MemoryApprovals(self.own)

    @cached_property
    def approval_links(self) -> MemoryApprovalLinks:
        """Links by which approvers open issued revisions."""
        return MemoryApprovalLinks(self.own)

    @cached_property
    def recorded_documents(self) -> MemoryRecordedDocuments:
        """Signed documents that staff recorded."""
        return MemoryRecordedDocuments(self.own)

    @cached_property
    def papers(self) -> MemoryPapers:
        """The tenant's documents."""
        return MemoryPapers(self.own)
