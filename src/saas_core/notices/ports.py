"""What notices ask of the outside."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from saas_core.access.ports import Assignments, Departments, Roles, Users
from saas_core.kernel.notices import Notice
from saas_core.kernel.work import Work
from saas_core.licensing.ports import Licenses
from saas_core.tenancy.ports import Tenants


class Notices(Protocol):
    """What the tenant at hand was told."""

    def causes(self) -> frozenset[str]:
        """Return the causes of which it was told."""
        ...

    def get(self, cause: str) -> Notice | None:
        """Return what it was told of a cause."""
        ...

    def add(self, notice: Notice, at: datetime) -> None:
        """Keep that it is told."""
        ...


class NoticesWork(Work, Protocol):
    """A unit of work with what decides about notices."""

    @property
    def notices(self) -> Notices:
        """What the tenant was told."""
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
        """Who holds which role where."""
        ...
