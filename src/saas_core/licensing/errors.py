"""Errors of licensing.

Conflict
├── LicenseExists   the tenant already has a live license
├── TermsMismatch   the document accepted is not the one offered
├── HoldUnknown     no such hold is in force
└── NotCanceled     there is no cancellation to withdraw
NotFound
└── LicenseUnknown  the client has no license, or there is no such client
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, NotFound


class LicenseExists(Conflict):
    """A tenant has at most one live license."""

    code = "LICENSE_EXISTS"


class TermsMismatch(Conflict):
    """The document accepted is not the one offered."""

    code = "TERMS_MISMATCH"


class HoldUnknown(Conflict):
    """No hold with that id is in force."""

    code = "HOLD_UNKNOWN"


class NotCanceled(Conflict):
    """No cancellation is in force."""

    code = "NOT_CANCELED"


class LicenseUnknown(NotFound):
    """The client has no license, or there is no such client."""

    code = "LICENSE_UNKNOWN"

    def __init__(self) -> None:
        """Take no detail, so that the message does not reveal whether there is such a client."""
        super().__init__(
            "there is no license for this client.",
            field="tenant",
            remedy="Check which client it is; a license is opened when a client is added.",
        )

    def __reduce__(self) -> tuple[type[LicenseUnknown], tuple[()]]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return LicenseUnknown, ()
