"""Ports of notices."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from saas_core.access.ports import Assignments, Departments, Roles, StaffMembers, Users
from saas_core.kernel.notices import Notice
from saas_core.kernel.work import Work
from saas_core.licensing.ports import Licenses
from saas_core.tenancy.ports import Tenants


class Notices(Protocol):
    """Notices that the current tenant got."""

    def causes(self) -> frozenset[str]:
        """Return the causes of the notices that the tenant got."""
        ...

    def get(self, cause: str) -> Notice | None:
        """Return the notice that the tenant got for a cause."""
        ...

    def add(self, notice: Notice, at: datetime) -> None:
        """Record a notice to the tenant."""
        ...


class NoticesWork(Work, Protocol):
    """A unit of work with the stores that decide about notices."""

    @property
    def notices(self) -> Notices:
        """Notices that the tenant got."""
        ...

    @property
    def tenants(self) -> Tenants:
        """The tenant and its account."""
        ...

    @property
    def licenses(self) -> Licenses:
        """The tenant's license."""
        ...

    @property
    def users(self) -> Users:
        """The tenant's users."""
        ...

    @property
    def departments(self) -> Departments:
        """The tenant's departments."""
        ...

    @property
    def roles(self) -> Roles:
        """The tenant's roles."""
        ...

    @property
    def assignments(self) -> Assignments:
        """Assignments of roles to users."""
        ...

    @property
    def staff(self) -> StaffMembers:
        """The provider's staff, in its own scope."""
        ...
