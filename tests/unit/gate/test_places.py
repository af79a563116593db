"""Where somebody may do something, and which of many actions: the same as asking `check` one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_core.access.errors import DepartmentUnknown
from saas_core.access.policies.layout import Layout
from saas_core.gate.current import Current
from saas_core.gate.places import Permitted, Places
from saas_core.kernel.actors import Actor, ClientUser, Staff, System
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, StaffId, TenantId, UserId
from saas_core.policy.decision import Question
from saas_core.policy.reasons import ReasonCode
from saas_core.tenancy.errors import TenantUnknown
from saas_testing import Client, Kit, open_kit

ACTIONS = ("invoices.view", "invoices.approve", "data.export", "root.access", "exclusion.design_ui", "who.knows", "")
ROLES = {"viewers": ["invoices.view"], "approvers": ["invoices.*"], "exporters": ["data.export", "invoices.view"]}
FOREIGN = ClientUser(TenantId(UUID(int=8)), UserId(UUID(int=1)))


@pytest.fixture(scope="module")
def kit() -> Iterator[Kit]:
    with open_kit() as opened:
        opened.register("invoices.view", "invoices.approve")
        yield opened


@pytest.fixture(scope="module")
def acme(kit: Kit) -> Client:
    return kit.active_client("acme")


@pytest.fixture(scope="module")
def roles(kit: Kit, acme: Client) -> list[Any]:
    create = kit.application.access.roles.create
    return [
        create(by=acme.owner.by, tenant_id=acme.tenant_id, name=name, permissions=permissions).role_id
        for name, permissions in ROLES.items()
    ]


def _allowed_one_by_one(kit: Kit, places: Places, by: Actor, departments: list[DepartmentId]) -> list[Any]:
    question = Question(places.tenant_id, by, places.action)
    return [
        place
        for place in [None, *departments]
        if kit.application.gate.check(evolve(question, department_id=place)).allowed
    ]


def _as_each_says(kit: Kit, acme: Client, by: Actor, departments: list[DepartmentId]) -> None:
    """Compare every action's places, and the menu of all, with checks one by one."""
    gate, menu = kit.application.gate, []
    for action in ACTIONS:
        places = gate.places(by, action, tenant_id=acme.tenant_id)
        allowed = _allowed_one_by_one(kit, places, by, departments)
        assert [place for place in [None, *departments] if place in places] == allowed
        assert set(places.departments) & set(departments) == set(allowed) - {None}
        assert places.everywhere == (None in allowed)
        assert bool(places) == bool(allowed)
        assert places.decision.ruling == gate.check(Question(acme.tenant_id, by, action)).ruling
        menu += [action] if allowed else []
        for place in (None, *departments[:2]):
            there = gate.permitted(by, [action], tenant_id=acme.tenant_id, department_id=place)
            assert (action in there) == (bool(allowed) if place is None else place in allowed)
    assert [*gate.permitted(by, ACTIONS, tenant_id=acme.tenant_id)] == menu


@st.composite
def _shapes(draw: Any) -> tuple[list[int | None], list[tuple[int, int | None]]]:
    """Draw a tree, as the parent of each department, and the grants of somebody, as role and department."""
    parents = [draw(st.sampled_from([None, *range(count)])) for count in range(draw(st.integers(2, 7)))]
    places = st.sampled_from([None, *range(len(parents))])
    return parents, draw(st.lists(st.tuples(st.integers(0, 2), places), max_size=4, unique=True))


class Scene:
    """What drawn cases happen in, said in one word where a case fails."""

    def __init__(self, kit: Kit, acme: Client, roles: list[Any]) -> None:
        self.kit, self.acme, self.roles = kit, acme, roles


@pytest.fixture(scope="module")
def scene(kit: Kit, acme: Client, roles: list[Any]) -> Scene:
    return Scene(kit, acme, roles)


@often(20)
@given(shape=_shapes())
def test_places_are_those_that_check_allows_one_by_one(scene: Scene, shape: Any) -> None:
    """Over any tree, and any roles bound to any of its departments; for a person and its program."""
    kit, acme, roles, (parents, grants) = scene.kit, scene.acme, scene.roles, shape
    application, about = kit.application, {"by": acme.owner.by, "tenant_id": acme.tenant_id}
    departments: list[DepartmentId] = []
    for each in parents:
        made = application.access.departments.create(
            **about,
            name=f"{kit.clock.now()} {len(departments)}",
            parent_id=None if each is None else departments[each],
        )
        departments.append(made.department_id)
    user = kit.joined(acme, f"user{int(kit.clock.now().timestamp())}").by
    for role, place in grants:
        application.access.roles.assign(
            **about,
            user_id=user.user_id,
            role_id=roles[role],
            department_id=None if place is None else departments[place],
        )
    kit.clock.move(seconds=2)
    for by in (user, evolve(user, scopes=frozenset({"invoices.view"}))):
        _as_each_says(kit, acme, by, departments)


@pytest.mark.parametrize(
    "by",
    [
        FOREIGN,
        Staff(StaffId(UUID(int=9)), frozenset({"staff.support"})),
        System("worker"),
        None,
    ],
)
def test_places_of_others_are_those_that_check_allows(kit: Kit, acme: Client, by: Actor | None) -> None:
    """Of a user of another client, of staff, of the software, and of one who is no user here."""
    asker = by or ClientUser(acme.tenant_id, UserId(UUID(int=77)))
    place = kit.application.access.departments.create(
        by=acme.owner.by, tenant_id=acme.tenant_id, name=f"o{type(by).__name__}"
    ).department_id
    _as_each_says(kit, acme, asker, [place])


def test_a_lapse_closes_every_place_at_its_instant_and_says_why(house: Any, client: Any, office: Any, end: Any) -> None:
    """The reasons are those of a check; reading the license stays open everywhere."""
    gate = house.application.gate
    assert office.europe in gate.places(office.clerk, "invoices.approve")
    assert gate.places(office.clerk, "invoices.approve").valid_until == end
    house.clock.at = end
    closed = gate.places(office.clerk, "invoices.approve")
    assert not closed
    assert closed.tops == closed.departments == ()
    assert closed.reasons[0].code is ReasonCode.LICENSE_EXPIRED
    assert gate.places(office.clerk, "license.read").everywhere
    assert [*gate.permitted(office.clerk, ["invoices.approve", "license.read"])] == ["license.read"]


def test_the_answer_is_compact_and_names_what_was_granted(house: Any, client: Any, office: Any) -> None:
    """Only the uppermost departments are named, and what lies under them counts, at any depth."""
    gate, about = house.application.gate, {"by": client.owner, "tenant_id": client.tenant_id}
    house.application.access.roles.assign(
        **about, user_id=office.clerk.user_id, role_id=office.role, department_id=office.europe
    )
    berlin = client.department("berlin", office.europe)
    places = gate.places(office.clerk, "invoices.approve")
    assert (places.tops, places.paths, places.levels) == ((office.sales,), ("sales",), 3)
    assert set(places.departments) == {office.sales, office.europe, berlin}
    assert str(berlin) in places
    assert (office.stores in places, None in places, places.everywhere) == (False, False, False)
    assert [each.code for each in places.reasons] == [ReasonCode.DEPARTMENT_OUT_OF_SCOPE]
    assert gate.places(client.owner, "invoices.approve").everywhere
    assert gate.places(client.owner, "invoices.approve").tops == ()


def test_another_clients_department_is_never_among_the_places(house: Any, client: Any, office: Any) -> None:
    """Not even for an owner, who may everywhere; what is no id is refused."""
    everywhere = house.application.gate.places(client.owner, "invoices.approve")
    assert office.stores in everywhere
    assert DepartmentId(UUID(int=5)) not in everywhere
    for wrong in ("sales", 5, object()):
        with pytest.raises(InvalidValue, match="is not an id"):
            _ = wrong in everywhere


def test_a_menu_shows_what_is_open_in_any_place_or_in_one(house: Any, client: Any, office: Any, codes: Any) -> None:
    """With the decision of the place in which it is open, or the reasons that close it; each action once."""
    gate, actions = house.application.gate, ["support.open", "invoices.approve", "who.knows", "invoices.approve"]
    anywhere = gate.permitted(office.clerk, actions)
    assert [*anywhere] == ["invoices.approve"]
    assert len(anywhere) == 1
    assert anywhere.decisions["invoices.approve"].question.department_id == office.sales
    assert [each.code.value for each in anywhere.reasons("support.open")] == ["PERMISSION_MISSING"]
    assert "data.export" not in anywhere
    stores = gate.permitted(office.clerk, actions, department_id=office.stores)
    assert not [*stores]
    assert codes(stores.decisions["invoices.approve"]) == ["DEPARTMENT_OUT_OF_SCOPE"]
    assert gate.permitted(office.clerk, []) == Permitted({})


def test_places_and_menus_come_from_memory_and_count_as_one_check(house: Any, client: Any, office: Any) -> None:
    """The store is asked for the first of them alone; a change counts from the next on."""
    gate = house.application.gate
    gate.places(office.clerk, "invoices.approve")
    before = gate.statistics()
    assert gate.places(office.clerk, "invoices.approve")
    assert gate.permitted(office.clerk, ["invoices.approve", "data.export"])
    after = gate.statistics()
    assert (after.snapshots, after.users_read, after.warm) == (before.snapshots, before.users_read, before.warm + 2)
    about = {"by": client.owner, "tenant_id": client.tenant_id}
    house.application.access.people.deactivate(**about, user_id=office.clerk.user_id)
    assert not gate.places(office.clerk, "invoices.approve")


def test_a_client_that_changes_faster_than_it_is_read_is_answered_all_the_same(
    house: Any, client: Any, office: Any, nobody: Any, monkeypatch: Any
) -> None:
    """From one consistent reading of the store, and no differently."""
    gate = house.application.gate
    asked = [(by, gate.places(by, "invoices.approve")) for by in (office.clerk, client.owner, nobody)]
    menu = gate.permitted(office.clerk, ACTIONS)
    house.application.access.roles.create(
        by=client.owner, tenant_id=client.tenant_id, name="more", permissions=["data.export"]
    )
    monkeypatch.setattr(Current, "meet", lambda *_given: False)
    for by, places in asked:
        again = gate.places(by, "invoices.approve")
        assert (again.tops, again.departments, again.everywhere) == (places.tops, places.departments, places.everywhere)
    assert [*gate.permitted(office.clerk, ACTIONS)] == [*menu]


def test_what_cannot_be_asked_is_refused_by_its_name(house: Any, client: Any, office: Any) -> None:
    """Staff names no client; a client and a department that are not there; a name in place of a list."""
    gate, staff = house.application.gate, Staff(StaffId(UUID(int=9)))
    with pytest.raises(InvalidValue) as nowhere:
        gate.places(staff, "invoices.approve")
    assert nowhere.value.field == "tenant_id"
    with pytest.raises(TenantUnknown):
        gate.places(staff, "invoices.approve", tenant_id=TenantId(UUID(int=5)))
    with pytest.raises(DepartmentUnknown):
        gate.permitted(client.owner, ["invoices.approve"], department_id=DepartmentId(UUID(int=5)))
    for wrong in ("invoices.approve", 5, [5]):
        with pytest.raises(InvalidValue):
            gate.permitted(client.owner, wrong)
    assert gate.places(ClientUser(str(client.tenant_id), str(office.clerk.user_id)), "invoices.approve")


def test_a_ring_of_departments_lies_under_itself() -> None:
    """No command makes one; rights to one of its members hold in all, as `check` reads it."""
    one, two, three, below, apart = (DepartmentId(UUID(int=each)) for each in range(1, 6))
    layout = Layout.of({one: three, two: one, three: two, below: two, apart: DepartmentId(UUID(int=99))})
    assert set(layout.ids) == {one, two, three, below, apart}
    spans = {each: {*layout.ids[slice(*layout.spans[each.int])]} for each in layout.ids}
    assert spans[one] == spans[two] == spans[three] == {one, two, three, below}
    assert (spans[below], spans[apart]) == ({below}, {apart})
    assert layout.tops([below, two, apart]) in {(apart, two), (two, apart)}
