"""The tree of errors; contexts derive their own from the three kinds in the middle.

SaasError                 has `code`, `field`, `remedy`
├── InvalidValue          a value that cannot be right: names the field and the remedy
├── NotFound              no such thing here; the answer is the same for a thing of another tenant
├── Conflict              the thing is there, but its state does not allow this
│   ├── KeyReused         an idempotency key came again with another request
│   └── revisions.RevisionStale  it was changed after the caller last read it
├── policy.Refused        the policy says no: carries the Decision
├── StoreFault            the store failed
│   ├── StoreUnavailable  down, unreachable, full or read-only
│   └── StoreVersion      its schema is older or newer than this code
└── ProviderFault         an outside service failed
    ├── ProviderUnavailable  down, slow or throttled: trying again later helps
    ├── ProviderRefused      says no for good: a person has to look into it
    └── OutcomeUnknown       was called and did not answer: find out what happened, then try again
"""

from __future__ import annotations

from saas_core.kernel.suggesting import Unsaid


class SaasError(Exception):
    """The base of every error that this library raises on purpose."""

    code = "ERROR"

    def __init__(self, message: str, *, field: str = "", remedy: str = "") -> None:
        """Take what is wrong, in which field, and what would help."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.remedy = remedy

    def __str__(self) -> str:
        """Return field, message and remedy as one sentence."""
        head = f"{self.field}: {self.message}" if self.field else self.message
        return f"{head} {self.remedy}" if self.remedy else head

    @property
    def advice(self) -> str:
        """The remedy as told to the caller, which may name what no log and no traceback shows."""
        return self.remedy


class InvalidValue(SaasError):
    """A value that cannot be right in any state of things."""

    code = "INVALID_VALUE"


class NotFound(SaasError):
    """No such thing in this tenant."""

    code = "NOT_FOUND"

    def __init__(self, message: str, *, field: str = "", remedy: str = "", meant: Unsaid | None = None) -> None:
        """Take what is wrong, in which field, what would help, and a suggestion of personal texts for the caller."""
        super().__init__(message, field=field, remedy=remedy)
        self._meant = meant

    @property
    def advice(self) -> str:
        """The suggestion, if there is one, and the remedy."""
        return " ".join(each for each in (self._meant.text if self._meant else "", self.remedy) if each)


class Conflict(SaasError):
    """The state of the thing does not allow what was asked."""

    code = "CONFLICT"


class KeyReused(Conflict):
    """An idempotency key came again with another request."""

    code = "KEY_REUSED"


class StoreFault(SaasError):
    """The store failed; nothing was changed."""

    code = "STORE_FAULT"


class StoreUnavailable(StoreFault):
    """The store is down, unreachable, full or read-only."""

    code = "STORE_UNAVAILABLE"


class StoreVersion(StoreFault):
    """The schema of the store is older or newer than this code."""

    code = "STORE_VERSION"


class ProviderFault(SaasError):
    """An outside service, for payments or mail, failed."""

    code = "PROVIDER_FAULT"


class ProviderUnavailable(ProviderFault):
    """The service is down, slow or throttled; nothing was done, and trying again later helps."""

    code = "PROVIDER_UNAVAILABLE"


class ProviderRefused(ProviderFault):
    """The service says no, and will say no again; a person has to look into it."""

    code = "PROVIDER_REFUSED"


class OutcomeUnknown(ProviderFault):
    """The service was called and did not answer; whether the call succeeded must be looked up before another try."""

    code = "OUTCOME_UNKNOWN"
