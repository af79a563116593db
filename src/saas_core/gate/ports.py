"""What the gate reads: everything a judgement rests on, from one consistent state, and whether it has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from saas_core.access.ports import Assignments, Departments, Roles, Users
from saas_core.access.ports.keys_and_sessions import BreakGlassGrants
from saas_core.kernel.ids import EngagementId, IntegrationId, TenantId
from saas_core.kernel.work import Transactions, Work
from saas_core.licensing.ports import Licenses
from saas_core.policy.circumstances import Authorization
from saas_core.policy.ports import Permissions, TermsLibrary
from saas_core.tenancy.ports import Tenants


class GateWork(Work, Protocol):
    """A unit of work with every port that a judgement reads."""

    @property
    def edition(self) -> int:
        """How many commits before it changed what the tenant's answers rest on; the provider's own not included."""
        ...

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

    @property
    def break_glass(self) -> BreakGlassGrants:
        """What staff asked to be opened of the tenant's users and roles."""
        ...


class Approvals(Protocol):
    """Knows what was approved in writing of custom work; what it reads counts for the tenant's edition."""

    def authorization(
        self, work: GateWork, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> Authorization | None:
        """Return the hours approved of an engagement and those used by `at`; None for one unknown or not approved.

        As it was known at `seen`, or as it is for None (4.2).
        """
        ...


class Connections(Protocol):
    """Knows which integrations work; what it reads counts for the tenant's edition."""

    def connected(
        self, work: GateWork, integration_id: IntegrationId | None, *, seen: datetime | None
    ) -> frozenset[str]:
        """Return the names of the integrations that work, of one integration its own name or nothing.

        As it was known at `seen`, or as it is for None (2.2).
        """
        ...


class GateStore(Transactions[GateWork], Protocol):
    """Opens units of work, and tells whether there is news."""

    def edition(self, tenant_id: TenantId) -> int:
        """Count the commits that changed what answers of the tenant rest on, those in the provider's scope included.

        Raises StoreFault.
        """
        ...

    def watch(self, told: Callable[[TenantId], None]) -> None:
        """Call `told` after every such commit of this store, before its caller continues."""
        ...
