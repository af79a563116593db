"""The letters about a license: coming changes, past events, and the terms (0.1, 1.3, 9.4)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

LICENSE_LAPSING: Final = LetterKind(
    name="license_lapsing",
    occasion="the license will lapse unless something is done",
    facts=("at", "reason", "remedy"),
    sample={
        "at": "December 1, 2026, 00:00 (UTC)",
        "reason": "The license ends on December 1, 2026, 00:00 (UTC). "
        "The paid period ends then, and no payment for the next one has arrived.",
        "remedy": "Renew the license before then: pay for a new period.",
    },
)
LICENSE_LAPSED: Final = LetterKind(
    name="license_lapsed",
    occasion="the license lapsed",
    facts=("since", "reason", "clauses", "remedy"),
    sample={
        "since": "December 1, 2026, 00:00 (UTC)",
        "reason": "Invoice INV-7 is overdue.",
        "clauses": "0.1, 1.3",
        "remedy": "Pay invoice INV-7; access opens as soon as the payment is recorded.",
    },
)
LICENSE_RESTORED: Final = LetterKind(
    name="license_restored",
    occasion="the license is in good standing again",
    facts=("since", "until"),
    sample={"since": "December 3, 2026, 09:30 (UTC)", "until": "January 1, 2027, 00:00 (UTC)"},
)
HOLD_PLACED: Final = LetterKind(
    name="hold_placed",
    occasion="staff placed a hold on the license",
    facts=("why", "clause"),
    sample={"why": "A user's key was used from two continents within one hour.", "clause": "1.3"},
)
HOLD_LIFTED: Final = LetterKind(
    name="hold_lifted",
    occasion="staff lifted a hold",
    facts=("why",),
    sample={"why": "The key was replaced, and the owner confirmed its former use."},
)
TERMS_CHANGED: Final = LetterKind(
    name="terms_changed",
    occasion="a version of the terms is offered",
    facts=("version", "effective", "accepted", "changes", "digest", "terms_at"),
    sample={
        "version": "2027-01",
        "effective": "January 1, 2027, 00:00 (UTC)",
        "accepted": "2026-02",
        "changes": "Custom work would cost 80.00 USD per hour instead of 65.00 USD.\n"
        "Days of grace for an overdue invoice: 7 instead of 0.",
        "digest": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        "terms_at": "https://portal.example/terms/2027-01",
    },
    lists=("changes",),
)

LETTERS: Final = (LICENSE_LAPSING, LICENSE_LAPSED, LICENSE_RESTORED, HOLD_PLACED, HOLD_LIFTED, TERMS_CHANGED)
