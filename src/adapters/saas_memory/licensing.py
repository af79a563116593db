"""The license of a tenant, in process."""

from __future__ import annotations

from functools import cached_property

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import LicenseId, TenantId
from saas_core.licensing.errors import LicenseExists
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.policies.vouching import LICENSE, Digests, row_digest
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork

JUDGED = ("licenses",)


class Ports(MemoryWork):
    """The current tenant's license."""

    @cached_property
    def licenses(self) -> MemoryLicenses:
        """The current tenant's license."""
        return MemoryLicenses(self.own, self.tenant_id)


class MemoryLicenses:
    """The current tenant's license."""

    def __init__(self, view: View, tenant_id: TenantId) -> None:
        """Use the view for all reads and writes."""
        self._tenant_id = tenant_id
        self._licenses: Rows[TenantId, License] = Rows(view, "licenses")

    def get(self) -> License | None:
        """Return the tenant's license with all its facts, in the order they were learned."""
        return self._licenses.get(self._tenant_id)

    def open(self, license_: License) -> Digests:
        """Save a new license and return its digests; raises LicenseExists if the tenant already has one."""
        if license_.tenant_id != self._tenant_id:
            message = "A unit of work can save only its own tenant's license."
            raise StoreFault(message, field="license", remedy="Begin a unit of work on that tenant.")
        if self.get() is not None:
            message = "The tenant already has a license."
            raise LicenseExists(message, field="license", remedy="Use that license.")
        self._licenses.put(self._tenant_id, license_)
        return self.digests()

    def append(self, license_id: LicenseId, facts: tuple[LicenseFact, ...]) -> Digests:
        """Add facts, skipping any whose key already exists; return the digests of those added."""
        license_ = self.get()
        if license_ is None or license_.id != license_id:
            message = "The tenant has no such license."
            raise StoreFault(message, field="license", remedy="Open it first.")
        known = {each.key: each for each in license_.facts}
        fresh = {each.key: each for each in reversed(facts) if each.key not in known}
        if not fresh:
            return {}
        self._licenses.put(self._tenant_id, license_.with_facts(reversed(fresh.values())))
        return {place: digest for place, digest in self.digests().items() if int(place) > len(known)}

    def digests(self) -> Digests:
        """Return the digests of the license and its facts."""
        license_ = self.get()
        if license_ is None:
            return {}
        own = {"tenant": str(license_.tenant_id), "license": str(license_.id)}
        opened = {
            **own,
            "instance": str(license_.instance_id),
            "terms": license_.terms_version,
            "opened_at": license_.opened_at.isoformat(),
        }
        facts = {
            str(place): row_digest(
                {**own, "place": place, "key": fact.key, "recorded_at": fact.recorded_at.isoformat()}
            )
            for place, fact in enumerate(license_.facts, 1)
        }
        return {LICENSE: row_digest(opened), **facts}
