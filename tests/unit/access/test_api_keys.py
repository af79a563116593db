"""API keys: of their maker, narrowed; shown once; rotated with an overlap; ended with their maker (1.4.b, 1.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.access.errors import KeyUnknown, MoreThanHeld, OwnersOnly
from saas_core.access.errors.keys_and_sessions import ApiKeyOver, ApiKeyUnknown
from saas_core.access.values import RoleGrant
from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_core.kernel.ids import StaffId, UserId
from saas_core.policy.decision import Refused
from saas_core.policy.errors import PermissionReserved

Company = Any  # of the conftest beside this file
HOUR = timedelta(hours=1)


def _made(company: Company, *scopes: str, by: ClientUser | None = None, **more: Any) -> Any:
    return company.api_keys.create(
        by=by or company.owner, tenant_id=company.owner.tenant_id, name="Till 3", scopes=scopes, **more
    )


def _program(company: Company, *scopes: str, by: ClientUser | None = None) -> ClientUser:
    found = company.staff.authenticate(_made(company, *scopes, by=by).key)
    assert isinstance(found, ClientUser)
    return found


def _steward(company: Company, *more: str) -> ClientUser:
    role = company.role("Steward", "keys.manage", "invoices.read", *more)
    return company.joined("Ana", RoleGrant(role))


def test_a_key_signs_in_as_its_maker_within_its_scopes(company: Company, tenant: Any) -> None:
    """Its text names the client; the journal tells ids, scopes and end, and a digest of the name."""
    made = _made(company, "invoices.read", "stock.*")
    assert made.key.startswith(f"api_{tenant.hex}_{made.api_key.key_id.hex}_")
    assert company.staff.authenticate(made.key) == ClientUser(
        tenant, company.owner.user_id, frozenset({"invoices.read", "stock.*"}), made.api_key.key_id
    )
    entry = company.journal()[-1]
    assert (entry.action, entry.subject) == ("access.create_api_key", f"api_key:{made.api_key.key_id}")
    assert entry.details["scopes"] == ["invoices.read", "stock.*"]
    assert "Till" not in repr(dict(entry.details))
    assert made.api_key.expires_at - made.api_key.created_at == timedelta(days=90)


def test_a_key_is_told_once_and_shown_by_its_ends(company: Company, tenant: Any) -> None:
    """A repeat names the key and does not tell it; the list shows the last four characters of the secret."""
    about = {"by": company.owner, "tenant_id": tenant, "name": "Till 3", "scopes": ["stock.*"], "idempotency_key": "k"}
    first, again = company.api_keys.create(**about), company.api_keys.create(**about)
    assert (again.api_key, again.key) == (first.api_key, None)
    (shown,) = company.api_keys.list_keys(by=company.owner, tenant_id=tenant)
    assert shown.shown.endswith(f"_…{first.key[-4:]}")
    assert first.key not in repr(shown)


@pytest.mark.parametrize("scopes", [[], ["*"], ["root.*"], ["invoices.fly"], ["people.read"], ["staff.support"]])
def test_scopes_are_registered_permissions_that_no_area_reserves(company: Company, scopes: list[str]) -> None:
    """And there is at least one."""
    with pytest.raises((InvalidValue, PermissionReserved)):
        _made(company, *scopes)


def test_nobody_gives_a_key_more_than_they_hold_in_the_whole_instance(company: Company) -> None:
    """Nor does a key make a wider key, nor a wider role, nor gets a wider one by rotating it."""
    place = company.department("Sales")
    ana = _steward(company)
    company.roles.assign(
        by=company.owner,
        tenant_id=ana.tenant_id,
        user_id=ana.user_id,
        role_id=company.role("Adjuster", "stock.adjust"),
        department_id=place,
    )
    for scopes in (["invoices.approve"], ["invoices.*"], ["stock.adjust"]):
        with pytest.raises(MoreThanHeld):
            _made(company, *scopes, by=ana)
    wide = _made(company, "invoices.read", "keys.manage", by=ana)
    program = _program(company, "keys.manage", by=ana)
    with pytest.raises(MoreThanHeld):
        _made(company, "invoices.read", by=program)
    with pytest.raises(MoreThanHeld):
        company.api_keys.rotate(by=program, tenant_id=ana.tenant_id, key_id=wide.api_key.key_id)
    assert company.staff.authenticate(_made(company, "keys.manage", by=program).key).scopes == {"keys.manage"}
    with pytest.raises(MoreThanHeld):
        company.role("Wide", "stock.adjust", by=_program(company, "roles.manage"))


def test_a_program_does_not_lead_its_persons_links_elsewhere(company: Company, tenant: Any) -> None:
    """The address of the person itself is changed by who holds everything the person holds; an owner's by an owner."""
    program = _program(company, "people.manage")
    with pytest.raises(OwnersOnly):
        company.people.change_user(by=program, tenant_id=tenant, user_id=program.user_id, email="eve@x.example")
    ada = company.joined("Ada", RoleGrant(company.role("Steward", "people.manage", "stock.adjust")))
    own = evolve(ada, scopes=frozenset({"people.manage"}))
    with pytest.raises(MoreThanHeld):
        company.people.change_user(by=own, tenant_id=tenant, user_id=ada.user_id, email="eve@x.example")


def test_making_a_key_needs_the_permission_and_a_person_of_the_client(company: Company) -> None:
    """Not of staff, not of the software, and in a key among its scopes."""
    nobody = company.joined("Ben")
    for by in (nobody, _program(company, "stock.*"), Staff(StaffId(UserId(company.ids.new()))), System("worker")):
        with pytest.raises(Refused):
            _made(company, "stock.*", by=by)


def test_a_rotated_key_has_two_secrets_for_the_overlap(company: Company, tenant: Any) -> None:
    """And then one; for none, the former one ends at once; a second rotation ends the first one's former."""
    made = _made(company, "stock.*")
    rotate = {"by": company.owner, "tenant_id": tenant, "key_id": made.api_key.key_id}
    second = company.api_keys.rotate(**rotate, overlap=HOUR)
    company.clock.at += timedelta(minutes=59)
    for key in (made.key, second.key):
        assert company.staff.authenticate(key).key_id == made.api_key.key_id
    company.clock.at += timedelta(minutes=1)
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(made.key)
    third = company.api_keys.rotate(**rotate)
    assert company.staff.authenticate(second.key)
    fourth = company.api_keys.rotate(**rotate, overlap=timedelta())
    for key in (second.key, third.key):
        with pytest.raises(KeyUnknown):
            company.staff.authenticate(key)
    assert company.staff.authenticate(fourth.key)
    assert company.journal()[-1].action == "access.rotate_api_key"
    for overlap in (timedelta(seconds=-1), timedelta(days=8)):
        with pytest.raises(InvalidValue):
            company.api_keys.rotate(**rotate, overlap=overlap)


def test_a_key_ends_at_its_instant(company: Company, tenant: Any) -> None:
    """And is not rotated after it; its end lies within a year and a day."""
    end = company.clock.at + HOUR
    made = _made(company, "stock.*", expires_at=end)
    company.clock.at = end - timedelta(seconds=2)
    assert company.staff.authenticate(made.key)
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(made.key)
    with pytest.raises(ApiKeyOver):
        company.api_keys.rotate(by=company.owner, tenant_id=tenant, key_id=made.api_key.key_id)
    for wrong in (end, company.clock.at + timedelta(days=367)):
        with pytest.raises(InvalidValue):
            _made(company, "stock.*", expires_at=wrong)


def test_keys_end_with_their_maker_and_his_roles_bound_them(company: Company, tenant: Any) -> None:
    """A lost role narrows a key at the next action; a deactivated maker's keys are revoked for good."""
    ana = _steward(company)
    made = _made(company, "invoices.read", by=ana)
    company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=ana.user_id)
    assert company.journal()[-1].details["api_keys"] == [str(made.api_key.key_id)]
    company.people.reactivate(by=company.owner, tenant_id=tenant, user_id=ana.user_id)
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(made.key)


def test_what_a_program_made_ends_with_its_key(company: Company, tenant: Any) -> None:
    """Along the whole chain, also the keys to which it gave their secret; what a person made stays, and others' do."""
    api_keys, about = company.api_keys, {"tenant_id": tenant}

    def program(made: Any) -> ClientUser:
        found = company.staff.authenticate(made.key)
        assert isinstance(found, ClientUser)
        return found

    first, spared, changed = (_made(company, "keys.manage", "invoices.read") for _ in range(3))
    second = _made(company, "keys.manage", "invoices.read", by=program(first))
    third = _made(company, "invoices.read", by=program(second))
    changed = api_keys.rotate(by=program(second), key_id=changed.api_key.key_id, **about)
    assert second.api_key.made_with == first.api_key.key_id
    own = api_keys.rotate(by=program(second), key_id=second.api_key.key_id, overlap=timedelta(), **about)
    assert own.api_key.made_with == first.api_key.key_id
    before = len(company.journal())
    api_keys.revoke(by=company.owner, key_id=first.api_key.key_id, **about)
    for ended in (first, own, third, changed):
        with pytest.raises(KeyUnknown):
            company.staff.authenticate(ended.key)
    assert program(spared).user_id == company.owner.user_id
    told = [(each.subject.removeprefix("api_key:"), each.details.get("with")) for each in company.journal()[before:]]
    names = {str(each.api_key.key_id): name for name, each in zip("1234", (first, own, third, changed), strict=True)}
    assert sorted((names[each], names.get(by)) for each, by in told) == [
        ("1", None),
        ("2", "1"),
        ("3", "2"),
        ("4", "2"),
    ]


def test_a_key_whose_secret_a_person_made_anew_is_no_programs_any_more(company: Company, tenant: Any) -> None:
    """Nobody but the person knows it."""
    first = _made(company, "keys.manage", "invoices.read")
    by = company.staff.authenticate(first.key)
    made = company.api_keys.create(by=by, tenant_id=tenant, name="Till", scopes=["invoices.read"])
    about = {"by": company.owner, "tenant_id": tenant}
    anew = company.api_keys.rotate(key_id=made.api_key.key_id, overlap=timedelta(), **about)
    assert anew.api_key.made_with is None
    company.api_keys.revoke(key_id=first.api_key.key_id, **about)
    assert company.staff.authenticate(anew.key) is not None


def test_everybody_sees_and_revokes_own_keys_and_an_owner_everybodys(company: Company, tenant: Any) -> None:
    """Without permission or license, since what lets in must always be ended; others' keys are not there."""
    ana = _steward(company)
    mine, hers = _made(company, "stock.*"), _made(company, "invoices.read", by=ana)
    company.roles.unassign(
        by=company.owner,
        tenant_id=tenant,
        user_id=ana.user_id,
        role_id=company.names.role(by=company.owner, tenant_id=tenant, name="Steward"),
    )
    company.judge.license = type(company.judge.license)(frozenset(), (), None)
    keys = company.api_keys
    assert [each.key_id for each in keys.list_keys(by=ana, tenant_id=tenant)] == [hers.api_key.key_id]
    assert keys.list_keys(by=ana, tenant_id=tenant, user_id=company.owner.user_id) == ()
    everybodys = keys.list_keys(by=company.owner, tenant_id=tenant)
    assert [each.key_id for each in everybodys] == [mine.api_key.key_id, hers.api_key.key_id]
    with pytest.raises(ApiKeyUnknown):
        keys.revoke(by=ana, tenant_id=tenant, key_id=mine.api_key.key_id)
    assert keys.revoke(by=company.owner, tenant_id=tenant, key_id=hers.api_key.key_id).state == "revoked"
    with pytest.raises(KeyUnknown):
        company.staff.authenticate(hers.key)
    told = len(company.journal())
    assert keys.revoke(by=ana, tenant_id=tenant, key_id=hers.api_key.key_id).state == "revoked"
    assert len(company.journal()) == told


def test_the_last_use_is_kept_once_a_minute_and_changes_nothing_else(
    company: Company, tenant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither journal nor epoch; and a store that cannot keep it lets the program in all the same."""
    made = _made(company, "stock.*")
    epoch = company.store.epoch(tenant)

    def used() -> Any:
        (shown,) = company.api_keys.list_keys(by=company.owner, tenant_id=tenant)
        return shown.used_at

    company.staff.authenticate(made.key)
    first = used()
    company.staff.authenticate(made.key)
    assert (used(), company.store.epoch(tenant)) == (first, epoch)
    company.clock.at += timedelta(minutes=1)

    def away(*_given: object) -> None:
        message = "away"
        raise StoreUnavailable(message)

    with monkeypatch.context() as patch:
        patch.setattr(company.store.uses, "keep", away)
        assert company.staff.authenticate(made.key)
    assert used() == first
    company.staff.authenticate(made.key)
    assert used() > first


def test_no_key_that_a_program_makes_outlives_the_programs_own(company: Company, tenant: Any) -> None:
    """Neither a new one nor its own anew, so that a key that leaked ends when it was to end."""
    ends = company.clock.at + HOUR
    made = _made(company, "keys.manage", expires_at=ends)
    program = company.staff.authenticate(made.key)
    assert _made(company, "keys.manage", by=program).api_key.expires_at == ends
    with pytest.raises(InvalidValue) as caught:
        _made(company, "keys.manage", by=program, expires_at=ends + HOUR)
    assert caught.value.field == "expires_at"
    rotated = company.api_keys.rotate(by=program, tenant_id=tenant, key_id=made.api_key.key_id)
    assert rotated.api_key.expires_at == ends
