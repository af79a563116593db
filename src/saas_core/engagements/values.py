"""Small values of engagements."""

from __future__ import annotations

from enum import Enum
from typing import Final


class EngagementState(Enum):
    """The states of an engagement; only from AUTHORIZED on may anybody work on it (4.2)."""

    REQUESTED = "requested"
    ESTIMATING = "estimating"
    AWAITING_APPROVAL = "awaiting_approval"
    AUTHORIZED = "authorized"
    IN_PROGRESS = "in_progress"
    AT_CAP = "at_cap"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELED = "canceled"
    WITHDRAWN = "withdrawn"


FINAL: Final = frozenset({EngagementState.CLOSED, EngagementState.CANCELED})
"""States that an engagement never leaves; a withdrawn request may be made again."""
ENDED: Final = FINAL | {EngagementState.DELIVERED, EngagementState.WITHDRAWN}
"""States after which no work goes on; only a withdrawn request may be made again."""
WORKABLE: Final = frozenset({EngagementState.AUTHORIZED, EngagementState.IN_PROGRESS, EngagementState.AT_CAP})
"""States in which a live authorization exists (4.2)."""
APPROVED: Final = WORKABLE | {EngagementState.DELIVERED, EngagementState.CLOSED}
"""States that only an approval leads to."""
ERASED: Final = "(removed)"
"""The title of a request whose words were removed."""
REQUEST: Final = "engagements.request"
"""What asking for an estimate, and seeing what was asked for, asks about."""
APPROVE: Final = "engagements.approve"
"""What approving or declining an estimate asks about (4.2)."""
STAFF: Final = "provider.estimates"
"""What staff asks about for seeing requests, and for estimates and their evidence (4.1, 4.2)."""
WORKS: Final = "provider.work"
"""What staff asks about for seeing, correcting and delivering what was worked (4.2)."""
LETTER: Final = "engagements.letter"
"""An effect: one person is told what became of a request or of an estimate."""
WORK: Final = "custom.perform"
"""What working on an engagement asks about (4.2)."""
