"""Errors of payments.

Conflict
├── PaymentsByHand     no provider of payments is configured
├── SubscribedAlready  a subscription runs at the provider
├── AccountMissing     the client has no account at the provider
├── AccountTaken       an account is linked to another client
└── IncidentGoesOn     an incident ends by itself
NotFound
└── IncidentUnknown    there is no such open incident
"""

from __future__ import annotations

from typing import Self

from saas_core.kernel.errors import Conflict, NotFound


class PaymentsByHand(Conflict):
    """No provider of payments is configured."""

    code = "PAYMENTS_BY_HAND"

    @classmethod
    def alone(cls) -> Self:
        """Return the error with its remedy."""
        message = "no provider of payments is configured."
        return cls(message, field="license", remedy="Record payments by hand, or configure a provider.")


class SubscribedAlready(Conflict):
    """A subscription runs at the provider of payments."""

    code = "SUBSCRIBED_ALREADY"


class AccountMissing(Conflict):
    """The client has no account at the provider of payments."""

    code = "ACCOUNT_MISSING"


class AccountTaken(Conflict):
    """The account at the provider is linked to another client."""

    code = "ACCOUNT_TAKEN"


class IncidentGoesOn(Conflict):
    """The incident tells of a state at the provider, and ends with it."""

    code = "INCIDENT_GOES_ON"


class IncidentUnknown(NotFound):
    """There is no such open incident."""

    code = "INCIDENT_UNKNOWN"
