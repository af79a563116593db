"""Break-glass: two members of staff, for hours, in the client's sight (1.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from saas_core.access.errors import EmailTaken, UserUnknown
from saas_core.access.errors.keys_and_sessions import GrantOver, GrantUnknown, SecondPerson
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.use_cases.rehearsal import DeactivateUser
from saas_core.access.values import GrantScope, RoleGrant
from saas_core.kernel.actors import Staff, System
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, GrantId, StaffId, UserId
from saas_core.policy.decision import Refused

Company = Any  # of the conftest beside this file
HAL = Staff(StaffId(UUID(int=51)), frozenset({"staff.support"}))
SAM = Staff(StaffId(UUID(int=52)), frozenset({"staff.admin"}))
HOUR = timedelta(hours=1)


def _asked(company: Company, scope: GrantScope = GrantScope.READ, by: Staff = HAL) -> Any:
    return company.break_glass.ask(
        by=by,
        tenant_id=company.owner.tenant_id,
        reason="The last owner left",
        until=company.clock.at + HOUR,
        scope=scope,
    )


def _opened(company: Company, scope: GrantScope = GrantScope.READ) -> GrantId:
    grant_id = _asked(company, scope).grant_id
    company.break_glass.approve(by=SAM, tenant_id=company.owner.tenant_id, grant_id=grant_id)
    return grant_id


def _seen(company: Company, by: Staff = HAL) -> Any:
    return company.people.list_users(by=by, tenant_id=company.owner.tenant_id)


def test_a_grant_opens_nothing_before_another_one_approved_it(company: Company, tenant: Any) -> None:
    """Never the same person, also where that one may approve; and only someone with staff.admin."""
    own = _asked(company, by=SAM)
    with pytest.raises(SecondPerson):
        company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=own.grant_id)
    asked = _asked(company)
    with pytest.raises(Refused):
        company.break_glass.approve(by=HAL, tenant_id=tenant, grant_id=own.grant_id)
    with pytest.raises(Refused):
        _seen(company)
    opened = company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=asked.grant_id)
    assert (opened.state, opened.approved_by) == ("open", SAM.staff_id)
    assert _seen(company)
    with pytest.raises(GrantOver):
        company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=asked.grant_id)


def test_the_asker_never_approves() -> None:
    """Whatever the asker holds; no store keeps such a grant either."""
    at = datetime(2026, 6, 1, tzinfo=UTC)
    grant = BreakGlassGrant(
        id=GrantId(UUID(int=1)),
        staff_id=SAM.staff_id,
        reason="why",
        scope=GrantScope.READ,
        asked_at=at,
        until=at + HOUR,
    )
    with pytest.raises(SecondPerson):
        grant.approved(SAM.staff_id, at)


def test_what_is_seen_or_done_under_a_grant_is_in_the_clients_journal(company: Company, tenant: Any) -> None:
    """With the grant's id, also what was only rehearsed; what its asker may do anyway is not."""
    grant_id = _opened(company, GrantScope.CHANGE)
    ana = company.joined("Ana")
    _seen(company)
    company.queries = company.inquiries.rights_of(by=HAL, tenant_id=tenant, user_id=ana.user_id)
    company.rehearsal.dry_run(by=HAL, tenant_id=tenant, change=DeactivateUser(ana.user_id))
    company.people.deactivate(by=HAL, tenant_id=tenant, user_id=ana.user_id)
    told = company.journal()[-4:]
    assert [each.action for each in told] == ["access.see_under_grant"] * 3 + ["access.deactivate_user"]
    assert {each.details["grant"] for each in told} == {str(grant_id)}
    assert [each.details.get("action") for each in told[:3]] == ["people.read", "roles.read", "people.manage"]
    # What changes nothing shows something all the same.
    company.people.deactivate(by=HAL, tenant_id=tenant, user_id=ana.user_id)
    assert company.journal()[-1].action == "access.see_under_grant"
    before = len(company.journal())
    company.names.asked_user(by=HAL, tenant_id=tenant, who=ana.user_id)
    company.break_glass.list_grants(by=HAL, tenant_id=tenant)
    assert len(company.journal()) == before


def test_a_grant_for_reading_changes_nothing(company: Company, tenant: Any) -> None:
    """Nor does one for changing open it to anybody but who asked."""
    _opened(company)
    with pytest.raises(Refused):
        company.people.deactivate(by=HAL, tenant_id=tenant, user_id=company.owner.user_id)
    _opened(company, GrantScope.CHANGE)
    with pytest.raises(Refused):
        _seen(company, SAM)


def test_a_client_without_administrator_is_helped_under_a_grant(company: Company, tenant: Any) -> None:
    """Someone is made an owner, which nobody of staff may do otherwise."""
    ana = company.joined("Ana")
    _opened(company, GrantScope.CHANGE)
    company.roles.assign(by=HAL, tenant_id=tenant, user_id=ana.user_id, role_id=company.owner_role)
    assert company.may(ana, "invoices.read")


def test_a_grant_ends_at_its_instant(company: Company, tenant: Any) -> None:
    """And is not approved after it."""
    _opened(company)
    late = _asked(company)
    company.clock.at = late.until - timedelta(seconds=4)
    assert _seen(company)
    company.clock.at = late.until
    with pytest.raises(Refused):
        _seen(company)
    with pytest.raises(GrantOver):
        company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=late.grant_id)


def test_a_grant_is_ended_by_either_and_by_the_clients_owner(company: Company, tenant: Any) -> None:
    """Not by another user, nor by staff who has no part in it; the owner needs no license for it."""
    other = Staff(StaffId(UUID(int=53)), frozenset({"staff.support"}))
    ana = company.joined("Ana")
    for by in (HAL, SAM, company.owner):
        grant_id = _opened(company)
        for nobody in (ana, other):
            with pytest.raises(Refused):
                company.break_glass.end(by=nobody, tenant_id=tenant, grant_id=grant_id)
        company.judge.license, kept = type(company.judge.license)(frozenset(), (), None), company.judge.license
        ended = company.break_glass.end(by=by, tenant_id=tenant, grant_id=grant_id)
        assert ended.state == "ended"
        assert company.journal()[-1].action == "access.end_break_glass"
        company.judge.license = kept
        with pytest.raises(Refused):
            _seen(company)
    assert company.break_glass.end(by=HAL, tenant_id=tenant, grant_id=grant_id).ended_by == ended.ended_by


def test_the_client_sees_who_asked_why_and_what_became_of_it(company: Company, tenant: Any) -> None:
    """Its owners and who reads its journal; the journal holds a digest of the reason."""
    grant_id = _opened(company)
    newer = _asked(company)
    listed = company.break_glass.list_grants(by=company.owner, tenant_id=tenant)
    assert [each.grant_id for each in listed] == [newer.grant_id, grant_id]
    assert (listed[1].staff_id, listed[1].approved_by) == (HAL.staff_id, SAM.staff_id)
    assert listed[1].reason == "The last owner left"
    auditor = company.joined("Ana", RoleGrant(company.role("Auditor", "audit.read")))
    assert company.break_glass.list_grants(by=auditor, tenant_id=tenant, after=newer.grant_id) == listed[1:]
    with pytest.raises(Refused):
        company.break_glass.list_grants(by=company.joined("Ben"), tenant_id=tenant)
    assert "last owner" not in repr(company.journal())


def test_a_grant_is_asked_for_by_staff_for_four_hours_at_most(company: Company, tenant: Any) -> None:
    """With a reason."""
    about = {"by": HAL, "tenant_id": tenant, "reason": "why", "until": company.clock.at + HOUR}
    for wrong in (
        {"until": company.clock.at},
        {"until": company.clock.at + timedelta(hours=5)},
        {"reason": " "},
        {"by": System("worker")},
        {"tenant_id": PROVIDER},
    ):
        with pytest.raises(InvalidValue):
            company.break_glass.ask(**{**about, **wrong})
    for by in (company.owner, Staff(HAL.staff_id, frozenset({"staff.billing"}))):
        with pytest.raises(Refused):
            company.break_glass.ask(**{**about, "by": by})
    with pytest.raises(GrantUnknown):
        company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=GrantId(UUID(int=1)))


def test_a_grant_does_not_outlive_the_right_to_ask_for_one(company: Company, tenant: Any) -> None:
    """Whoever lost `staff.support` meanwhile sees nothing under it any more."""
    _opened(company, GrantScope.CHANGE)
    assert _seen(company)
    for permissions in (frozenset[str](), frozenset({"staff.billing"})):
        with pytest.raises(Refused):
            _seen(company, by=Staff(HAL.staff_id, permissions))


def test_what_an_error_tells_under_a_grant_is_journaled(company: Company, tenant: Any) -> None:
    """That an address is taken, or that there is no such user, was learned by the grant too."""
    _opened(company, GrantScope.CHANGE)
    before = len(company.journal())
    with pytest.raises(EmailTaken):
        company.people.add_user(by=HAL, tenant_id=tenant, name="O", email="olivia@acme.example")
    with pytest.raises(UserUnknown):
        company.people.show(by=HAL, tenant_id=tenant, user_id=UserId(UUID(int=7)))
    assert [each.action for each in company.journal()[before:]] == ["access.see_under_grant"] * 2
