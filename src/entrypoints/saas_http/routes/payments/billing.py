"""Billing: access to the provider of payments, which stays open without a license."""

from __future__ import annotations

from attrs import frozen

from saas_core.kernel.errors import ProviderFault, ProviderUnavailable
from saas_core.licensing.errors import LicenseUnknown
from saas_core.payments.errors import AccountMissing, PaymentsByHand, SubscribedAlready
from saas_core.payments.queries import CheckoutView, InvoiceView, PageView
from saas_http.endpoints import Call, Router, client

billing = Router("billing", "Subscribing and paying, at the provider of payments; open without a license (0.1).")

PAY = client("billing.pay")
PROVIDER = (PaymentsByHand, ProviderFault, ProviderUnavailable)


@frozen
class InvoicesView:
    """Invoices, newest first."""

    items: tuple[InvoiceView, ...]


@billing.post("/billing/subscribe", PAY, LicenseUnknown, SubscribedAlready, PaymentsByHand)
def subscribe(call: Call) -> CheckoutView:
    """Request a checkout page for subscribing; its URL is available once a worker has opened it."""
    return call.app.payments.subscribe(**call.writing)


@billing.get("/billing/checkout", PAY, PaymentsByHand, tagged=False)
def checkout(call: Call) -> CheckoutView:
    """Show the checkout page, if it is ready and still valid."""
    return call.app.payments.checkout(**call.acting)


@billing.ask("/billing/page", PAY, AccountMissing, *PROVIDER)
def page(call: Call) -> PageView:
    """Return a fresh URL of the provider's page for payments, cards and invoices; it is valid for minutes."""
    return call.app.payments.billing_page(**call.acting)


@billing.get("/billing/invoices", client("billing.invoices"), AccountMissing, *PROVIDER)
def invoices(call: Call) -> InvoicesView:
    """List your invoices as the provider of payments currently reports them."""
    return InvoicesView(call.app.payments.list_invoices(**call.acting))
