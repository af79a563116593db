"""What can go wrong with time on engagements.

InvalidValue
└── TimeUnfit        an end before its beginning, in the future, or too long after it
NotFound
├── EntryUnknown     no such time entry of this client
└── LineUnknown      no approved scope line of the engagement
Conflict
├── NotApproved      no estimate of the engagement was approved in writing
├── OverCap          the approved hours are used up
├── TimeOverlaps     two entries of one worker share an instant
├── EntryFrozen      the state of a time entry does not take this
├── TimerRuns        a timer of the worker runs already
├── NoTimer          no timer of the worker runs
├── PeriodClosed     the time lies in a closed period
└── Undelivered      an approved line is neither delivered nor left out
"""

from __future__ import annotations

from saas_core.engagements.errors import Ruled, Unknown
from saas_core.kernel.errors import Conflict, InvalidValue, NotFound


class TimeUnfit(Ruled, InvalidValue):
    """An end that is not after the beginning, lies in the future, or lies too long after the beginning."""

    code = "TIME_UNFIT"


class EntryUnknown(Unknown):
    """No such time entry of this client."""

    code = "ENTRY_UNKNOWN"
    words, about = "there is no such time entry.", "entry"
    helps = "List the time of the engagement to see its entries."


class LineUnknown(Ruled, NotFound):
    """No approved scope line of the engagement has this key."""

    code = "LINE_UNKNOWN"


class NotApproved(Ruled, Conflict):
    """No estimate of the engagement was approved in writing (4.2)."""

    code = "NOT_APPROVED"


class OverCap(Ruled, Conflict):
    """The approved hours are used up; more need an approval of their own (4.2)."""

    code = "OVER_CAP"


class TimeOverlaps(Ruled, Conflict):
    """Two entries of one worker share an instant."""

    code = "TIME_OVERLAPS"


class EntryFrozen(Ruled, Conflict):
    """The state of a time entry does not take this; `allowed` are the commands that it takes."""

    code = "ENTRY_FROZEN"
    allowed: tuple[str, ...] = ()


class TimerRuns(Ruled, Conflict):
    """A timer of the worker runs already."""

    code = "TIMER_RUNS"


class NoTimer(Ruled, Conflict):
    """No timer of the worker runs on the engagement."""

    code = "NO_TIMER"


class PeriodClosed(Ruled, Conflict):
    """The time lies in a closed period."""

    code = "PERIOD_CLOSED"
    clauses = ("4.1",)


class Undelivered(Ruled, Conflict):
    """An approved scope line is neither delivered nor left out for a reason."""

    code = "UNDELIVERED"
    clauses = ("5.3",)
