"""What an actor is told of itself: its person, client, roles and rights, and how it came in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from saas_core.access.errors import StaffUnknown, UserUnknown
from saas_core.access.values import Entrance, RoleGrant
from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import StaffId, TenantId, UserId

Company = Any


def test_a_user_is_told_its_client_its_roles_and_where_its_rights_hold(company: Company, tenant: TenantId) -> None:
    """Without a right of its own to read rights."""
    sales = company.department("Sales")
    ada = company.joined("Ada", RoleGrant(company.role("Clerk", "invoices.*"), sales, 500_00))
    told = company.myself.show(by=ada)
    assert (told.name, told.email, told.actor) == ("Ada", "ada@acme.example", f"user:{ada.user_id}")
    assert (told.client.tenant_id, told.client.name) == (tenant, "Acme Ltd")
    assert [(each.role, each.department) for each in told.roles] == [("Clerk", "Sales")]
    assert [(each.permission, each.department, each.approval_limit_minor) for each in told.rights] == [
        ("invoices.approve", "Sales", 500_00),
        ("invoices.read", "Sales", 500_00),
    ]
    assert (told.entrance.by, told.entrance.scopes, told.permissions) == (Entrance.KEY, None, ())


def test_a_program_is_told_its_key_and_what_its_scopes_leave_of_the_rights(company: Company, tenant: TenantId) -> None:
    """In the name of its person."""
    made = company.api_keys.create(by=company.owner, tenant_id=tenant, name="Till 3", scopes=["invoices.read"])
    program = company.staff.authenticate(made.key)
    told = company.myself.show(by=program)
    assert told.name == "Olivia"
    assert [each.permission for each in told.rights] == ["invoices.read"]
    assert (told.entrance.by, told.entrance.name, told.entrance.id) == (Entrance.API_KEY, "Till 3", program.key_id)
    assert told.entrance.expires_at == made.api_key.expires_at


def test_a_session_counts_only_as_that_of_its_own_user(company: Company) -> None:
    """What somebody else signed in with is not how this one came in."""
    company.sign_in.ask(client="acme", email="olivia@acme.example")
    ada = company.joined("Ada")
    foreign = UUID(int=7)
    for by in (company.owner, ada):
        assert company.myself.show(by=by, session_id=foreign).entrance.by is Entrance.KEY


def test_staff_is_told_its_permissions_and_no_client(company: Company) -> None:
    """As they are now, not as they were at the sign-in."""
    first = company.staff.first(name="Sam", email="sam@provider.example")
    told = company.myself.show(by=company.staff.authenticate(first.key))
    assert (told.name, told.client, told.permissions) == ("Sam", None, ("staff.admin",))
    assert told.entrance.by is Entrance.STAFF_KEY


@pytest.mark.parametrize(
    ("nobody", "fault"),
    [
        (ClientUser(TenantId(UUID(int=1)), UserId(UUID(int=999_999))), UserUnknown),
        (Staff(StaffId(UUID(int=999_999))), StaffUnknown),
        (System("worker"), InvalidValue),
    ],
)
def test_who_is_not_there_is_told_so(company: Company, nobody: Any, fault: type[Exception]) -> None:
    """Nothing is made up."""
    with pytest.raises(fault):
        company.myself.show(by=nobody)
