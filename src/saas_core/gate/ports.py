"""Ports of the gate: everything a judgement rests on, from one consistent state, and whether it has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from saas_core.access.ports import Assignments, Departments, Roles, Users
from saas_core.access.ports.keys_and_sessions import BreakGlassGrants
from saas_core.access.queries.roll import Roll
from saas_core.gate.tallies import CountKey, DailyCount
from saas_core.kernel.ids import EngagementId, IntegrationId, TenantId, UserId
from saas_core.kernel.news import News
from saas_core.kernel.work import Transactions, Work
from saas_core.licensing.ports import Licenses
from saas_core.policy.circumstances import Authorization
from saas_core.policy.ports import Permissions, TermsLibrary
from saas_core.tenancy.ports import Tenants


class GateWork(Work, Protocol):
    """A unit of work with every port that a judgement reads."""

    @property
    def edition(self) -> int:
        """The number of earlier commits that changed the basis of the tenant's answers, without the provider's own."""
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
        """Assignments of roles to users."""
        ...

    @property
    def break_glass(self) -> BreakGlassGrants:
        """Break-glass grants on the tenant's users and roles."""
        ...


class Counts(Protocol):
    """How often clauses decided, by day, in the provider's own scope."""

    def add(self, day: date, numbers: Mapping[CountKey, int]) -> None:
        """Add to the numbers of a day."""
        ...

    def between(self, since: date, until: date) -> tuple[DailyCount, ...]:
        """Return the numbers of the days from one to another, without the latter."""
        ...


class CountingWork(Work, Protocol):
    """A unit of work with the counts."""

    @property
    def policy_counts(self) -> Counts:
        """How often clauses decided."""
        ...


class Approvals(Protocol):
    """Knows the written approvals of custom work; the data it reads counts toward the tenant's edition."""

    def authorization(
        self, work: GateWork, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> Authorization | None:
        """Return the approved hours of an engagement and those used by `at`; None if it is unknown or not approved.

        As known at `seen`, or now if that is None (4.2).
        """
        ...


class Connections(Protocol):
    """Knows which integrations work; the data it reads counts toward the tenant's edition."""

    def connected(
        self, work: GateWork, integration_id: IntegrationId | None, *, seen: datetime | None
    ) -> frozenset[str]:
        """Return the names of the working integrations; for one integration, its own name or nothing.

        As known at `seen`, or now if that is None (2.2).
        """
        ...

    def added(self, work: GateWork, *, seen: datetime | None) -> tuple[tuple[str, str], ...]:
        """Return the names and titles of the integrations that delivered enhancements added to the client's catalogue.

        As known at `seen`, or now if that is None (5.3).
        """
        ...


class GateStore(Transactions[GateWork], Protocol):
    """Opens units of work, and reports whether there is news."""

    def news(self, since: str | None, most: int) -> News:
        """Return the news since a mark, or only a mark if there is none yet; at most some tenants, else everything.

        Every commit that changed the basis of a tenant's answers is reported exactly once, in one of the looks that
        follow each other, however long its transaction lasted. Raises StoreFault.
        """
        ...

    def basis(self, tenant_id: TenantId) -> AbstractContextManager[GateWork]:
        """Open a unit of work as `read` does, in which what all answers of the tenant rest on is read at once.

        Raises StoreFault.
        """
        ...

    def roll(self, tenant_id: TenantId, user_ids: Iterable[UserId]) -> Roll:
        """Return what some users hold now, those that there are, with the tenant's own edition; raises StoreFault."""
        ...

    def watch(self, told: Callable[[TenantId, int], None]) -> None:
        """Call `told` with the tenant's new edition after every such commit of this store, before its caller continues.

        The scope of the provider, whose terms and permissions all answers rest on, is told like a tenant.
        """
        ...
