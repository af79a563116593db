"""Values of licensing: the axes of a standing, the kinds of holds, and how a subscription goes on."""

from __future__ import annotations

from enum import Enum


class Term(Enum):
    """Where the license is in its term."""

    SCHEDULED = "scheduled"
    TRIAL = "trial"
    RUNNING = "running"
    ENDING = "ending"
    ENDED = "ended"


class Payment(Enum):
    """How the license stands with payment."""

    GOOD = "good"
    GRACE = "grace"
    UNCONFIRMED = "unconfirmed"
    OVERDUE = "overdue"
    NEVER_PAID = "never_paid"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


class HoldKind(Enum):
    """Why the provider holds a license."""

    BREACH = "breach"
    ABUSE = "abuse"
    REQUEST = "request"


class Renewal(Enum):
    """How a subscription at the provider of payments is to go on."""

    GOES_ON = "goes on"
    ENDS_WITH_PERIOD = "ends with its period"
    ENDS_NOW = "ends now"
