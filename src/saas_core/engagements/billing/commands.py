"""Commands of billing as values (4.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Final, TypeAlias

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.bounds import UNSAID, Number, Reference, Text, fitting
from saas_core.kernel.ids import EngagementId, InvoiceId, TimeEntryId

MOST_ENTRIES: Final = 100_000
"""The most time entries of one invoice."""

Reason: TypeAlias = Annotated[str, Text(1, 2_000, form="prose", fit=text.prose), UNSAID]
"""Why; it stands on the credit note, and in no journal."""


@frozen(field_transformer=fitting, kw_only=True)
class DraftInvoice:
    """An engagement whose billable time is put on an invoice, all of it or what ended by an instant."""

    NAME: ClassVar[str] = "engagements.draft_invoice"

    engagement_id: EngagementId
    until: datetime | None = None


@frozen(field_transformer=fitting, kw_only=True)
class DiscardInvoice:
    """A draft to discard, which frees its time."""

    NAME: ClassVar[str] = "engagements.discard_invoice"

    invoice_id: InvoiceId


@frozen(field_transformer=fitting, kw_only=True)
class IssueInvoice:
    """A draft to issue, which gives it its number for good."""

    NAME: ClassVar[str] = "engagements.issue_invoice"

    invoice_id: InvoiceId


@frozen(field_transformer=fitting, kw_only=True)
class RecordPayment:
    """A payment that arrived, by its reference, in minor units of the invoice's currency."""

    NAME: ClassVar[str] = "engagements.record_payment"

    invoice_id: InvoiceId
    reference: Reference
    amount_minor: Annotated[int, Number(1, 10**15)]
    paid_at: datetime | None = None


@frozen(field_transformer=fitting, kw_only=True)
class CreditTime:
    """Time to credit of an invoice, which of it becomes billable again, and why."""

    NAME: ClassVar[str] = "engagements.credit_time"

    invoice_id: InvoiceId
    entry_ids: tuple[TimeEntryId, ...]
    rebill: tuple[TimeEntryId, ...] = ()
    reason: Reason


@frozen(field_transformer=fitting, kw_only=True)
class WriteOff:
    """Recorded time that will not be billed, and why."""

    NAME: ClassVar[str] = "engagements.write_off"

    entry_ids: tuple[TimeEntryId, ...]
    reason: Reason


@frozen(field_transformer=fitting, kw_only=True)
class CloseEngagement:
    """A delivered engagement to close; seconds carried to no further invoice are dropped."""

    NAME: ClassVar[str] = "engagements.close"

    engagement_id: EngagementId
