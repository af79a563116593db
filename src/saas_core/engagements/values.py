"""Small values of engagements."""

from __future__ import annotations

from enum import Enum
from typing import Final


class RequestState(Enum):
    """The states of a request for paid work: it authorizes nothing and costs nothing."""

    REQUESTED = "requested"
    WITHDRAWN = "withdrawn"


ERASED: Final = "(removed)"
"""The title of a request whose words were removed."""
REQUEST: Final = "engagements.request"
"""What asking for an estimate, and seeing what was asked for, asks about."""
STAFF: Final = "provider.support"
"""What staff asks about for seeing requests."""
