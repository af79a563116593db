"""Database storage for engagements."""

from __future__ import annotations

from functools import cached_property

from saas_sql.engagements.approvals import (
    OF_ENGAGEMENT,
    SqlApprovalLinks,
    SqlApprovals,
    SqlPapers,
    SqlRecordedDocuments,
)
from saas_sql.engagements.billing import (
    SqlBills,
    SqlCreditNotes,
    SqlDocumentNumbers,
    SqlInvoicePayments,
    SqlInvoices,
)
from saas_sql.engagements.estimates import SqlEstimates, SqlRevisions
from saas_sql.engagements.requests import BY_ID, SqlEngagements
from saas_sql.engagements.tables import TABLES
from saas_sql.engagements.time import (
    ACCOUNT_OF,
    RUNNING_ON,
    SqlClosedPeriods,
    SqlEngagementHours,
    SqlEnhancements,
    SqlTimeEntries,
)
from saas_sql.prepared import read_together
from saas_sql.unit_of_work import SqlWork

__all__ = ["TABLES", "Ports"]

# What work on an engagement is judged and recorded by.
read_together(BY_ID, OF_ENGAGEMENT, ACCOUNT_OF, RUNNING_ON)


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

    @cached_property
    def time_entries(self) -> SqlTimeEntries:
        """The time that was worked."""
        return SqlTimeEntries(self.session)

    @cached_property
    def engagement_hours(self) -> SqlEngagementHours:
        """The hours of each engagement."""
        return SqlEngagementHours(self.session)

    @cached_property
    def closed_periods(self) -> SqlClosedPeriods:
        """Until when time is closed."""
        return SqlClosedPeriods(self.session)

    @cached_property
    def enhancements(self) -> SqlEnhancements:
        """The register of enhancements."""
        return SqlEnhancements(self.session)

    @cached_property
    def invoices(self) -> SqlInvoices:
        """The tenant's invoices."""
        return SqlInvoices(self.session)

    @cached_property
    def bills(self) -> SqlBills:
        """What the tenant was billed."""
        return SqlBills(self.session)

    @cached_property
    def credit_notes(self) -> SqlCreditNotes:
        """The tenant's credit notes."""
        return SqlCreditNotes(self.session)

    @cached_property
    def invoice_payments(self) -> SqlInvoicePayments:
        """Payments on the tenant's invoices."""
        return SqlInvoicePayments(self.session)

    @cached_property
    def document_numbers(self) -> SqlDocumentNumbers:
        """The numbers of invoices and credit notes."""
        return SqlDocumentNumbers(self.session)
