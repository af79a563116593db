"""Dry runs: what would this change give or take? Nothing is kept, and nothing is told that would be refused."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.access.errors import LastOwner, MoreThanHeld, OwnRoles
from saas_core.access.use_cases.rehearsal import AssignRole, DeactivateUser, EditRole, MoveDepartment, UnassignRole
from saas_core.access.values import RoleGrant
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import Refused

Company = Any  # of the conftest beside this file
Rehearse = Any


@pytest.fixture
def rehearse(company: Company, tenant: TenantId):
    def dry_run(change, by=None, **more):
        before = (company.journal(), company.mails())
        try:
            return company.rehearsal.dry_run(by=by or company.owner, tenant_id=tenant, change=change, **more)
        finally:
            assert (company.journal(), company.mails()) == before

    return dry_run


def _told(view) -> list[tuple[str, list[tuple[str, str]], list[tuple[str, str]]]]:
    return [
        (
            each.name,
            [(right.permission, right.department) for right in each.gains],
            [(right.permission, right.department) for right in each.loses],
        )
        for each in view.effects
    ]


def test_a_role_to_be_given_tells_what_is_new(company: Company, rehearse: Rehearse) -> None:
    """A right already held is not a gain."""
    sales = company.department("Sales")
    clerk, reader = company.role("Clerk", "invoices.*", "stock.adjust"), company.role("Reader", "invoices.*")
    ada = company.joined("Ada", RoleGrant(reader, sales))
    assert _told(rehearse(AssignRole(ada.user_id, RoleGrant(clerk, sales)))) == [
        ("Ada", [("stock.adjust", "Sales")], [])
    ]
    assert _told(rehearse(AssignRole(ada.user_id, RoleGrant(clerk)))) == [
        ("Ada", [("invoices.*", ""), ("stock.adjust", "")], [])
    ]
    assert not company.may(ada, "stock.adjust", sales)
    assert _told(rehearse(AssignRole(ada.user_id, RoleGrant(reader, sales)))) == []


def test_a_role_to_be_taken_tells_what_is_left_to_no_other_role(company: Company, rehearse: Rehearse) -> None:
    """A right that another role also allows is not a loss."""
    clerk, reader = company.role("Clerk", "invoices.read", "stock.adjust"), company.role("Reader", "invoices.*")
    ada = company.joined("Ada", RoleGrant(clerk), RoleGrant(reader))
    assert _told(rehearse(UnassignRole(ada.user_id, clerk))) == [("Ada", [], [("stock.adjust", "")])]


def test_a_role_to_be_edited_tells_for_each_holder(company: Company, rehearse: Rehearse) -> None:
    """At most as many as were asked for; deactivated ones gain nothing."""
    sales = company.department("Sales")
    clerk = company.role("Clerk", "invoices.read")
    company.joined("Ada", RoleGrant(clerk, sales))
    company.joined("Ben", RoleGrant(clerk))
    eva = company.joined("Eva", RoleGrant(clerk))
    company.people.deactivate(by=company.owner, tenant_id=eva.tenant_id, user_id=eva.user_id)
    change = EditRole(clerk, frozenset({"stock.adjust"}))
    view = rehearse(change)
    assert view.concerned == 3
    assert _told(view) == [
        ("Ada", [("stock.adjust", "Sales")], [("invoices.read", "Sales")]),
        ("Ben", [("stock.adjust", "")], [("invoices.read", "")]),
    ]
    assert [each[0] for each in _told(rehearse(change, limit=1))] == ["Ada"]


def test_a_department_to_be_moved_tells_who_comes_to_cover_it_and_who_no_longer_does(
    company: Company, rehearse: Rehearse
) -> None:
    """Also for what lies in it."""
    sales, buying = company.department("Sales"), company.department("Buying")
    retail = company.department("Retail", sales)
    clerk = company.role("Clerk", "invoices.read")
    company.joined("Ada", RoleGrant(clerk, sales))
    company.joined("Ben", RoleGrant(clerk, buying))
    company.joined("Eva", RoleGrant(clerk, retail))
    company.joined("Ivo", RoleGrant(clerk))
    view = rehearse(MoveDepartment(retail, buying))
    assert _told(view) == [
        ("Ada", [], [("invoices.read", "Sales/Retail")]),
        ("Ben", [("invoices.read", "Sales/Retail")], []),
    ]
    assert view.concerned == 3
    assert [each[0] for each in _told(rehearse(MoveDepartment(retail, None)))] == ["Ada"]


def test_a_user_to_be_deactivated_loses_everything(company: Company, rehearse: Rehearse) -> None:
    """In every place."""
    sales = company.department("Sales")
    clerk = company.role("Clerk", "invoices.read")
    ada = company.joined("Ada", RoleGrant(clerk, sales), RoleGrant(clerk))
    assert _told(rehearse(DeactivateUser(ada.user_id))) == [("Ada", [], [("invoices.read", "")])]


def test_what_would_be_refused_is_refused_in_a_dry_run(company: Company, rehearse: Rehearse) -> None:
    """By the same rules and the same judge."""
    steward, clerk = company.role("Steward", "roles.manage"), company.role("Clerk", "stock.adjust")
    ada, ben = company.joined("Ada", RoleGrant(steward)), company.joined("Ben")
    with pytest.raises(MoreThanHeld):
        rehearse(AssignRole(ben.user_id, RoleGrant(clerk)), by=ada)
    with pytest.raises(OwnRoles):
        rehearse(AssignRole(ada.user_id, RoleGrant(steward)), by=ada)
    with pytest.raises(LastOwner):
        rehearse(DeactivateUser(company.owner.user_id))
    for change in (
        AssignRole(ada.user_id, RoleGrant(clerk)),
        UnassignRole(ada.user_id, steward),
        EditRole(clerk, frozenset()),
        MoveDepartment(company.department("Sales"), None),
        DeactivateUser(ada.user_id),
    ):
        with pytest.raises(Refused):
            rehearse(change, by=ben)
