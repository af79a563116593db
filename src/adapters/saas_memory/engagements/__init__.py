"""In-process storage for engagements."""

from __future__ import annotations

from functools import cached_property

from saas_memory.engagements.approvals import MemoryApprovals, MemoryPapers
from saas_memory.engagements.requests import MemoryEngagements
from saas_memory.store import MemoryWork

JUDGED = ("approvals",)


class Ports(MemoryWork):
    """Repositories of engagements."""

    @cached_property
    def engagements(self) -> MemoryEngagements:
        """The tenant's engagements."""
        return MemoryEngagements(self.own)

    @cached_property
    def approvals(self) -> MemoryApprovals:
        """The tenant's approvals."""
        return MemoryApprovals(self.own)

    @cached_property
    def papers(self) -> MemoryPapers:
        """The tenant's documents."""
        return MemoryPapers(self.own)
