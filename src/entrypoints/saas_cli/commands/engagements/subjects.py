"""What commands of engagements are about: an engagement, a scope line, entries, invoices; and the reasons given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from cyclopts import Parameter

from saas_cli.lookup import ident, tenant_of
from saas_core.kernel.ids import EngagementId, InvoiceId, TimeEntryId

if TYPE_CHECKING:
    from saas_cli.session import Desk

Engagement: TypeAlias = Annotated[str, Parameter(name="ENGAGEMENT", help="The id of the engagement.")]
Invoice: TypeAlias = Annotated[str, Parameter(name="INVOICE", help="The id of the invoice, as the list shows it.")]
Line: TypeAlias = Annotated[str, Parameter(help="The key of an approved scope line, such as L1.")]
Why: TypeAlias = Annotated[str, Parameter(help="Why.")]


def about(at: Desk, tenant: str, engagement: str) -> dict[str, Any]:
    """Return who acts, for which client, on which engagement."""
    engagement_id = EngagementId(ident(engagement, "engagement"))
    return {"by": at.by, "tenant_id": tenant_of(at, tenant), "engagement_id": engagement_id}


def on_invoice(at: Desk, tenant: str, invoice: str) -> dict[str, Any]:
    """Return who acts, for which client, on which invoice."""
    return {"by": at.by, "tenant_id": tenant_of(at, tenant), "invoice_id": InvoiceId(ident(invoice, "invoice"))}


def entry_ids(given: Iterable[str]) -> tuple[TimeEntryId, ...]:
    """Return the ids of time entries; raises InvalidValue."""
    return tuple(TimeEntryId(ident(each, "entry")) for each in given)
