"""Two clients of one provider, alike in everything, and a third one in setup; made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from attrs import frozen

from clock import Clock
from documenting import PlainDocuments
from example_context import BULLETINS
from integrating import Street
from mailed import newest_token
from memories import pour
from saas_app import Application, initialize, open_application, settings_at
from saas_core.access.values import GrantReason, RoleGrant
from saas_core.contexts import CONTEXTS
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import (
    PROVIDER,
    ApiKeyId,
    AssignmentId,
    DepartmentId,
    GrantId,
    RoleId,
    SessionId,
    TenantId,
    UserId,
)
from saas_core.policy.decision import LicenseeKind
from saas_sandbox.stripe import SimulatedStripe
from saas_sql.catalogue import tables_in
from simulated import Simulated
from staffing import hired, settle

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
DAYS = timedelta(days=1)
EVERY_CONTEXT = (*CONTEXTS, BULLETINS)
"""The shipped contexts, and one from outside, for which every promise holds as well."""
SECOND = timedelta(seconds=1)
PERMISSIONS = b"""
[[permission]]
name = "invoices.view"
title = "seeing invoices"

[[permission]]
name = "invoices.approve"
title = "approving invoices"
"""


@frozen(kw_only=True)
class Client:
    """Everything of one client that a call may name."""

    slug: str
    tenant_id: TenantId
    owner: ClientUser
    clerk: ClientUser
    gone: UserId
    invited: UserId
    token: str
    key: str
    role: RoleId
    spare: RoleId
    assignment: AssignmentId
    api_key: ApiKeyId
    program: str
    session: SessionId
    signed_in: str
    grant: GrantId
    top: DepartmentId
    below: DepartmentId
    empty: DepartmentId


@frozen(kw_only=True)
class Told:
    """The constants of every copy: its people and every secret issued on the way."""

    staff: Actor
    helper: Any
    helper_key: str
    acme: Client
    bolt: Client
    setup: TenantId
    secrets: tuple[str, ...]


@frozen(kw_only=True)
class World:
    """An application of a test's own over a copy of the two clients."""

    application: Application
    told: Told
    clock: Clock
    stripe: SimulatedStripe
    beneath: sa.Engine | None = None

    @property
    def scopes(self) -> tuple[TenantId, ...]:
        """Return every scope that keeps a journal: the provider's and the clients'."""
        return (PROVIDER, self.told.acme.tenant_id, self.told.bolt.tenant_id, self.told.setup)

    def journals(self) -> dict[TenantId, tuple[Any, ...]]:
        """Read every journal."""
        found = {}
        for scope in self.scopes:
            with self.application.store.read(scope) as work:
                found[scope] = work.journal.entries(limit=100_000)
        return found

    def marks(self) -> dict[TenantId, tuple[int, int, str]]:
        """Return epoch and journal head of every scope: nothing changes without changing one of them."""
        found = {}
        for scope in self.scopes:
            with self.application.store.read(scope) as work:
                found[scope] = (work.epoch, *work.journal.head())
        return found

    def rows(self) -> dict[str, list[Any]]:
        """Return every row that the store keeps, past the store; of memory the shelves themselves."""
        if self.beneath is None:
            spaces = self.application.store._spaces
            return {
                f"{scope} {name}": sorted(map(repr, shelf.rows.items()))
                for scope, space in spaces.items()
                for name, shelf in space.shelves.items()
                if shelf.rows
            }
        with self.beneath.connect() as connection:
            return {
                name: sorted(map(repr, connection.execute(sa.select(table))))
                for name, table in tables_in(EVERY_CONTEXT).items()
            }

    def newest_token(self) -> str:
        """Return the token of the newest invitation."""
        return newest_token(self.application.settings.mail_folder)


class Worlds:
    """Makes worlds over one kind of store; databases are copied from one that was filled once."""

    def __init__(self, kind: str, folder: Path, cluster: Callable[[], Any]) -> None:
        """Say which kind of store, where files may lie, and what gives the PostgreSQL cluster when it is needed."""
        self.kind = kind
        self._folder = folder
        self._cluster = cluster
        self._count = 0
        self._first: tuple[str, Told, datetime] | None = None
        self._memory: tuple[Any, Told, datetime] | None = None

    @contextmanager
    def fresh(self) -> Iterator[World]:
        """Yield a world of the test's own."""
        if self.kind == "memory":
            kept, told, at = self._remembered()
            with self._opened("memory:", Clock(at, SECOND)) as (application, clock, stripe):
                pour(kept, application.store)
                yield World(application=application, told=told, clock=clock, stripe=stripe)
            return
        template, told, at = self._template()
        url = self._copied(template)
        # Past the store, and as whoever owns the database.
        beneath = sa.create_engine(url)
        try:
            with self._opened(url, Clock(at, SECOND), made=True) as (application, clock, stripe):
                yield World(application=application, told=told, clock=clock, stripe=stripe, beneath=beneath)
        finally:
            beneath.dispose()
            if self.kind == "postgres":
                self._cluster().drop(url)

    @contextmanager
    def bare(self) -> Iterator[World]:
        """Yield a world in which nobody is there yet."""
        url = "memory:" if self.kind == "memory" else self._new()
        with self._opened(url, Clock(START, SECOND)) as (application, clock, stripe):
            beneath = None if self.kind == "memory" else sa.create_engine(url)
            yield World(application=application, told=nobody_told(), clock=clock, stripe=stripe, beneath=beneath)
            if beneath is not None:
                beneath.dispose()

    def _template(self) -> tuple[str, Told, datetime]:
        if self._first is None:
            url = self._new()
            with self._opened(url, Clock(START, SECOND)) as (application, clock, _stripe):
                self._first = (url, fill(application, clock), clock.at)
        return self._first

    def _remembered(self) -> tuple[Any, Told, datetime]:
        if self._memory is None:
            with self._opened("memory:", Clock(START, SECOND)) as (application, clock, _stripe):
                told = fill(application, clock)
            self._memory = (application.store, told, clock.at)
        return self._memory

    def _new(self) -> str:
        if self.kind == "postgres":
            return self._cluster().migrated_database()
        self._count += 1
        return f"sqlite:///{self._folder / f'{self._count}.db'}"

    def _copied(self, url: str) -> str:
        if self.kind == "postgres":
            return self._cluster().new_database(url.rsplit("/", 1)[1].split("?", maxsplit=1)[0])
        copy = self._new()
        shutil.copy(url.removeprefix("sqlite:///"), copy.removeprefix("sqlite:///"))
        return copy

    @contextmanager
    def _opened(
        self, url: str, clock: Clock, *, made: bool = False
    ) -> Iterator[tuple[Application, Clock, SimulatedStripe]]:
        self._count += 1
        home = self._folder / f"home {self._count}"
        # One key file for all of them: what was sealed in the template opens in its copies.
        settings = settings_at(
            home,
            database_url=url,
            key_file=str(self._folder / "master.key"),
            provider_name="Lantern Software Ltd",
        )
        if made:
            settings.home.mkdir()
        else:
            initialize(settings, contexts=EVERY_CONTEXT)
        simulated = Simulated.of(clock)
        with open_application(
            settings,
            clock=clock,
            payments=simulated.payments,
            documents=PlainDocuments(),
            services=Street().services,
            contexts=EVERY_CONTEXT,
        ) as application:
            yield application, clock, simulated.stripe


def nobody_told() -> Told:
    """Return the output of a world without anyone in it."""
    nobody: Any = None
    unknown = TenantId(UUID(int=1))
    client = Client(**dict.fromkeys(Client.__annotations__, nobody) | {"tenant_id": unknown})
    return Told(staff=nobody, helper=nobody, helper_key="", acme=client, bolt=client, setup=unknown, secrets=())


def fill(application: Application, clock: Clock) -> Told:
    """Fill an empty store: staff, permissions, two active clients and one in setup."""
    access, secrets = application.access, []
    first = access.staff.first(name="Sam Canary-staff", email="sam.canary@provider.example").key
    staff = access.staff.authenticate(str(first))
    helper, helper_key = hired(application, staff, "Hal Canary-staff", "hal.canary@provider.example", "staff.support")
    settle(application, clock.now())
    application.policy.register_permissions(by=staff, document=PERMISSIONS)
    secrets += [str(first), helper_key]
    desks = (staff, access.staff.authenticate(helper_key))
    acme = _client(application, clock, desks, "acme", secrets)
    bolt = _client(application, clock, desks, "bolt", secrets)
    third = _ready(application, clock, staff, "crow", secrets)[0]
    return Told(
        staff=staff,
        helper=helper,
        helper_key=helper_key,
        acme=acme,
        bolt=bolt,
        setup=third,
        secrets=tuple(secrets),
    )


def _ready(
    application: Application, clock: Clock, staff: Actor, slug: str, secrets: list[str]
) -> tuple[TenantId, ClientUser, str]:
    """Add a client whose instance only waits to be activated."""
    access = application.access
    tenant_id = application.tenancy.add_tenant(by=staff, slug=slug, kind=LicenseeKind.BUSINESS_OPERATOR).tenant_id
    application.tenancy.configure_account(
        by=staff,
        tenant_id=tenant_id,
        legal_name=f"{slug.title()} Canary-legal Ltd",
        country="GB",
        time_zone="Europe/London",
        language="en",
        contact_email=f"canary-office@{slug}.example",
    )
    until = clock.now() + 90 * DAYS
    application.licensing.record_payment(
        by=staff, tenant_id=tenant_id, invoice="INV-1", since=clock.now() - DAYS, until=until
    )
    added = access.people.invite_user(
        by=staff, tenant_id=tenant_id, email=f"ola.canary@{slug}.example", name="Ola Canary-user", owner=True
    )
    key = _joined(application, tenant_id, secrets, application.policy.offered_terms().digest)
    return tenant_id, ClientUser(tenant_id, added.user_id), key


def _client(
    application: Application, clock: Clock, desks: tuple[Actor, Actor], slug: str, secrets: list[str]
) -> Client:
    (staff, helper), access = desks, application.access
    tenant_id, owner, key = _ready(application, clock, staff, slug, secrets)
    application.tenancy.activate(by=staff, tenant_id=tenant_id)
    acting: dict[str, Any] = {"by": owner, "tenant_id": tenant_id}
    top = access.departments.create(**acting, name="Sales").department_id
    below = access.departments.create(**acting, name="Retail", parent_id=top).department_id
    empty = access.departments.create(**acting, name="Attic").department_id
    role = access.roles.create(**acting, name="Clerk", permissions=["invoices.view"]).role_id
    spare = access.roles.create(**acting, name="Approver", permissions=["invoices.*"]).role_id
    people: dict[str, UserId] = {}
    assignments: dict[str, AssignmentId] = {}
    for name, grants in (("kim", (RoleGrant(role, top),)), ("gus", ())):
        added = access.people.invite_user(
            **acting, email=f"{name}.canary@{slug}.example", name=f"{name.title()} Canary-user", grants=grants
        )
        _joined(application, tenant_id, secrets, None)
        people[name] = added.user_id
        if grants:
            assignments[name] = added.assignment_ids[0]
    access.people.deactivate(**acting, user_id=people["gus"])
    program = access.api_keys.create(**acting, name="Till 3", scopes=["invoices.*", "keys.manage"])
    access.sign_in.ask(client=slug, email=f"ola.canary@{slug}.example")
    application.work.worker.drain(tenant_id=tenant_id)
    link = newest_token(application.settings.mail_folder, "sin")
    signed_in = access.sign_in.complete(token=link)
    grant = access.break_glass.ask(
        by=helper,
        tenant_id=tenant_id,
        reason=GrantReason.CLIENT_WISH,
        why="Canary-reason",
        until=clock.now() + timedelta(hours=4),
    )
    secrets += [str(program.key), link, signed_in.key]
    invited = access.people.invite_user(**acting, email=f"ivo.canary@{slug}.example", name="Ivo Canary-user").user_id
    application.work.worker.drain(tenant_id=tenant_id)
    secrets.append(newest_token(application.settings.mail_folder))
    return Client(
        slug=slug,
        tenant_id=tenant_id,
        owner=owner,
        clerk=ClientUser(tenant_id, people["kim"]),
        gone=people["gus"],
        invited=invited,
        token=secrets[-1],
        key=key,
        role=role,
        spare=spare,
        assignment=assignments["kim"],
        api_key=program.api_key.key_id,
        program=str(program.key),
        session=signed_in.session_id,
        signed_in=signed_in.key,
        grant=grant.grant_id,
        top=top,
        below=below,
        empty=empty,
    )


def _joined(application: Application, tenant_id: TenantId, secrets: list[str], terms: str | None) -> str:
    """Deliver the newest invitation and accept it; gives the key."""
    application.work.worker.drain(tenant_id=tenant_id)
    token = newest_token(application.settings.mail_folder)
    accepted = application.access.invitations.accept(token=token, accept_terms=terms)
    secrets += [token, accepted.key]
    return accepted.key
