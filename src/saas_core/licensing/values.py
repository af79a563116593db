"""Values of licensing: the axes of a standing, the kinds of holds, and the renewal of a subscription."""

from __future__ import annotations

from enum import Enum


class Term(Enum):
    """The stage of the license in its term."""

    SCHEDULED = "scheduled"
    TRIAL = "trial"
    RUNNING = "running"
    ENDING = "ending"
    ENDED = "ended"


class Payment(Enum):
    """The payment state of the license."""

    GOOD = "good"
    GRACE = "grace"
    UNCONFIRMED = "unconfirmed"
    OVERDUE = "overdue"
    NEVER_PAID = "never_paid"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


class HoldKind(Enum):
    """The kind of a hold that the provider places on a license."""

    BREACH = "breach"
    ABUSE = "abuse"
    REQUEST = "request"


class Renewal(Enum):
    """The renewal requested for a subscription at the provider of payments."""

    GOES_ON = "goes on"
    ENDS_WITH_PERIOD = "ends with its period"
    ENDS_NOW = "ends now"
