"""The pure rules: rights, subsets, trees, against plain restatements of the law over random small worlds."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from saas_core.access.model import Assignment, Department, Role
from saas_core.access.policies import Grantor, Tree, holdings, rights, widened
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, UserId
from saas_core.policy.circumstances import Presence

AT = datetime(2026, 6, 1, tzinfo=UTC)
OPERATIONS = ("a.x", "a.y", "b.x")
PLACES = [DepartmentId(UUID(int=number)) for number in range(5)]
# A parent always comes before its child, so any choice is a forest.
forests = st.tuples(*[st.none() | st.sampled_from(PLACES[:number] or [None]) for number in range(5)])
role_sets = st.lists(st.frozensets(st.sampled_from(["a.x", "a.y", "b.x", "a.*", "b.*", "*"])), min_size=1, max_size=4)
held = st.lists(st.tuples(st.integers(0, 3), st.none() | st.sampled_from(PLACES)), max_size=5)


def _world(forest, sets, assigned):
    departments = [
        Department(id=place, name=f"D{number}", parent=forest[number]) for number, place in enumerate(PLACES)
    ]
    roles = [
        Role(id=RoleId(UUID(int=number)), name=f"R{number}", permissions=permissions)
        for number, permissions in enumerate(sets)
    ]
    assignments = [
        Assignment(
            id=AssignmentId(UUID(int=number)),
            user_id=UserId(UUID(int=1)),
            role_id=RoleId(UUID(int=role)),
            department_id=place,
            since=AT,
        )
        for number, (role, place) in enumerate(assigned)
    ]
    return departments, roles, assignments


def _plainly(departments, roles, assignment, operation, place) -> bool:
    """Say the law again in other words: some pattern of the role matches, and some place above is the assignment's."""
    role = next((each for each in roles if each.id == assignment.role_id), None)
    patterns = () if role is None else role.permissions
    area = operation.split(".")[0] + ".*"
    if not {"*", area, operation} & set(patterns):
        return False
    if assignment.department_id is None:
        return True
    parents = {each.id: each.parent for each in departments}
    while place is not None:
        if place == assignment.department_id:
            return True
        place = parents[place]
    return False


@given(forests, role_sets, held, st.sampled_from(OPERATIONS), st.none() | st.sampled_from(PLACES))
def test_rights_are_what_the_law_says(forest, sets, assigned, operation, place) -> None:
    """Nothing unless a role says so; of two roles what either allows; downwards only."""
    departments, roles, assignments = _world(forest, sets, assigned)
    found = rights(Presence.ACTIVE, holdings(assignments, roles), Tree.of(departments), operation, place)
    through = [each.id for each in assignments if _plainly(departments, roles, each, operation, place)]
    assert list(found.through) == through
    anywhere = any(
        _plainly(departments, roles, each, operation, spot) for each in assignments for spot in [None, *PLACES]
    )
    assert found.elsewhere == (anywhere and not through)
    assert found.presence is Presence.ACTIVE


@given(
    forests, role_sets, held, st.frozensets(st.sampled_from(["a.x", "a.*", "*"])), st.none() | st.sampled_from(PLACES)
)
def test_what_may_be_granted_is_allowed_to_the_grantor_there_and_below(forest, sets, assigned, wanted, place) -> None:
    """No grant opens what its giver may not do in the same place."""
    departments, roles, assignments = _world(forest, sets, assigned)
    tree = Tree.of(departments)
    grantor = Grantor(UserId(UUID(int=1)), holdings(assignments, roles), tree)
    if grantor.lacking(wanted, place):
        return
    for spot in [None, *PLACES]:
        if not tree.covers(place, spot):
            continue
        for operation in OPERATIONS:
            if {"*", operation.split(".")[0] + ".*", operation} & wanted:
                assert rights(Presence.ACTIVE, grantor.held, tree, operation, spot).through


def test_staff_is_not_measured() -> None:
    """The judge lets it grant before activation only (2.1)."""
    assert Grantor(None, (), Tree.of([])).lacking({"*"}, None) == ()


@given(
    st.frozensets(st.sampled_from(["a.x", "a.y", "a.*", "b.x", "*"])), st.frozensets(st.sampled_from(["a.x", "a.*"]))
)
def test_a_role_is_widened_by_what_it_did_not_open_before(before, after) -> None:
    """An area opens its operations; an operation does not open its area."""
    role = Role(id=RoleId(UUID(int=1)), name="R", permissions=before)
    found = widened(role, after)
    assert set(found) <= after
    assert not set(found) & before
    assert ("a.x" in found) == ("a.x" in after and not before & {"a.x", "a.*", "*"})


@given(st.lists(st.none() | st.sampled_from(PLACES), min_size=5, max_size=5))
def test_even_a_ring_of_departments_is_walked_once(parents) -> None:
    """No command makes one, and no path hangs in one."""
    tree = Tree.of(Department(id=place, name="D", parent=parent) for place, parent in zip(PLACES, parents, strict=True))
    for place in PLACES:
        path = tree.path(place)
        assert path[0] == place
        assert len(set(path)) == len(path)
