"""Views of a client's data at the provider of payments."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.ids import TenantId
from saas_core.payments.books import SubscriptionInvoice
from saas_core.payments.model import Incident


@frozen(kw_only=True)
class CheckoutView:
    """The page on which the client subscribes: its address and its end, or empty while it is still being opened."""

    url: str = ""
    expires_at: datetime | None = None


@frozen(kw_only=True)
class PageView:
    """The provider's own page for paying, cards and invoices, valid for minutes."""

    url: str


@frozen(kw_only=True)
class InvoiceView:
    """An invoice as the provider reports it: its number, state, amounts, dates and page for paying."""

    invoice: str
    state: str
    total: str
    since: datetime | None
    until: datetime | None
    due_at: datetime | None
    paid_at: datetime | None
    refunded: bool
    link: str


@frozen(kw_only=True)
class RefundView:
    """A refund that was requested; the license follows once the provider has made it."""

    invoice: str


@frozen(kw_only=True)
class LookView:
    """The number of accounts that will be looked at now."""

    accounts: int


@frozen(kw_only=True)
class IncidentView:
    """An incident: its reference, kind and object, what both sides say, and when it was raised and ended.

    One that `stays` is open until a person acknowledges it; the others end by themselves.
    """

    ref: str
    kind: str
    subject: str
    says: str
    stays: bool
    raised_at: datetime
    ended_at: datetime | None


@frozen
class AccountIncidents:
    """An account at the provider of payments, its client, and its open incidents.

    `client` is the short name of the client, None for an account without open incidents.
    """

    account: str
    tenant_id: TenantId
    client: str | None
    incidents: tuple[IncidentView, ...]


def incident_view(incident: Incident, *, ended_at: datetime | None = None) -> IncidentView:
    """Return the view of an incident, or of one that ends now."""
    return IncidentView(
        ref=incident.ref,
        kind=incident.kind,
        subject=incident.subject,
        says=incident.says,
        stays=incident.stays,
        raised_at=incident.raised_at,
        ended_at=ended_at or incident.ended_at,
    )


def invoice_view(invoice: SubscriptionInvoice) -> InvoiceView:
    """Return the view of an invoice."""
    return InvoiceView(
        invoice=invoice.number,
        state=invoice.state.value,
        total=str(invoice.total),
        since=invoice.since,
        until=invoice.until,
        due_at=invoice.due_at,
        paid_at=invoice.paid_at,
        refunded=bool(invoice.refunds),
        link=invoice.link,
    )
