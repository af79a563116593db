"""A small company over the store in process, judged by the shipped terms; active unless a test says otherwise."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from attrs import define, field

from clock import Clock, Ids
from saas_core.access.model import StaffMember
from saas_core.access.policies import Tree, holdings, rights
from saas_core.access.policies.rights import PRESENCE
from saas_core.access.queries.views import AcceptedView, AddedUserView
from saas_core.access.use_cases import (
    ApiKeys,
    BreakGlass,
    Departments,
    Imports,
    Inquiries,
    Invitations,
    Myself,
    Names,
    People,
    Rehearsal,
    Roles,
    SignIn,
    StaffDesk,
)
from saas_core.access.values import RoleGrant
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.errors import Conflict
from saas_core.kernel.ids import PROVIDER, DepartmentId, RoleId, StaffId, TenantId, UserId
from saas_core.kernel.journal import JournalEntry
from saas_core.kernel.work import Effect
from saas_core.policy.actions import LICENSED
from saas_core.policy.catalogue import Permission, catalogue
from saas_core.policy.circumstances import Circumstances, LicenseState, Presence, Rights
from saas_core.policy.decision import Decision, LicenseeKind, Question, Refused
from saas_core.policy.judgement import judge
from saas_core.policy.shipped import shipped_terms
from saas_local import InternationalAddresses
from saas_memory.store import MemoryStore, MemoryWork

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
GOOD = LicenseState(LICENSED, (), datetime(2027, 6, 1, tzinfo=UTC))
OPERATIONS = ("invoices.read", "invoices.approve", "stock.adjust")
SUPPORT = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))
TENANT = TenantId(UUID(int=1))
TERMS = shipped_terms()
DIGEST = "d" * 64


class Secrets:
    """Secrets that can be told apart, with the signs that real ones have."""

    def __init__(self) -> None:
        self.last = 0

    def new(self) -> str:
        self.last += 1
        return f"s3cret_-{self.last}"


class Keys:
    """Digests and seals that a test can look into."""

    def of(self, value: str) -> str:
        return hashlib.sha256(b"key" + value.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def seal(self, text: str, context: str) -> str:
        return f"{context}|{text}".encode().hex()

    def open(self, sealed: str, context: str) -> str:
        found, _, text = bytes.fromhex(sealed).decode().partition("|")
        assert found == context
        return text


class Acceptance:
    """The terms of the license, accepted or not."""

    def __init__(self) -> None:
        self.by: UserId | None = None

    def accept(self, _work: MemoryWork, user_id: UserId, digest: str, _at: datetime) -> dict[str, str]:
        if digest != DIGEST:
            message = "is not the digest of the terms offered."
            raise Conflict(message, field="accept_terms")
        self.by = user_id
        return {}

    def pending(self, _work: MemoryWork, _at: datetime) -> str | None:
        return DIGEST if self.by is None else None


class ClientNames:
    """The name of the one client."""

    def name(self, _work: MemoryWork) -> str:
        return "Acme Ltd"


@define(slots=False)
class TestJudge:
    """The judgement itself, over the rows of the unit of work."""

    __test__ = False
    activated: bool = True
    license: LicenseState = GOOD

    def decide(self, work: MemoryWork, question: Question, at: datetime) -> Decision:
        actions = catalogue(TERMS.actions, TERMS.reserved, [Permission(each, each) for each in OPERATIONS])
        row = actions.find(question.action)
        assert row is not None
        user = work.users.get(question.by.user_id) if isinstance(question.by, ClientUser) else None
        found = Rights(Presence.UNKNOWN)
        if user is not None:
            held = holdings(work.assignments.of_user(user.id), work.roles.all())
            wanted, place = row.permission or "none.needed", question.department_id
            found = rights(PRESENCE[user.state], held, Tree.of(work.departments.all()), wanted, place)
        known = Circumstances(
            at=at,
            known_at=at,
            terms=TERMS,
            catalogue=actions,
            licensee=LicenseeKind.BUSINESS_OPERATOR,
            license=self.license,
            rights=found,
            activated=self.activated,
            grants=work.break_glass.in_force(at),
        )
        return judge(question, known)

    def require(self, work: MemoryWork, question: Question, at: datetime) -> Decision:
        decision = self.decide(work, question, at)
        if not decision.allowed:
            raise Refused(decision)
        return decision


@define(slots=False)
class Company:
    """A client's users, roles and departments, and the desks that manage them."""

    store: MemoryStore = field(factory=MemoryStore)
    clock: Clock = field(factory=lambda: Clock(START, timedelta(seconds=1)))
    ids: Ids = field(factory=lambda: Ids(1000))
    secrets: Secrets = field(factory=Secrets)
    keys: Keys = field(factory=Keys)
    judge: TestJudge = field(factory=TestJudge)
    acceptance: Acceptance = field(factory=Acceptance)
    owner: ClientUser = field(init=False)

    def __attrs_post_init__(self) -> None:
        shared = {"transactions": self.store, "clock": self.clock, "ids": self.ids, "judge": self.judge}
        sealing = {"secrets": self.secrets, "sealer": self.keys}
        addresses = InternationalAddresses()
        self.people = People(**shared, **sealing, digests=self.keys, addresses=addresses)
        self.imports = Imports(**shared, **sealing, digests=self.keys, addresses=addresses)
        self.invitations = Invitations(**shared, **sealing, acceptance=self.acceptance)
        self.departments = Departments(**shared)
        self.roles = Roles(**shared)
        self.names = Names(**shared)
        self.inquiries = Inquiries(**shared)
        self.rehearsal = Rehearsal(**shared)
        self.myself = Myself(**shared, clients=ClientNames())
        self.staff = StaffDesk(**shared, **sealing, digests=self.keys, uses=self.store.uses, addresses=addresses)
        self.api_keys = ApiKeys(**shared, digests=self.keys, secrets=self.secrets)
        self.sign_in = SignIn(**shared, **sealing, directory=self.store.directory)
        self.break_glass = BreakGlass(**shared, **sealing, digests=self.keys)
        with self.store.begin(PROVIDER) as work:
            work.terms.put(TERMS)
            work.permissions.put(tuple(Permission(each, each) for each in OPERATIONS))
            work.commit()
        self.judge.activated = False
        added = self.invite("Olivia", by=SUPPORT, owner=True)
        self.accept(added.user_id, DIGEST)
        self.owner = ClientUser(TENANT, added.user_id)
        self.judge.activated = True

    def invite(self, name: str, *grants: RoleGrant, by: Actor | None = None, owner: bool = False) -> AddedUserView:
        """Invite someone with an address of that name."""
        email = f"{name.lower()}@acme.example"
        return self.people.invite_user(
            by=by or self.owner, tenant_id=TENANT, email=email, name=name, grants=grants, owner=owner
        )

    def token(self, user_id: UserId) -> str:
        """Return the newest token on its way to a user."""
        newest = next(each for each in reversed(self.mails()) if each.body["user"] == str(user_id))
        return self.keys.open(str(newest.body["sealed"]), f"invitation:{TENANT}:{user_id}")

    def hired(self, staff_id: StaffId, *permissions: str, days: int = 40, made_by: str | None = None) -> Staff:
        """Keep a member of staff who came some days ago, made by the setup unless another one is named."""
        with self.store.begin(PROVIDER) as work:
            member = StaffMember(
                id=staff_id,
                name=f"Member {staff_id.int}",
                email=f"{staff_id.int}@provider.example",
                permissions=frozenset(permissions),
                since=self.clock.at - timedelta(days=days),
                made_by=made_by or "system:setup",
            )
            work.staff.save(member, self.clock.at)
            work.commit()
        return Staff(staff_id, frozenset(permissions))

    def staff_token(self, staff_id: StaffId) -> str:
        """Return the newest token on its way to a member of staff."""
        with self.store.read(PROVIDER) as work:
            mails = work.outbox.pending(limit=100_000)
        newest = next(each for each in reversed(mails) if each.body.get("staff") == str(staff_id))
        return self.keys.open(str(newest.body["sealed"]), f"staff-key:{staff_id}")

    def fetched(self, staff_id: StaffId) -> str:
        """Return the key that a member of staff fetches with the newest link."""
        key = self.staff.fetch_key(token=self.staff_token(staff_id)).key
        assert key is not None
        return key

    def accept(self, user_id: UserId, terms: str | None = None) -> AcceptedView:
        """Accept the newest invitation of a user."""
        return self.invitations.accept(token=self.token(user_id), accept_terms=terms)

    def joined(self, name: str, *grants: RoleGrant, owner: bool = False) -> ClientUser:
        """Add someone who accepts at once."""
        added = self.invite(name, *grants, owner=owner)
        self.accept(added.user_id)
        return ClientUser(TENANT, added.user_id)

    def role(self, name: str, *permissions: str, by: Actor | None = None) -> RoleId:
        """Create a role."""
        return self.roles.create(by=by or self.owner, tenant_id=TENANT, name=name, permissions=permissions).role_id

    def department(self, name: str, parent: DepartmentId | None = None, by: Actor | None = None) -> DepartmentId:
        """Create a department."""
        made = self.departments.create(by=by or self.owner, tenant_id=TENANT, name=name, parent_id=parent)
        return made.department_id

    @property
    def owner_role(self) -> RoleId:
        """The built-in role."""
        with self.store.read(TENANT) as work:
            return next(each.id for each in work.roles.all() if each.built_in)

    def journal(self, tenant_id: TenantId = TENANT) -> tuple[JournalEntry, ...]:
        """Read the whole journal."""
        with self.store.read(tenant_id) as work:
            return work.journal.entries(limit=100_000)

    def mails(self) -> tuple[Effect, ...]:
        """Read the mails on their way."""
        with self.store.read(TENANT) as work:
            return work.outbox.pending(limit=100_000)

    def may(self, who: ClientUser, permission: str, department: DepartmentId | None = None) -> bool:
        """Return whether the roles of an active user allow something."""
        with self.store.read(TENANT) as work:
            user = work.users.get(who.user_id)
            assert user is not None
            held = holdings(work.assignments.of_user(user.id), work.roles.all())
            found = rights(PRESENCE[user.state], held, Tree.of(work.departments.all()), permission, department)
            return found.presence is Presence.ACTIVE and bool(found.through)


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def tenant() -> TenantId:
    return TENANT
