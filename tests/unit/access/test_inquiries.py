"""Administrators' questions: what a user may do and through which roles, and who may do something, at any instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from saas_core.access.errors import DepartmentUnknown, NameTaken, RoleUnknown, UserUnknown
from saas_core.access.queries.reading import owners_of
from saas_core.access.values import RoleGrant
from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, DepartmentId, StaffId, TenantId
from saas_core.policy.actions import ALWAYS_OPEN
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import ReasonCode, reason

Company = Any  # of the conftest beside this file


def test_the_rights_of_a_user_name_permission_pattern_assignment_and_place(company: Company, tenant: TenantId) -> None:
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


def test_an_owner_may_do_everything_that_is_registered(company: Company, tenant: TenantId) -> None:
    """The platform's operations and those of the terms, but nothing of the provider's staff (1.4)."""
    view = company.inquiries.rights_of(by=company.owner, tenant_id=tenant, user_id=company.owner.user_id)
    names = {each.permission for each in view.rights}
    assert {"invoices.read", "people.manage", "roles.manage", "support.open"} <= names
    assert not any(each.startswith("staff.") for each in names)


def test_rights_are_told_as_of_an_instant(company: Company, tenant: TenantId) -> None:
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


def test_who_may_do_something_here_are_active_users_with_a_role_that_says_so(
    company: Company, tenant: TenantId
) -> None:
    """In pages, each with the assignments."""
    sales = company.department("Sales")
    retail = company.department("Retail", sales)
    clerk = company.role("Clerk", "invoices.*")
    ada = company.joined("Ada", RoleGrant(clerk, sales), RoleGrant(clerk, retail))
    company.invite("Ben", RoleGrant(clerk))
    about = {"by": company.owner, "tenant_id": tenant, "permission": "invoices.read"}
    here = company.inquiries.who_may(**about, department_id=retail)
    assert [(each.user.name, len(each.through)) for each in here] == [("Olivia", 1), ("Ada", 2)]
    everywhere = company.inquiries.who_may(**about)
    assert [(each.user.name, [place.department for place in each.places]) for each in everywhere] == [
        ("Olivia", [""]),
        ("Ada", ["Sales", "Sales/Retail"]),
    ]
    assert all(tuple(place.assignment_id for place in each.places) == each.through for each in everywhere)
    assert len(company.inquiries.who_may(**about, department_id=retail, limit=1)) == 1
    (second,) = company.inquiries.who_may(**about, department_id=retail, after=company.owner.user_id)
    assert second.user.user_id == ada.user_id
    then = company.clock.at
    company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=ada.user_id)
    assert len(company.inquiries.who_may(**about, department_id=retail)) == 1
    assert len(company.inquiries.who_may(**about, department_id=retail, at=then)) == 2


def test_nobody_asks_for_what_is_not_registered(company: Company, tenant: TenantId) -> None:
    """A misspelled permission is told, not answered with nobody."""
    about = {"by": company.owner, "tenant_id": tenant}
    for wrong in ("invoices.raed", "invoices.*", "*", "\ud800"):
        with pytest.raises(InvalidValue):
            company.inquiries.who_may(**about, permission=wrong)
    with pytest.raises(DepartmentUnknown):
        company.inquiries.who_may(**about, permission="invoices.read", department_id=DepartmentId(PROVIDER))


def test_assignments_are_listed_by_user_role_or_place(company: Company, tenant: TenantId) -> None:
    """Or all of them."""
    sales = company.department("Sales")
    clerk, keeper = company.role("Clerk", "invoices.read"), company.role("Keeper", "stock.adjust")
    ada = company.joined("Ada", RoleGrant(clerk, sales), RoleGrant(keeper))
    company.joined("Ben", RoleGrant(clerk))
    about = {"by": company.owner, "tenant_id": tenant}

    def listed(**of: Any) -> list[tuple[str, str]]:
        found = company.inquiries.list_assignments(**about, **of)
        return [(each.role, each.department) for each in found]

    assert listed(user_id=ada.user_id) == [("Clerk", "Sales"), ("Keeper", "")]
    assert listed(role_id=clerk) == [("Clerk", "Sales"), ("Clerk", "")]
    assert listed(role_id=clerk, department_id=sales) == [("Clerk", "Sales")]
    assert listed(department_id=sales) == [("Clerk", "Sales")]
    assert len(listed()) == 4
    first = company.inquiries.list_assignments(**about, limit=1)[0]
    assert len(listed(after=first.assignment_id)) == 3


def test_questions_about_rights_are_for_those_who_manage_roles(company: Company, tenant: TenantId) -> None:
    """Role managers may ask only about the departments in which they manage roles."""
    sales = company.department("Sales")
    head = company.role("Head", "roles.manage", "invoices.read")
    ada = company.joined("Ada", RoleGrant(head, sales))
    about = {"by": ada, "tenant_id": tenant}
    assert company.inquiries.who_may(**about, permission="invoices.read", department_id=sales)
    with pytest.raises(Refused):
        company.inquiries.who_may(**about, permission="invoices.read")
    with pytest.raises(Refused):
        company.inquiries.rights_of(**about, user_id=ada.user_id)


def test_names_lead_to_ids_for_whoever_manages_something(company: Company, tenant: TenantId) -> None:
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


def test_the_user_a_question_is_about_is_found_without_a_license(company: Company, tenant: TenantId) -> None:
    """By the user in question and by those who manage people; by nobody else, staff included (1.5)."""
    ada, ben = company.joined("Ada"), company.joined("Ben")
    support = Staff(StaffId(UUID(int=3)), frozenset({"staff.admin"}))
    company.judge.license = LicenseState(ALWAYS_OPEN, (reason(ReasonCode.LICENSE_MISSING),), None)
    for by in (company.owner, ada):
        about = {"by": by, "tenant_id": tenant}
        assert company.names.asked_user(**about, who=" ADA@acme.example ") == ada.user_id
        assert company.names.asked_user(**about, who=ada.user_id) == ada.user_id
    with pytest.raises(UserUnknown):
        company.names.asked_user(by=company.owner, tenant_id=tenant, who="eva@acme.example")
    for who in ("ada@acme.example", "eva@acme.example", ada.user_id):
        with pytest.raises(Refused):
            company.names.asked_user(by=support, tenant_id=tenant, who=who)
    company.judge.activated = False
    assert company.names.asked_user(by=support, tenant_id=tenant, who=ada.user_id) == ada.user_id
    with pytest.raises(Refused):
        company.names.asked_user(by=ben, tenant_id=tenant, who="ada@acme.example")


def test_the_department_a_question_is_about_is_found_by_whoever_may_read_the_license(
    company: Company, tenant: TenantId
) -> None:
    """By its path."""
    sales = company.department("Sales")
    assert company.names.asked_department(by=company.joined("Ada"), tenant_id=tenant, path="sales") == sales
    with pytest.raises(Refused):
        company.names.asked_department(
            by=Staff(StaffId(UUID(int=3)), frozenset({"staff.admin"})), tenant_id=tenant, path="sales"
        )


def test_staff_reads_the_lists_of_a_client_only_until_activation(company: Company, tenant: TenantId) -> None:
    """From then on they are the client's alone (1.5)."""
    support = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))
    with pytest.raises(Refused):
        company.people.list_users(by=support, tenant_id=tenant)
    company.judge.activated = False
    assert len(company.people.list_users(by=support, tenant_id=tenant)) == 1


def test_a_client_without_users_has_no_owner_and_no_role_may_take_the_name(company: Company) -> None:
    """The built-in role comes with the first user."""
    empty = TenantId(UUID(int=77))
    with company.store.read(empty) as work:
        assert owners_of(work) == ()
    company.judge.activated = False
    support = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))
    with pytest.raises(NameTaken):
        company.roles.create(by=support, tenant_id=empty, name="OWNER", permissions=[])
