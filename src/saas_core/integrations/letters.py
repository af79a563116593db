"""The letters about integrations: one fails, or works again (2.2)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

_SAMPLE: Final = {
    "integration": "Payment gateway",
    "tried": "The gateway was asked with the key.",
    "came_back": "It does not know the key, or the key was revoked.",
    "to_do": "Make a new restricted key there, and connect with it.",
    "since": "December 1, 2026, 00:00 UTC",
}

INTEGRATION_FAILING: Final = LetterKind(
    name="integration_failing",
    occasion="a connection with another service fails",
    facts=("integration", "tried", "came_back", "to_do", "since", "meanwhile"),
    optional=("meanwhile",),
    sample={**_SAMPLE, "meanwhile": "Mail to your people is sent from the provider's own address."},
)
INTEGRATION_BACK: Final = LetterKind(
    name="integration_back",
    occasion="a connection that failed works again",
    facts=("integration", "since"),
    sample={"integration": "Payment gateway", "since": "December 1, 2026, 08:00 UTC"},
)

LETTERS: Final = (INTEGRATION_FAILING, INTEGRATION_BACK)
