"""What can go wrong with engagements.

NotFound
└── RequestUnknown       no such engagement of this client
Conflict
└── EngagementNotNow     the engagement's state does not take this command; says which commands it takes
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, NotFound


class RequestUnknown(NotFound):
    """No such engagement of this client."""

    code = "REQUEST_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for a request of another client."""
        super().__init__(
            "there is no such request.", field="engagement", remedy="List the requests to see which exist."
        )


class EngagementNotNow(Conflict):
    """The engagement's state does not take this command; `allowed` are those that it takes."""

    code = "ENGAGEMENT_NOT_NOW"

    def __init__(self, command: str, state: str, allowed: tuple[str, ...] = ()) -> None:
        """Say which command was refused in which state, and what the state takes instead."""
        self.given = (command, state, allowed)
        self.allowed = allowed
        message = f"an engagement that is {_words(state)} does not take {_words(command)!r}."
        listed = ", ".join(map(_words, allowed))
        super().__init__(
            message, field="engagement", remedy=f"It takes: {listed}." if allowed else "Ask for a new estimate."
        )

    def __reduce__(self) -> tuple[type[EngagementNotNow], tuple[str, str, tuple[str, ...]]]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return EngagementNotNow, self.given


def _words(value: str) -> str:
    return value.replace("_", " ")
