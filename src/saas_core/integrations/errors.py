"""What can go wrong with integrations.

InvalidValue
├── CredentialRefused        the service refuses a credential, or it lacks a right; says which
└── CredentialUnreadable     a sealed credential does not open: it was changed, swapped, or its key is gone
NotFound
├── ConnectionUnknown        no such connection of this client
└── EnhancementUnknown       no delivered enhancement of this client has this id
Conflict
├── ConnectionNotNow         the connection's state does not take this command; says which commands it takes
├── AccountHeld              another client connected the account at the payment gateway
├── IdentityExists           the provider of mail holds the domain already, for something else
├── ModeMixed                a connection is live or test, and never both
├── NotOffered               no service of that kind is configured in this installation
└── NotConnected             the integration has nothing to use
"""

from __future__ import annotations

from saas_core.integrations.values import Problem
from saas_core.kernel.errors import Conflict, InvalidValue, NotFound


class CredentialRefused(InvalidValue):
    """The service refuses a credential, or lacks a right; `problem` says what, in our words."""

    code = "CREDENTIAL_REFUSED"

    def __init__(self, message: str, *, field: str = "secret", remedy: str = "", problem: Problem) -> None:
        """Take the message, and the problem that a connection has with it."""
        super().__init__(message, field=field, remedy=remedy)
        self.problem = problem

    def __reduce__(self) -> tuple[object, ...]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return _refused, (self.message, self.field, self.remedy, self.problem)


def _refused(message: str, field: str, remedy: str, problem: Problem) -> CredentialRefused:
    return CredentialRefused(message, field=field, remedy=remedy, problem=problem)


class CredentialUnreadable(InvalidValue):
    """A sealed credential does not open here: it was changed, swapped with another one, or its key is gone."""

    code = "CREDENTIAL_UNREADABLE"

    def __init__(self, *_given: object) -> None:
        """Say nothing of what was sealed."""
        super().__init__(
            "cannot be opened here.", field="credential", remedy="Connect the integration anew with its credential."
        )


class ConnectionUnknown(NotFound):
    """No such connection of this client."""

    code = "CONNECTION_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for a connection of another client."""
        super().__init__(
            "it is not connected.", field="name", remedy="List the integrations to see which are connected."
        )


class EnhancementUnknown(NotFound):
    """No delivered enhancement of this client has this id."""

    code = "ENHANCEMENT_UNKNOWN"

    def __init__(self, *_given: object) -> None:
        """Give the same message for one of another client."""
        super().__init__(
            "there is no such delivered enhancement.",
            field="enhancement",
            remedy="Name a row of the register that was delivered.",
        )


class ConnectionNotNow(Conflict):
    """The connection's state does not take this command; `allowed` are those that it takes."""

    code = "CONNECTION_NOT_NOW"

    def __init__(self, command: str, state: str, allowed: tuple[str, ...] = ()) -> None:
        """Say which command was refused in which state, and what the state takes instead."""
        self.given = (command, state, allowed)
        self.allowed = allowed
        listed = ", ".join(allowed)
        super().__init__(
            f"a connection that is {state} does not take {command!r}.",
            field="name",
            remedy=f"It takes: {listed}." if allowed else "Connect it first.",
        )

    def __reduce__(self) -> tuple[type[ConnectionNotNow], tuple[str, str, tuple[str, ...]]]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return ConnectionNotNow, self.given


class AccountHeld(Conflict):
    """Another client connected the account at the payment gateway."""

    code = "ACCOUNT_HELD"


class IdentityExists(Conflict):
    """The provider of mail holds the domain already, and it was not made by this connection."""

    code = "IDENTITY_EXISTS"


class ModeMixed(Conflict):
    """A connection takes live or test payments, and never both."""

    code = "MODE_MIXED"


class NotOffered(Conflict):
    """No service of that kind is configured in this installation."""

    code = "NOT_OFFERED"


class NotConnected(Conflict):
    """The integration has no credential or setting that could be used."""

    code = "NOT_CONNECTED"
