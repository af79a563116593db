"""A client of a small invoicing service, its people, and a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID
from wsgiref.validate import validator

import pytest
from attrs import define, field
from httpx import ASGITransport, AsyncClient
from werkzeug.test import Client as WsgiClient

from invoicing import django_service, fastapi_service, flask_service
from saas_app import Application
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import TenantId, UserId
from saas_core.policy.reasons import Remedy
from saas_embed import Guard, Route, open_route
from saas_testing import Client, Clock, Kit, Person, open_kit

Ask: TypeAlias = Callable[..., "Answer"]

BEGINS = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

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
    """The testing kit with one active client: its owner, and a clerk who may see invoices and export data.

    `called` names the handlers that were called; with `drafts_attached` an export takes a step of its own.
    """

    kit: Kit
    client: Client
    person: Person
    called: list[str] = field(factory=list)
    drafts_attached: bool = False

    @property
    def application(self) -> Application:
        """The library."""
        return self.kit.application

    @property
    def clock(self) -> Clock:
        """The clock."""
        return self.kit.clock

    @property
    def tenant_id(self) -> TenantId:
        """The client's id."""
        return self.client.tenant_id

    @property
    def staff(self) -> Actor:
        """The member of staff."""
        return self.kit.staff

    @property
    def owner(self) -> ClientUser:
        """The owner."""
        return self.client.owner.by

    @property
    def clerk(self) -> ClientUser:
        """The clerk."""
        return self.person.by

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
        self.kit.lapse(self.client)


@pytest.fixture
def world() -> Iterator[World]:
    """Yield the client in good standing for thirty days."""
    with open_kit(at=BEGINS) as kit:
        kit.register("invoices.view", "invoices.approve")
        client = kit.active_client(days=30)
        clerk = kit.joined(client, permissions=["invoices.view", "data.export"])
        yield World(kit, client, clerk)


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
    client = WsgiClient(validator(app))

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
