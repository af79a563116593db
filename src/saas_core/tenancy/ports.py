"""Ports of tenancy: its rows, the directory of short names, and three questions to other contexts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from saas_core.kernel import text
from saas_core.kernel.ids import InstanceId, TenantId
from saas_core.kernel.journal import Value
from saas_core.kernel.work import Work
from saas_core.policy.circumstances import LicenseState
from saas_core.tenancy.model import Tenant


class Tenants(Protocol):
    """The tenant of the unit of work."""

    def get(self) -> Tenant | None:
        """Return the tenant, or None if it was not added."""
        ...

    def save(self, tenant: Tenant) -> None:
        """Store the tenant as it now is, new or changed."""
        ...


class Directory(Protocol):
    """The tenants by short name: the only data known outside a tenant's isolation, none of it personal."""

    def find(self, slug: str) -> TenantId | None:
        """Return the tenant that has a short name."""
        ...

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Assign the short name to the tenant for good; raises SlugTaken when another one has it."""
        ...

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order, those after the given one."""
        ...

    def count(self) -> int:
        """Return the number of short names, which is that of the tenants."""
        ...


class TenancyWork(Work, Protocol):
    """A unit of work with the stores of tenancy."""

    @property
    def tenants(self) -> Tenants:
        """The tenant of this unit of work."""
        ...

    @property
    def directory(self) -> Directory:
        """The short names of all tenants; a claim lasts only if this unit of work commits."""
        ...


# The three below are answered by other contexts from the same unit of work, which has more repositories for them than
# this context knows.


class Owners(Protocol):
    """Knows how many owners a tenant has, and ends what staff began for them."""

    def count(self, work: Work) -> int:
        """Count the owners that are active or invited."""
        ...

    def revoke_invitations(self, work: Work, at: datetime) -> Mapping[str, list[str]]:
        """Revoke the invitations of owners that no user of the client sent; return their ids by `user:…`."""
        ...


class LicenseStates(Protocol):
    """Knows the access that the tenant's license opens."""

    def state(self, work: Work, at: datetime) -> LicenseState:
        """Return the access that the license opens at an instant, and the reasons that close the rest."""
        ...


class LicenseOpening(Protocol):
    """Opens the license of a new tenant."""

    def open(self, work: Work, tenant_id: TenantId, instance_id: InstanceId, at: datetime) -> Mapping[str, Value]:
        """Open the license on the terms then offered, and return the details for the entry of the command."""
        ...


class TaxNumbers(Protocol):
    """Reads tax numbers as their countries write them."""

    def read(self, value: str, country: str) -> str:
        """Return a tax number as it was written, trimmed; raises InvalidValue for one that cannot be of the country."""
        ...


class AnyNumber:
    """Takes any tax number, where nothing is known of its form."""

    def read(self, value: str, country: str) -> str:
        """Return a tax number as it was written, trimmed; raises InvalidValue for no text or a long one."""
        del country
        return text.reference(value, "tax_number")


ANY_NUMBER: Final = AnyNumber()
