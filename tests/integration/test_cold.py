"""The first check of a client and of a user: what a snapshot rests on is read at once, and is what one by one gives."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from saas_core.gate.check import Gate
from saas_core.gate.informants import Informants
from saas_core.gate.room import Bounds, Room
from saas_core.gate.snapshot import Snapshot
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import LicenseeKind, Question
from saas_local import SystemClock, SystemIds
from saas_sql import SqlStore

Anything = Any
# What begins and ends a transaction, and on SQLite each query of the basis, goes past what is listened to.
BEGINNINGS = ("PRAGMA", "BEGIN")


@pytest.mark.parametrize("whose", ["client", "provider"])
def test_what_is_read_at_once_is_what_is_read_one_by_one(company: Anything, whose: str) -> None:
    """License and facts, terms, permissions, grants, roles, departments, and the tenant with its head."""
    application, store = company.application, company.application.store
    tenant_id = PROVIDER if whose == "provider" else company.tenant_id
    access, by = application.access, {"by": company.owners[0], "tenant_id": company.tenant_id}
    top = access.departments.create(**by, name="Sales").department_id
    access.departments.create(**by, name="Retail", parent_id=top)
    gone = access.departments.create(**by, name="Closed").department_id
    access.departments.remove(**by, department_id=gone)
    role = access.roles.create(**by, name="Exporter", permissions=["data.export"]).role_id
    access.roles.edit(**by, role_id=role, permissions=("data.export", "people.manage"))
    at, room = SystemClock().now(), Room(Bounds())
    with store.read(tenant_id) as work:
        one_by_one = Snapshot.of(work, Informants(), at, room)
    with store.basis(tenant_id) as work:
        at_once = Snapshot.of(work, Informants(), at, room)
    assert at_once.known == one_by_one.known
    assert at_once.organization == one_by_one.organization
    assert (at_once.own_edition, at_once.until) == (one_by_one.own_edition, one_by_one.until)
    assert whose == "provider" or (len(at_once.organization.roles), len(at_once.organization.tree.departments)) == (
        2,
        2,
    )


def test_a_cold_client_and_a_cold_user_are_one_round_trip_each(company: Anything, database: Anything) -> None:
    """Besides the look; nothing is asked one by one."""
    other = SqlStore(database.url)
    gate = Gate(store=other, clock=SystemClock(), ids=SystemIds())
    heard: list[str] = []

    @sa.event.listens_for(other._engine, "before_cursor_execute")
    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    try:
        for by in company.owners:
            assert gate.check(Question(company.tenant_id, by, "people.manage")).allowed
    finally:
        other.close()
    assert [each for each in heard if not each.startswith(BEGINNINGS)] == []
    assert database.kind != "postgresql" or heard == []


def test_a_client_in_setup_is_answered_from_the_same_state(company: Anything) -> None:
    """What is asked besides the basis, such as who its owners are, is asked in its transaction."""
    application = company.application
    added = application.tenancy.add_tenant(by=company.staff, slug="rye", kind=LicenseeKind.END_USER)
    question = Question(added.tenant_id, company.staff, "setup.activation")
    decision = application.gate.check(question)
    assert decision == application.gate.check(question, at=decision.at, known_at=decision.at)
    # A unit of work that began by hand leaves nothing behind.
    application.tenancy.add_tenant(by=company.staff, slug="corn", kind=LicenseeKind.END_USER)


def test_a_basis_is_asked_for_again_on_a_new_connection(
    postgres: Anything, tenant: Anything, journaled: Anything
) -> None:
    """After the server ended all sessions; and a basis changes nothing."""
    journaled(postgres.store, tenant)
    postgres.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()"
    )
    with postgres.store.basis(tenant) as work:
        assert work.epoch == 1
        assert work.journal.head()[0] == 1
