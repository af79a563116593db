"""PostgreSQL itself keeps tenants apart, whatever a query forgets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from saas_core.access.model import User
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, TenantId, UserId
from saas_core.policy.catalogue import Permission
from saas_core.policy.shipped import shipped_terms
from saas_sql.catalogue import outside_tenants, tables_in

Anything = Any
OUTSIDE = outside_tenants() | {"alembic_version"}
TABLES = sorted(set(tables_in()) - OUTSIDE)


@pytest.fixture
def filled(postgres: Anything, tenant: TenantId, journaled: Anything) -> Anything:
    """Return a database in which two tenants and the provider keep something."""
    for number, each in enumerate((tenant, TenantId(uuid7()))):
        journaled(postgres.store, each)
        with postgres.store.begin(each) as work:
            work.users.save(User(id=UserId(uuid7()), name="Ada", email=f"a{number}@example.com"), _now())
            work.commit()
    with postgres.store.begin(PROVIDER) as work:
        work.terms.put(shipped_terms())
        work.permissions.put((Permission("a.b", "A"),))
        work.commit()
    return postgres


@pytest.fixture
def as_role(filled: Anything) -> Iterator[sa.Connection]:
    """Yield a connection in the application's role, with no tenant named."""
    with filled.beneath.connect() as connection:
        connection.exec_driver_sql("SET LOCAL ROLE saas_app_role")
        yield connection


def _now() -> Any:
    return shipped_terms().effective_from


def _name(connection: sa.Connection, value: str) -> None:
    connection.execute(sa.select(sa.func.set_config("app.tenant_id", value, sa.literal(value=True))))


def _count(connection: sa.Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_every_table_is_under_a_policy_that_its_owner_obeys_too(postgres: Anything) -> None:
    """No table of a tenant lacks row-level security, its force, or a policy; no table is unknown."""
    rows = postgres.ask(
        "SELECT relname, relrowsecurity, relforcerowsecurity,"
        " (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid) FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
    )
    found = {name: (enabled, forced, policies > 0) for name, enabled, forced, policies in rows}
    assert set(found) == {*TABLES, *OUTSIDE}
    assert {name for name, held in found.items() if held != (True, True, True)} == OUTSIDE


def test_every_key_begins_with_the_tenant(postgres: Anything) -> None:
    """Primary keys, unique constraints, indexes and both sides of foreign keys have the tenant first."""
    rows = postgres.ask(
        "SELECT c.relname, i.relname, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid"
        " JOIN pg_class i ON i.oid = x.indexrelid"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]"
        " WHERE c.relnamespace = current_schema()::regnamespace"
    )
    assert {(index, first) for table, index, first in rows if table not in OUTSIDE and first != "tenant_id"} == set()
    for table in tables_in().values():
        for key in table.foreign_key_constraints:
            assert [key.column_keys[0], key.elements[0].column.name] == ["tenant_id", "tenant_id"], key.name


def test_the_role_of_the_application_owns_nothing_and_cannot_bypass(postgres: Anything) -> None:
    """It cannot sign in, is not a superuser, owns no object, and cannot change append-only rows."""
    assert postgres.ask(
        "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, oid IN (SELECT relowner FROM pg_class)"
        " FROM pg_roles WHERE rolname = 'saas_app_role'"
    ) == [(False,) * 6]
    rights = postgres.ask(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee = 'saas_app_role' AND table_name IN ('journal_entries', 'license_facts', 'terms', 'directory')"
    )
    assert {right for _table, right in rights} == {"SELECT", "INSERT"}


@pytest.mark.parametrize("setting", [None, ""], ids=["never set", "empty"])
def test_without_a_tenant_nothing_is_seen(as_role: sa.Connection, setting: str | None) -> None:
    """With no tenant named, or the empty text that SET LOCAL leaves behind, every table is empty."""
    if setting is not None:
        _name(as_role, setting)
    assert {table: _count(as_role, table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_query_that_forgets_the_tenant_sees_its_own_rows_only(as_role: sa.Connection, tenant: TenantId) -> None:
    """Without any condition only the named tenant's rows come, and the provider's terms and permissions."""
    _name(as_role, str(tenant))
    for table in TABLES:
        owners = {row[0] for row in as_role.exec_driver_sql(f"SELECT tenant_id FROM {table}")}
        assert owners <= ({PROVIDER} if table in {"terms", "permissions"} else {tenant}), table
    assert (_count(as_role, "users"), _count(as_role, "journal_entries")) == (1, 1)
    assert (_count(as_role, "terms"), _count(as_role, "permissions")) == (1, 1)


def test_rows_of_another_tenant_are_not_changed_by_a_forgetful_statement(
    filled: Anything, as_role: sa.Connection, tenant: TenantId
) -> None:
    """An update without a condition affects only the tenant's own row."""
    _name(as_role, str(tenant))
    changed = as_role.exec_driver_sql("UPDATE users SET name = 'Eve'")
    assert changed.rowcount == 1
    as_role.commit()
    assert sorted(filled.ask("SELECT name FROM users")) == [("Ada",), ("Eve",)]


@pytest.mark.parametrize("scope", ["foreign", "provider"])
def test_rows_cannot_be_added_for_another_tenant(as_role: sa.Connection, tenant: TenantId, scope: str) -> None:
    """Neither another tenant nor the provider is written for."""
    _name(as_role, str(tenant))
    target = uuid7() if scope == "foreign" else PROVIDER
    with pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
        as_role.exec_driver_sql("INSERT INTO permissions (tenant_id, name, title) VALUES (%s, 'x.y', 'X')", (target,))


@pytest.mark.parametrize("statement", ["UPDATE journal_entries SET action = 'x'", "DELETE FROM journal_entries"])
def test_the_role_cannot_change_the_journal(as_role: sa.Connection, tenant: TenantId, statement: str) -> None:
    """The grant for it is missing, before any trigger is asked."""
    _name(as_role, str(tenant))
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        as_role.exec_driver_sql(statement)


def test_a_unit_of_work_is_carried_out_in_that_role(filled: Anything, tenant: TenantId) -> None:
    """The store cannot read what the role may not, even if its URL names the owner of everything."""
    filled.run("REVOKE SELECT ON users FROM saas_app_role")
    with filled.store.read(tenant) as work, pytest.raises(StoreFault):
        work.users.page(None, 10, None)
    with filled.store.begin(tenant) as work, pytest.raises(StoreFault):
        work.users.page(None, 10, None)


def test_the_role_and_the_tenant_end_with_the_transaction(filled: Anything, tenant: TenantId) -> None:
    """A connection given back to the pool carries neither into its next use."""
    with filled.store.begin(tenant) as work:
        work.commit()
    for _ in range(3):
        filled.store.check()
    with filled.store.read(TenantId(uuid7())) as work:
        assert work.users.page(None, 10, None) == ()
