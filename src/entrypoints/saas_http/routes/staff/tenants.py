"""Clients, as staff sees and sets them up."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from saas_core.access.errors import (
    DepartmentUnknown,
    EmailTaken,
    MoreThanHeld,
    RoleUnknown,
    UserDeactivated,
    UserUnknown,
)
from saas_core.access.queries.views import AddedUserView, InvitationView
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import UserId
from saas_core.policy.decision import LicenseeKind
from saas_core.tenancy.errors import SlugTaken, TenantUnknown
from saas_core.tenancy.queries import AccountView, ActivationView, TenantLine, TenantView
from saas_core.tenancy.values import DEFAULT_REGION
from saas_http.endpoints import Call, Router, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Number, Region, Slug
from saas_http.routes.answers import ExplainedView, explained
from saas_http.routes.decisions import AskAsOf
from saas_http.routes.tenant import Account, configured
from saas_http.routes.users import AddUser

tenants = Router("staff: clients", "Clients, until they are active and after.", prefix="/v1/staff")

SUPPORT = staff("provider.tenants")


@frozen(kw_only=True)
class AddTenant:
    """A client to be added: its short name, what kind of licensee it is, and where its instance runs."""

    slug: Slug
    kind: LicenseeKind
    region: Region = DEFAULT_REGION


@frozen(kw_only=True)
class FewerPaging(Paging):
    """Which part of the list of clients."""

    limit: Annotated[int, Number(1, 100)] = 50


@tenants.get("/tenants", SUPPORT)
def list_tenants(call: Call, query: FewerPaging) -> Page[TenantLine]:
    """List clients, in the order of their short names."""
    return call.reader(query).names(
        lambda after, limit: call.app.tenancy.list_tenants(by=call.by, after=after, limit=limit),
        lambda line: line.slug,
    )


@tenants.post("/tenants", SUPPORT, SlugTaken, status=201, location="/v1/staff/tenants/{tenant_id}")
def add(call: Call, body: AddTenant) -> TenantView:
    """Add a client with its one instance, in setup, and open its license on the terms now offered.

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
    """Configure the account of a client, until its instance is activated; afterwards only the client does (1.5)."""
    return configured(call, body)


@tenants.post("/tenants/{tenant_id}/activate", staff("account.manage"), TenantUnknown)
def activate(call: Call) -> ActivationView:
    """Activate the instance of a client, once."""
    return call.app.tenancy.activate(**call.writing)


@tenants.post(
    "/tenants/{tenant_id}/users",
    staff("people.manage"),
    TenantUnknown,
    EmailTaken,
    RoleUnknown,
    DepartmentUnknown,
    MoreThanHeld,
    status=201,
)
def add_user(call: Call, body: AddUser) -> AddedUserView:
    """Add a client's first users, until its instance is activated; afterwards only the client does (1.5)."""
    people = call.app.access.people
    command = people.invite_user if body.invite else people.add_user
    grants = tuple(each.value for each in body.grants)
    return command(**call.writing, email=body.email, name=body.name, grants=grants, owner=body.owner)


@tenants.post(
    "/tenants/{tenant_id}/users/{user_id}/invitations",
    staff("people.manage"),
    TenantUnknown,
    UserUnknown,
    UserDeactivated,
    status=201,
)
def invite(call: Call, user_id: UserId) -> InvitationView:
    """Mail an invitation to a user, until the instance is activated."""
    return call.app.access.invitations.send(**call.writing, user_id=user_id)


@tenants.ask("/tenants/{tenant_id}/decisions", staff(), TenantUnknown, UserUnknown, DepartmentUnknown)
def why(call: Call, body: AskAsOf) -> ExplainedView:
    """Explain whether a user of a client may do something, as of any instant; nothing is recorded.

    Without `user_id` it is about yourself, inside the client's instance; a wish of yours for what is never granted is
    kept in the journal.
    """
    by: Actor = call.by
    if body.user_id is not None:
        by = ClientUser(call.tenant_id, call.app.access.names.asked_user(**call.acting, who=body.user_id))
    question = body.question(call.tenant_id, by)
    if body.user_id is None and body.at is None and body.known_at is None:
        return explained(call.app, call.app.gate.ask(question))
    return explained(call.app, call.app.gate.check(question, at=body.at, known_at=body.known_at))
