"""The letter about used hours: the client is told at 75, 90 and 100 percent of what was approved (4.2)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

HOURS_USED: Final = LetterKind(
    name="hours_used",
    occasion="75, 90 or 100 percent of the approved hours of an engagement are used",
    facts=("estimate", "share", "used", "approved", "left", "link"),
    sample={
        "estimate": "E-7",
        "share": "90",
        "used": "27.00 h",
        "approved": "30.00 h",
        "left": "3.00 h",
        "link": "",
    },
)

LETTERS: Final = (HOURS_USED,)
