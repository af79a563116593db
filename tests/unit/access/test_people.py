"""People: added without limit, changed, deactivated, taken back; and never the last owner lost (1.4.a, 1.5)."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.access.errors import (
    DepartmentUnknown,
    EmailTaken,
    KeyUnknown,
    LastOwner,
    LinkUnknown,
    MoreThanHeld,
    OwnersOnly,
    RoleUnknown,
    UserUnknown,
)
from saas_core.access.use_cases.rehearsal import DeactivateUser
from saas_core.access.values import RoleGrant, ShownState
from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import PROVIDER, DepartmentId, RoleId, StaffId, TenantId, UserId
from saas_core.policy.actions import ALWAYS_OPEN
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import ReasonCode, reason

Company = Any  # of the conftest beside this file

NOBODY = UserId(PROVIDER)
OTHER = TenantId(UUID(int=2))
SUPPORT = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))


def test_a_user_who_is_only_added_is_not_told_as_invited_and_gets_no_mail_yet(
    company: Company, tenant: TenantId
) -> None:
    """Adding and inviting are two acts, wherever the state is told."""
    mails = len(company.mails())
    added = company.people.add_user(by=company.owner, tenant_id=tenant, email=" Ada@Acme.example ", name="Ada")
    assert (added.state, added.email, added.invited_until, added.assignment_ids) == (
        "added",
        "Ada@Acme.example",
        None,
        (),
    )
    assert len(company.mails()) == mails
    about = {"by": company.owner, "tenant_id": tenant, "user_id": added.user_id}

    def told() -> set[str]:
        listed = company.people.list_users(by=company.owner, tenant_id=tenant)
        return {
            company.people.show(**about).state,
            company.inquiries.rights_of(**about).state,
            *(each.state for each in listed if each.user_id == added.user_id),
        }

    assert told() == {"added"}
    assert company.journal()[-1].details["state"] == "added"
    before = company.people.show(**about).revision
    company.invitations.send(**about)
    assert told() == {"invited"}
    assert company.people.show(**about).revision != before


def test_with_the_first_user_the_owner_role_is_made_once(company: Company, tenant: TenantId) -> None:
    """One built-in role a tenant."""
    company.invite("Ben", owner=True)
    roles = company.roles.list_roles(by=company.owner, tenant_id=tenant)
    assert [(each.name, each.permissions, each.built_in) for each in roles] == [("Owner", ("*",), True)]


def test_the_thousandth_user_is_added_like_the_first(company: Company, tenant: TenantId) -> None:
    """No number of users is ever refused (1.4.a)."""
    for number in range(1001):
        company.people.add_user(
            by=company.owner, tenant_id=tenant, email=f"u{number}@acme.example", name=f"User {number}"
        )
    page = company.people.list_users(by=company.owner, tenant_id=tenant, limit=5000)
    assert len(page) == 1000
    assert len(company.people.list_users(by=company.owner, tenant_id=tenant, after=page[-1].user_id)) == 2


def test_an_address_in_another_case_is_taken_and_the_error_names_the_user(company: Company, tenant: TenantId) -> None:
    """Addresses are compared without regard to case."""
    with pytest.raises(EmailTaken) as caught:
        company.people.add_user(by=company.owner, tenant_id=tenant, email="OLIVIA@ACME.EXAMPLE", name="Olivia II")
    assert str(company.owner.user_id) in str(caught.value)
    assert caught.value.field == "email"
    assert caught.value.remedy


def test_the_same_address_may_be_used_at_another_client(company: Company) -> None:
    """Addresses are unique per tenant."""
    company.judge.activated = False
    added = company.people.add_user(by=SUPPORT, tenant_id=OTHER, email="olivia@acme.example", name="Olivia", owner=True)
    assert added.user_id != company.owner.user_id


def test_a_repeat_with_the_same_key_answers_with_the_first_user(company: Company, tenant: TenantId) -> None:
    """One wish makes one user; the kept reply holds neither name nor address."""
    about = {"by": company.owner, "tenant_id": tenant, "name": "Ada", "email": "ada@acme.example"}
    first = company.people.invite_user(**about, idempotency_key="k")
    assert company.people.invite_user(**about, idempotency_key="k") == first
    with pytest.raises(KeyReused):
        company.people.invite_user(**{**about, "email": "eva@acme.example"}, idempotency_key="k")
    with company.store.read(tenant) as work:
        reply = work.replies.get(f"user:{company.owner.user_id}\nk")
    assert reply is not None
    assert "@" not in reply.result
    assert '"Ada"' not in reply.result


def test_staff_may_create_the_first_users_only_until_activation(company: Company) -> None:
    """From activation on, users belong to the client alone (1.5)."""
    with pytest.raises(Refused) as caught:
        company.invite("Ben", by=SUPPORT)
    assert caught.value.decision.reasons[0].code is ReasonCode.STAFF_MAY_NOT
    company.judge.activated = False
    assert company.invite("Ben", by=SUPPORT, owner=True).assignment_ids


def test_nobody_invites_somebody_into_more_than_they_hold(company: Company) -> None:
    """The rule of subsets holds for roles given with an invitation (1.4.b, 1.5)."""
    steward = company.role("Steward", "people.manage", "roles.manage", "invoices.read")
    clerk = company.role("Clerk", "invoices.approve")
    ada = company.joined("Ada", RoleGrant(steward))
    with pytest.raises(MoreThanHeld) as caught:
        company.invite("Ben", RoleGrant(clerk), by=ada)
    assert caught.value.missing == ("invoices.approve",)
    assert caught.value.clauses == ("1.4.b", "1.5")
    assert "1.4.b" in str(caught.value)
    with pytest.raises(MoreThanHeld, match="everything"):
        company.invite("Ben", by=ada, owner=True)
    assert company.invite("Ben", RoleGrant(steward), by=ada).assignment_ids


def test_the_head_of_a_department_adds_people_to_it_and_nowhere_else(company: Company) -> None:
    """People are managed where their roles hold (1.4.c)."""
    sales, buying = company.department("Sales"), company.department("Buying")
    head = company.role("Head", "people.manage", "roles.manage", "invoices.read")
    ada = company.joined("Ada", RoleGrant(head, sales))
    assert company.invite("Ben", RoleGrant(head, sales), by=ada).assignment_ids
    with pytest.raises(Refused) as caught:
        company.invite("Eva", RoleGrant(head, buying), by=ada)
    assert caught.value.decision.reasons[0].code is ReasonCode.DEPARTMENT_OUT_OF_SCOPE
    with pytest.raises(Refused):
        company.invite("Eva", by=ada)


def test_unknown_roles_and_departments_are_not_found(company: Company) -> None:
    """Resources of another client do not exist for this one."""
    clerk = company.role("Clerk", "invoices.read")
    with pytest.raises(RoleUnknown):
        company.invite("Ben", RoleGrant(RoleId(PROVIDER)))
    with pytest.raises(DepartmentUnknown):
        company.invite("Ben", RoleGrant(clerk, DepartmentId(PROVIDER)))


def test_of_two_grants_of_one_role_in_one_place_the_last_counts(company: Company, tenant: TenantId) -> None:
    """A role is held once in a place."""
    clerk = company.role("Clerk", "invoices.read")
    added = company.invite("Ben", RoleGrant(clerk, None, 100), RoleGrant(clerk, None, 50))
    (held,) = company.inquiries.list_assignments(by=company.owner, tenant_id=tenant, user_id=added.user_id)
    assert (held.approval_limit_minor, added.assignment_ids) == (50, (held.assignment_id,))


@pytest.mark.parametrize("limit", [-1, 10**15 + 1, 1.5, "1", True])
def test_an_approval_limit_is_a_whole_number_of_cents(limit: object) -> None:
    """No floats for money."""
    with pytest.raises(InvalidValue):
        RoleGrant(RoleId(PROVIDER), None, limit)  # type: ignore[arg-type]


def test_a_deactivated_user_is_refused_at_once_and_keys_and_links_die(company: Company, tenant: TenantId) -> None:
    """Deactivation works from the next action on (1.5)."""
    clerk = company.role("Clerk", "invoices.read")
    added = company.invite("Ada", RoleGrant(clerk))
    key = company.accept(added.user_id).key
    company.invitations.send(by=company.owner, tenant_id=tenant, user_id=added.user_id)
    token = company.token(added.user_id)
    assert company.staff.authenticate(key) == ClientUser(tenant, added.user_id)
    view = company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=added.user_id)
    assert view.state == "deactivated"
    assert not company.may(ClientUser(tenant, added.user_id), "invoices.read")
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(key)
    with pytest.raises(LinkUnknown):
        company.invitations.accept(token=token)
    entry = company.journal()[-1]
    assert entry.action == "access.deactivate_user"
    assert len(entry.details["keys"]) == len(entry.details["invitations"]) == 1


def test_deactivating_and_reactivating_twice_changes_and_records_nothing_more(
    company: Company, tenant: TenantId
) -> None:
    """A repeated command has nothing left to do."""
    ada = company.joined("Ada")
    about = {"by": company.owner, "tenant_id": tenant, "user_id": ada.user_id}
    company.people.reactivate(**about)
    company.people.deactivate(**about)
    before = len(company.journal())
    assert company.people.deactivate(**about).state == "deactivated"
    assert len(company.journal()) == before
    assert company.people.reactivate(**about).state == "active"


def test_a_user_taken_back_has_the_former_roles_but_no_former_key(company: Company, tenant: TenantId) -> None:
    """Roles wait, keys do not (1.5)."""
    clerk = company.role("Clerk", "invoices.read")
    added = company.invite("Ada", RoleGrant(clerk))
    key = company.accept(added.user_id).key
    about = {"by": company.owner, "tenant_id": tenant, "user_id": added.user_id}
    company.people.deactivate(**about)
    assert company.people.reactivate(**about).state == "active"
    assert company.may(ClientUser(tenant, added.user_id), "invoices.read")
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(key)
    company.invitations.send(**about)
    assert company.staff.authenticate(company.accept(added.user_id).key) == ClientUser(tenant, added.user_id)


def test_a_user_who_never_accepted_is_invited_again_when_taken_back(company: Company, tenant: TenantId) -> None:
    """Only a link that was accepted proves an address."""
    added = company.invite("Ada")
    about = {"by": company.owner, "tenant_id": tenant, "user_id": added.user_id}
    company.people.deactivate(**about)
    assert company.people.reactivate(**about).state == "invited"
    never = company.people.add_user(by=company.owner, tenant_id=tenant, email="ben@acme.example", name="Ben")
    about["user_id"] = never.user_id
    company.people.deactivate(**about)
    assert company.people.reactivate(**about).state == "added"


def test_nobody_takes_back_somebody_who_holds_more(company: Company, tenant: TenantId) -> None:
    """Taking back gives all former roles again, so the rule of subsets holds (1.4.b, 1.5)."""
    steward = company.role("Steward", "people.manage", "roles.manage")
    ada = company.joined("Ada", RoleGrant(steward))
    ben = company.joined("Ben", RoleGrant(company.role("Keeper", "stock.adjust")))
    company.people.deactivate(by=ada, tenant_id=tenant, user_id=ben.user_id)
    with pytest.raises(MoreThanHeld):
        company.people.reactivate(by=ada, tenant_id=tenant, user_id=ben.user_id)


def test_owners_are_deactivated_demoted_and_edited_by_owners_alone(company: Company, tenant: TenantId) -> None:
    """Not by who manages people or roles, nor by an owner's program; invited and deactivated ones are owners too."""
    steward = company.role("Steward", "people.manage", "roles.manage")
    ada = company.joined("Ada", RoleGrant(steward))
    otto, ivo = company.joined("Otto", owner=True), company.invite("Ivo", owner=True)
    program = evolve(company.owner, scopes=frozenset({"people.*", "roles.*"}))
    for by in (ada, program):
        about = {"by": by, "tenant_id": tenant}
        for user_id in (otto.user_id, ivo.user_id):
            for wish in (
                lambda about=about, who=user_id: company.people.deactivate(**about, user_id=who),
                lambda about=about, who=user_id: company.people.change_user(**about, user_id=who, name="X"),
                lambda about=about, who=user_id: company.people.change_user(**about, user_id=who, email="x@x.example"),
                lambda about=about, who=user_id: company.roles.unassign(
                    **about, user_id=who, role_id=company.owner_role
                ),
                lambda about=about, who=user_id: company.rehearsal.dry_run(**about, change=DeactivateUser(who)),
            ):
                with pytest.raises(OwnersOnly):
                    wish()
    acting = {"by": company.owner, "tenant_id": tenant}
    assert company.people.change_user(**acting, user_id=otto.user_id, name="Ottokar").name == "Ottokar"
    company.roles.unassign(**acting, user_id=ivo.user_id, role_id=company.owner_role)
    assert company.people.deactivate(**acting, user_id=otto.user_id).state == "deactivated"
    with pytest.raises(OwnersOnly):
        company.people.change_user(by=ada, tenant_id=tenant, user_id=otto.user_id, name="X")


def test_taking_away_stays_open_without_a_license(company: Company, tenant: TenantId) -> None:
    """Also to who manages people but is no owner, by address as well; giving, and everybody else, stay shut."""
    steward = company.role("Steward", "people.manage", "roles.manage")
    clerk = company.role("Clerk", "invoices.read")
    ada, ben = company.joined("Ada", RoleGrant(steward)), company.joined("Ben", RoleGrant(clerk))
    company.judge.license = LicenseState(ALWAYS_OPEN, (reason(ReasonCode.LICENSE_ON_HOLD, why="abuse"),), None)
    about = {"by": ada, "tenant_id": tenant, "user_id": ben.user_id}
    for by, do in ((ada, company.roles.assign), (ben, company.roles.unassign), (SUPPORT, company.roles.unassign)):
        with pytest.raises(Refused):
            do(**{**about, "by": by}, role_id=clerk)
    for by in (ben, SUPPORT):
        with pytest.raises(Refused):
            company.people.deactivate(by=by, tenant_id=tenant, user_id=ada.user_id)
    assert company.names.user(by=ada, tenant_id=tenant, email="ben@acme.example") == ben.user_id
    assert company.names.role(by=ada, tenant_id=tenant, name="clerk") == clerk
    company.roles.unassign(**about, role_id=clerk)
    assert company.people.deactivate(**about).state == "deactivated"
    with pytest.raises(Refused):
        company.people.reactivate(**about)


def test_the_last_active_owner_is_never_deactivated(company: Company, tenant: TenantId) -> None:
    """An invited owner does not count as an active one (1.5)."""
    ben = company.invite("Ben", owner=True)
    about = {"by": company.owner, "tenant_id": tenant, "user_id": company.owner.user_id}
    with pytest.raises(LastOwner) as caught:
        company.people.deactivate(**about)
    assert caught.value.clauses == ("1.5",)
    company.accept(ben.user_id)
    assert company.people.deactivate(**about).state == "deactivated"


def test_a_changed_address_revokes_the_links_sent_to_the_former_one(company: Company, tenant: TenantId) -> None:
    """A link lies in the mailbox of whoever had the address."""
    added = company.invite("Ada")
    token = company.token(added.user_id)
    about = {"by": company.owner, "tenant_id": tenant, "user_id": added.user_id}
    view = company.people.change_user(**about, name="Ada L.", email="ada.l@acme.example")
    assert (view.name, view.email) == ("Ada L.", "ada.l@acme.example")
    with pytest.raises(LinkUnknown):
        company.invitations.accept(token=token)
    before = len(company.journal())
    company.people.change_user(**about, name="Ada L.")
    assert len(company.journal()) == before


def test_nobody_turns_the_address_of_somebody_who_holds_more_to_another_one(company: Company, tenant: TenantId) -> None:
    """Whoever has the address gets the link and with it the account (1.5)."""
    steward = company.role("Steward", "people.manage")
    ada = company.joined("Ada", RoleGrant(steward))
    ben = company.invite("Ben", RoleGrant(company.role("Keeper", "stock.adjust")))
    about = {"by": ada, "tenant_id": tenant}
    with pytest.raises(MoreThanHeld):
        company.people.change_user(**about, user_id=ben.user_id, email="ada.too@acme.example")
    assert company.people.change_user(**about, user_id=ben.user_id, name="Benjamin").name == "Benjamin"
    changed = company.people.change_user(**about, user_id=ada.user_id, email="ada.new@acme.example")
    assert changed.email == "ada.new@acme.example"
    with pytest.raises(EmailTaken):
        company.people.change_user(**about, user_id=ada.user_id, email="BEN@acme.example")


def test_unknown_users_are_not_found(company: Company, tenant: TenantId) -> None:
    """A user of another client is as unknown as none."""
    about = {"by": company.owner, "tenant_id": tenant, "user_id": NOBODY}
    for act in (company.people.deactivate, company.people.reactivate, company.people.show, company.people.change_user):
        with pytest.raises(UserUnknown):
            act(**about)


def test_a_user_of_another_client_learns_nothing(company: Company, tenant: TenantId) -> None:
    """Known and unknown things are refused in the same way."""
    stranger = ClientUser(OTHER, company.owner.user_id)
    told = []
    for user_id in (company.owner.user_id, NOBODY):
        with pytest.raises(Refused) as caught:
            company.people.deactivate(by=stranger, tenant_id=tenant, user_id=user_id)
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_users_are_listed_by_state_and_shown(company: Company, tenant: TenantId) -> None:
    """Lists come in pages, by id."""
    ada = company.joined("Ada")
    company.invite("Ben")
    about = {"by": company.owner, "tenant_id": tenant}
    for name in ("Cem", "Dan", "Eli"):
        company.people.add_user(**about, email=f"{name}@acme.example", name=name)
    company.people.deactivate(**about, user_id=company.joined("Fay").user_id)
    company.invite("Gil")
    expected = {
        ShownState.ADDED: ["Cem", "Dan", "Eli"],
        ShownState.INVITED: ["Ben", "Gil"],
        ShownState.ACTIVE: ["Olivia", "Ada"],
        ShownState.DEACTIVATED: ["Fay"],
    }
    for state, names in expected.items():
        for limit in (1, 2, 50):
            found: list[Any] = []
            while page := company.people.list_users(
                **about, state=state, limit=limit, after=found[-1].user_id if found else None
            ):
                assert len(page) <= limit
                found += page
            assert [each.name for each in found] == names
            assert {each.state for each in found} == {state.value}
    assert company.people.show(by=company.owner, tenant_id=tenant, user_id=ada.user_id).name == "Ada"
    with pytest.raises(Refused):
        company.people.list_users(by=ada, tenant_id=tenant)


def test_the_journal_names_nobody(company: Company, tenant: TenantId) -> None:
    """Personal values stand in it as keyed digests only."""
    added = company.invite("Zebulon")
    company.people.change_user(by=company.owner, tenant_id=tenant, user_id=added.user_id, name="Zebulon Pike")
    told = json.dumps([[each.subject, dict(each.details)] for each in company.journal()]).lower()
    waiting = json.dumps([dict(each.body) for each in company.mails()]).lower()
    for text in (told, waiting):
        assert "zebulon" not in text
        assert "@" not in text
    assert str(added.user_id) in told
