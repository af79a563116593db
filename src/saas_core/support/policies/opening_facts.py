"""Which facts of the decision under which a ticket was opened staff sees: those that are of no person (1.5)."""

from __future__ import annotations

from typing import Final

OF_THE_LICENSE: Final = frozenset(
    {
        "asked as",
        "ending",
        "hold",
        "instance",
        "integrations connected",
        "invoice overdue",
        "license",
        "license ended",
        "license payment",
        "license term",
        "licensee",
        "next period begins",
        "paid or granted until",
        "payment",
        "payment disputed",
        "payment provider",
        "payment refunded",
        "setup still to do",
        "terms",
        "terms accepted",
        "work approved",
        "work ended",
    }
)
"""The names of facts of the license, the instance and the terms. A fact of any other name is taken for a person's."""
