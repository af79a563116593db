"""What can go wrong with requests for paid work.

NotFound
└── RequestUnknown   no such request of this client
"""

from __future__ import annotations

from saas_core.kernel.errors import NotFound


class RequestUnknown(NotFound):
    """No such request of this client."""

    code = "REQUEST_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for a request of another client."""
        super().__init__(
            "there is no such request.", field="engagement", remedy="List the requests to see which exist."
        )
