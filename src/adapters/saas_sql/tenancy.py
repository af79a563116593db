"""Database storage for tenancy: the tenant, and the directory of short names."""

from __future__ import annotations

from functools import cached_property

import sqlalchemy as sa

from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.policy.decision import LicenseeKind
from saas_core.tenancy.errors import SlugTaken
from saas_core.tenancy.model import Tenant
from saas_sql.column_types import Instant, bytewise, choice
from saas_sql.declaration import WHOLE, Tables, column
from saas_sql.mapping import Mapped
from saas_sql.session import Session, own_row
from saas_sql.store import SqlStore
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

tenants = TABLES.add(
    "tenants",
    column("slug", sa.Text),
    column("kind", choice(LicenseeKind, "licenseekind")),
    column("instance_id", sa.Uuid),
    column("region", sa.Text),
    column("activated_at", Instant, null=True),
    column("added_at", Instant),
    column("legal_name", sa.Text, null=True),
    column("country", sa.Text, null=True),
    column("time_zone", sa.Text, null=True),
    column("language", sa.Text, null=True),
    column("contact_email", sa.Text, null=True),
    column("billing_address", sa.Text, null=True),
    column("tax_number", sa.Text, null=True),
    changes=WHOLE,
    judged=True,
)
_TENANT = Mapped(Tenant, tenants, {"id": "tenant_id", "instance": {"id": "instance_id"}, "account": {}})

directory = TABLES.add(
    "directory",
    column("slug", bytewise(), key=True),
    column("tenant_id", sa.Uuid),
    outside="a tenant is found by its short name before it is known",
)


class Ports(SqlWork):
    """The current tenant, and the directory."""

    @cached_property
    def tenants(self) -> SqlTenants:
        """The tenant and its instance."""
        return SqlTenants(self.session)

    @cached_property
    def directory(self) -> SqlDirectory:
        """The directory of short names."""
        return SqlDirectory(self.session)


class OutsidePorts(SqlStore):
    """The directory, outside units of work."""

    @property
    def directory(self) -> StandingDirectory:
        """The directory of short names; each call is its own transaction."""
        return StandingDirectory(self)


class SqlTenants:
    """The tenant of the unit of work."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self) -> Tenant | None:
        """Return the tenant, or None if it was not added."""
        return next(iter(self._session.loaded(_TENANT, own_row(tenants))), None)

    def save(self, tenant: Tenant) -> None:
        """Save the tenant; raises StoreFault for a tenant other than the unit of work's own."""
        if tenant.id != self._session.tenant_id:
            message = "A unit of work can save only its own tenant."
            raise StoreFault(message, field="tenant", remedy="Begin a unit of work on that tenant.")
        self._session.keep(tenants, _TENANT.dump(tenant))


class SqlDirectory:
    """The owners of short names; the table is outside the tenants' isolation and holds no personal data."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def find(self, slug: str) -> TenantId | None:
        """Return the tenant of a short name."""
        found = self._session.outside(sa.select(directory).where(directory.c.slug == slug))
        return TenantId(found[0]["tenant_id"]) if found else None

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Assign the short name to the tenant permanently; raises SlugTaken if another tenant has it."""
        claimed = self._session.claim(directory, {"slug": slug, "tenant_id": tenant_id})
        if not claimed and self.find(slug) != tenant_id:
            raise SlugTaken(slug)

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order, after the given one."""
        # Sorted by bytes, whatever the database's language: slugs are plain ASCII.
        query = sa.select(directory).where(directory.c.slug > after).order_by(directory.c.slug).limit(limit)
        return tuple((row["slug"], TenantId(row["tenant_id"])) for row in self._session.outside(query))

    def count(self) -> int:
        """Return the number of short names."""
        (row,) = self._session.outside(sa.select(sa.func.count().label("found")).select_from(directory))
        return int(row["found"])


class StandingDirectory:
    """The directory of short names outside any unit of work."""

    def __init__(self, store: SqlStore) -> None:
        """Use the store's directory."""
        self._store = store

    def find(self, slug: str) -> TenantId | None:
        """Return the tenant of a short name."""
        with self._store.read(PROVIDER) as work:
            return SqlDirectory(work.session).find(slug)

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Assign the short name to the tenant permanently; raises SlugTaken if another tenant has it."""
        with self._store.begin(tenant_id) as work:
            SqlDirectory(work.session).claim(slug, tenant_id)
            work.commit()

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order, after the given one."""
        with self._store.read(PROVIDER) as work:
            return SqlDirectory(work.session).page(after, limit)

    def count(self) -> int:
        """Return the number of short names."""
        with self._store.read(PROVIDER) as work:
            return SqlDirectory(work.session).count()
