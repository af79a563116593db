"""Rows that are only ever added, and the owner that always stays, held by the databases themselves."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from attrs import evolve
from uuid_utils.compat import uuid7

from saas_core.access.model import EVERYTHING, Assignment, Role, User
from saas_core.access.values import UserState
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import AssignmentId, InstanceId, LicenseId, RoleId, TenantId, UserId
from saas_core.licensing.events import InvoiceOverdue
from saas_core.licensing.model import License
from saas_core.policy.shipped import shipped_terms

Anything = Any
AT = shipped_terms().effective_from


def _owners(store: Anything, tenant: TenantId, *states: UserState) -> list[Assignment]:
    role = Role(id=RoleId(uuid7()), name="Owner", permissions=frozenset({EVERYTHING}), built_in=True)
    given = []
    with store.begin(tenant) as work:
        work.roles.save(role, AT)
        for number, state in enumerate(states):
            user = User(id=UserId(uuid7()), name="Ada", email=f"o{number}@example.com", state=state)
            work.users.save(user, AT)
            given.append(
                Assignment(id=AssignmentId(uuid7()), user_id=user.id, role_id=role.id, department_id=None, since=AT)
            )
            work.assignments.add(given[-1])
        work.commit()
    return given


@pytest.mark.parametrize("table", ["journal_entries", "license_facts"])
@pytest.mark.parametrize("change", ["UPDATE {table} SET kind = kind", "DELETE FROM {table}", "TRUNCATE {table}"])
def test_not_even_the_owner_changes_what_is_only_added(
    database: Anything, tenant: TenantId, journaled: Anything, table: str, change: str
) -> None:
    """A trigger refuses updates, deletions and, where there is such a thing, truncation."""
    journaled(database.store, tenant)
    license_ = License(
        id=LicenseId(uuid7()),
        tenant_id=tenant,
        instance_id=InstanceId(uuid7()),
        terms_version="1",
        opened_at=AT,
        facts=(InvoiceOverdue(effective_at=AT, recorded_at=AT, invoice="1"),),
    )
    with database.store.begin(tenant) as work:
        work.licenses.open(license_)
        work.commit()
    if database.kind == "sqlite" and change.startswith("TRUNCATE"):
        change = "DELETE FROM {table} WHERE true"
    with pytest.raises(sa.exc.IntegrityError, match="only ever added"):
        database.run(change.format(table=table))
    assert database.ask(f"SELECT count(*) FROM {table}") == [(1,)]


def test_the_database_keeps_the_last_active_owner_assigned(postgres: Anything, tenant: TenantId) -> None:
    """Ending the only active owner's assignment does not commit, though nothing above refused it."""
    only, invited = _owners(postgres.store, tenant, UserState.ACTIVE, UserState.INVITED)

    def end(assignment: Assignment) -> None:
        with postgres.store.begin(tenant) as work:
            work.assignments.end(assignment.id, AT.replace(hour=5))
            work.commit()

    with pytest.raises(StoreFault):
        end(only)
    end(invited)
    with postgres.store.read(tenant) as work:
        assert work.assignments.of_role(only.role_id) == (only,)


@pytest.mark.parametrize("hour", [0, 5], ids=["in place", "from later on"])
def test_the_database_keeps_the_last_active_owner_active(postgres: Anything, tenant: TenantId, hour: int) -> None:
    """Deactivating the only active owner does not commit."""
    only, _invited = _owners(postgres.store, tenant, UserState.ACTIVE, UserState.INVITED)

    def deactivate() -> None:
        with postgres.store.begin(tenant) as work:
            owner = work.users.get(only.user_id)
            work.users.save(evolve(owner, state=UserState.DEACTIVATED), AT.replace(hour=hour))
            work.commit()

    with pytest.raises(StoreFault):
        deactivate()
    with postgres.store.read(tenant) as work:
        assert work.users.get(only.user_id).state is UserState.ACTIVE


def test_an_owner_hands_over_in_one_unit_of_work(postgres: Anything, tenant: TenantId) -> None:
    """The state at the commit counts: the former owner may go before the new one is active."""
    former, heir = _owners(postgres.store, tenant, UserState.ACTIVE, UserState.INVITED)
    with postgres.store.begin(tenant) as work:
        work.assignments.end(former.id, AT.replace(hour=5))
        work.users.save(work.users.get(heir.user_id).activated(), AT.replace(hour=5))
        work.commit()
    with postgres.store.read(tenant) as work:
        assert work.assignments.of_role(heir.role_id) == (heir,)


def test_a_tenant_without_an_active_owner_yet_is_free_to_change(postgres: Anything, tenant: TenantId) -> None:
    """During setup an invited owner can be replaced by another."""
    (invited,) = _owners(postgres.store, tenant, UserState.INVITED)
    with postgres.store.begin(tenant) as work:
        work.assignments.end(invited.id, AT.replace(hour=5))
        work.commit()
    with postgres.store.read(tenant) as work:
        assert work.assignments.of_role(invited.role_id) == ()


def test_the_database_has_one_built_in_role_and_one_license_for_a_tenant(database: Anything, tenant: TenantId) -> None:
    """A second one does not fit in, whoever writes it."""
    _owners(database.store, tenant, UserState.ACTIVE)
    ids = [uuid7() for _ in range(3)]
    shown = [each.hex if database.kind == "sqlite" else str(each) for each in (tenant, *ids)]
    with pytest.raises(sa.exc.IntegrityError):
        database.run(f"INSERT INTO roles (tenant_id, id, built_in) VALUES ('{shown[0]}', '{shown[1]}', true)")
    one = "INSERT INTO licenses (tenant_id, id, instance_id, terms_version, opened_at)"
    values = "VALUES ('{0}', '{1}', '{3}', '1', '2026-01-01')"
    database.run(f"{one} {values.format(*shown)}")
    shown[1] = shown[2]
    with pytest.raises(sa.exc.IntegrityError):
        database.run(f"{one} {values.format(*shown)}")
