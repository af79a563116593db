"""An application in process with one active client, a clock that a test moves, and ways to reach beneath the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from attrs import define, evolve, field

from clock import Clock
from elsewhere import Elsewhere, Ticks
from mailed import newest_token
from saas_app import Application, initialize, open_application, settings_at
from saas_core.access.values import RoleGrant
from saas_core.gate.check import Gate
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.ids import PROVIDER, DepartmentId, RoleId, StaffId, TenantId, UserId
from saas_core.kernel.journal import EntryKind, JournalEntry
from saas_core.policy.decision import Decision, LicenseeKind, Question
from saas_core.policy.shipped import shipped_document
from saas_local import SystemIds
from saas_memory.space import Shelf

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
END = START + timedelta(days=30)


@define(slots=False)
class Client:
    """A client of the application, with everything its people do in these tests."""

    house: House
    tenant_id: TenantId
    owner: ClientUser | None = None

    def token(self) -> str:
        """Return the token of the one invitation that waits in the outbox."""
        folder = self.house.application.settings.mail_folder
        before = set(folder.glob("*.eml"))
        self.house.application.work.worker.drain(tenant_id=self.tenant_id)
        return newest_token(folder, but=before)

    def invite(self, name: str, *grants: RoleGrant, by: Actor | None = None, owner: bool = False) -> ClientUser:
        """Invite someone; the mail waits in the outbox."""
        added = self.house.application.access.people.invite_user(
            by=by or self.owner or self.house.staff,
            tenant_id=self.tenant_id,
            email=f"{name}@client.example",
            name=name,
            grants=grants,
            owner=owner,
        )
        return ClientUser(self.tenant_id, added.user_id)

    def joined(self, name: str, *grants: RoleGrant, by: Actor | None = None, owner: bool = False) -> ClientUser:
        """Add someone who accepts at once."""
        user = self.invite(name, *grants, by=by, owner=owner)
        token, invitations = self.token(), self.house.application.access.invitations
        invitations.accept(token=token, accept_terms=invitations.look(token=token).terms_to_accept)
        return user

    def department(self, name: str, parent: DepartmentId | None = None) -> DepartmentId:
        """Create a department."""
        departments = self.house.application.access.departments
        made = departments.create(by=self.owner, tenant_id=self.tenant_id, name=name, parent_id=parent)
        return made.department_id

    def role(self, name: str, *permissions: str) -> RoleId:
        """Create a role."""
        roles = self.house.application.access.roles
        return roles.create(by=self.owner, tenant_id=self.tenant_id, name=name, permissions=permissions).role_id

    def pay(self, invoice: str, since: datetime, until: datetime, paid_at: datetime | None = None) -> None:
        """Record a payment."""
        self.house.application.licensing.record_payment(
            by=self.house.staff,
            tenant_id=self.tenant_id,
            invoice=invoice,
            since=since,
            until=until,
            paid_at=paid_at,
        )

    def question(self, by: Actor, action: str = "invoices.approve", place: DepartmentId | None = None) -> Question:
        """Make a question about this client."""
        return Question(self.tenant_id, by, action, department_id=place)

    def check(
        self,
        by: Actor,
        action: str = "invoices.approve",
        place: DepartmentId | None = None,
        *,
        at: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Decision:
        """Ask the gate."""
        question = self.question(by, action, place)
        return self.house.application.gate.check(question, at=at, known_at=known_at)


@define(slots=False)
class House:
    """The provider's house: the application, its clock, and its first member of staff."""

    application: Application
    clock: Clock
    staff: Actor = field(init=False)

    def __attrs_post_init__(self) -> None:
        desk = self.application.access.staff
        self.staff = desk.authenticate(str(desk.first(name="Sam", email="sam@provider.example").key))
        self.register("invoices.approve")

    def register(self, name: str) -> None:
        """Register a permission."""
        document = f'[[permission]]\nname = "{name}"\ntitle = "{name}"\n'
        self.application.policy.register_permissions(by=self.staff, document=document.encode())

    def publish(self, version: str, since: datetime, *, extra: str = "") -> None:
        """Publish a version of the terms, with something more at its end."""
        text = shipped_document().decode().replace('version = "2026-02"', f'version = "{version}"', 1)
        text = text.replace("2026-02-01T00:00:00Z", since.strftime("%Y-%m-%dT%H:%M:%SZ"), 1)
        self.application.policy.publish_terms(by=self.staff, document=(text + extra).encode())

    def added(self, slug: str) -> Client:
        """Add a client, still in setup."""
        tenancy = self.application.tenancy
        tenant = tenancy.add_tenant(by=self.staff, slug=slug, kind=LicenseeKind.END_USER)
        return Client(self, tenant.tenant_id)

    def activated(self, slug: str) -> Client:
        """Add a client with an owner, paid for until END, and activate it."""
        client, tenancy = self.added(slug), self.application.tenancy
        tenancy.configure_account(
            by=self.staff,
            tenant_id=client.tenant_id,
            legal_name=slug,
            country="DE",
            time_zone="Europe/Berlin",
            language="de",
            contact_email="office@client.example",
        )
        client.pay("1", START, END)
        client.owner = client.joined("olivia", by=self.staff, owner=True)
        tenancy.activate(by=self.staff, tenant_id=client.tenant_id)
        return client

    def journal(self, tenant_id: TenantId) -> tuple[JournalEntry, ...]:
        """Read a whole journal, past the application."""
        with self.application.store.read(tenant_id) as work:
            return work.journal.entries(limit=100_000)

    def shelf(self, tenant_id: TenantId, table: str) -> Shelf:
        """Return the committed rows of a table, past every port."""
        return self.application.store._spaces[tenant_id].shelves[table]

    def tamper(self, tenant_id: TenantId, position: int) -> None:
        """Alter a journal entry where it lies."""
        rows = self.shelf(tenant_id, "journal").rows
        kind = EntryKind.REFUSAL if rows[position].kind is EntryKind.CHANGE else EntryKind.CHANGE
        rows[position] = evolve(rows[position], kind=kind)


@define(slots=False)
class Office:
    """Departments of a client, and someone who may approve invoices in one of them and under it."""

    sales: DepartmentId
    europe: DepartmentId
    stores: DepartmentId
    role: RoleId
    clerk: ClientUser


@pytest.fixture
def clock() -> Clock:
    return Clock(START, timedelta(seconds=1))


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    settings = settings_at(tmp_path / "home", database_url="memory:")
    initialize(settings)
    with open_application(settings, clock=clock) as application:
        yield House(application, clock)


@pytest.fixture
def client(house: House) -> Client:
    return house.activated("acme")


@pytest.fixture
def office(client: Client) -> Office:
    sales, stores = client.department("sales"), client.department("stores")
    europe = client.department("europe", sales)
    role = client.role("approvers", "invoices.approve")
    return Office(sales, europe, stores, role, client.joined("carl", RoleGrant(role, sales)))


@pytest.fixture
def staff_with() -> Callable[..., Staff]:
    """Return a way to make a member of staff with permissions."""

    def make(*permissions: str) -> Staff:
        return Staff(StaffId(UUID(int=9)), frozenset(permissions))

    return make


@pytest.fixture
def nobody(client: Client) -> ClientUser:
    """Return someone who falsely claims to be a user of the client."""
    return ClientUser(client.tenant_id, UserId(UUID(int=77)))


@pytest.fixture
def provider() -> TenantId:
    return PROVIDER


@pytest.fixture
def end() -> datetime:
    """Return the instant at which the period that was paid ends."""
    return END


@pytest.fixture
def codes() -> Callable[[Decision], list[str]]:
    """Return a way to read the codes of a decision's reasons."""
    return lambda decision: [each.code.value for each in decision.reasons]


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def elsewhere(house) -> Elsewhere:
    return Elsewhere(house.application.store)


@pytest.fixture
def still(client, clock) -> Clock:
    """Stand still after the client was set up."""
    assert client.owner
    return Clock(clock.at + timedelta(hours=1))


@pytest.fixture
def gate(elsewhere, still, ticks) -> Gate:
    """Return a gate of another process, over the same store."""
    return Gate(store=elsewhere, clock=still, ids=SystemIds(), ticks=ticks)
