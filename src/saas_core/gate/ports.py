"""What the gate reads: everything a judgement rests on, from one consistent state."""

from __future__ import annotations

from typing import Protocol

from saas_core.access.ports import Assignments, Departments, Roles, Users
from saas_core.kernel.work import Work
from saas_core.licensing.ports import Licenses
from saas_core.policy.ports import Permissions, TermsLibrary
from saas_core.tenancy.ports import Tenants


class GateWork(Work, Protocol):
    """A unit of work with every port that a judgement reads."""

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...

    @property
    def permissions(self) -> Permissions:
        """The registered permissions."""
        ...

    @property
    def tenants(self) -> Tenants:
        """The tenant and its instance."""
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
