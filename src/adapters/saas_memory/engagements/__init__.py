"""In-process storage for engagements."""

from __future__ import annotations

from functools import cached_property

from saas_memory.engagements.approvals import MemoryApprovals, MemoryPapers
from saas_memory.engagements.billing import (
    MemoryBills,
    MemoryCreditNotes,
    MemoryDocumentNumbers,
    MemoryInvoicePayments,
    MemoryInvoices,
)
from saas_memory.engagements.estimates import (
    MemoryApprovalLinks,
    MemoryEstimates,
    MemoryRecordedDocuments,
    MemoryRevisions,
)
from saas_memory.engagements.requests import MemoryEngagements
from saas_memory.engagements.time import (
    MemoryClosedPeriods,
    MemoryEngagementHours,
    MemoryEnhancements,
    MemoryTimeEntries,
)
from saas_memory.store import MemoryWork

JUDGED = ("approvals", "engagement_requests", "engagement_hours", "time_entries")


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

    @cached_property
    def time_entries(self) -> MemoryTimeEntries:
        """The time that was worked."""
        return MemoryTimeEntries(self.own, self.claiming if self.writing else lambda: self.shared)

    @cached_property
    def engagement_hours(self) -> MemoryEngagementHours:
        """The hours of each engagement."""
        return MemoryEngagementHours(self.own)

    @cached_property
    def closed_periods(self) -> MemoryClosedPeriods:
        """Until when time is closed."""
        return MemoryClosedPeriods(self.own)

    @cached_property
    def enhancements(self) -> MemoryEnhancements:
        """The register of enhancements."""
        return MemoryEnhancements(self.own)

    @cached_property
    def invoices(self) -> MemoryInvoices:
        """The tenant's invoices."""
        return MemoryInvoices(self.own)

    @cached_property
    def bills(self) -> MemoryBills:
        """What the tenant was billed."""
        return MemoryBills(self.own)

    @cached_property
    def credit_notes(self) -> MemoryCreditNotes:
        """The tenant's credit notes."""
        return MemoryCreditNotes(self.own)

    @cached_property
    def invoice_payments(self) -> MemoryInvoicePayments:
        """Payments on the tenant's invoices."""
        return MemoryInvoicePayments(self.own)

    @cached_property
    def document_numbers(self) -> MemoryDocumentNumbers:
        """The numbers of invoices and credit notes."""
        return MemoryDocumentNumbers(self.own, self.tenant_id, self.claiming)
