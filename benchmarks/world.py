"""The world of the questions: one client in good standing, its departments, roles and any number of users.

Everything is enumerated and nothing random, so that every run and every contender gets the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

from attrs import evolve, frozen

from benchmarks.output import progressed
from saas_core.access.model import Assignment, Department, Role, User
from saas_core.access.values import UserState
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import (
    PROVIDER,
    AssignmentId,
    DepartmentId,
    InstanceId,
    LicenseId,
    RoleId,
    TenantId,
    UserId,
)
from saas_core.kernel.work import Transactions
from saas_core.licensing.events import PeriodPaid, TermsAccepted
from saas_core.licensing.model import License
from saas_core.policy.catalogue import Permission
from saas_core.policy.decision import LicenseeKind, Question
from saas_core.policy.shipped import shipped_terms
from saas_core.tenancy.model import Instance, Tenant
from saas_memory.store import MemoryWork

TENANT = TenantId(UUID(int=0xBE7C << 96))
ROLES = 10
PERMISSIONS = 12
PER_ROLE = 3
BRANCHES = 3
DEPTH = 3
DEACTIVATED_EVERY = 50
_CHUNK = 20_000
# A large odd number, so that steps of it visit every user once before any user twice.
_STRIDE = 982_451_653
_LATER = 10_000_000
_MIXING = 0x9E37_79B1


@frozen
class Person:
    """A user with one role, held in a department and those under it or, for None, in the whole instance."""

    user_id: UserId
    role: int
    department_id: DepartmentId | None
    active: bool


@frozen
class World:
    """One client with `users` people and a license until `until`."""

    users: int
    now: datetime
    departments: tuple[Department, ...]
    permissions: tuple[str, ...]
    roles: tuple[Role, ...]
    tenant_id: TenantId = TENANT

    @property
    def until(self) -> datetime:
        """The end of the paid period."""
        return self.now + timedelta(days=30)

    def person(self, number: int) -> Person:
        """Return a user by number; every second one holds their role in a department."""
        department = self.departments[(number // 2) % len(self.departments)].id if number % 2 else None
        return Person(
            user_id=UserId(UUID(int=(1 << 100) + number)),
            role=number // 3 % ROLES,
            department_id=None if department is None else DepartmentId(UUID(int=department.int)),
            active=number % DEACTIVATED_EVERY != DEACTIVATED_EVERY - 1,
        )

    def people(self) -> Iterator[Person]:
        """Yield every user."""
        return (self.person(number) for number in range(self.users))

    def under(self) -> dict[DepartmentId, frozenset[DepartmentId]]:
        """Return each department with itself and all departments below it."""
        parents = {each.id: each.parent for each in self.departments}
        return {each: frozenset(other for other in parents if each in _lineage(other, parents)) for each in parents}

    def question(self, number: int) -> Question:
        """Return a question, with fresh ids as if read from a request; about half of them are allowed.

        Three in four ask for something the role opens; two in three name a department: the user's own, one under it, or
        a sibling.
        """
        person = self.person(number * _STRIDE % self.users)
        # Independent of the user's number, or all questions about one action would concern the same role.
        turn = number * _MIXING >> 8
        role = self.roles[person.role].permissions
        outside = (each for each in self.permissions if each not in role)
        action = next(outside) if turn % 4 == 0 else sorted(role)[turn % PER_ROLE]
        place = self._place(person, turn // 16)
        return Question(
            tenant_id=TenantId(UUID(int=self.tenant_id.int)),
            by=ClientUser(TenantId(UUID(int=self.tenant_id.int)), UserId(UUID(int=person.user_id.int))),
            action=action,
            department_id=None if place is None else DepartmentId(UUID(int=place.int)),
        )

    def _place(self, person: Person, turn: int) -> DepartmentId | None:
        ids = [each.id for each in self.departments]
        own = turn % len(ids) if person.department_id is None else ids.index(person.department_id)
        below = BRANCHES * (own + 1)
        places = (None, ids[own], ids[below if below < len(ids) else own], None, ids[own], ids[own - 1])
        return places[turn % len(places)]

    def questions(self, number: int, *, users: int | None = None) -> list[Question]:
        """Return questions spread evenly over all or some users; none is the first about its user."""
        world = self if users is None else evolve(self, users=min(users, self.users))
        return [world.question(_LATER + each) for each in range(number)]


def world_of(users: int) -> World:
    """Return the world for a number of users."""
    permissions = tuple(f"area{number}.act" for number in range(PERMISSIONS))
    roles = tuple(
        Role(
            id=RoleId(UUID(int=(2 << 100) + number)),
            name=f"Role {number}",
            permissions=frozenset(permissions[(number + each) % PERMISSIONS] for each in range(PER_ROLE)),
        )
        for number in range(ROLES)
    )
    return World(users, datetime.now(UTC), tuple(_tree()), permissions, roles)


def fill(world: World, store: Transactions[MemoryWork]) -> None:
    """Save the world in a store, through its units of work."""
    provide(world, store)
    people = iter(progressed(enumerate(world.people()), "users", total=world.users))
    since = world.now - timedelta(days=30)
    with store.begin(world.tenant_id) as work:
        _set_up(world, work, since)
        work.commit()
    for _ in range(0, world.users, _CHUNK):
        with store.begin(world.tenant_id) as work:
            for number, person in islice(people, _CHUNK):
                _add(work, number, person, world.roles[person.role], since)
            work.commit()


def provide(world: World, store: Transactions[MemoryWork]) -> None:
    """Save what all clients share: the terms and the permissions."""
    with store.begin(PROVIDER) as work:
        work.terms.put(shipped_terms())
        work.permissions.put(tuple(Permission(name, name) for name in world.permissions))
        work.commit()


def take_on(world: World, store: Transactions[MemoryWork]) -> None:
    """Save one client with all its departments, roles and users in one unit of work."""
    since = world.now - timedelta(days=30)
    with store.begin(world.tenant_id) as work:
        _set_up(world, work, since)
        for number, person in enumerate(world.people()):
            _add(work, number, person, world.roles[person.role], since)
        work.commit()


def _set_up(world: World, work: MemoryWork, since: datetime) -> None:
    _open_license(world, work, since)
    for department in world.departments:
        work.departments.save(department, since)
    for role in world.roles:
        work.roles.save(role, since)


def _add(work: MemoryWork, number: int, person: Person, role: Role, since: datetime) -> None:
    state = UserState.ACTIVE if person.active else UserState.DEACTIVATED
    user = User(id=person.user_id, name=f"User {number}", email=f"user{number}@bench.example", state=state)
    work.users.save(user, since)
    work.assignments.add(
        Assignment(
            id=AssignmentId(UUID(int=(4 << 100) + number)),
            user_id=person.user_id,
            role_id=role.id,
            department_id=person.department_id,
            since=since,
        )
    )


def _open_license(world: World, work: MemoryWork, since: datetime) -> None:
    instance, license_id, tenant_id = InstanceId(UUID(int=2)), LicenseId(UUID(int=3)), world.tenant_id
    terms = shipped_terms()
    work.tenants.save(
        Tenant(
            id=tenant_id,
            slug="bench",
            kind=LicenseeKind.BUSINESS_OPERATOR,
            instance=Instance(instance, "us-east-1", since),
            added_at=since,
        )
    )
    work.licenses.open(
        License(id=license_id, tenant_id=tenant_id, instance_id=instance, terms_version=terms.version, opened_at=since)
    )
    facts = (
        TermsAccepted(
            effective_at=since,
            recorded_at=since,
            version=terms.version,
            digest=terms.digest,
            by=world.person(0).user_id,
        ),
        PeriodPaid(effective_at=since, recorded_at=since, invoice="1", since=since, until=world.until),
    )
    work.licenses.append(license_id, facts)


def _tree() -> Iterator[Department]:
    above: list[DepartmentId | None] = [None]
    number = 0
    for _ in range(DEPTH):
        made: list[DepartmentId | None] = []
        for parent in above:
            for _ in range(BRANCHES):
                department = DepartmentId(UUID(int=(3 << 100) + number))
                yield Department(id=department, name=f"Department {number}", parent=parent)
                made.append(department)
                number += 1
        above = made


def _lineage(department: DepartmentId, parents: dict[DepartmentId, DepartmentId | None]) -> Iterator[DepartmentId]:
    at: DepartmentId | None = department
    while at is not None:
        yield at
        at = parents[at]
