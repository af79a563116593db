"""Views of a client's data at the provider of payments."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.payments.books import SubscriptionInvoice


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
