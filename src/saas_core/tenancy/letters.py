"""The letter of tenancy: welcome, once an instance is active (2.1)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

WELCOME: Final = LetterKind(
    name="welcome", occasion="the instance was activated", facts=("terms",), sample={"terms": "2026-01"}
)

LETTERS: Final = (WELCOME,)
