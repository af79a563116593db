"""Break-glass: two members of staff, for hours, in the client's sight (1.5)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.access.errors import EmailTaken, LinkUnknown, OwnersOnly, StaffUnknown, UserUnknown
from saas_core.access.errors.keys_and_sessions import GrantOver, GrantUnknown, NoSecondPerson, SecondPerson
from saas_core.access.model import Key
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.use_cases.rehearsal import DeactivateUser
from saas_core.access.values import GrantReason, GrantScope, RoleGrant, UserState
from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.errors import InvalidValue, KeyReused, SaasError, StoreUnavailable
from saas_core.kernel.ids import PROVIDER, GrantId, KeyId, LinkId, StaffId, UserId
from saas_core.policy.decision import Refused

Company = Any  # of the conftest beside this file
HAL = Staff(StaffId(UUID(int=51)), frozenset({"staff.support"}))
SAM = Staff(StaffId(UUID(int=52)), frozenset({"staff.admin"}))
STRANGER = Staff(StaffId(UUID(int=59)), frozenset({"staff.admin"}))
HOUR = timedelta(hours=1)


@pytest.fixture
def company(company: Company) -> Company:
    """Return a company whose provider has two people who came apart from each other."""
    company.hired(HAL.staff_id, "staff.support")
    company.hired(SAM.staff_id, "staff.admin")
    return company


def _asked(
    company: Company,
    scope: GrantScope = GrantScope.READ,
    by: Staff = HAL,
    reason: GrantReason = GrantReason.CLIENT_WISH,
) -> Any:
    return company.break_glass.ask(
        by=by,
        tenant_id=company.owner.tenant_id,
        reason=reason,
        why="The last owner left",
        until=company.clock.at + HOUR,
        scope=scope,
    )


def _opened(
    company: Company,
    scope: GrantScope = GrantScope.READ,
    reason: GrantReason = GrantReason.CLIENT_WISH,
) -> GrantId:
    asked = _asked(company, scope, reason=reason)
    if asked.by_client:
        company.break_glass.confirm(token=_confirmations(company)[-1])
    else:
        company.break_glass.approve(by=SAM, tenant_id=company.owner.tenant_id, grant_id=asked.grant_id)
    return asked.grant_id


def _opened_for_owners(company: Company) -> GrantId:
    return _opened(company, GrantScope.CHANGE, GrantReason.LAST_ADMINISTRATOR)


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
        reason=GrantReason.CLIENT_WISH,
        why="why",
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
    assert [each.details.get("action") for each in told[:3]] == ["people.read", "roles.read", "people.take_away"]
    # What changes nothing shows something all the same.
    company.people.deactivate(by=HAL, tenant_id=tenant, user_id=ana.user_id)
    assert company.journal()[-1].action == "access.see_under_grant"
    before = len(company.journal())
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
    """Someone is made an owner, which nobody of staff may do otherwise, also not for another reason."""
    ana = company.joined("Ana")
    for reason in (GrantReason.SECURITY_INCIDENT, GrantReason.CLIENT_WISH):
        other = _opened(company, GrantScope.CHANGE, reason)
        for wish in _making_owners(company, ana):
            with pytest.raises(OwnersOnly):
                wish()
        company.break_glass.end(by=HAL, tenant_id=tenant, grant_id=other)
    assert not company.may(ana, "invoices.read")
    _opened_for_owners(company)
    company.roles.assign(by=HAL, tenant_id=tenant, user_id=ana.user_id, role_id=company.owner_role)
    assert company.may(ana, "invoices.read")


def test_a_lock_out_while_there_is_an_owner_is_for_an_owner_to_confirm(company: Company, tenant: Any) -> None:
    """Also if the owner became active after the request; staff alone opens it only while there is none."""
    asked = _asked(company, GrantScope.CHANGE, reason=GrantReason.LAST_ADMINISTRATOR)
    assert asked.by_client
    with pytest.raises(SecondPerson, match="has an active owner"):
        company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=asked.grant_id)
    owner_id = company.owner.user_id
    for state in ("deactivated", "activated"):
        with company.store.begin(tenant) as work:
            owner = work.users.get(owner_id)
            work.users.save(
                evolve(owner, state=UserState.ACTIVE) if state == "activated" else owner.deactivated(), company.clock.at
            )
            work.commit()
        if state == "deactivated":
            late = _asked(company, GrantScope.CHANGE, reason=GrantReason.LAST_ADMINISTRATOR)
            opened = company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=asked.grant_id)
            assert (late.by_client, opened.state) == (False, "open")
    with pytest.raises(SecondPerson, match="has an active owner"):
        company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=late.grant_id)


def test_a_grant_ends_at_its_instant(company: Company, tenant: Any) -> None:
    """And is not approved after it."""
    _opened(company)
    late = _asked(company)
    company.clock.at = late.until - timedelta(seconds=6)
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
    assert company.break_glass.end(by=company.owner, tenant_id=tenant, grant_id=grant_id).ended_by == ended.ended_by
    # Staff is not told which owner it was.
    assert company.break_glass.end(by=HAL, tenant_id=tenant, grant_id=grant_id).ended_by == "user"


def test_the_client_sees_who_asked_why_and_what_became_of_it(company: Company, tenant: Any) -> None:
    """Its owners and who reads its journal; the journal holds a digest of the reason."""
    grant_id = _opened(company)
    newer = _asked(company)
    listed = company.break_glass.list_grants(by=company.owner, tenant_id=tenant)
    assert [each.grant_id for each in listed] == [newer.grant_id, grant_id]
    assert (listed[1].staff_id, listed[1].approved_by) == (HAL.staff_id, SAM.staff_id)
    assert (listed[1].reason, listed[1].why) == ("client_wish", "The last owner left")
    auditor = company.joined("Ana", RoleGrant(company.role("Auditor", "audit.read")))
    assert company.break_glass.list_grants(by=auditor, tenant_id=tenant, after=newer.grant_id) == listed[1:]
    with pytest.raises(Refused):
        company.break_glass.list_grants(by=company.joined("Ben"), tenant_id=tenant)
    assert "last owner" not in repr(company.journal())


def test_a_grant_is_asked_for_by_staff_for_four_hours_at_most(company: Company, tenant: Any) -> None:
    """With a reason."""
    about = {
        "by": HAL,
        "tenant_id": tenant,
        "reason": GrantReason.CLIENT_WISH,
        "why": "why",
        "until": company.clock.at + HOUR,
    }
    for wrong in (
        {"until": company.clock.at},
        {"until": company.clock.at + timedelta(hours=5)},
        {"why": " "},
        {"reason": "curious"},
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


def _making_owners(company: Company, ana: Any) -> tuple[Callable[[], object], ...]:
    """Return every way by which staff could make somebody an owner."""
    about: dict[str, Any] = {"by": HAL, "tenant_id": company.owner.tenant_id}
    owner = RoleGrant(company.owner_role)
    gone = company.joined("Gone", owner=True) if "Gone" not in _names(company) else None
    if gone is not None:
        company.people.deactivate(by=company.owner, tenant_id=company.owner.tenant_id, user_id=gone.user_id)
    with company.store.read(company.owner.tenant_id) as work:
        former = work.users.by_email("gone@acme.example")
    return (
        lambda: company.roles.assign(**about, user_id=ana.user_id, role_id=company.owner_role),
        lambda: company.people.add_user(**about, name="E", email="e@acme.example", owner=True),
        lambda: company.people.invite_user(**about, name="E", email="e@acme.example", grants=(owner,)),
        lambda: company.people.reactivate(**about, user_id=former.id),
        # The address receives the links.
        lambda: company.people.change_user(**about, user_id=company.owner.user_id, email="e@acme.example"),
        lambda: company.people.change_user(**about, user_id=former.id, email="e@acme.example"),
    )


def _names(company: Company) -> set[str]:
    listed = company.people.list_users(by=company.owner, tenant_id=company.owner.tenant_id)
    return {each.name for each in listed}


def test_what_was_given_is_taken_back_at_the_clients_word(company: Company, tenant: Any) -> None:
    """Users, roles, addresses and permissions; without a license, and the grant ends with it."""
    ana, ben, gus = company.joined("Ana"), company.joined("Ben"), company.joined("Gus")
    company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=gus.user_id)
    clerk = company.role("Clerk", "invoices.read")
    grant_id = _opened_for_owners(company)
    about: dict[str, Any] = {"by": HAL, "tenant_id": tenant}
    added = company.people.invite_user(**about, name="Eve", email="eve@evil.example", owner=True)
    company.accept(added.user_id)
    company.roles.assign(**about, user_id=ana.user_id, role_id=clerk)
    company.roles.edit(**about, role_id=clerk, permissions=["invoices.read", "stock.adjust"])
    company.people.change_user(**about, user_id=ben.user_id, email="ben@evil.example")
    company.people.reactivate(**about, user_id=gus.user_id)
    _seen(company)
    uses = company.break_glass.list_uses(by=company.owner, tenant_id=tenant, grant_id=grant_id)
    assert [each.action for each in uses] == [
        "access.add_user",
        "access.assign_role",
        "access.edit_role",
        "access.change_user",
        "access.reactivate_user",
        "people.read",
    ]
    for nobody in (ana, HAL, SAM, System("worker")):
        with pytest.raises(Refused):
            company.break_glass.take_back(by=nobody, tenant_id=tenant, grant_id=grant_id)
    for nobody in (ana, HAL):
        with pytest.raises(Refused):
            company.break_glass.list_uses(by=nobody, tenant_id=tenant, grant_id=grant_id)
    company.judge.license, kept = type(company.judge.license)(frozenset(), (), None), company.judge.license
    with pytest.raises(Refused):
        company.people.list_users(by=company.owner, tenant_id=tenant)
    # As somebody whose rights to edit are shut would take back permissions too, by the word of an owner.
    view = company.break_glass.take_back(by=company.owner, tenant_id=tenant, grant_id=grant_id)
    company.judge.license = kept
    assert (view.taken, view.left) == (5, 0)
    states = {each.name: each.state for each in company.people.list_users(by=company.owner, tenant_id=tenant)}
    assert {name for name, state in states.items() if state == "deactivated"} == {"Eve", "Ben", "Gus"}
    assert not company.may(ana, "invoices.read")
    assert company.roles.show(by=company.owner, tenant_id=tenant, role_id=clerk).permissions == ("invoices.read",)
    assert company.break_glass.list_grants(by=company.owner, tenant_id=tenant)[0].state == "ended"
    again = company.break_glass.take_back(by=company.owner, tenant_id=tenant, grant_id=grant_id)
    assert (again.taken, again.left) == (0, 0)


def test_what_was_given_on_is_taken_back_too(company: Company, tenant: Any) -> None:
    """Over any chain, by programs too; what a user of other rights gave since is named, and the rest stays."""
    ana, ben, hand = company.joined("Ana"), company.joined("Ben"), company.role("Hand", "people.manage")
    grant_id = _opened_for_owners(company)
    eve = ClientUser(tenant, company.invite("Eve", by=HAL, owner=True).user_id)
    company.accept(eve.user_id)
    company.roles.assign(by=HAL, tenant_id=tenant, user_id=ana.user_id, role_id=hand)
    max_ = ClientUser(tenant, company.invite("Max", by=eve, owner=True).user_id)
    company.accept(max_.user_id)
    zoe = company.invite("Zoe", by=max_)
    key = company.api_keys.create(by=max_, tenant_id=tenant, name="k", scopes=["people.manage"])
    program = evolve(max_, scopes=frozenset({"people.manage"}), key_id=key.api_key.key_id)
    una = company.people.add_user(by=program, tenant_id=tenant, name="Una", email="una@acme.example")
    company.roles.assign(by=eve, tenant_id=tenant, user_id=ben.user_id, role_id=company.owner_role)
    own, hers = company.invite("Own"), company.invite("Hers", by=ana)
    view = company.break_glass.take_back(by=company.owner, tenant_id=tenant, grant_id=grant_id)
    states = {each.user_id: each.state for each in company.people.list_users(by=company.owner, tenant_id=tenant)}
    gone = {user_id for user_id, state in states.items() if state == "deactivated"}
    assert gone == {eve.user_id, max_.user_id, zoe.user_id, una.user_id}
    assert states[own.user_id] == states[hers.user_id] == "invited"
    assert not company.may(ben, "invoices.read")
    assert not company.may(ana, "people.manage")
    assert (view.taken, view.left) == (6, 1)
    (told,) = (each for each in company.journal() if each.id in view.left_uses)
    assert (told.action, told.subject) == ("access.add_user", f"user:{hers.user_id}")
    assert company.break_glass.take_back(by=company.owner, tenant_id=tenant, grant_id=grant_id).taken == 0


def test_an_owner_who_came_in_by_a_grant_keeps_their_own_rights_when_taking_back(company: Company, tenant: Any) -> None:
    """And what they gave on; it is named instead."""
    grant_id = _opened_for_owners(company)
    eve = ClientUser(tenant, company.invite("Eve", by=HAL, owner=True).user_id)
    company.accept(eve.user_id)
    company.invite("Max", by=eve)
    view = company.break_glass.take_back(by=eve, tenant_id=tenant, grant_id=grant_id)
    assert (view.taken, view.left) == (0, 1)


def test_a_department_that_was_moved_twice_returns_to_where_it_was(company: Company, tenant: Any) -> None:
    """What was done last is undone first."""
    first, second, third = (company.department(name) for name in ("First", "Second", "Third"))
    moved = company.department("Moved", first)
    grant_id = _opened(company, GrantScope.CHANGE)
    for parent in (second, third):
        company.departments.move(by=HAL, tenant_id=tenant, department_id=moved, parent_id=parent)
    view = company.break_glass.take_back(by=company.owner, tenant_id=tenant, grant_id=grant_id)
    shown = company.departments.show(by=company.owner, tenant_id=tenant, department_id=moved)
    assert (view.taken, view.left, shown.parent_id) == (2, 0, first)


def test_taking_back_leaves_an_active_owner(company: Company, tenant: Any) -> None:
    """An owner made under the grant, who is by then the last one, stays and is counted."""
    grant_id = _opened_for_owners(company)
    added = company.people.invite_user(by=HAL, tenant_id=tenant, name="Eve", email="eve@acme.example", owner=True)
    company.accept(added.user_id)
    eve = ClientUser(tenant, added.user_id)
    company.people.deactivate(by=eve, tenant_id=tenant, user_id=company.owner.user_id)
    view = company.break_glass.take_back(by=eve, tenant_id=tenant, grant_id=grant_id)
    assert (view.taken, view.left) == (0, 1)


def test_whoever_was_made_by_the_other_is_no_second_person(company: Company, tenant: Any) -> None:
    """In either direction, over a third one, and by the same one; after thirty days they are."""
    eve, max_, zoe = (StaffId(UUID(int=number)) for number in (61, 62, 63))
    by = {"made_by": f"staff:{SAM.staff_id}"}
    first = company.hired(eve, "staff.admin", days=2, **by)
    second = company.hired(max_, "staff.admin", days=2, **by)
    chained = company.hired(zoe, "staff.admin", days=2, made_by=f"staff:{eve}")
    for asks, approves in ((SAM, first), (first, SAM), (first, second), (SAM, chained), (chained, SAM)):
        asked = _asked(company, by=asks)
        with pytest.raises(SecondPerson, match="within the last 30 days"):
            company.break_glass.approve(by=approves, tenant_id=tenant, grant_id=asked.grant_id)
    company.clock.at += timedelta(days=29)
    with company.store.begin(PROVIDER) as work:
        # The key is the member's own.
        for each in (first, second):
            work.keys.save(_key(each.staff_id, LinkId(UUID(int=1))))
        work.commit()
    asked = _asked(company, by=SAM)
    assert company.break_glass.approve(by=first, tenant_id=tenant, grant_id=asked.grant_id).state == "open"


def _key(staff_id: StaffId, link_id: LinkId | None) -> Key:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    return Key(
        id=KeyId(UUID(int=staff_id.int + 1000)),
        tenant_id=PROVIDER,
        holder=f"staff:{staff_id}",
        secret_hash="0",
        created_at=at,
        link_id=link_id,
    )


def test_whoever_came_after_the_day_before_the_request_is_no_second_person(company: Company, tenant: Any) -> None:
    """However long the request waits for an approval."""
    late = company.hired(StaffId(UUID(int=61)), "staff.admin", days=1)
    asked = _asked(company)
    company.clock.at += timedelta(minutes=50)
    assert company.break_glass.approve(by=late, tenant_id=tenant, grant_id=asked.grant_id).state == "open"
    newer = company.hired(StaffId(UUID(int=62)), "staff.admin", days=0)
    asked = _asked(company)
    with pytest.raises(SecondPerson, match="24 hours"):
        company.break_glass.approve(by=newer, tenant_id=tenant, grant_id=asked.grant_id)


def test_whoever_holds_a_key_that_was_shown_to_another_is_no_second_person(company: Company, tenant: Any) -> None:
    """As keys of former versions were; the renewed one is one's own. Nor one of whom nobody knows who added it."""
    ana = company.hired(StaffId(UUID(int=61)), "staff.admin", made_by=f"staff:{HAL.staff_id}")
    asked = _asked(company)
    for link_id, right in ((None, False), (LinkId(UUID(int=1)), True)):
        with company.store.begin(PROVIDER) as work:
            work.keys.save(_key(ana.staff_id, link_id))
            work.commit()
        if not right:
            with pytest.raises(SecondPerson, match="must hold a key that nobody else has seen"):
                company.break_glass.approve(by=ana, tenant_id=tenant, grant_id=asked.grant_id)
    assert company.break_glass.approve(by=ana, tenant_id=tenant, grant_id=asked.grant_id).state == "open"
    for by in (company.hired(StaffId(UUID(int=62)), "staff.admin", days=5, made_by="staff:nobody"), STRANGER):
        with pytest.raises((SecondPerson, StaffUnknown)):
            company.break_glass.approve(by=by, tenant_id=tenant, grant_id=_asked(company).grant_id)


def _confirmations(company: Company) -> list[str]:
    return [
        company.keys.open(
            str(each.body["sealed"]),
            f"confirmation:{company.owner.tenant_id}:{each.body['grant']}:{each.body['user']}",
        )
        for each in company.mails()
        if each.kind == "mail.grant_confirmation"
    ]


def test_a_provider_of_one_person_needs_an_owners_confirmation(company: Company, tenant: Any) -> None:
    """Through a link that works once, only for an owner who still is one, and only until the grant's end."""
    assert _confirmations(company) == []
    _alone(company)
    otto = company.joined("Otto", owner=True)
    asked = _asked(company)
    assert (asked.by_client, asked.state) == (True, "asked")
    with pytest.raises(SecondPerson):
        company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=asked.grant_id)
    first, second = _confirmations(company)
    company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=otto.user_id)
    for wrong in (second, "", "grt_x", first + "x"):
        with pytest.raises(LinkUnknown):
            company.break_glass.confirm(token=wrong)
    company.judge.license, kept = type(company.judge.license)(frozenset(), (), None), company.judge.license
    opened = company.break_glass.confirm(token=first, idempotency_key="k")
    company.judge.license = kept
    assert company.break_glass.confirm(token=first, idempotency_key="k") == opened
    assert (opened.state, opened.confirmed_by) == ("open", f"user:{company.owner.user_id}")
    entry = company.journal()[-1]
    assert (entry.action, entry.by) == ("access.confirm_break_glass", f"user:{company.owner.user_id}")
    with pytest.raises(SaasError) as again:
        company.break_glass.confirm(token=first)
    assert again.type is LinkUnknown
    assert _seen(company)
    # Staff is not told which owner it was.
    assert company.break_glass.list_grants(by=HAL, tenant_id=tenant)[0].confirmed_by == "user"
    late = _asked(company)
    token = _confirmations(company)[-1]
    company.clock.at = late.until
    with pytest.raises(LinkUnknown):
        company.break_glass.confirm(token=token)


def _alone(company: Company) -> None:
    """Leave the provider with one person and somebody who came just now."""
    company.hired(SAM.staff_id, "staff.admin", days=0)


def test_without_a_second_person_and_an_owner_it_waits(company: Company) -> None:
    """Until there is a second member of staff, who was there for a day."""
    _alone(company)
    with company.store.begin(company.owner.tenant_id) as work:
        owner = work.users.get(company.owner.user_id)
        work.users.save(owner.deactivated(), company.clock.at)
        work.commit()
    with pytest.raises(NoSecondPerson, match=r"whom you did not add .* 24 hours, .* whom you added for 30 days"):
        _asked(company)
    company.clock.at += timedelta(days=1)
    assert not _asked(company).by_client


@pytest.mark.parametrize("way", ["address", "deactivated"])
def test_a_link_to_confirm_ends_with_the_address_it_was_sent_to(company: Company, tenant: Any, way: str) -> None:
    """Also where the owner is active again before the grant's end."""
    _alone(company)
    otto = company.joined("Otto", owner=True)
    _asked(company)
    about: dict[str, Any] = {"by": company.owner, "tenant_id": tenant, "user_id": otto.user_id}
    if way == "address":
        company.people.change_user(**about, email="otto@new.example")
    else:
        company.people.deactivate(**about)
        assert company.journal()[-1].details["confirmations"]
        company.people.reactivate(**about)
    owners, former = _confirmations(company)
    with pytest.raises(LinkUnknown):
        company.break_glass.confirm(token=former)
    assert company.break_glass.confirm(token=owners).state == "open"


def test_two_owners_confirm_with_the_same_idempotency_key(company: Company) -> None:
    """Until a link is used nobody knows whose it is, so its key belongs to the link."""
    _alone(company)
    asked, confirmed = [], []
    for _owner in range(2):
        asked.append(_asked(company).grant_id)
        token = _confirmations(company)[-1]
        with suppress(KeyReused):
            confirmed.append(company.break_glass.confirm(token=token, idempotency_key="k").grant_id)
    assert confirmed == asked


def test_whoever_was_deactivated_while_the_client_was_locked_approves_nothing(company: Company, tenant: Any) -> None:
    """Members are read once the lock is held, not before waiting for it."""
    asked, begin = _asked(company), company.store.begin

    @contextmanager
    def begun(tenant_id: Any) -> Generator[Any]:
        with begin(tenant_id) as work:
            with begin(PROVIDER) as meanwhile:
                sam = next(each for each in meanwhile.staff.all() if each.id == SAM.staff_id)
                meanwhile.staff.save(sam.deactivated(), company.clock.at)
                meanwhile.commit()
            yield work

    company.store.begin = begun
    with pytest.raises(StaffUnknown):
        company.break_glass.approve(by=SAM, tenant_id=tenant, grant_id=asked.grant_id)


def test_a_fault_of_the_store_undoes_the_taking_back(
    company: Company, tenant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no reason why a thing could not be taken back, and is not counted as one."""
    grant_id = _opened(company, GrantScope.CHANGE)
    company.people.invite_user(by=HAL, tenant_id=tenant, name="Eve", email="eve@evil.example")

    def failed(*_given: object) -> None:
        message = "the disk is full."
        raise StoreUnavailable(message)

    with monkeypatch.context() as broken:
        broken.setattr("saas_core.access.use_cases.taking_back.deactivate", failed)
        with pytest.raises(StoreUnavailable):
            company.break_glass.take_back(by=company.owner, tenant_id=tenant, grant_id=grant_id)
    assert company.break_glass.take_back(by=company.owner, tenant_id=tenant, grant_id=grant_id).taken == 1
