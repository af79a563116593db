"""Paying: the way to the provider of payments, which has the pages for it."""

from __future__ import annotations

from saas_portal.presenting import page
from saas_portal.routes import Pages
from saas_portal.visits import Visit
from saas_web.answers import Whole

PAGES = Pages()


@PAGES.get("/billing", signed=True)
def billing(visit: Visit) -> Whole:
    """Show a fresh link to the page for paying; raises Refused, AccountMissing, and faults of the provider."""
    return page(visit, "billing.html", url=visit.app.payments.billing_page(**visit.acting).url)
