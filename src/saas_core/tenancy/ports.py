"""What tenancy asks of the outside: its rows, the directory of short names, and a word from other contexts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from saas_core.kernel.ids import InstanceId, TenantId
from saas_core.kernel.work import Work
from saas_core.policy.circumstances import LicenseState
from saas_core.tenancy.model import Tenant


class Tenants(Protocol):
    """The tenant of the unit of work."""

    def get(self) -> Tenant | None:
        """Return the tenant, or None when it was not added."""
        ...

    def save(self, tenant: Tenant) -> None:
        """Keep the tenant as it now is, new or changed."""
        ...


class Directory(Protocol):
    """Which short name is whose; the only thing known outside a tenant's isolation, without personal data."""

    def find(self, slug: str) -> TenantId | None:
        """Return the tenant of a short name."""
        ...

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Assign the short name to the tenant for good; raises SlugTaken when another one has it."""
        ...

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order, those after the given one."""
        ...


class TenancyWork(Work, Protocol):
    """A unit of work with what tenancy keeps."""

    @property
    def tenants(self) -> Tenants:
        """The tenant of this unit of work."""
        ...

    @property
    def directory(self) -> Directory:
        """The short names of all tenants; a claim lasts only if this unit of work commits."""
        ...


# The three below are answered by other contexts out of the same unit of work, which for them has more repositories
# than this context knows of.


class Owners(Protocol):
    """Knows how many owners a tenant has."""

    def count(self, work: Work) -> int:
        """Count the owners that are active or invited."""
        ...


class LicenseStates(Protocol):
    """Knows what the tenant's license opens."""

    def state(self, work: Work, at: datetime) -> LicenseState:
        """Return what the license opens at an instant, and why the rest is shut."""
        ...


class LicenseOpening(Protocol):
    """Opens the license of a new tenant."""

    def open(self, work: Work, tenant_id: TenantId, instance_id: InstanceId, at: datetime) -> None:
        """Open the license on the terms then offered."""
        ...
