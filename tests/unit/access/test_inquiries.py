"""What administrators ask: what may this user do and through what; who may do this here; as of any instant."""

from __future__ import annotations

from datetime import datetime

import pytest

from saas_core.access.errors import DepartmentUnknown, RoleUnknown, UserUnknown
from saas_core.access.values import RoleGrant
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, DepartmentId
from saas_core.policy.decision import Refused


def test_the_rights_of_a_user_name_permission_pattern_assignment_and_place(company, tenant) -> None:
    """One line for each permission and assignment."""
    sales = company.department("Sales")
    clerk = company.role("Clerk", "invoices.*")
    added = company.invite("Ada", RoleGrant(clerk, sales, 700))
    view = company.inquiries.rights_of(by=company.owner, tenant_id=tenant, user_id=added.user_id)
    assert view.state == "invited"
    assert [(each.permission, each.pattern, each.role, each.department) for each in view.rights] == [
        ("invoices.approve", "invoices.*", "Clerk", "Sales"),
        ("invoices.read", "invoices.*", "Clerk", "Sales"),
    ]
    assert {each.assignment_id for each in view.rights} == set(added.assignment_ids)
    assert {each.approval_limit_minor for each in view.rights} == {700}


def test_an_owner_may_do_everything_that_is_registered(company, tenant) -> None:
    """The platform's operations and those of the terms, but nothing of the provider's staff (1.4)."""
    view = company.inquiries.rights_of(by=company.owner, tenant_id=tenant, user_id=company.owner.user_id)
    names = {each.permission for each in view.rights}
    assert {"invoices.read", "people.manage", "roles.manage", "support.open"} <= names
    assert not any(each.startswith("staff.") for each in names)


def test_rights_are_told_as_of_an_instant(company, tenant) -> None:
    """By the assignments, roles and departments of then."""
    clerk = company.role("Clerk", "invoices.read")
    start = company.clock.at
    ada = company.joined("Ada", RoleGrant(clerk))
    during = company.clock.at
    company.roles.unassign(by=company.owner, tenant_id=tenant, user_id=ada.user_id, role_id=clerk)
    about = {"by": company.owner, "tenant_id": tenant, "user_id": ada.user_id}
    assert company.inquiries.rights_of(**about).rights == ()
    assert len(company.inquiries.rights_of(**about, at=during).rights) == 1
    with pytest.raises(UserUnknown):
        company.inquiries.rights_of(**about, at=start)
    with pytest.raises(InvalidValue):
        company.inquiries.rights_of(**about, at=datetime(2026, 6, 1))  # noqa: DTZ001 - naive on purpose


def test_who_may_do_something_here_are_active_users_with_a_role_that_says_so(company, tenant) -> None:
    """In pages, each with the assignments."""
    sales = company.department("Sales")
    retail = company.department("Retail", sales)
    clerk = company.role("Clerk", "invoices.*")
    ada = company.joined("Ada", RoleGrant(clerk, sales), RoleGrant(clerk, retail))
    company.invite("Ben", RoleGrant(clerk))
    about = {"by": company.owner, "tenant_id": tenant, "permission": "invoices.read"}
    here = company.inquiries.who_may(**about, department_id=retail)
    assert [(each.user.name, len(each.through)) for each in here] == [("Olivia", 1), ("Ada", 2)]
    assert [each.user.name for each in company.inquiries.who_may(**about)] == ["Olivia"]
    assert len(company.inquiries.who_may(**about, department_id=retail, limit=1)) == 1
    (second,) = company.inquiries.who_may(**about, department_id=retail, after=company.owner.user_id)
    assert second.user.user_id == ada.user_id
    then = company.clock.at
    company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=ada.user_id)
    assert len(company.inquiries.who_may(**about, department_id=retail)) == 1
    assert len(company.inquiries.who_may(**about, department_id=retail, at=then)) == 2


def test_nobody_asks_for_what_is_not_registered(company, tenant) -> None:
    """A misspelled permission is told, not answered with nobody."""
    about = {"by": company.owner, "tenant_id": tenant}
    for wrong in ("invoices.raed", "invoices.*", "*", "\ud800"):
        with pytest.raises(InvalidValue):
            company.inquiries.who_may(**about, permission=wrong)
    with pytest.raises(DepartmentUnknown):
        company.inquiries.who_may(**about, permission="invoices.read", department_id=DepartmentId(PROVIDER))


def test_assignments_are_listed_by_user_role_or_place(company, tenant) -> None:
    """Or all of them."""
    sales = company.department("Sales")
    clerk, keeper = company.role("Clerk", "invoices.read"), company.role("Keeper", "stock.adjust")
    ada = company.joined("Ada", RoleGrant(clerk, sales), RoleGrant(keeper))
    company.joined("Ben", RoleGrant(clerk))
    about = {"by": company.owner, "tenant_id": tenant}

    def listed(**of):
        found = company.inquiries.list_assignments(**about, **of)
        return [(each.role, each.department) for each in found]

    assert listed(user_id=ada.user_id) == [("Clerk", "Sales"), ("Keeper", "")]
    assert listed(role_id=clerk) == [("Clerk", "Sales"), ("Clerk", "")]
    assert listed(role_id=clerk, department_id=sales) == [("Clerk", "Sales")]
    assert listed(department_id=sales) == [("Clerk", "Sales")]
    assert len(listed()) == 4
    first = company.inquiries.list_assignments(**about, limit=1)[0]
    assert len(listed(after=first.assignment_id)) == 3


def test_questions_about_rights_are_for_those_who_manage_roles(company, tenant) -> None:
    """Where they manage them."""
    sales = company.department("Sales")
    head = company.role("Head", "roles.manage", "invoices.read")
    ada = company.joined("Ada", RoleGrant(head, sales))
    about = {"by": ada, "tenant_id": tenant}
    assert company.inquiries.who_may(**about, permission="invoices.read", department_id=sales)
    with pytest.raises(Refused):
        company.inquiries.who_may(**about, permission="invoices.read")
    with pytest.raises(Refused):
        company.inquiries.rights_of(**about, user_id=ada.user_id)


def test_names_lead_to_ids_for_whoever_manages_something(company, tenant) -> None:
    """In any case; the head of a department finds whom and what to assign."""
    sales = company.department("Sales")
    head = company.role("Head", "roles.manage")
    ada = company.joined("Ada", RoleGrant(head, sales))
    ben = company.joined("Ben")
    assert company.names.user(by=ada, tenant_id=tenant, email=" ADA@acme.example") == ada.user_id
    assert company.names.role(by=ada, tenant_id=tenant, name="HEAD") == head
    with pytest.raises(UserUnknown):
        company.names.user(by=ada, tenant_id=tenant, email="eva@acme.example")
    with pytest.raises(RoleUnknown):
        company.names.role(by=ada, tenant_id=tenant, name="Tail")
    with pytest.raises(Refused):
        company.names.user(by=ben, tenant_id=tenant, email="ada@acme.example")
