"""Errors of tenancy.

NotFound
├── TenantUnknown     no such tenant, or not yours
└── AccountUnknown    the account was not configured yet
Conflict
└── SlugTaken         another tenant has this short name
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, NotFound
from saas_core.kernel.suggesting import unknown


class TenantUnknown(NotFound):
    """No such tenant; the answer is the same for another client's tenant."""

    code = "TENANT_UNKNOWN"

    def __init__(self, *, typed: str = "", like: tuple[str, ...] = ()) -> None:
        """Take what was typed, and what staff may have meant; nobody else is told which tenants there are."""
        message, remedy = unknown("tenant", typed, like, "Check its short name.")
        super().__init__(message, field="tenant", remedy=remedy)


class SlugTaken(Conflict):
    """Another tenant has this short name."""

    code = "SLUG_TAKEN"

    def __init__(self, slug: str) -> None:
        """Take the short name that is taken."""
        super().__init__(f"{slug!r} is taken.", field="slug", remedy="Choose another short name.")
        self.slug = slug


class AccountUnknown(NotFound):
    """The account was not configured yet."""

    code = "ACCOUNT_UNKNOWN"

    def __init__(self) -> None:
        """Say which step comes first."""
        super().__init__("the account is not configured yet.", field="account", remedy="Configure it.")

    def __reduce__(self) -> tuple[type[AccountUnknown], tuple[()]]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return AccountUnknown, ()
