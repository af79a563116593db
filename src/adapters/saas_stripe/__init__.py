"""Payments through Stripe; its vocabulary stays in this package."""

from __future__ import annotations

from saas_core.kernel.extras import needing

with needing("saas_stripe", "stripe"):
    from saas_stripe.books import StripeBooks
    from saas_stripe.calls import API_VERSION, Calls, connect
    from saas_stripe.desk import StripeDesk
    from saas_stripe.invoices import StripeInvoices
    from saas_stripe.webhooks import StripeWebhooks

__all__ = ["API_VERSION", "Calls", "StripeBooks", "StripeDesk", "StripeInvoices", "StripeWebhooks", "connect"]
