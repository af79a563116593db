"""Integrations for staff: states and DNS records to guide by, what enhancements add, and the master key (2.4, 5.3)."""

from __future__ import annotations

from saas_core.integrations.commands import AddIntegration
from saas_core.integrations.errors import EnhancementUnknown
from saas_core.integrations.queries.views import ConnectionView, RotationView
from saas_core.kernel.errors import Conflict, ProviderUnavailable
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.commands import fields_of
from saas_http.routes.integrations.connections import catalogue, show

staff_integrations = Router(
    "staff: integrations",
    "Connections of a client, to guide by: states and DNS records, never a credential (2.4).",
    prefix="/v1/staff/tenants/{tenant_id}",
    name="staff_integrations",
)
staff_master_key = Router("staff: integrations", prefix="/v1/staff", name="staff_master_key")

SUPPORT = staff("provider.support")
ROTATE = staff("provider.master_keys")

staff_integrations.get("/integrations", SUPPORT, TenantUnknown)(catalogue)
staff_integrations.get("/integrations/{name}", SUPPORT, TenantUnknown)(show)


@staff_integrations.post(
    "/integrations",
    SUPPORT,
    TenantUnknown,
    EnhancementUnknown,
    Conflict,
    status=201,
)
def add(call: Call, body: AddIntegration) -> ConnectionView:
    """Add an integration to a client's catalogue, which a delivered enhancement is; it stays yours (5.3)."""
    return call.app.integrations.others.add(**call.writing, **fields_of(body))


@staff_master_key.post("/credentials/rotate-master", ROTATE, ProviderUnavailable)
def rotate(call: Call) -> RotationView:
    """Rotate the master key: every client's data keys are wrapped anew, while credentials go on being used."""
    return call.app.integrations.credentials.rotate_master(by=call.by, idempotency_key=call.key)
