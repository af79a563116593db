"""Work on engagements in the words of the scenarios: its time, what was delivered, its invoices and the evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from attrs import define

from features.drivers.entrance import Entered, Entrance, Operation
from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import ApprovalId, EngagementId, InvoiceId, TenantId, TimeEntryId

ENGAGEMENT = "{here}/engagements/{engagement_id}"
INVOICE = "{here}/work-invoices/{invoice_id}"


@define(slots=False)
class Working(Entered):
    """What is done under an approval, and billed."""

    application: Application
    entrance: Entrance

    def start(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, line: str = "L1") -> Any:
        """Start a timer."""
        operation = Operation("engagements.work.start", f"POST {ENGAGEMENT}/timer")
        return self.do(operation, by, tenant_id, engagement_id=engagement_id, line=line)

    def stop(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> Any:
        """Stop the timer."""
        operation = Operation("engagements.work.stop", f"POST {ENGAGEMENT}/timer/stop")
        return self.do(operation, by, tenant_id, engagement_id=engagement_id)

    def log(
        self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, line: str, since: datetime, until: datetime
    ) -> Any:
        """Record time that was worked."""
        operation = Operation("engagements.work.log", f"POST {ENGAGEMENT}/time")
        given = {"line": line, "started_at": since, "ended_at": until}
        return self.do(operation, by, tenant_id, engagement_id=engagement_id, **given)

    def time(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> tuple[Any, ...]:
        """Return the time that was recorded."""
        operation = Operation("engagements.work.list_time", f"GET {ENGAGEMENT}/time")
        return self.entrance.items(operation, by, tenant_id, last="entry_id", engagement_id=engagement_id)

    def hours(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> Any:
        """Return the hours approved, used and left."""
        operation = Operation("engagements.work.hours", f"GET {ENGAGEMENT}/hours")
        return self.do(operation, by, tenant_id, engagement_id=engagement_id)

    def cancel(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> Any:
        """Cancel an engagement."""
        operation = Operation("engagements.enhancements.cancel", f"POST {ENGAGEMENT}/cancel")
        return self.do(operation, by, tenant_id, engagement_id=engagement_id, reason="We need it no more.")

    def register(
        self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, line: str, text: str, at: datetime
    ) -> Any:
        """Register a delivered change."""
        operation = Operation("engagements.enhancements.register", f"POST {ENGAGEMENT}/enhancements")
        given = {"line": line, "description": text, "release": "2026.3", "delivered_at": at}
        return self.do(operation, by, tenant_id, engagement_id=engagement_id, **given)

    def leave_out(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId, line: str, reason: str) -> Any:
        """Say why a line is not delivered."""
        operation = Operation("engagements.enhancements.leave_out", f"POST {ENGAGEMENT}/left-out")
        return self.do(operation, by, tenant_id, engagement_id=engagement_id, line=line, reason=reason)

    def deliver(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> Any:
        """Mark an engagement as delivered."""
        operation = Operation("engagements.enhancements.deliver", f"POST {ENGAGEMENT}/deliver")
        return self.do(operation, by, tenant_id, engagement_id=engagement_id)

    def delivered(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> tuple[Any, ...]:
        """Return the register of an engagement."""
        operation = Operation("engagements.enhancements.list_enhancements", f"GET {ENGAGEMENT}/enhancements")
        found = self.do(operation, by, tenant_id, engagement_id=engagement_id)
        return tuple(getattr(found, "enhancements", found))

    def draft_invoice(self, by: Actor, tenant_id: TenantId, engagement_id: EngagementId) -> Any:
        """Put the billable time of an engagement on a draft."""
        operation = Operation("engagements.billing.draft", f"POST {ENGAGEMENT}/invoices")
        return self.do(operation, by, tenant_id, engagement_id=engagement_id)

    def issue_invoice(self, by: Actor, tenant_id: TenantId, invoice_id: InvoiceId) -> Any:
        """Issue a draft."""
        operation = Operation("engagements.billing.issue", f"POST {INVOICE}/issue")
        return self.do(operation, by, tenant_id, invoice_id=invoice_id)

    def invoice(self, by: Actor, tenant_id: TenantId, invoice_id: InvoiceId) -> Any:
        """Read an invoice."""
        return self.do(Operation("engagements.billing.show", f"GET {INVOICE}"), by, tenant_id, invoice_id=invoice_id)

    def invoice_content(self, by: Actor, tenant_id: TenantId, invoice_id: InvoiceId) -> Any:
        """Return what the document of an invoice says."""
        operation = Operation("engagements.billing.document", f"GET {INVOICE}/document")
        found = self.do(operation, by, tenant_id, invoice_id=invoice_id)
        return json.loads(getattr(found, "content", found).split(b"\n", 2)[2])

    def pay(self, by: Actor, tenant_id: TenantId, invoice_id: InvoiceId, minor: int) -> Any:
        """Record a payment."""
        operation = Operation("engagements.billing.record_payment", f"POST {INVOICE}/payments")
        return self.do(operation, by, tenant_id, invoice_id=invoice_id, reference="Transfer 1", amount_minor=minor)

    def credit(
        self,
        by: Actor,
        tenant_id: TenantId,
        invoice_id: InvoiceId,
        entry_ids: Iterable[TimeEntryId],
        rebill: Iterable[TimeEntryId],
    ) -> Any:
        """Credit time of an invoice."""
        operation = Operation("engagements.billing.credit", f"POST {INVOICE}/credits")
        given = {"entry_ids": tuple(entry_ids), "rebill": tuple(rebill), "reason": "It did not print."}
        return self.do(operation, by, tenant_id, invoice_id=invoice_id, **given)

    def evidence(self, by: Actor, tenant_id: TenantId, approval_id: ApprovalId) -> bytes:
        """Return the pack of evidence of an approval."""
        operation = Operation("engagements.evidence.pack", "GET {here}/approvals/{approval_id}/evidence/pack")
        found: bytes = self.do(operation, by, tenant_id, approval_id=approval_id)
        return found

    def verify(self, pack: bytes) -> Any:
        """Verify a pack offline, as anybody can who holds it."""
        return self.application.engagements.evidence.verify(pack=pack)
