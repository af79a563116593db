"""What tenancy keeps, in the database: the tenant, and the directory of short names."""

from __future__ import annotations

import sqlalchemy as sa

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import InstanceId, TenantId
from saas_core.tenancy.errors import SlugTaken
from saas_core.tenancy.model import Account, Instance, Tenant
from saas_sql.session import Session
from saas_sql.tables import directory, tenants


class SqlTenants:
    """The tenant of the unit of work."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def get(self) -> Tenant | None:
        """Give the tenant, or None when it was not added."""
        row = self._session.own(tenants)
        if row is None:
            return None
        account = None
        if row["legal_name"] is not None:
            account = Account(
                legal_name=row["legal_name"],
                country=row["country"],
                time_zone=row["time_zone"],
                language=row["language"],
                contact_email=row["contact_email"],
            )
        return Tenant(
            id=TenantId(row["tenant_id"]),
            slug=row["slug"],
            kind=row["kind"],
            instance=Instance(
                id=InstanceId(row["instance_id"]), region=row["region"], activated_at=row["activated_at"]
            ),
            added_at=row["added_at"],
            account=account,
        )

    def save(self, tenant: Tenant) -> None:
        """Keep the tenant as it now is; raises StoreFault for another tenant than that of the unit of work."""
        if tenant.id != self._session.tenant_id:
            message = "A unit of work keeps its own tenant only."
            raise StoreFault(message, field="tenant", remedy="Begin a unit of work on that tenant.")
        account = tenant.account
        row = {
            "slug": tenant.slug,
            "kind": tenant.kind,
            "instance_id": tenant.instance.id,
            "region": tenant.instance.region,
            "activated_at": tenant.instance.activated_at,
            "added_at": tenant.added_at,
            "legal_name": account and account.legal_name,
            "country": account and account.country,
            "time_zone": account and account.time_zone,
            "language": account and account.language,
            "contact_email": account and account.contact_email,
        }
        self._session.keep(tenants, {}, {}, row)


class SqlDirectory:
    """Which short name is whose; the table stands outside the tenants' isolation and holds no personal data."""

    def __init__(self, session: Session) -> None:
        """Read and write through the session."""
        self._session = session

    def find(self, slug: str) -> TenantId | None:
        """Give the tenant of a short name."""
        found = self._session.outside(sa.select(directory).where(directory.c.slug == slug))
        return TenantId(found[0]["tenant_id"]) if found else None

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Give the short name to the tenant for good; raises SlugTaken when another one has it."""
        claimed = self._session.claim(directory, {"slug": slug, "tenant_id": tenant_id})
        if not claimed and self.find(slug) != tenant_id:
            raise SlugTaken(slug)

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Give short names in order, those after the given one."""
        # The order of bytes, whatever the database's language: slugs are plain ASCII.
        query = sa.select(directory).where(directory.c.slug > after).order_by(directory.c.slug).limit(limit)
        return tuple((row["slug"], TenantId(row["tenant_id"])) for row in self._session.outside(query))
