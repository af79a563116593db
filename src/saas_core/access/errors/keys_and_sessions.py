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
    """A break-glass grant is approved by a second person, independent of the one who asked for it."""

    code = "SECOND_PERSON"
    clauses: ClassVar[tuple[str, ...]] = ("1.5",)

    def __init__(
        self,
        message: str = "nobody approves what they asked for themselves (clause 1.5).",
        *,
        field: str = "by",
        remedy: str = "Ask another member of staff who holds staff.admin.",
    ) -> None:
        """Take what makes the approver no second person."""
        super().__init__(message, field=field, remedy=remedy)

    @classmethod
    def too_new(cls, hours: int) -> SecondPerson:
        """Return the error for somebody who joined the staff shortly before the request."""
        return cls(
            f"the approver must have been a member of staff for {hours} hours before the request (clause 1.5).",
            remedy="Ask a member of staff who has been there longer, or request the grant anew.",
        )

    @classmethod
    def related(cls, days: int) -> SecondPerson:
        """Return the error for two people of whom one, or both by a third, came to the staff lately."""
        return cls(
            "one of the two was added to the staff by the other, or both by the same person, within the last "
            f"{days} days (clause 1.5).",
            remedy="Ask a member of staff whom neither of you added.",
        )

    @classmethod
    def key_seen(cls) -> SecondPerson:
        """Return the error for somebody whose key was shown to another person."""
        return cls(
            "the approver must hold a key that nobody else has seen (clause 1.5).",
            remedy="Renew your key and fetch the new one through the mailed link, then approve.",
        )

    @classmethod
    def is_an_owner(cls) -> SecondPerson:
        """Return the error for a lock-out of the last administrator of a client that has an active owner."""
        return cls(
            "the client has an active owner, who must confirm that its administrator is locked out (clause 1.5).",
            field="reason",
            remedy="Have an owner confirm by the mailed link; if none was mailed, request the grant anew.",
        )


class NoSecondPerson(AccessConflict):
    """Nobody could approve a break-glass grant: no second member of staff and no owner of the client."""

    code = "NO_SECOND_PERSON"
    clauses: ClassVar[tuple[str, ...]] = ("1.5",)

    def __init__(self, hours: int, days: int) -> None:
        """Name the hours after which a member of staff may approve, and the days where the requester added them."""
        super().__init__(
            "nobody could approve it: no second member of staff is independent of you, and the client has no owner "
            "(clause 1.5).",
            field="by",
            remedy=f"Request it again once somebody whom you did not add has been on the staff for {hours} hours, or "
            f"somebody whom you added for {days} days; that member needs staff.admin.",
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
