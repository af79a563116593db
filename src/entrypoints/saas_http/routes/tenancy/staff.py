"""Clients, as staff see them and set them up."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from saas_core.policy.decision import LicenseeKind
from saas_core.tenancy.errors import SlugTaken, TenantUnknown
from saas_core.tenancy.queries import AccountView, ActivationView, TenantLine, TenantView
from saas_core.tenancy.values import DEFAULT_REGION
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Number, Region, Slug
from saas_http.routes.tenancy.tenant import Account, configured

tenants = Router("staff: clients", "Clients, before and after activation.", prefix="/v1/staff", name="tenants")

SUPPORT = staff("provider.tenants")


@frozen(kw_only=True)
class AddTenant:
    """A client to add: its short name, kind of licensee, and the region of its instance."""

    slug: Slug
    kind: LicenseeKind
    region: Region = DEFAULT_REGION


@frozen(kw_only=True)
class ListTenants(Paging):
    """A part of the list of clients: those in good standing or not, with an active instance or not, of a kind."""

    limit: Annotated[int, Number(1, 100)] = 50
    good_standing: bool | None = None
    active: bool | None = None
    kind: LicenseeKind | None = None


@tenants.get("/tenants", SUPPORT)
def list_tenants(call: Call, query: ListTenants) -> Page[TenantLine]:
    """List clients, by short name, with the standing of their licenses.

    A page of a narrowed list may have fewer items than asked for, and still a next page.
    """

    def read(after: str, limit: int) -> tuple[tuple[TenantLine, ...], str | None]:
        page = call.app.tenancy.find_tenants(
            by=call.by,
            after=after,
            limit=limit,
            good_standing=query.good_standing,
            active=query.active,
            kind=query.kind,
        )
        return page.tenants, page.after

    return call.reader(query).found(read)


@tenants.post("/tenants", SUPPORT, SlugTaken, status=201, location="/v1/staff/tenants/{tenant_id}")
def add(call: Call, body: AddTenant) -> TenantView:
    """Add a client with its one instance, in setup, and open its license on the terms currently offered.

    Agencies and developers are refused (0.2).
    """
    return call.app.tenancy.add_tenant(
        by=call.by, slug=body.slug, kind=body.kind, region=body.region, idempotency_key=call.key
    )


@tenants.get("/tenants/{tenant_id}", SUPPORT, TenantUnknown)
def show(call: Call) -> TenantView:
    """Show a client."""
    return call.app.tenancy.show(**call.acting)


@tenants.put("/tenants/{tenant_id}/account", staff("account.manage"), TenantUnknown)
def configure(call: Call, body: Account) -> AccountView:
    """Configure a client's account until its instance is activated; from then on only the client can (1.5)."""
    return configured(call, body)


@tenants.post("/tenants/{tenant_id}/activate", staff("account.manage"), TenantUnknown)
def activate(call: Call) -> ActivationView:
    """Activate a client's instance, once."""
    return call.app.tenancy.activate(**call.writing)
