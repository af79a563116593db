"""Errors of licensing.

Conflict
├── LicenseExists      the tenant has a live license already
├── TermsMismatch      what was accepted is not the document that was offered
└── HoldUnknown        no such hold is in force
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict


class LicenseExists(Conflict):
    """A tenant has one live license at most."""

    code = "LICENSE_EXISTS"


class TermsMismatch(Conflict):
    """The document accepted is not the one offered."""

    code = "TERMS_MISMATCH"


class HoldUnknown(Conflict):
    """No hold of that id is in force."""

    code = "HOLD_UNKNOWN"
