"""Tenants: added once, configured by whose right it is, activated when nothing is missing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import StaffId, TenantId, UserId
from saas_core.kernel.journal import EntryKind
from saas_core.policy.circumstances import LicenseState, Presence, Rights
from saas_core.policy.decision import LicenseeKind, Refused, Verdict
from saas_core.policy.reasons import ReasonCode, reason
from saas_core.tenancy import use_cases
from saas_core.tenancy.errors import SlugTaken, TenantUnknown

World = Any  # of the conftest beside this file
Scope = Any
OPERATOR = LicenseeKind.BUSINESS_OPERATOR
ACCOUNT = {
    "legal_name": "Acme Trading",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "contact_email": "ada@acme.example",
}
CLERK = Staff(StaffId(UUID(int=8)), frozenset({"staff.billing"}))
UNPAID = LicenseState(frozenset(), (reason(ReasonCode.FIRST_PAYMENT_PENDING),), None)


def _codes(refused: pytest.ExceptionInfo[Refused]) -> list[ReasonCode]:
    return [each.code for each in refused.value.decision.reasons]


def _ready(world: World, staff: Staff) -> TenantId:
    tenant_id: TenantId = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR).tenant_id
    world.use_cases.configure_account(by=staff, tenant_id=tenant_id, **ACCOUNT)
    world.owners = 1
    return tenant_id


def test_a_tenant_is_added_with_one_instance_in_setup_and_a_license(world: World, staff: Staff) -> None:
    """Its checklist is empty, its short name is claimed, its journal begins."""
    view = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR)
    assert (view.slug, view.kind, view.region, view.activated_at) == ("acme", "business_operator", "us-east-1", None)
    assert [(each.title, each.done) for each in view.checklist] == [
        ("account configuration", False),
        ("user setup", False),
        ("core system activation", False),
    ]
    assert view.missing == ("account configuration", "user setup")
    scope = world.scope(view.tenant_id)
    assert scope.licenses == [view.instance_id]
    assert world.use_cases.tenant_of(slug="acme") == view.tenant_id
    (note,) = scope.notes
    assert (note.action, note.subject) == ("tenancy.add_tenant", f"tenant:{view.tenant_id}")
    assert note.details == {
        "slug": "acme",
        "kind": "business_operator",
        "instance": str(view.instance_id),
        "region": "us-east-1",
    }


@pytest.mark.parametrize("kind", [LicenseeKind.AGENCY, LicenseeKind.DEVELOPER])
def test_agencies_and_developers_are_refused_before_anything_is_made(
    world: World, staff: Staff, provider: Scope, kind: LicenseeKind
) -> None:
    """By the clause, and the refusal is in the provider's journal."""
    with pytest.raises(Refused) as refused:
        world.use_cases.add_tenant(by=staff, slug="acme", kind=kind, idempotency_key="k")
    decision = refused.value.decision
    assert decision.verdict is Verdict.DENIED
    assert _codes(refused) == [ReasonCode.LICENSEE_NOT_ELIGIBLE]
    assert decision.clauses == ("0.2",)
    assert world.slugs == {}
    (note,) = provider().notes
    assert (note.kind, note.id) == (EntryKind.REFUSAL, decision.id)
    assert note.details["kind"] == kind.value
    assert note.details["reasons"] == ["LICENSEE_NOT_ELIGIBLE"]
    assert provider().replies == {}


def test_who_may_not_add_tenants_is_refused(world: World) -> None:
    """Staff of another desk, and a client."""
    for by in (CLERK, ClientUser(TenantId(UUID(int=1)), UserId(UUID(int=2)))):
        with pytest.raises(Refused) as refused:
            world.use_cases.add_tenant(by=by, slug="acme", kind=OPERATOR)
        assert "1.1" in refused.value.decision.clauses
    assert world.slugs == {}


@pytest.mark.parametrize(
    ("slug", "region"),
    [
        ("Acme", "us-east-1"),
        ("acme", "moon-1"),
        ("provider", "us-east-1"),
        ("01975a2e-0000-7000-8000-000000000001", "us-east-1"),
        ("01975a2e000070008000000000000001", "us-east-1"),
        ("0-1975a2e00007000800000000000000-1", "us-east-1"),
    ],
)
def test_a_wrong_name_or_region_is_refused_before_anything_is_asked(
    world: World, staff: Staff, provider: Scope, slug: str, region: str
) -> None:
    """By its field."""
    with pytest.raises(InvalidValue):
        world.use_cases.add_tenant(by=staff, slug=slug, kind=OPERATOR, region=region)
    assert provider().notes == []


def test_a_short_name_is_given_once(world: World, staff: Staff) -> None:
    """Of the second tenant nothing is left."""
    world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR)
    with pytest.raises(SlugTaken) as refused:
        world.use_cases.add_tenant(by=staff, slug="acme", kind=LicenseeKind.END_USER)
    assert refused.value.slug == "acme"
    assert len([scope for scope in world.scopes.values() if scope.tenant]) == 1


def test_a_repeat_with_the_key_is_answered_with_the_first_result(world: World, staff: Staff) -> None:
    """Also when the tenant has changed since."""
    first = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR, idempotency_key="k")
    world.use_cases.configure_account(by=staff, tenant_id=first.tenant_id, **ACCOUNT)
    assert world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR, idempotency_key="k") == first
    assert len(world.slugs) == 1


def test_a_key_is_not_taken_for_another_tenant(world: World, staff: Staff) -> None:
    """One key, one request."""
    world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR, idempotency_key="k")
    with pytest.raises(KeyReused):
        world.use_cases.add_tenant(by=staff, slug="other", kind=OPERATOR, idempotency_key="k")


def test_a_repeat_goes_on_where_a_broken_attempt_ended(world: World, staff: Staff) -> None:
    """The ids kept with the key are used; nothing is made twice."""
    world.opening_fails = True
    with pytest.raises(ConnectionError):
        world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR, idempotency_key="k")
    assert world.slugs == {}
    reserved = dict(world.scopes)
    world.opening_fails = False
    view = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR, idempotency_key="k")
    assert view.tenant_id in reserved
    assert world.slugs == {"acme": view.tenant_id}
    assert world.scope(view.tenant_id).licenses == [view.instance_id]


def test_an_account_is_configured_and_the_journal_names_nobody(world: World, staff: Staff) -> None:
    """Before and after are kept, who it is only as digests."""
    tenant_id = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR).tenant_id
    view = world.use_cases.configure_account(by=staff, tenant_id=tenant_id, **{**ACCOUNT, "country": "de"})
    assert view.account.country == "DE"
    assert view.missing == ("user setup",)
    world.use_cases.configure_account(by=staff, tenant_id=tenant_id, **{**ACCOUNT, "legal_name": "Acme"})
    first, second = world.scope(tenant_id).notes[1:]
    assert first.details["before"] is None
    assert second.details["before"] == first.details["after"]
    assert second.details["after"]["legal_name"] == "digest of 4"
    assert "ada@acme.example" not in str((first.details, second.details))


def test_a_wrong_account_changes_nothing(world: World, staff: Staff) -> None:
    """By its field."""
    tenant_id = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR).tenant_id
    with pytest.raises(InvalidValue) as refused:
        world.use_cases.configure_account(by=staff, tenant_id=tenant_id, **{**ACCOUNT, "time_zone": "../x"})
    assert refused.value.field == "time_zone"
    assert world.scope(tenant_id).tenant.account is None


def test_configuring_is_answered_once_per_key(world: World, staff: Staff) -> None:
    """A repeat changes nothing."""
    tenant_id = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR).tenant_id
    views = [
        world.use_cases.configure_account(by=staff, tenant_id=tenant_id, idempotency_key="k", **ACCOUNT)
        for _each in range(2)
    ]
    assert views[0] == views[1]
    assert len(world.scope(tenant_id).notes) == 2


def test_from_activation_on_only_the_client_configures_its_account(world: World, staff: Staff) -> None:
    """Staff is refused, and the owner continues."""
    tenant_id = _ready(world, staff)
    world.use_cases.activate(by=staff, tenant_id=tenant_id)
    with pytest.raises(Refused) as refused:
        world.use_cases.configure_account(by=staff, tenant_id=tenant_id, **ACCOUNT)
    assert _codes(refused) == [ReasonCode.STAFF_MAY_NOT]
    owner = ClientUser(tenant_id, UserId(UUID(int=5)))
    changed = world.use_cases.configure_account(by=owner, tenant_id=tenant_id, **{**ACCOUNT, "language": "fr"})
    assert changed.account.language == "fr"


def test_an_instance_is_activated_when_nothing_is_missing(world: World, staff: Staff) -> None:
    """From that instant on."""
    tenant_id = _ready(world, staff)
    view = world.use_cases.activate(by=staff, tenant_id=tenant_id)
    assert view.activated_at == world.at
    shown = world.use_cases.show(by=staff, tenant_id=tenant_id)
    assert shown.activated_at == view.activated_at
    assert all(each.done for each in shown.checklist)
    assert shown.missing == ()
    assert world.scope(tenant_id).notes[-1].action == "tenancy.activate"


def test_what_staff_began_for_owners_ends_with_the_activation_in_the_clients_journal(
    world: World, staff: Staff
) -> None:
    """Once, with the ids of the invitations."""
    tenant_id = _ready(world, staff)
    world.owners = 2
    for _time in range(2):
        world.use_cases.activate(by=staff, tenant_id=tenant_id)
    told = [(each.action, each.subject, each.details) for each in world.scope(tenant_id).notes[-2:]]
    assert told[0][0] == "tenancy.activate"
    assert told[1] == ("access.revoke_invitations", "user:1", {"invitations": ["2"]})


def test_activation_is_done_once_and_a_repeat_gets_the_first_result(world: World, staff: Staff) -> None:
    """With a key or without, also when the license lapsed since."""
    tenant_id = _ready(world, staff)
    first = world.use_cases.activate(by=staff, tenant_id=tenant_id)
    world.state, world.owners = UNPAID, 0
    assert world.use_cases.activate(by=staff, tenant_id=tenant_id) == first
    assert world.use_cases.activate(by=staff, tenant_id=tenant_id, idempotency_key="k") == first
    owner = ClientUser(tenant_id, UserId(UUID(int=5)))
    assert world.use_cases.activate(by=owner, tenant_id=tenant_id) == first
    assert len([note for note in world.scope(tenant_id).notes if note.action == "tenancy.activate"]) == 1


def test_the_owner_may_activate_too(world: World, staff: Staff) -> None:
    """By the right on the account."""
    tenant_id = _ready(world, staff)
    assert world.use_cases.activate(by=ClientUser(tenant_id, UserId(UUID(int=5))), tenant_id=tenant_id).activated_at


def test_a_setup_that_lacks_something_is_refused_with_everything_it_lacks(world: World, staff: Staff) -> None:
    """Nothing is activated."""
    tenant_id = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR).tenant_id
    world.state = UNPAID
    for by in (staff, ClientUser(tenant_id, UserId(UUID(int=5)))):
        with pytest.raises(Refused) as refused:
            world.use_cases.activate(by=by, tenant_id=tenant_id)
        assert _codes(refused) == [ReasonCode.FIRST_PAYMENT_PENDING, ReasonCode.SETUP_INCOMPLETE]
        assert "account configuration, user setup" in refused.value.decision.reasons[-1].sentence
    assert not world.scope(tenant_id).tenant.instance.active


def test_who_looks_at_a_setup_sees_that_the_license_is_not_ready(world: World, staff: Staff) -> None:
    """Not the tasks alone, since activation asks for both."""
    tenant_id = _ready(world, staff)
    world.state = UNPAID
    assert world.use_cases.show(by=staff, tenant_id=tenant_id).missing == ("a license in good standing",)


def test_a_licensee_that_is_served_no_more_is_not_activated(world: World, staff: Staff) -> None:
    """The terms may have changed since it was added."""
    tenant_id = _ready(world, staff)
    world.scopes[tenant_id].tenant = evolve(world.scopes[tenant_id].tenant, kind=LicenseeKind.AGENCY)
    with pytest.raises(Refused) as refused:
        world.use_cases.activate(by=staff, tenant_id=tenant_id)
    assert _codes(refused) == [ReasonCode.LICENSEE_NOT_ELIGIBLE]


def test_who_may_not_activate_learns_nothing_of_the_setup(world: World, staff: Staff) -> None:
    """Staff of another desk, a user without the right."""
    tenant_id = world.use_cases.add_tenant(by=staff, slug="acme", kind=OPERATOR).tenant_id
    world.rights = Rights(Presence.ACTIVE)
    for by in (CLERK, ClientUser(tenant_id, UserId(UUID(int=5)))):
        with pytest.raises(Refused) as refused:
            world.use_cases.activate(by=by, tenant_id=tenant_id)
        assert ReasonCode.SETUP_INCOMPLETE not in _codes(refused)


def test_another_tenant_answers_like_none(world: World, staff: Staff) -> None:
    """Whatever is asked of it."""
    tenant_id = _ready(world, staff)
    stranger = ClientUser(TenantId(UUID(int=77)), UserId(UUID(int=5)))
    for by, of in ((stranger, tenant_id), (staff, TenantId(UUID(int=78)))):
        with pytest.raises(TenantUnknown):
            world.use_cases.show(by=by, tenant_id=of)
        with pytest.raises(TenantUnknown):
            world.use_cases.configure_account(by=by, tenant_id=of, **ACCOUNT)
        with pytest.raises(TenantUnknown):
            world.use_cases.activate(by=by, tenant_id=of)


def test_a_user_sees_the_own_tenant_without_any_role(world: World, staff: Staff) -> None:
    """And staff of another desk does not."""
    tenant_id = _ready(world, staff)
    world.rights = Rights(Presence.ACTIVE)
    assert world.use_cases.show(by=ClientUser(tenant_id, UserId(UUID(int=5))), tenant_id=tenant_id).slug == "acme"
    with pytest.raises(Refused):
        world.use_cases.show(by=CLERK, tenant_id=tenant_id)


@pytest.mark.parametrize("slug", ["nobody", "../x", "A", "x" * 10_000, ""])
def test_an_unknown_short_name_is_nobodys(world: World, slug: str) -> None:
    """Also one that could be none."""
    with pytest.raises(TenantUnknown):
        world.use_cases.tenant_of(slug=slug)


def test_tenants_are_listed_by_short_name_a_page_at_a_time(world: World, staff: Staff) -> None:
    """Those after the given one, for the staff that sets up clients."""
    for slug in ("c", "a", "b"):
        world.use_cases.add_tenant(by=staff, slug=slug, kind=OPERATOR)
    assert [line.slug for line in world.use_cases.list_tenants(by=staff, limit=2)] == ["a", "b"]
    assert [line.slug for line in world.use_cases.list_tenants(by=staff, after="b", limit=-5)] == ["c"]
    (line, *_rest) = world.use_cases.list_tenants(by=staff)
    assert (line.kind, line.region, line.activated_at) == ("business_operator", "us-east-1", None)
    with pytest.raises(Refused):
        world.use_cases.list_tenants(by=CLERK)


def test_tenants_are_found_by_standing_instance_and_kind(world: World, staff: Staff) -> None:
    """Each with whether its license is in good standing, and why not."""
    world.use_cases.add_tenant(by=staff, slug="b", kind=LicenseeKind.END_USER)
    ready = _ready(world, staff)
    world.use_cases.activate(by=staff, tenant_id=ready)

    def found(**narrowed: object) -> list[str]:
        return [each.slug for each in world.use_cases.find_tenants(by=staff, **narrowed).tenants]

    assert found() == ["acme", "b"]
    assert found(active=True) == ["acme"]
    assert found(active=False) == ["b"]
    assert found(kind=LicenseeKind.END_USER) == ["b"]
    assert found(kind=OPERATOR, active=False) == []
    assert found(good_standing=True) == ["acme", "b"]
    world.state = UNPAID
    assert found(good_standing=True) == []
    page = world.use_cases.find_tenants(by=staff, good_standing=False, limit=1)
    assert (page.after, page.tenants[0].good_standing, page.tenants[0].reasons) == (
        "acme",
        False,
        ("FIRST_PAYMENT_PENDING",),
    )
    rest = world.use_cases.find_tenants(by=staff, good_standing=False, limit=1, after="acme")
    assert ([each.slug for each in rest.tenants], rest.after) == (["b"], None)


def test_a_search_looks_at_a_bounded_number_of_tenants(
    world: World, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says where it stopped, also with nothing found."""
    monkeypatch.setattr(use_cases, "MOST_LOOKED_AT", 2)
    for slug in ("a", "b", "c"):
        world.use_cases.add_tenant(by=staff, slug=slug, kind=OPERATOR)
    first = world.use_cases.find_tenants(by=staff, active=True)
    assert (first.tenants, first.after) == ((), "b")
    assert world.use_cases.find_tenants(by=staff, active=True, after="b").after is None
