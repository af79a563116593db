"""Errors of the audit.

Conflict
└── ChainBroken  the journal's chain does not verify, so that no checkpoint is taken of it
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict
from saas_core.kernel.journal import Break


class ChainBroken(Conflict):
    """A checkpoint is taken only of a chain that is whole and agrees with every earlier checkpoint."""

    code = "CHAIN_BROKEN"

    def __init__(self, broken: Break) -> None:
        """Take the first break."""
        super().__init__(
            f"{broken.sentence} No checkpoint was taken.",
            remedy="Keep the database as it is, and compare it with a backup; see `saas journal verify`.",
        )
        self.broken = broken

    def __reduce__(self) -> tuple[type[ChainBroken], tuple[Break]]:
        """Support pickling with all arguments."""
        return ChainBroken, (self.broken,)
