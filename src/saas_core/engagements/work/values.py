"""Small values of time on engagements."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import Final


class EntryState(Enum):
    """The states of a time entry; CREDITED is passed through by one that is billed again or written off."""

    RUNNING = "running"
    RECORDED = "recorded"
    INVOICED = "invoiced"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"
    VOID = "void"


class Unbillable(Enum):
    """Why recorded time is never billed (4.2)."""

    BEFORE_APPROVAL = "before_approval"
    OVER_CAP = "over_cap"


class Delivered(Enum):
    """What became of an approved scope line: it was delivered, or left out for a reason."""

    DELIVERED = "delivered"
    LEFT_OUT = "left_out"


LONGEST_ENTRY: Final = timedelta(hours=24)
"""The most time that one entry may hold; a timer that runs longer counts no more."""
SECOND: Final = timedelta(seconds=1)
SHARES_TOLD: Final = (75, 90, 100)
"""The percentages of the approved hours of which the client is told."""
STOP: Final = "engagements.stop_timer"
"""Tasks of this kind stop one timer that nobody stopped within 24 hours."""
PERFORM: Final = "custom.perform"
"""What staff asks about for working on an engagement: the license, the approval and the hours left (4.2)."""
OWNER: Final = "provider"
"""Who owns every enhancement (5.2)."""
NEVER: Final = ("5.2", "5.3")
"""The clauses of every enhancement: no ownership, and hosted only."""
