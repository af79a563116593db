"""The tree of errors; contexts hang their own under the three kinds in the middle.

SaasError                 has `code`, `field`, `remedy`
├── InvalidValue          what was given cannot be right: names the field and the remedy
├── NotFound              no such thing here; a thing of another tenant answers the same
├── Conflict              the thing is there, but its state does not allow this
├── policy.Refused        the policy says no: carries the Decision
└── StoreFault            the store did not do its part
    ├── StoreUnavailable  down, out of reach, full or read-only
    └── StoreVersion      its schema is older or newer than this code
"""

from __future__ import annotations


class SaasError(Exception):
    """Anything that this library raises on purpose."""

    code = "ERROR"

    def __init__(self, message: str, *, field: str = "", remedy: str = "") -> None:
        """Say what is wrong, in which field, and what would help."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.remedy = remedy

    def __str__(self) -> str:
        """Give field, message and remedy as one sentence."""
        head = f"{self.field}: {self.message}" if self.field else self.message
        return f"{head} {self.remedy}" if self.remedy else head


class InvalidValue(SaasError):
    """A value that cannot be right, whatever the state of things."""

    code = "INVALID_VALUE"


class NotFound(SaasError):
    """No such thing in this tenant."""

    code = "NOT_FOUND"


class Conflict(SaasError):
    """The state of the thing does not allow what was asked."""

    code = "CONFLICT"


class KeyReused(Conflict):
    """An idempotency key came again with another request."""

    code = "KEY_REUSED"


class StoreFault(SaasError):
    """The store did not do its part; nothing was changed."""

    code = "STORE_FAULT"


class StoreUnavailable(StoreFault):
    """The store is down, out of reach, full or read-only."""

    code = "STORE_UNAVAILABLE"


class StoreVersion(StoreFault):
    """The schema of the store is older or newer than this code."""

    code = "STORE_VERSION"
