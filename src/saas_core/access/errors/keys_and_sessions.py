"""Errors of API keys, sessions and break-glass grants; the tree is drawn in `errors`."""

from __future__ import annotations

from typing import ClassVar

from saas_core.access.errors import AccessConflict
from saas_core.kernel.errors import NotFound


class ApiKeyUnknown(NotFound):
    """No such API key among those that the actor may see."""

    code = "API_KEY_UNKNOWN"

    def __init__(self) -> None:
        """Give the same message for a key of another client or another user."""
        super().__init__(
            "there is no such API key.", field="key_id", remedy="List the API keys to see those that exist."
        )


class SessionUnknown(NotFound):
    """No such session among those that the actor may see."""

    code = "SESSION_UNKNOWN"

    def __init__(self) -> None:
        """Give the same message for a session of another client or another user."""
        super().__init__(
            "there is no such session.", field="session_id", remedy="List the sessions to see those that exist."
        )


class GrantUnknown(NotFound):
    """No such break-glass grant at this client."""

    code = "GRANT_UNKNOWN"

    def __init__(self) -> None:
        """Give the same message for a grant at another client."""
        super().__init__(
            "there is no such break-glass grant.", field="grant_id", remedy="List the grants to see those that exist."
        )


class ApiKeyOver(AccessConflict):
    """A revoked or expired API key is not rotated."""

    code = "API_KEY_OVER"

    def __init__(self) -> None:
        """Give a fixed message and its remedy."""
        super().__init__(
            "the API key was revoked or has expired (clause 1.5).", field="key_id", remedy="Create a new one."
        )


class SecondPerson(AccessConflict):
    """Nobody approves their own request for a break-glass grant."""

    code = "SECOND_PERSON"
    clauses: ClassVar[tuple[str, ...]] = ("1.5",)

    def __init__(self) -> None:
        """Give a fixed message and its remedy."""
        super().__init__(
            "nobody approves what they asked for themselves (clause 1.5).",
            field="by",
            remedy="Ask another member of staff who holds staff.admin.",
        )


class GrantOver(AccessConflict):
    """A break-glass grant that was approved, ended or expired is not approved."""

    code = "GRANT_OVER"

    def __init__(self, state: str) -> None:
        """Name the state of the grant."""
        super().__init__(
            f"the grant does not wait for an approval: {state} (clause 1.5).",
            field="grant_id",
            remedy="Request a new one.",
        )
