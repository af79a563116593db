"""The staff desk: the provider's people, and the door at which every key is shown (1.1)."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from saas_core.access.errors import EmailTaken, KeyUnknown, LastAdministrator, LinkUnknown, StaffExists, StaffUnknown
from saas_core.access.values import KeyKind, key_text, read_key
from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import PROVIDER, KeyId, StaffId, TenantId
from saas_core.policy.decision import Refused

Company = Any  # of the conftest beside this file


@pytest.fixture
def sam(company: Company) -> Staff:
    found = company.staff.authenticate(company.staff.first(name="Sam", email="sam@provider.example").key)
    assert isinstance(found, Staff)
    return found


def test_the_first_member_of_staff_is_made_once(company: Company, sam: Staff) -> None:
    """By the setup, with the right to manage the others."""
    assert sam.permissions == {"staff.admin"}
    with pytest.raises(StaffExists):
        company.staff.first(name="Eve", email="eve@provider.example")
    entry = company.journal(PROVIDER)[-1]
    assert (entry.action, entry.by, entry.subject) == ("access.add_staff", "system:setup", f"staff:{sam.staff_id}")
    assert "sam" not in repr(dict(entry.details))


def test_a_member_of_staff_fetches_the_key_and_whoever_adds_it_is_told_none(company: Company, sam: Staff) -> None:
    """A repeat of either shows none either, and mails no second link."""
    about = {"by": sam, "name": "Ana", "email": "ana@provider.example", "permissions": ["staff.support"]}
    added = company.staff.add(**about, idempotency_key="k")
    assert company.staff.add(**about, idempotency_key="k") == added
    assert not hasattr(added, "key")
    token = company.staff_token(added.staff_id)
    first = company.staff.fetch_key(token=token, idempotency_key="f")
    assert (first.staff, company.staff.fetch_key(token=token, idempotency_key="f").key) == (added, None)
    assert company.staff.authenticate(first.key) == Staff(added.staff_id, frozenset({"staff.support"}))
    assert first.key.startswith("stf_")
    entry = company.journal(PROVIDER)[-1]
    assert (entry.action, entry.by) == ("access.fetch_staff_key", f"staff:{added.staff_id}")
    with pytest.raises(LinkUnknown):
        company.staff.fetch_key(token=token)
    with pytest.raises(EmailTaken):
        company.staff.add(**{**about, "email": "ANA@provider.example"})


@pytest.mark.parametrize("permissions", [[], ["staff.*"], ["invoices.read"], ["staff.support", "*"]])
def test_staff_holds_permissions_of_staff_only(company, sam, permissions: list[str]) -> None:
    """And at least one of them."""
    with pytest.raises(InvalidValue):
        company.staff.add(by=sam, name="Ana", email="ana@provider.example", permissions=permissions)


def test_only_administrators_of_the_provider_manage_staff(company: Company, sam: Staff) -> None:
    """Neither other staff nor clients (1.1)."""
    ana = company.staff.add(by=sam, name="Ana", email="ana@provider.example", permissions=["staff.support"])
    for by in (company.staff.authenticate(company.fetched(ana.staff_id)), company.owner):
        with pytest.raises(Refused):
            company.staff.add(by=by, name="Eve", email="eve@provider.example", permissions=["staff.admin"])
        with pytest.raises(Refused):
            company.staff.list_staff(by=by)
    assert [each.name for each in company.staff.list_staff(by=sam)] == ["Sam", "Ana"]


def test_deactivated_staff_is_refused_at_once_and_the_last_administrator_stays(company: Company, sam: Staff) -> None:
    """The keys die with it."""
    with pytest.raises(LastAdministrator):
        company.staff.deactivate(by=sam, staff_id=sam.staff_id)
    ana = company.staff.add(by=sam, name="Ana", email="ana@provider.example", permissions=["staff.support"])
    with pytest.raises(LastAdministrator):
        company.staff.deactivate(by=sam, staff_id=sam.staff_id)
    key, late = company.fetched(ana.staff_id), company.staff.renew_key(by=sam, staff_id=ana.staff_id)
    view = company.staff.deactivate(by=sam, staff_id=late.staff_id)
    assert not view.active
    before = len(company.journal(PROVIDER))
    assert company.staff.deactivate(by=sam, staff_id=ana.staff_id) == view
    assert len(company.journal(PROVIDER)) == before
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(key)
    with pytest.raises(LinkUnknown):
        company.fetched(ana.staff_id)
    with pytest.raises(StaffUnknown):
        company.staff.renew_key(by=sam, staff_id=ana.staff_id)
    with pytest.raises(StaffUnknown):
        company.staff.deactivate(by=sam, staff_id=StaffId(PROVIDER))


def test_a_renewed_key_ends_the_former_one(company: Company, sam: Staff) -> None:
    """At once, and only the newest link brings another one; one's own works until the new one is fetched."""
    ana = company.staff.add(by=sam, name="Ana", email="ana@provider.example", permissions=["staff.support"])
    unused, key = company.staff_token(ana.staff_id), None
    for _time in range(2):
        assert company.staff.renew_key(by=sam, staff_id=ana.staff_id) == ana
        if key is not None:
            with pytest.raises(KeyUnknown):
                company.staff.authenticate(key)
        key = company.fetched(ana.staff_id)
    with pytest.raises(LinkUnknown):
        company.staff.fetch_key(token=unused)
    own = company.staff.authenticate(key)
    company.clock.at += timedelta(hours=1)
    with pytest.raises(Refused):
        company.staff.renew_key(by=own, staff_id=ana.staff_id)


def test_a_fetched_key_names_its_link(company: Company, sam: Staff) -> None:
    """So it is known that nobody else has seen it; a user's key has none."""
    ana = company.staff.add(by=sam, name="Ana", email="ana@provider.example", permissions=["staff.support"])
    number = read_key(company.fetched(ana.staff_id)).number
    with company.store.read(PROVIDER) as work:
        (link,) = work.keyed_links.of_holder(f"staff:{ana.staff_id}")
        assert work.keys.get(KeyId(number)).link_id == link.id
        assert link.used_at is not None


def test_the_own_key_works_until_the_new_one_is_fetched(company: Company) -> None:
    """So that a mail that is lost locks nobody out."""
    first = company.staff.first(name="Sam", email="sam@provider.example").key
    sam = company.staff.authenticate(first)
    company.staff.renew_key(by=sam, staff_id=sam.staff_id)
    assert company.staff.authenticate(first) == sam
    assert company.staff.authenticate(company.fetched(sam.staff_id)) == sam
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(first)


@pytest.mark.parametrize("token", ["", "stk_", "sin_x", "stk_" + "0" * 32 + "_x", "inv_" + "0" * 32 + "_x"])
def test_a_link_that_brings_no_key_says_nothing_more(company: Company, sam: Staff, token: str) -> None:
    """Nor one that has expired."""
    ana = company.staff.add(by=sam, name="Ana", email="ana@provider.example", permissions=["staff.support"])
    with pytest.raises(LinkUnknown):
        company.staff.fetch_key(token=token)
    company.clock.at += timedelta(days=7)
    with pytest.raises(LinkUnknown):
        company.fetched(ana.staff_id)


def test_a_key_that_signs_nobody_in_says_nothing_more(company: Company, tenant: TenantId, sam: Staff) -> None:
    """Wrong, foreign and dressed-up ones answer alike."""
    ana = company.invite("Ada")
    key = company.accept(ana.user_id).key
    company.staff.renew_key(by=sam, staff_id=sam.staff_id)
    staff_key = company.fetched(sam.staff_id)
    found, staff_found = read_key(key), read_key(staff_key)
    assert found is not None
    assert staff_found is not None
    wrong = [
        key + "x",
        key[:-1],
        key_text(KeyKind.USER, TenantId(UUID(int=2)), found.number, found.secret),
        key_text(KeyKind.USER, tenant, KeyId(UUID(int=9)), found.secret),
        key_text(KeyKind.STAFF, PROVIDER, found.number, found.secret),
        # The provider's key dressed up as that of a user in the provider's scope.
        key_text(KeyKind.USER, PROVIDER, staff_found.number, staff_found.secret),
        "stf_" + "0" * 32 + "_x",
        f"usr_{tenant.hex}",
        f"usr_{tenant.hex}_{found.number.hex}_",
        "abc_def",
        "",
        "\ud800",
        "x" * 1000,
        key.upper(),
    ]
    told = set()
    for each in wrong:
        with pytest.raises(KeyUnknown) as caught:
            company.staff.authenticate(each)
        told.add(str(caught.value))
    assert len(told) == 1
    assert company.staff.authenticate(f" {key} \n") == ClientUser(tenant, ana.user_id)


def test_the_software_is_no_member_of_staff(company: Company, sam: Staff) -> None:
    """The software may, by the catalogue, but whoever it names as member must be one."""
    with pytest.raises(StaffUnknown):
        company.staff.renew_key(by=System("worker"), staff_id=StaffId(PROVIDER))


def test_two_members_fetch_their_keys_with_the_same_idempotency_key(company: Company, sam: Staff) -> None:
    """Until a link is used nobody knows whose it is, so its key belongs to the link."""
    added, fetched = [], []
    for name in ("Ana", "Ben"):
        email = f"{name.lower()}@provider.example"
        added.append(company.staff.add(by=sam, name=name, email=email, permissions=["staff.support"]))
        with suppress(KeyReused):
            token = company.staff_token(added[-1].staff_id)
            fetched.append(company.staff.fetch_key(token=token, idempotency_key="f"))
    assert [each.staff for each in fetched] == added
    assert all(each.key for each in fetched)
