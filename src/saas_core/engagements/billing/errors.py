"""What can go wrong with billing.

NotFound
└── InvoiceUnknown    no such invoice of this client
Conflict
├── NothingToBill     no recorded time of the engagement may be billed
├── InvoiceNotNow     the invoice's state does not take this
├── DraftOpen         the engagement has an invoice that was not issued yet
├── NotOnInvoice      time that does not stand on the invoice, or was credited before
├── PaidTooMuch       more than is owed
├── PaymentKnown      another payment was recorded with that reference
├── Unbilled          time or a draft of the engagement waits to be billed
├── Unshowable        characters that the documents' fonts cannot show
└── AddressMissing    taxes are computed by the client's address, and it has none
"""

from __future__ import annotations

from saas_core.engagements.errors import Ruled, Unknown
from saas_core.kernel.errors import Conflict


class InvoiceUnknown(Unknown):
    """No such invoice of this client."""

    code = "INVOICE_UNKNOWN"
    clauses = ("4.1",)
    words, about = "there is no such invoice.", "invoice"
    helps = "List the invoices to see which exist."


class NothingToBill(Ruled, Conflict):
    """No recorded time of the engagement may be billed."""

    code = "NOTHING_TO_BILL"
    clauses = ("4.1",)


class InvoiceNotNow(Ruled, Conflict):
    """The invoice's state does not take this; `allowed` are the commands that it takes."""

    code = "INVOICE_NOT_NOW"
    clauses = ("4.1",)
    allowed: tuple[str, ...] = ()


class DraftOpen(Ruled, Conflict):
    """The engagement has an invoice that was not issued yet."""

    code = "DRAFT_OPEN"
    clauses = ("4.1",)


class NotOnInvoice(Ruled, Conflict):
    """The time does not stand on the invoice, or was credited before."""

    code = "NOT_ON_INVOICE"
    clauses = ("4.1",)


class PaidTooMuch(Ruled, Conflict):
    """The payment is more than is owed."""

    code = "PAID_TOO_MUCH"
    clauses = ("4.1",)


class PaymentKnown(Ruled, Conflict):
    """Another payment was recorded on the invoice with that reference."""

    code = "PAYMENT_KNOWN"
    clauses = ("4.1",)


class Unbilled(Ruled, Conflict):
    """Time of the engagement, or a draft, waits to be billed."""

    code = "UNBILLED"
    clauses = ("4.1",)


class Unshowable(Ruled, Conflict):
    """The documents' fonts cannot show some characters."""

    code = "UNSHOWABLE"
    clauses = ("4.1",)


class AddressMissing(Ruled, Conflict):
    """Taxes are computed by the client's billing address, and it has none."""

    code = "ADDRESS_MISSING"
    clauses = ("4.1",)
