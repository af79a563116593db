"""The letter of tenancy: welcome, once an instance is active (2.1)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

WELCOME: Final = LetterKind(
    name="welcome",
    occasion="the instance was activated",
    facts=("terms", "terms_at"),
    sample={"terms": "2027-01", "terms_at": "https://portal.example/terms/2027-01"},
)

LETTERS: Final = (WELCOME,)
