"""Database storage for engagements."""

from __future__ import annotations

from functools import cached_property

from saas_sql.engagements.approvals import SqlApprovalLinks, SqlApprovals, SqlPapers, SqlRecordedDocuments
from saas_sql.engagements.estimates import SqlEstimates, SqlRevisions
from saas_sql.engagements.requests import SqlEngagements
from saas_sql.engagements.tables import TABLES
from saas_sql.unit_of_work import SqlWork

__all__ = ["TABLES", "Ports"]


class Ports(SqlWork):
    """Repositories of engagements."""

    @cached_property
    def engagements(self) -> SqlEngagements:
        """The tenant's engagements."""
        return SqlEngagements(self.session)

    @cached_property
    def estimates(self) -> SqlEstimates:
        """The tenant's estimates."""
        return SqlEstimates(self.session)

    @cached_property
    def revisions(self) -> SqlRevisions:
        """Their revisions."""
        return SqlRevisions(self.session)

    @cached_property
    def approvals(self) -> SqlApprovals:
        """The tenant's approvals."""
        return SqlApprovals(self.session)

    @cached_property
    def approval_links(self) -> SqlApprovalLinks:
        """Links by which approvers open issued revisions."""
        return SqlApprovalLinks(self.session)

    @cached_property
    def recorded_documents(self) -> SqlRecordedDocuments:
        """Signed documents that staff recorded."""
        return SqlRecordedDocuments(self.session)

    @cached_property
    def papers(self) -> SqlPapers:
        """The tenant's documents."""
        return SqlPapers(self.session)
