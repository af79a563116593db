"""The letters about invoices for paid work (4.1)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

_SAMPLE: Final = {
    "invoice": "INV-5A6B7C8D-0001",
    "amount": "1950.00 USD",
    "due": "through December 14, 2026 (Europe/Berlin)",
    "link": "",
    "invoice_at": "saas engagements show-invoice 0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
}

WORK_BILLED: Final = LetterKind(
    name="work_billed",
    occasion="an invoice for paid work was issued",
    facts=("invoice", "amount", "due", "link", "invoice_at"),
    sample=_SAMPLE,
)
WORK_OVERDUE: Final = LetterKind(
    name="work_overdue",
    occasion="an invoice for paid work was not paid in time",
    facts=("invoice", "amount", "due", "link", "invoice_at"),
    sample=_SAMPLE,
)

LETTERS: Final = (WORK_BILLED, WORK_OVERDUE)
