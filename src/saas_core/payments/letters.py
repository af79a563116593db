"""The letters about invoices of the subscription (0.1)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

_PAY: Final = "https://portal.example/harbor/invoices/INV-7"

INVOICE_DUE: Final = LetterKind(
    name="invoice_due",
    occasion="an invoice is due by a certain day",
    facts=("invoice", "amount", "due", "link"),
    sample={"invoice": "INV-7", "amount": "490.00 USD", "due": "December 1, 2026, 00:00 UTC", "link": _PAY},
)
PAYMENT_FAILED: Final = LetterKind(
    name="payment_failed",
    occasion="a payment did not go through",
    facts=("invoice", "amount", "link"),
    sample={"invoice": "INV-7", "amount": "490.00 USD", "link": _PAY},
)

LETTERS: Final = (INVOICE_DUE, PAYMENT_FAILED)
