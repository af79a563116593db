"""What can go wrong with billing.

NotFound
├── InvoiceUnknown    no such invoice of this client
└── CreditUnknown     no such credit note of this client
Conflict
├── NothingToBill     no recorded time of the engagement may be billed
├── InvoiceNotNow     the invoice's state does not take this
├── DraftOpen         the engagement has an invoice that was not issued yet
├── NotOnInvoice      time that does not stand on the invoice, or was credited before
├── PaidTooMuch       more than is owed
├── PaymentKnown      another payment was recorded with that reference
├── Unbilled          time or a draft of the engagement waits to be billed
├── Unshowable        characters that the documents' fonts cannot show
└── ProfileMissing    the provider's own name for its invoices is not set
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, NotFound


class InvoiceUnknown(NotFound):
    """No such invoice of this client."""

    code = "INVOICE_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for an invoice of another client."""
        super().__init__("there is no such invoice.", field="invoice", remedy="List the invoices to see which exist.")


class NothingToBill(Conflict):
    """No recorded time of the engagement may be billed."""

    code = "NOTHING_TO_BILL"


class InvoiceNotNow(Conflict):
    """The invoice's state does not take this; `allowed` are the commands that it takes."""

    code = "INVOICE_NOT_NOW"
    allowed: tuple[str, ...] = ()


class DraftOpen(Conflict):
    """The engagement has an invoice that was not issued yet."""

    code = "DRAFT_OPEN"


class NotOnInvoice(Conflict):
    """The time does not stand on the invoice, or was credited before."""

    code = "NOT_ON_INVOICE"


class PaidTooMuch(Conflict):
    """The payment is more than is owed."""

    code = "PAID_TOO_MUCH"


class PaymentKnown(Conflict):
    """Another payment was recorded on the invoice with that reference."""

    code = "PAYMENT_KNOWN"


class Unbilled(Conflict):
    """Time of the engagement, or a draft, waits to be billed."""

    code = "UNBILLED"


class Unshowable(Conflict):
    """The documents' fonts cannot show some characters."""

    code = "UNSHOWABLE"


class ProfileMissing(Conflict):
    """The provider's own name for its invoices is not set."""

    code = "PROFILE_MISSING"
