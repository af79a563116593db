"""Roles: what they may hold, who may give them, and what becomes of their holders (1.4.b, 1.5)."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.access.errors import (
    AssignmentUnknown,
    BuiltInRole,
    LastOwner,
    MoreThanHeld,
    NameTaken,
    OwnRoles,
    RoleAssigned,
    RoleUnknown,
    UserUnknown,
)
from saas_core.access.values import RoleGrant
from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import PROVIDER, RoleId, TenantId, UserId
from saas_core.policy.decision import Refused
from saas_core.policy.errors import PermissionReserved

Company = Any  # of the conftest beside this file

STEWARD = ("people.manage", "roles.manage", "invoices.read")


def test_a_role_holds_registered_permissions_and_areas(company: Company, tenant: TenantId) -> None:
    """An area opens every operation in it."""
    view = company.roles.create(
        by=company.owner, tenant_id=tenant, name=" Clerk ", permissions=["invoices.*", "stock.adjust"]
    )
    assert (view.name, view.permissions, view.built_in) == ("Clerk", ("invoices.*", "stock.adjust"), False)
    ada = company.joined("Ada", RoleGrant(view.role_id))
    assert company.may(ada, "invoices.approve")
    assert not company.may(ada, "roles.manage")


@pytest.mark.parametrize(
    "pattern",
    [
        "server.restart",
        "SERVER.restart",
        "ｓｅｒｖｅｒ.x",
        "sеrver.x",
        "r00t.x",
        "*",
        "backend.*",
        "s*.x",
        "?oot.x",
        "*.*",
    ],
)
def test_no_role_holds_what_is_reserved_in_any_spelling(company, pattern: str) -> None:
    """Server, root and backend are never granted (1.2); a wildcard that reaches source code too names 0.3 beside it."""
    with pytest.raises(PermissionReserved) as caught:
        company.role("Superuser", pattern)
    assert caught.value.clauses == (("0.3", "1.2") if pattern in {"*", "*.*", "s*.x"} else ("1.2",))


def test_source_code_is_reserved_by_its_own_clause(company: Company) -> None:
    """No access to source code (0.3)."""
    with pytest.raises(PermissionReserved) as caught:
        company.role("Reader", "source.read")
    assert caught.value.clauses == ("0.3",)


@pytest.mark.parametrize("pattern", ["invoices.burn", "staff.admin", "staff.*", "invoices", "", "a b.c"])
def test_a_role_holds_nothing_that_nobody_registered(company, pattern: str) -> None:
    """Rights of the provider's staff are no permissions of a client."""
    with pytest.raises(InvalidValue):
        company.role("Odd", pattern)


def test_names_of_roles_are_unique_in_any_case_and_width(company: Company, tenant: TenantId) -> None:
    """Nobody mistakes one role for another."""
    clerk = company.role("Clerk", "invoices.read")
    with pytest.raises(NameTaken, match=str(clerk)):
        company.role("ＣＬＥＲＫ", "invoices.read")
    for name in ("owner", "OWNER"):
        with pytest.raises(NameTaken):
            company.role(name, "invoices.read")
    edited = company.roles.edit(by=company.owner, tenant_id=tenant, role_id=clerk, name="clerk")
    assert edited.name == "clerk"
    with pytest.raises(NameTaken):
        company.roles.edit(by=company.owner, tenant_id=tenant, role_id=clerk, name="Owner")


def test_nobody_creates_or_widens_a_role_beyond_what_they_hold(company: Company, tenant: TenantId) -> None:
    """The rule of subsets (1.4.b, 1.5)."""
    ada = company.joined("Ada", RoleGrant(company.role("Steward", *STEWARD)))
    with pytest.raises(MoreThanHeld) as caught:
        company.role("Clerk", "invoices.read", "invoices.approve", by=ada)
    assert (caught.value.missing, caught.value.field) == (("invoices.approve",), "permissions")
    with pytest.raises(MoreThanHeld):
        company.role("Clerk", "invoices.*", by=ada)
    own = company.role("Reader", "invoices.read", by=ada)
    with pytest.raises(MoreThanHeld):
        company.roles.edit(by=ada, tenant_id=tenant, role_id=own, permissions=["invoices.approve"])
    steward = company.names.role(by=ada, tenant_id=tenant, name="STEWARD")
    with pytest.raises(MoreThanHeld):
        company.roles.edit(by=ada, tenant_id=tenant, role_id=steward, permissions=[*STEWARD, "stock.adjust"])


def test_whoever_narrows_an_own_role_cannot_widen_it_again(company: Company, tenant: TenantId) -> None:
    """A role that was given up is no longer held."""
    steward = company.role("Steward", *STEWARD)
    ada = company.joined("Ada", RoleGrant(steward))
    about = {"by": ada, "tenant_id": tenant, "role_id": steward}
    company.roles.edit(**about, permissions=["roles.manage", "people.manage"])
    with pytest.raises(MoreThanHeld):
        company.roles.edit(**about, permissions=STEWARD)


def test_a_role_of_somebody_who_holds_more_may_be_narrowed_and_renamed(company: Company, tenant: TenantId) -> None:
    """Withdrawing is not granting."""
    mixed = company.role("Mixed", "stock.adjust", "invoices.read", "invoices.approve")
    ada = company.joined("Ada", RoleGrant(company.role("Steward", *STEWARD)))
    about = {"by": ada, "tenant_id": tenant, "role_id": mixed}
    edited = company.roles.edit(**about, name="Rest", permissions=["stock.adjust"])
    assert (edited.name, edited.permissions) == ("Rest", ("stock.adjust",))
    before = len(company.journal())
    company.roles.edit(**about)
    assert len(company.journal()) == before


def test_a_permission_taken_from_a_role_is_gone_at_the_next_action(company: Company, tenant: TenantId) -> None:
    """Rights are read as they are."""
    clerk = company.role("Clerk", "invoices.read", "invoices.approve")
    ada = company.joined("Ada", RoleGrant(clerk))
    company.roles.edit(by=company.owner, tenant_id=tenant, role_id=clerk, permissions=["invoices.read"])
    assert company.may(ada, "invoices.read")
    assert not company.may(ada, "invoices.approve")


def test_the_owner_role_is_neither_edited_nor_deleted(company: Company, tenant: TenantId) -> None:
    """It is built in."""
    about = {"by": company.owner, "tenant_id": tenant, "role_id": company.owner_role}
    with pytest.raises(BuiltInRole):
        company.roles.edit(**about, name="Boss")
    with pytest.raises(BuiltInRole):
        company.roles.delete(**about)


def test_nobody_gives_a_role_to_themselves(company: Company, tenant: TenantId) -> None:
    """Not even an owner (1.4.b)."""
    clerk = company.role("Clerk", "invoices.read")
    with pytest.raises(OwnRoles) as caught:
        company.roles.assign(by=company.owner, tenant_id=tenant, user_id=company.owner.user_id, role_id=clerk)
    assert "1.4.b" in str(caught.value)


def test_nobody_gives_what_they_do_not_hold_in_that_department(company: Company, tenant: TenantId) -> None:
    """Held elsewhere is not held here (1.4.c)."""
    sales, buying = company.department("Sales"), company.department("Buying")
    retail = company.department("Retail", sales)
    steward, clerk = company.role("Steward", *STEWARD), company.role("Clerk", "invoices.approve")
    ada = company.joined("Ada", RoleGrant(steward), RoleGrant(clerk, sales))
    ben = company.joined("Ben")
    about = {"by": ada, "tenant_id": tenant, "user_id": ben.user_id, "role_id": clerk}
    for place in (buying, None):
        with pytest.raises(MoreThanHeld):
            company.roles.assign(**about, department_id=place)
    assert company.roles.assign(**about, department_id=retail).department == "Sales/Retail"
    assert company.may(ben, "invoices.approve", retail)
    assert not company.may(ben, "invoices.approve", sales)


def test_nobody_gives_a_higher_limit_than_their_own(company: Company, tenant: TenantId) -> None:
    """A limit is part of what is held."""
    steward, clerk = company.role("Steward", *STEWARD), company.role("Clerk", "invoices.read", "invoices.approve")
    ada = company.joined("Ada", RoleGrant(steward), RoleGrant(clerk, None, 1000))
    ben = company.joined("Ben")
    about = {"by": ada, "tenant_id": tenant, "user_id": ben.user_id, "role_id": clerk}
    for limit in (None, 1001):
        with pytest.raises(MoreThanHeld):
            company.roles.assign(**about, approval_limit_minor=limit)
    first = company.roles.assign(**about, approval_limit_minor=1000)
    assert company.roles.assign(**about, approval_limit_minor=1000) == first
    second = company.roles.assign(**about, approval_limit_minor=500)
    (held,) = company.inquiries.list_assignments(by=company.owner, tenant_id=tenant, user_id=ben.user_id)
    assert held.assignment_id == second.assignment_id != first.assignment_id
    # A limit means nothing for what approves nothing.
    assert company.roles.assign(**{**about, "role_id": steward}).role == "Steward"


def test_a_limited_approver_may_still_create_a_role_that_approves(company: Company) -> None:
    """A role has no limit; its assignments have."""
    both = company.role("Both", *STEWARD, "invoices.approve")
    ada = company.joined("Ada", RoleGrant(both, None, 1000))
    assert company.role("Approver", "invoices.approve", by=ada)


def test_the_owner_role_is_held_for_the_whole_instance_only(company: Company, tenant: TenantId) -> None:
    """An owner of a part would be no owner."""
    ada, sales = company.joined("Ada"), company.department("Sales")
    about = {"by": company.owner, "tenant_id": tenant, "user_id": ada.user_id, "role_id": company.owner_role}
    with pytest.raises(BuiltInRole):
        company.roles.assign(**about, department_id=sales)
    assert company.roles.assign(**about).department == ""
    assert company.may(ada, "stock.adjust", sales)


def test_the_last_active_owner_is_never_demoted(company: Company, tenant: TenantId) -> None:
    """Neither by others nor by themselves (1.5)."""
    about = {"by": company.owner, "tenant_id": tenant, "role_id": company.owner_role}
    ada = company.joined("Ada", owner=True)
    assert company.roles.unassign(**about, user_id=ada.user_id).until is not None
    with pytest.raises(LastOwner):
        company.roles.unassign(**about, user_id=company.owner.user_id)


def test_a_role_not_held_cannot_be_taken(company: Company, tenant: TenantId) -> None:
    """Unknown users, roles and places are distinguished inside the client's own instance."""
    clerk = company.role("Clerk", "invoices.read")
    ada, sales = company.joined("Ada", RoleGrant(clerk)), company.department("Sales")
    about = {"by": company.owner, "tenant_id": tenant, "role_id": clerk}
    with pytest.raises(AssignmentUnknown):
        company.roles.unassign(**about, user_id=ada.user_id, department_id=sales)
    with pytest.raises(UserUnknown):
        company.roles.unassign(**about, user_id=UserId(PROVIDER))
    with pytest.raises(UserUnknown):
        company.roles.assign(**about, user_id=UserId(PROVIDER))
    company.roles.unassign(**about, user_id=ada.user_id)
    assert not company.may(ada, "invoices.read")


def test_an_assigned_role_is_not_deleted_without_a_replacement(company: Company, tenant: TenantId) -> None:
    """The error tells how often it is assigned (1.4.b)."""
    clerk, reader = company.role("Clerk", "invoices.*"), company.role("Reader", "invoices.read")
    sales = company.department("Sales")
    ada, ben = company.joined("Ada", RoleGrant(clerk, sales, 100), RoleGrant(clerk)), company.joined("Ben")
    about = {"by": company.owner, "tenant_id": tenant, "role_id": clerk}
    with pytest.raises(RoleAssigned, match="2 times") as caught:
        company.roles.delete(**about)
    assert caught.value.count == 2
    company.roles.assign(by=company.owner, tenant_id=tenant, user_id=ada.user_id, role_id=reader, department_id=sales)
    view = company.roles.delete(**about, replacement_id=reader)
    assert (view.replacement_id, view.replaced) == (reader, 2)
    assert company.may(ada, "invoices.read")
    assert not company.may(ada, "invoices.approve", sales)
    assert not company.may(ben, "invoices.read")
    with pytest.raises(RoleUnknown):
        company.roles.delete(**about)


def test_a_role_nobody_holds_is_simply_deleted(company: Company, tenant: TenantId) -> None:
    """Its name is free again."""
    clerk = company.role("Clerk", "invoices.read")
    company.roles.delete(by=company.owner, tenant_id=tenant, role_id=clerk)
    assert company.role("Clerk", "invoices.read") != clerk


def test_a_replacement_is_a_grant(company: Company, tenant: TenantId) -> None:
    """It obeys the rule of subsets, and nobody gets a role by it from themselves."""
    steward = company.role("Steward", *STEWARD)
    weak, strong = company.role("Weak", "invoices.read"), company.role("Strong", "stock.adjust")
    ada = company.joined("Ada", RoleGrant(steward), RoleGrant(weak))
    about = {"by": ada, "tenant_id": tenant, "role_id": weak}
    with pytest.raises(OwnRoles):
        company.roles.delete(**about, replacement_id=strong)
    company.roles.unassign(by=company.owner, tenant_id=tenant, user_id=ada.user_id, role_id=weak)
    ben = company.joined("Ben", RoleGrant(weak))
    with pytest.raises(MoreThanHeld):
        company.roles.delete(**about, replacement_id=strong)
    with pytest.raises(InvalidValue):
        company.roles.delete(**about, replacement_id=weak)
    with pytest.raises(RoleUnknown):
        company.roles.delete(**about, replacement_id=RoleId(PROVIDER))
    assert company.roles.delete(**about, replacement_id=steward).replaced == 1
    assert company.may(ben, "roles.manage")


def test_a_refused_command_leaves_nothing_behind(company: Company, tenant: TenantId) -> None:
    """All or nothing: neither rows nor journal."""
    weak, strong = company.role("Weak", "invoices.read"), company.role("Strong", "stock.adjust")
    ada = company.joined("Ada", RoleGrant(company.role("Steward", *STEWARD)))
    ben = company.joined("Ben", RoleGrant(weak))
    before = company.journal()
    with pytest.raises(MoreThanHeld):
        company.roles.delete(by=ada, tenant_id=tenant, role_id=weak, replacement_id=strong)
    assert company.journal() == before
    assert company.may(ben, "invoices.read")


def test_a_repeat_with_the_same_key_answers_with_the_first_role(company: Company, tenant: TenantId) -> None:
    """One wish makes one role."""
    about = {"by": company.owner, "tenant_id": tenant, "name": "Clerk", "permissions": ["invoices.read"]}
    first = company.roles.create(**about, idempotency_key="k")
    assert company.roles.create(**about, idempotency_key="k") == first
    with pytest.raises(KeyReused):
        company.roles.create(**{**about, "permissions": []}, idempotency_key="k")


def test_roles_are_managed_by_those_who_may(company: Company, tenant: TenantId) -> None:
    """Everybody else is refused."""
    ada = company.joined("Ada", RoleGrant(company.role("Clerk", "invoices.read")))
    with pytest.raises(Refused):
        company.role("Mine", "invoices.read", by=ada)
    with pytest.raises(Refused):
        company.roles.list_roles(by=ada, tenant_id=tenant)


def test_roles_are_listed_in_pages_and_as_of_an_instant(company: Company, tenant: TenantId) -> None:
    """A role deleted later is still reported for the time before."""
    clerk = company.role("Clerk", "invoices.read")
    before = company.clock.at
    company.roles.delete(by=company.owner, tenant_id=tenant, role_id=clerk)
    about = {"by": company.owner, "tenant_id": tenant}
    assert [each.name for each in company.roles.list_roles(**about, at=before)] == ["Owner", "Clerk"]
    assert [each.name for each in company.roles.list_roles(**about)] == ["Owner"]
    assert company.roles.list_roles(**about, after=company.owner_role) == ()


def test_every_change_of_roles_is_in_the_journal_with_before_and_after(company: Company, tenant: TenantId) -> None:
    """The journal says who, when, before and after."""
    clerk = company.role("Clerk", "invoices.read")
    company.roles.edit(by=company.owner, tenant_id=tenant, role_id=clerk, permissions=["stock.adjust"])
    ada = company.joined("Ada")
    company.roles.assign(by=company.owner, tenant_id=tenant, user_id=ada.user_id, role_id=clerk)
    company.roles.unassign(by=company.owner, tenant_id=tenant, user_id=ada.user_id, role_id=clerk)
    entries = {each.action: each for each in company.journal()}
    edited = entries["access.edit_role"]
    assert edited.details == {
        "before": {"name": "Clerk", "permissions": ["invoices.read"]},
        "after": {"name": "Clerk", "permissions": ["stock.adjust"]},
    }
    assert edited.by == f"user:{company.owner.user_id}"
    assert entries["access.assign_role"].details["before"] is None
    assert entries["access.unassign_role"].details["after"] is None
