"""The tree of errors; contexts hang their own under the three kinds in the middle.

SaasError                 has `code`, `field`, `remedy`
├── InvalidValue          what was given cannot be right: names the field and the remedy
├── NotFound              no such thing here; a thing of another tenant answers the same
├── Conflict              the thing is there, but its state does not allow this
│   ├── KeyReused         an idempotency key came again with another request
│   └── revisions.RevisionStale  it was changed since whoever changes it now looked
├── policy.Refused        the policy says no: carries the Decision
├── StoreFault            the store did not do its part
│   ├── StoreUnavailable  down, out of reach, full or read-only
│   └── StoreVersion      its schema is older or newer than this code
└── ProviderFault         a service of somebody else did not do its part
    ├── ProviderUnavailable  away, slow or throttled: trying again later helps
    ├── ProviderRefused      says no for good: somebody has to look
    └── OutcomeUnknown       was asked and did not answer: look what became of it, then try again
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
        """Return field, message and remedy as one sentence."""
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


class ProviderFault(SaasError):
    """A service of somebody else, for payments or mail, did not do its part."""

    code = "PROVIDER_FAULT"


class ProviderUnavailable(ProviderFault):
    """The service is away, slow or throttled; nothing was done, and trying again later helps."""

    code = "PROVIDER_UNAVAILABLE"


class ProviderRefused(ProviderFault):
    """The service says no, and will say no again; somebody has to look."""

    code = "PROVIDER_REFUSED"


class OutcomeUnknown(ProviderFault):
    """The service was asked and did not answer: whether it was done must be looked up before it is tried again."""

    code = "OUTCOME_UNKNOWN"
