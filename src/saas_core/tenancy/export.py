"""The client, its instance and its account as a part of the client's export (0.1)."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.kernel.ids import InstanceId, TenantId
from saas_core.kernel.pages import require_no_mark
from saas_core.kernel.parts import ExportPart, Page
from saas_core.tenancy.errors import TenantUnknown
from saas_core.tenancy.ports import TenancyWork
from saas_core.tenancy.queries import AccountView, account_view


@frozen
class ExportedTenant:
    """The client, its instance, and its account."""

    tenant_id: TenantId
    slug: str
    kind: str
    added_at: datetime
    instance_id: InstanceId
    region: str
    activated_at: datetime | None
    account: AccountView | None


def _tenant(work: TenancyWork, after: str, _limit: int, _at: datetime) -> Page:
    require_no_mark(after)
    tenant = work.tenants.get()
    if tenant is None:
        raise TenantUnknown
    exported = ExportedTenant(
        tenant_id=tenant.id,
        slug=tenant.slug,
        kind=tenant.kind.value,
        added_at=tenant.added_at,
        instance_id=tenant.instance.id,
        region=tenant.instance.region,
        activated_at=tenant.instance.activated_at,
        account=account_view(tenant),
    )
    return (exported,), None


TENANT = ExportPart("tenant", _tenant)
