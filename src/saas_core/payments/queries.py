"""Views of what a client has at the provider of payments."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.payments.books import SubscriptionInvoice


@frozen(kw_only=True)
class CheckoutView:
    """The page on which the client subscribes: its address until an instant, or that it is still being opened."""

    url: str = ""
    expires_at: datetime | None = None


@frozen(kw_only=True)
class PageView:
    """The provider's own page for paying, cards and invoices; good for minutes."""

    url: str


@frozen(kw_only=True)
class InvoiceView:
    """An invoice as the provider tells it: its number, how it stands, what it is of, and where it is paid."""

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
    """A refund that was asked for; the license follows once the provider made it."""

    invoice: str


@frozen(kw_only=True)
class LookView:
    """How many accounts are looked at now."""

    accounts: int


def invoice_view(invoice: SubscriptionInvoice) -> InvoiceView:
    """Return an invoice as it is shown."""
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
