"""Small values of billing."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import Final

from attrs import frozen

from saas_core.engagements.estimates.content import Provider


class InvoiceState(Enum):
    """The states of an invoice; ORDERED is a draft whose taxes the provider of payments computes."""

    DRAFT = "draft"
    ORDERED = "ordered"
    ISSUED = "issued"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    DISCARDED = "discarded"


class PaidThrough(Enum):
    """How a payment became known, or for what it went back: REFUND and DISPUTE take away from what was paid."""

    HAND = "hand"
    PROVIDER = "provider"
    REFUND = "refund"
    DISPUTE = "dispute"


@frozen(kw_only=True)
class BillingProfile:
    """What the provider's invoices say of itself: who it is, its series of numbers, its bank and a footer.

    An invoice is due `due` after it was issued.
    """

    provider: Provider
    series: str = "INV"
    credit_series: str = "CN"
    bank: str = ""
    footer: str = ""
    due: timedelta = timedelta(days=14)


@frozen(kw_only=True)
class Party:
    """The client as its invoices name it, the zone in which it reads dates, and its country as two letters."""

    name: str
    address: str = ""
    tax_number: str = ""
    zone: str = "UTC"
    country: str = ""


ORDER: Final = "engagements.order_invoice"
"""An effect: an invoice is drafted at the provider of payments, and issued with the taxes computed there."""
FINALIZE: Final = "engagements.finalize_invoice"
"""An effect: an issued invoice is finalized at the provider of payments, under our number."""
CREDIT: Final = "engagements.credit_invoice"
"""An effect: a credit note is made at the provider of payments too."""
DISCARD: Final = "engagements.discard_ordered_invoice"
"""An effect: what was drafted at the provider of payments for an invoice that was discarded is removed there."""
BILLS: Final = "provider.billing"
"""What staff asks about for invoicing and crediting paid work, recording its payments, and closing periods (4.1)."""
READS: Final = "billing.invoices"
"""What the client asks about for seeing its invoices."""
TAKEN_BACK: Final = frozenset({PaidThrough.REFUND, PaidThrough.DISPUTE})
"""Money that went back to the client; it leaves the invoice paid, and is settled by a credit note."""
LIVE: Final = frozenset({InvoiceState.DRAFT, InvoiceState.ORDERED})
"""States of an invoice that was not issued yet."""
OWED_IN: Final = frozenset({InvoiceState.ISSUED, InvoiceState.PARTIALLY_PAID, InvoiceState.PAID})
"""States of an issued invoice."""
CREDITED: Final = "credited"
"""How an issued invoice is shown that was credited in full; nothing is owed on it, and it was not paid."""
INVOICE_FORMAT: Final = "saas-invoice/1"
CREDIT_FORMAT: Final = "saas-credit-note/1"
