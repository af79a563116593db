"""Tenancy over rows kept in this very file: every tenant apart, nothing kept without a commit."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, field

from clock import Clock, Ids
from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import PROVIDER, AssignmentId, InstanceId, StaffId, TenantId
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.work import Reply
from saas_core.policy.actions import LICENSED
from saas_core.policy.catalogue import catalogue
from saas_core.policy.circumstances import Circumstances, LicenseState, Presence, Rights
from saas_core.policy.decision import Decision, LicenseeKind, Question, Refused
from saas_core.policy.judgement import judge
from saas_core.policy.shipped import shipped_terms
from saas_core.tenancy.errors import SlugTaken
from saas_core.tenancy.model import Tenant
from saas_core.tenancy.policies import missing
from saas_core.tenancy.use_cases import Tenancy

GOOD = LicenseState(LICENSED, (), datetime(2026, 7, 1, tzinfo=UTC))
Port = Any  # the rows below stand for ports by their shape
SUPPORT = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))


@define
class Scope:
    """The records of one tenant."""

    tenant: Tenant | None = None
    notes: list[JournalEntryDraft] = field(factory=list)
    replies: dict[str, Reply] = field(factory=dict)
    licenses: list[InstanceId] = field(factory=list)


@define
class World(Clock):
    """The store, the clock, the ids, and what the other contexts say."""

    scopes: dict[TenantId, Scope] = field(factory=dict)
    slugs: dict[str, TenantId] = field(factory=dict)
    at: datetime = datetime(2026, 6, 1, tzinfo=UTC)
    ids: Ids = field(factory=lambda: Ids(100))
    owners: int = 0
    state: LicenseState = GOOD
    rights: Rights = field(factory=lambda: Rights(Presence.ACTIVE, (AssignmentId(UUID(int=7)),)))
    opening_fails: bool = False
    use_cases: Tenancy = field(init=False)

    @use_cases.default
    def _wire(self) -> Tenancy:
        return Tenancy(
            transactions=self,
            clock=self,
            ids=self.ids,
            judge=self,
            directory=self,
            owners=self,
            license_states=States(self),
            license_opening=Opening(self),
            digests=Digests(),
        )

    def scope(self, tenant_id: TenantId) -> Scope:
        """Return what a tenant keeps."""
        return self.scopes.setdefault(tenant_id, Scope())

    @contextmanager
    def begin(self, tenant_id: TenantId) -> Iterator[Unit]:
        """Open a unit of work; what is not committed is forgotten."""
        self.at += timedelta(seconds=1)
        unit = Unit(self, tenant_id, copy.deepcopy(self.scope(tenant_id)), dict(self.slugs))
        yield unit

    read = begin

    def find(self, slug: str) -> TenantId | None:
        """Return whose a short name is."""
        return self.slugs.get(slug)

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Return short names in order."""
        return tuple((slug, self.slugs[slug]) for slug in sorted(self.slugs) if slug > after)[:limit]

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Short names are claimed inside a unit of work only."""
        raise AssertionError

    def count(self, work: Port) -> int:
        """Count owners."""
        assert isinstance(work, Unit)
        return self.owners

    def revoke_invitations(self, work: Port, at: datetime) -> dict[str, list[str]]:
        """Revoke what staff sent."""
        assert isinstance(work, Unit)
        assert at == self.at
        return {"user:1": ["2"]} if self.owners > 1 else {}

    def decide(self, work: Port, question: Question, at: datetime) -> Decision:
        """Judge by the shipped terms."""
        assert isinstance(work, Unit)
        terms = shipped_terms()
        tenant = work.kept.tenant
        known = Circumstances(
            at=at,
            known_at=at,
            terms=terms,
            catalogue=catalogue(terms.actions, terms.reserved),
            licensee=LicenseeKind.BUSINESS_OPERATOR if tenant is None else tenant.kind,
            license=self.state,
            rights=self.rights,
            activated=tenant is not None and tenant.instance.active,
            missing=() if tenant is None else missing(tenant, self.owners),
        )
        return judge(question, known)

    def require(self, work: Port, question: Question, at: datetime) -> Decision:
        """Judge, or refuse."""
        decision = self.decide(work, question, at)
        if not decision.allowed:
            raise Refused(decision)
        return decision


@define
class Unit:
    """One unit of work."""

    world: World
    tenant_id: TenantId
    kept: Scope
    slugs: dict[str, TenantId]

    @property
    def tenants(self) -> Port:
        """The tenant."""
        return self

    @property
    def directory(self) -> Port:
        """Short names."""
        return Claims(self)

    @property
    def journal(self) -> Port:
        """Notes."""
        return self

    @property
    def replies(self) -> Port:
        """First results."""
        return Replies(self.kept.replies)

    @property
    def outbox(self) -> Port:
        """Nothing goes out."""
        raise AssertionError

    @property
    def tasks(self) -> Port:
        """Notices to clients are outside this context."""
        return self

    def want(self, kind: str, subject: str, at: datetime) -> None:
        """Only sweeps are wanted."""
        assert kind == SWEEP

    def get(self) -> Tenant | None:
        """Return the tenant."""
        return self.kept.tenant

    def save(self, tenant: Tenant) -> None:
        """Keep the tenant."""
        assert tenant.id == self.tenant_id
        self.kept.tenant = tenant

    def append(self, draft: JournalEntryDraft) -> None:
        """Keep a note."""
        self.kept.notes.append(draft)

    def commit(self) -> None:
        """Keep all."""
        self.world.scopes[self.tenant_id] = self.kept
        self.world.slugs = self.slugs


@define
class Claims:
    """Short names, claimed."""

    unit: Unit

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Claim one."""
        if self.unit.slugs.setdefault(slug, tenant_id) != tenant_id:
            raise SlugTaken(slug)


@define
class Replies:
    """First results."""

    rows: dict[str, Reply]

    def get(self, key: str) -> Reply | None:
        """Return one."""
        return self.rows.get(key)

    def put(self, reply: Reply) -> None:
        """Keep one."""
        self.rows[reply.key] = reply


@define
class States:
    """The access that licenses open."""

    world: World

    def state(self, work: Port, at: datetime) -> LicenseState:
        """Return what the license opens."""
        assert isinstance(work, Unit)
        assert at == self.world.at
        return self.world.state


@define
class Opening:
    """Opens licenses."""

    world: World

    def open(self, work: Port, tenant_id: TenantId, instance_id: InstanceId, at: datetime) -> dict[str, str]:
        """Open one."""
        assert (work.tenant_id, at) == (tenant_id, self.world.at)
        if self.world.opening_fails:
            raise ConnectionError
        work.kept.licenses.append(instance_id)
        return {}


class Digests:
    """Digests that tests can read."""

    def of(self, value: str) -> str:
        """Return the length only."""
        return f"digest of {len(value)}"


@pytest.fixture
def world() -> World:
    """Return an empty world."""
    return World()


@pytest.fixture
def staff() -> Staff:
    """Return a member of the support staff."""
    return SUPPORT


@pytest.fixture
def provider(world: World) -> Callable[[], Scope]:
    """Return what the provider's own scope keeps, as it now is."""
    return lambda: world.scope(PROVIDER)
