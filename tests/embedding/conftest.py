"""A client of a small invoicing service, its people, and a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID
from wsgiref.validate import validator

import pytest
from attrs import define, field
from httpx import ASGITransport, AsyncClient
from werkzeug.test import Client

from clock import Clock
from invoicing import django_service, fastapi_service, flask_service
from mailed import newest_link
from saas_app import Application, initialize, open_application, settings_at
from saas_core.access.values import RoleGrant
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import TenantId, UserId
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.reasons import Remedy
from saas_embed import Guard, Route, open_route

Ask: TypeAlias = Callable[..., "Answer"]

BEGINS = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ENDS = BEGINS + timedelta(days=30)

PERMISSIONS = b"""
[[permission]]
name = "invoices.view"
title = "seeing invoices"

[[permission]]
name = "invoices.approve"
title = "approving invoices"
"""

ROUTES = (
    open_route("GET", "/health"),
    Route("GET", "/invoices", "invoices.view"),
    Route("GET", "/invoices/{number}", "invoices.view"),
    Route("POST", "/invoices/{number}/approve", "invoices.approve"),
    Route("GET", "/departments/{place}/invoices", "invoices.view", department="place"),
    Route("GET", "/license", "license.read"),
    Route("POST", "/billing/pay", "billing.pay"),
    Route("GET", "/export", "data.export"),
    Route("WEBSOCKET", "/updates", "invoices.view"),
)
"""The action for each route of the invoicing service."""


@define
class World:
    """The application with one active client: its owner, and a clerk who may see invoices and export data.

    `called` names the handlers that were called; with `drafts_attached` an export takes a step of its own.
    """

    application: Application
    clock: Clock
    tenant_id: TenantId
    staff: Actor
    owner: ClientUser
    clerk: ClientUser
    called: list[str] = field(factory=list)
    drafts_attached: bool = False

    @property
    def guard(self) -> Guard:
        """The guard over the routes."""
        return Guard(gate=self.application.gate, routes=ROUTES, links={Remedy.RENEW: "/billing/pay"})

    @property
    def people(self) -> dict[str, ClientUser]:
        """The actors by their sign-in tokens."""
        stranger = ClientUser(self.tenant_id, UserId(UUID(int=1)))
        return {"Bearer olivia": self.owner, "Bearer mia": self.clerk, "Bearer eve": stranger}

    def known(self, authorization: str | None) -> ClientUser | None:
        """Return the person of a credential."""
        return self.people.get(authorization or "")

    def lapse(self) -> None:
        """Move the clock to the very instant at which the license ends."""
        self.clock.at = ENDS


def _accepted(application: Application, tenant_id: TenantId, folder: Path, *, terms: bool) -> ClientUser:
    """Accept the newest invitation."""
    application.work.worker.drain(tenant_id=tenant_id)
    newest, token = newest_link(folder)
    newest.unlink()
    digest = application.policy.offered_terms().digest if terms else None
    return ClientUser(tenant_id, application.access.invitations.accept(token=token, accept_terms=digest).user_id)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Yield the client in good standing for thirty days."""
    settings, clock = settings_at(tmp_path, database_url="memory:"), Clock(BEGINS)
    initialize(settings)
    with open_application(settings, clock=clock) as application:
        access = application.access
        staff = access.staff.authenticate(access.staff.first(name="Sam", email="sam@provider.example").key)
        application.policy.register_permissions(by=staff, document=PERMISSIONS)
        kind = LicenseeKind.BUSINESS_OPERATOR
        tenant_id = application.tenancy.add_tenant(by=staff, slug="harbor", kind=kind).tenant_id
        application.tenancy.configure_account(
            by=staff,
            tenant_id=tenant_id,
            legal_name="Harbor Foods Ltd",
            country="GB",
            time_zone="Europe/London",
            language="en",
            contact_email="office@harbor.example",
        )
        access.people.invite_user(by=staff, tenant_id=tenant_id, name="Olivia", email="o@harbor.example", owner=True)
        owner = _accepted(application, tenant_id, settings.mail_folder, terms=True)
        application.licensing.record_payment(by=staff, tenant_id=tenant_id, invoice="1", since=BEGINS, until=ENDS)
        application.tenancy.activate(by=staff, tenant_id=tenant_id)
        role = access.roles.create(
            by=owner, tenant_id=tenant_id, name="Clerk", permissions=["invoices.view", "data.export"]
        )
        grants = (RoleGrant(role.role_id),)
        access.people.invite_user(by=owner, tenant_id=tenant_id, name="Mia", email="m@harbor.example", grants=grants)
        clerk = _accepted(application, tenant_id, settings.mail_folder, terms=False)
        yield World(application, clock, tenant_id, staff, owner, clerk)


@define
class Answer:
    """A response: status, lowercase headers and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def _over_asgi(app: Any) -> Ask:
    async def ask(method: str, path: str, headers: dict[str, str]) -> Answer:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://invoicing.example") as client:
            sent = {name: value.encode("latin-1") for name, value in headers.items()}
            told = await client.request(method, path, headers=sent)
            return Answer(told.status_code, dict(told.headers), told.content)

    return lambda method, path, token=None: asyncio.run(ask(method, path, _signed(token)))


def _over_wsgi(app: Any) -> Ask:
    # Whatever breaks the protocol, on either side of the guard, fails the test.
    client = Client(validator(app))

    def ask(method: str, path: str, token: str | None = None) -> Answer:
        told = client.open(path, method=method, headers=_signed(token))
        with closing(told):
            return Answer(told.status_code, {name.lower(): value for name, value in told.headers}, told.data)

    return ask


def _signed(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}


@pytest.fixture(params=["fastapi", "flask", "django"])
def ask(request: pytest.FixtureRequest, world: World) -> Ask:
    """Return a way to send requests to the invoicing service, written in each framework in turn."""
    if request.param == "fastapi":
        return _over_asgi(fastapi_service(world))
    return _over_wsgi(flask_service(world) if request.param == "flask" else django_service(world))
