"""In-process storage for tenancy: the tenant, and the directory of short names."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.tenancy.errors import SlugTaken
from saas_core.tenancy.model import Tenant
from saas_memory.space import Rows, View
from saas_memory.store import MemoryStore, MemoryWork

JUDGED = ("tenants",)


class OutsidePorts(MemoryStore):
    """The directory, outside units of work."""

    @property
    def directory(self) -> StandingDirectory:
        """The directory of short names; each call is its own transaction."""
        return StandingDirectory(self)


class Ports(MemoryWork):
    """The current tenant, and the directory."""

    @cached_property
    def tenants(self) -> MemoryTenants:
        """The tenant and its instance."""
        return MemoryTenants(self.own, self.tenant_id)

    @cached_property
    def directory(self) -> MemoryDirectory:
        """The directory of short names."""
        return MemoryDirectory(self.shared, self.claiming)


class MemoryTenants:
    """The tenant of the unit of work."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._tenants: Rows[TenantId, Tenant] = Rows(view, "tenants")

    def get(self) -> Tenant | None:
        """Return the tenant, or None if it was not added."""
        return self._tenants.get(self._tenant_id)

    def save(self, tenant: Tenant) -> None:
        """Save the tenant; raises StoreFault for a tenant other than the unit of work's own."""
        if tenant.id != self._tenant_id:
            message = "A unit of work can save only its own tenant."
            raise StoreFault(message, field="tenant", remedy="Begin a unit of work on that tenant.")
        self._tenants.put(tenant.id, tenant)


class MemoryDirectory:
    """The directory of short names, inside a unit of work; the first claim locks it until the work ends."""

    def __init__(self, reading: View, writing: Callable[[], View]) -> None:
        """Read through one view until the first claim, then through the one that `writing` returns."""
        self._view = reading
        self._writing = writing

    def find(self, slug: str) -> TenantId | None:
        """Return the tenant of a short name."""
        return self._slugs.get(slug)

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Assign the short name to the tenant permanently; raises SlugTaken if another tenant has it."""
        self._view = self._writing()
        holder = self._slugs.get(slug)
        if holder is None:
            self._slugs.put(slug, tenant_id)
        elif holder != tenant_id:
            raise SlugTaken(slug)

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order, after the given one."""
        return tuple(self._slugs.items(after=after, limit=limit))

    def count(self) -> int:
        """Return the number of short names."""
        return sum(1 for _each in self._slugs.items())

    @property
    def _slugs(self) -> Rows[str, TenantId]:
        return Rows(self._view, "slugs")


class StandingDirectory:
    """The directory of short names outside any unit of work."""

    def __init__(self, store: MemoryStore) -> None:
        """Use the store's directory."""
        self._store = store

    def find(self, slug: str) -> TenantId | None:
        """Return the tenant of a short name."""
        with self._store.read(PROVIDER) as work:
            return MemoryDirectory(work.shared, work.claiming).find(slug)

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Assign the short name to the tenant permanently; raises SlugTaken if another tenant has it."""
        with self._store.begin(tenant_id) as work:
            MemoryDirectory(work.shared, work.claiming).claim(slug, tenant_id)
            work.commit()

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order, after the given one."""
        with self._store.read(PROVIDER) as work:
            return MemoryDirectory(work.shared, work.claiming).page(after, limit)

    def count(self) -> int:
        """Return the number of short names."""
        with self._store.read(PROVIDER) as work:
            return MemoryDirectory(work.shared, work.claiming).count()
