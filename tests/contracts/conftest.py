"""The stores under contract, and samples of everything they keep."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from saas_core.access.model import Assignment, Department, Invitation, Key, Role, StaffMember, User
from saas_core.access.values import UserState
from saas_core.kernel.actors import System
from saas_core.kernel.ids import (
    AssignmentId,
    DepartmentId,
    EffectId,
    EntryId,
    InstanceId,
    InvitationId,
    KeyId,
    LicenseId,
    RoleId,
    StaffId,
    TenantId,
    UserId,
)
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.work import Effect
from saas_core.licensing.model import License
from saas_core.policy.decision import LicenseeKind
from saas_core.tenancy.model import Account, Instance, Tenant
from saas_memory import MemoryStore
from saas_sql import SqlStore, migrate

START = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "saas.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Yield each kind of store in turn, empty."""
    if request.param == "memory":
        yield MemoryStore(patience=0.2)
        return
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    else:
        file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "a store.db")
        url = f"sqlite:///{file}"
    kept = SqlStore(url)
    yield kept
    kept.close()


class Samples:
    """Makes things, each with an id of its own unless one is given."""

    def __init__(self) -> None:
        """Begin to count."""
        self._numbers = count(1)

    def id(self) -> Any:
        """Return the next id; later ones sort behind."""
        return UUID(int=(next(self._numbers) << 64) + 7)

    def at(self, minutes: float = 0) -> datetime:
        """Return an instant some minutes after the start."""
        return START + timedelta(minutes=minutes)

    def note(self, **given: Any) -> JournalEntryDraft:
        """Make a note for the journal."""
        fields = {
            "id": EntryId(self.id()),
            "at": START,
            "by": System("test"),
            "action": "tests.do",
            "subject": "thing:1",
            "details": {"a": 1, "nested": {"b": [True, None, "ü\u0000"]}},
        }
        return JournalEntryDraft(**{**fields, **given})

    def message(self, **given: Any) -> Effect:
        """Make an effect for the outbox."""
        fields = {
            "id": EffectId(self.id()),
            "at": START,
            "kind": "mail",
            "aggregate": "user:1",
            "body": {"to": "x", "n": 3, "deep": [{"y": False}]},
        }
        return Effect(**{**fields, **given})

    def user(self, **given: Any) -> User:
        """Make a user with an address of its own."""
        user_id = self.id()
        fields = {"id": UserId(user_id), "name": "Ada Ünal", "email": f"u{user_id.int >> 64}@example.com"}
        return User(**{**fields, "state": UserState.ACTIVE, **given})

    def role(self, **given: Any) -> Role:
        """Make a role."""
        fields = {"id": RoleId(self.id()), "name": "Clerk", "permissions": frozenset({"orders.read", "orders.write"})}
        return Role(**{**fields, **given})

    def department(self, **given: Any) -> Department:
        """Make a department."""
        return Department(**{"id": DepartmentId(self.id()), "name": "Sales", **given})

    def assignment(self, user: User, role: Role, **given: Any) -> Assignment:
        """Make an assignment of the role to the user."""
        fields = {"id": AssignmentId(self.id()), "user_id": user.id, "role_id": role.id, "department_id": None}
        return Assignment(**{**fields, "since": START, **given})

    def invitation(self, user: User, **given: Any) -> Invitation:
        """Make an invitation of the user."""
        number = self.id()
        fields = {
            "id": InvitationId(number),
            "user_id": user.id,
            "token_hash": f"{number.int:064x}",
            "created_at": START,
            "expires_at": START + timedelta(days=7),
        }
        return Invitation(**{**fields, **given})

    def key(self, tenant_id: TenantId, **given: Any) -> Key:
        """Make a key."""
        number = self.id()
        fields = {"id": KeyId(number), "tenant_id": tenant_id, "holder": "user:1", "secret_hash": "ab" * 32}
        return Key(**{**fields, "created_at": START, **given})

    def member(self, **given: Any) -> StaffMember:
        """Make a member of staff."""
        fields = {"id": StaffId(self.id()), "name": "Sam", "email": "sam@provider.example"}
        return StaffMember(**{**fields, "permissions": frozenset({"staff.support", "staff.admin"}), **given})

    def tenant(self, tenant_id: TenantId, **given: Any) -> Tenant:
        """Make a tenant that is set up in part."""
        fields = {
            "id": tenant_id,
            "slug": "acme",
            "kind": LicenseeKind.BUSINESS_OPERATOR,
            "instance": Instance(id=InstanceId(self.id()), region="eu-west-1"),
            "added_at": START,
        }
        return Tenant(**{**fields, **given})

    def account(self, **given: Any) -> Account:
        """Make an account."""
        fields = {
            "legal_name": "Acme Trading Ltd",
            "country": "DE",
            "time_zone": "Europe/Berlin",
            "language": "de",
            "contact_email": "office@acme.example",
        }
        return Account(**{**fields, **given})

    def license(self, tenant_id: TenantId, **given: Any) -> License:
        """Make a license without facts."""
        fields = {
            "id": LicenseId(self.id()),
            "tenant_id": tenant_id,
            "instance_id": InstanceId(self.id()),
            "terms_version": "2026-01",
            "opened_at": START,
        }
        return License(**{**fields, **given})


@pytest.fixture
def some() -> Samples:
    """Return the maker of samples."""
    return Samples()


@pytest.fixture
def tenant(some: Samples) -> TenantId:
    """Return a tenant's id."""
    return TenantId(some.id())


@pytest.fixture
def other(some: Samples) -> TenantId:
    """Return another tenant's id."""
    return TenantId(some.id())


@pytest.fixture
def change(store: Any, tenant: TenantId) -> Callable[[Callable[[Any], None]], None]:
    """Return a way to carry out changes on the tenant in one unit of work."""

    def carry_out(do: Callable[[Any], None]) -> None:
        with store.begin(tenant) as work:
            do(work)
            work.commit()

    return carry_out
