"""Departments: a tree in which rights run downwards, and nothing moves silently (1.4.c)."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.access.errors import DepartmentCycle, DepartmentInUse, DepartmentUnknown, MoreThanHeld, NameTaken
from saas_core.access.policies import tree
from saas_core.access.policies.tree import DEEPEST
from saas_core.access.use_cases.rehearsal import MoveDepartment
from saas_core.access.values import RoleGrant
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, DepartmentId, TenantId
from saas_core.policy.decision import Refused

Company = Any  # of the conftest beside this file

NOWHERE = DepartmentId(PROVIDER)


def test_a_role_in_a_department_covers_those_under_it_and_no_other(company: Company) -> None:
    """Rights run downwards."""
    sales, buying = company.department("Sales"), company.department("Buying")
    shop = company.department("Shop", company.department("Retail", sales))
    ada = company.joined("Ada", RoleGrant(company.role("Clerk", "invoices.read"), sales))
    assert company.may(ada, "invoices.read", shop)
    assert not company.may(ada, "invoices.read", buying)
    assert not company.may(ada, "invoices.read")


def test_a_moved_department_takes_its_rights_from_the_new_place(company: Company, tenant: TenantId) -> None:
    """At the next action."""
    sales, buying = company.department("Sales"), company.department("Buying")
    retail = company.department("Retail", sales)
    ada = company.joined("Ada", RoleGrant(company.role("Clerk", "invoices.read"), sales))
    view = company.departments.move(by=company.owner, tenant_id=tenant, department_id=retail, parent_id=buying)
    assert view.path == "Buying/Retail"
    assert not company.may(ada, "invoices.read", retail)
    top = company.departments.move(by=company.owner, tenant_id=tenant, department_id=retail, parent_id=None)
    assert top.path == "Retail"


def test_nobody_moves_a_department_to_where_somebody_gets_more_than_the_mover_holds_in_it(
    company: Company, tenant: TenantId
) -> None:
    """A move grants: the roles above the new place come to cover it (1.4.b, 1.5)."""
    sales, buying = company.department("Sales"), company.department("Buying")
    mover, clerk = company.role("Mover", "people.manage"), company.role("Clerk", "invoices.approve")
    ada = company.joined("Ada", RoleGrant(mover), RoleGrant(clerk, sales))
    about = {"by": ada, "tenant_id": tenant, "department_id": buying, "parent_id": sales}
    with pytest.raises(MoreThanHeld) as caught:
        company.departments.move(**about)
    assert caught.value.field == "parent"
    company.roles.assign(by=company.owner, tenant_id=tenant, user_id=ada.user_id, role_id=clerk, department_id=buying)
    assert company.departments.move(**about).path == "Sales/Buying"


def test_a_department_never_lies_under_itself(company: Company, tenant: TenantId) -> None:
    """Neither right under itself nor further down."""
    sales = company.department("Sales")
    retail = company.department("Retail", sales)
    for parent in (sales, retail):
        with pytest.raises(DepartmentCycle):
            company.departments.move(by=company.owner, tenant_id=tenant, department_id=sales, parent_id=parent)


def test_no_department_is_made_or_moved_beyond_the_deepest_level(company: Company, tenant: TenantId) -> None:
    """Nor what lies below one that moves; the dry run says so, too."""
    chain = [company.department("1")]
    for level in range(2, DEEPEST + 1):
        chain.append(company.department(str(level), chain[-1]))
    team = company.department("Team")
    company.department("Desk", team)
    about = {"by": company.owner, "tenant_id": tenant}
    for beyond in (
        lambda: company.departments.create(**about, name="Beyond", parent_id=chain[-1]),
        lambda: company.departments.move(**about, department_id=team, parent_id=chain[-2]),
        lambda: company.rehearsal.dry_run(**about, change=MoveDepartment(team, chain[-2])),
    ):
        with pytest.raises(InvalidValue) as caught:
            beyond()
        assert (caught.value.field, caught.value.remedy) == ("parent", "Choose a department further up, or the top.")
    assert company.departments.move(**about, department_id=team, parent_id=chain[-3]).path.endswith("/18/Team")


def test_a_tree_made_too_deep_before_is_read_and_becomes_less_deep_by_moving(
    company: Company, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound concerns what is made deeper."""
    chain = [company.department("1")]
    for level in range(2, 7):
        chain.append(company.department(str(level), chain[-1]))
    monkeypatch.setattr(tree, "DEEPEST", 3)
    about = {"by": company.owner, "tenant_id": tenant}
    assert company.departments.show(**about, department_id=chain[-1]).path == "1/2/3/4/5/6"
    moved = company.departments.move(**about, department_id=chain[2], parent_id=chain[0])
    assert moved.path == "1/3"
    assert company.departments.show(**about, department_id=chain[-1]).path == "1/3/4/5/6"
    with pytest.raises(InvalidValue):
        company.departments.move(**about, department_id=chain[2], parent_id=chain[1])


def test_names_are_unique_beside_each_other_in_any_case(company: Company, tenant: TenantId) -> None:
    """The same name may be used elsewhere."""
    sales = company.department("Sales")
    retail = company.department("sales", sales)
    with pytest.raises(NameTaken):
        company.department("SALES")
    with pytest.raises(NameTaken):
        company.departments.move(by=company.owner, tenant_id=tenant, department_id=retail, parent_id=None)
    about = {"by": company.owner, "tenant_id": tenant, "department_id": retail}
    assert company.departments.rename(**about, name="Retail").path == "Sales/Retail"
    before = len(company.journal())
    company.departments.rename(**about, name="Retail")
    assert len(company.journal()) == before


def test_a_department_in_use_is_not_removed(company: Company, tenant: TenantId) -> None:
    """Neither with departments under it nor with roles held in it (1.4.c)."""
    sales = company.department("Sales")
    retail = company.department("Retail", sales)
    clerk = company.role("Clerk", "invoices.read")
    ada = company.joined("Ada", RoleGrant(clerk, retail))
    about = {"by": company.owner, "tenant_id": tenant}
    with pytest.raises(DepartmentInUse, match="1 sub-departments"):
        company.departments.remove(**about, department_id=sales)
    with pytest.raises(DepartmentInUse, match="1 assignments"):
        company.departments.remove(**about, department_id=retail)
    company.roles.unassign(**about, user_id=ada.user_id, role_id=clerk, department_id=retail)
    assert company.departments.remove(**about, department_id=retail).path == "Sales/Retail"
    assert company.departments.remove(**about, department_id=sales, idempotency_key="k").path == "Sales"
    assert company.departments.remove(**about, department_id=sales, idempotency_key="k").path == "Sales"


def test_a_repeat_tells_nothing_to_whoever_manages_nothing_any_more(company: Company, tenant: TenantId) -> None:
    """Whether or not the place is still there: the first result is given to those alone who may see it today."""
    sales, head = company.department("Sales"), company.role("Head", "people.manage")
    ada = company.joined("Ada", RoleGrant(head, sales))
    retail = company.department("Retail", sales)
    asked = {"by": ada, "tenant_id": tenant, "department_id": retail}
    company.departments.rename(**asked, name="Shops", idempotency_key="renamed")
    company.departments.remove(**asked, idempotency_key="removed")
    assert company.departments.rename(**asked, name="Shops", idempotency_key="renamed").path == "Sales/Shops"
    company.roles.unassign(by=company.owner, tenant_id=tenant, user_id=ada.user_id, role_id=head, department_id=sales)
    with pytest.raises(Refused):
        company.departments.remove(**asked, idempotency_key="removed")
    with pytest.raises(Refused):
        company.departments.rename(**asked, name="Shops", idempotency_key="renamed")


def test_unknown_departments_are_not_found(company: Company, tenant: TenantId) -> None:
    """A department of another client is as unknown as none."""
    about = {"by": company.owner, "tenant_id": tenant}
    sales = company.department("Sales")
    with pytest.raises(DepartmentUnknown) as caught:
        company.department("Retail", NOWHERE)
    assert caught.value.field == "parent"
    with pytest.raises(DepartmentUnknown):
        company.departments.rename(**about, department_id=NOWHERE, name="X")
    with pytest.raises(DepartmentUnknown):
        company.departments.move(**about, department_id=NOWHERE, parent_id=None)
    with pytest.raises(DepartmentUnknown):
        company.departments.move(**about, department_id=sales, parent_id=NOWHERE)
    with pytest.raises(DepartmentUnknown):
        company.departments.remove(**about, department_id=NOWHERE)


def test_the_head_of_a_department_manages_what_lies_in_it(company: Company, tenant: TenantId) -> None:
    """And cannot move it out."""
    sales, buying = company.department("Sales"), company.department("Buying")
    ada = company.joined("Ada", RoleGrant(company.role("Head", "people.manage"), sales))
    retail = company.department("Retail", sales, by=ada)
    with pytest.raises(Refused):
        company.department("Retail", buying, by=ada)
    with pytest.raises(Refused):
        company.department("Top", by=ada)
    with pytest.raises(Refused):
        company.departments.move(by=ada, tenant_id=tenant, department_id=retail, parent_id=None)
    assert len(company.departments.list_departments(by=ada, tenant_id=tenant)) == 3


def test_departments_are_listed_in_pages_and_as_of_an_instant(company: Company, tenant: TenantId) -> None:
    """A department renamed later had its former name then."""
    sales = company.department("Sales")
    before = company.clock.at
    company.departments.rename(by=company.owner, tenant_id=tenant, department_id=sales, name="Trade")
    about = {"by": company.owner, "tenant_id": tenant}
    assert [each.name for each in company.departments.list_departments(**about)] == ["Trade"]
    assert [each.name for each in company.departments.list_departments(**about, at=before)] == ["Sales"]
    assert company.departments.list_departments(**about, after=sales) == ()


def test_a_department_is_found_by_path_or_by_a_name_that_is_its_own(company: Company, tenant: TenantId) -> None:
    """A name of several needs its path."""
    sales, buying = company.department("Sales"), company.department("Buying")
    first, second = company.department("Team", sales), company.department("Team", buying)
    crew = company.department("Crew", second)
    about = {"by": company.owner, "tenant_id": tenant}
    assert company.names.department(**about, path="sales/team") == first
    assert company.names.department(**about, path=" CREW ") == crew
    with pytest.raises(InvalidValue, match="2 departments"):
        company.names.department(**about, path="Team")
    with pytest.raises(DepartmentUnknown):
        company.names.department(**about, path="Sales/Crew")
