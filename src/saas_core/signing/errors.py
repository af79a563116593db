"""Errors of signing."""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, InvalidValue, NotFound


class ScopeChanged(Conflict):
    """What stands in the scope is not what the signer was shown."""

    code = "SCOPE_CHANGED"

    def __init__(
        self,
        message: str = "is not the digest of what stands there now.",
        *,
        field: str = "digest",
        remedy: str = "Read what stands there now, and sign its digest.",
    ) -> None:
        """Take the usual sentence."""
        super().__init__(message, field=field, remedy=remedy)


class QuestionClosed(NotFound):
    """Nothing about this scope is open for this role."""

    code = "NO_OPEN_QUESTION"

    def __init__(
        self,
        message: str = "no question about it is open for this role.",
        *,
        field: str = "scope",
        remedy: str = "List the open questions.",
    ) -> None:
        """Take the usual sentence."""
        super().__init__(message, field=field, remedy=remedy)


class SignaturesUnreadable(InvalidValue):
    """A file of signatures is not one that was exported, or was changed by hand since."""

    code = "SIGNATURES_UNREADABLE"
