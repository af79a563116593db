"""Departments, roles and assignments in every store, as they are and as they were."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from saas_core.access.model import EVERYTHING
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import AssignmentId, DepartmentId

Anything = Any


def test_departments_and_roles_come_back_by_id(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """The whole tree, and roles with all their permissions, built in or not."""
    top = some.department(name="Sales & Söhne")
    under = some.department(parent=top.id)
    owner = some.role(name="Owner", permissions=frozenset({EVERYTHING}), built_in=True)
    clerk, empty = some.role(), some.role(name="None", permissions=frozenset())

    def keep(work: Anything) -> None:
        for department in (top, under):
            work.departments.save(department, some.at())
        for role in (empty, clerk, owner):
            work.roles.save(role, some.at())

    change(keep)
    with store.read(tenant) as work:
        assert work.departments.all() == (top, under)
        assert work.roles.all() == (owner, clerk, empty)


def test_roles_keep_their_history(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """As of an instant the role is what it was then: before, edited, gone, and back again."""
    role = some.role()
    edited = role.edited(name="Buyer", permissions=frozenset({"orders.read"}))
    change(lambda work: work.roles.save(role, some.at(0)))
    change(lambda work: work.roles.save(edited, some.at(10)))
    change(lambda work: work.roles.remove(role.id, some.at(20)))
    change(lambda work: work.roles.remove(role.id, some.at(25)))
    with store.read(tenant) as work:
        assert work.roles.all() == ()
    change(lambda work: work.roles.save(role, some.at(30)))
    expected = {-1: (), 0: (role,), 9.9: (role,), 10: (edited,), 19.9: (edited,), 20: (), 29.9: (), 30: (role,)}
    with store.read(tenant) as work:
        assert {minute: work.roles.all(some.at(minute)) for minute in expected} == expected
        assert work.roles.all() == (role,)


def test_departments_keep_their_history(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """A department moved to another place in the tree stands, as of before, where it stood."""
    left, right = some.department(name="Left"), some.department(name="Right")
    child = some.department(name="Child", parent=left.id)
    moved = evolve(child, parent=right.id)
    change(lambda work: [work.departments.save(each, some.at(0)) for each in (left, right, child)])
    change(lambda work: work.departments.save(moved, some.at(10)))
    change(lambda work: work.departments.remove(left.id, some.at(20)))
    with store.read(tenant) as work:
        assert work.departments.all(some.at(5)) == (left, right, child)
        assert work.departments.all(some.at(10)) == (left, right, moved)
        assert work.departments.all(some.at(20)) == (right, moved)
        assert work.departments.all() == (right, moved)


def test_what_was_kept_and_removed_at_one_instant_never_was(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """It holds for no time, so no instant shows it; it can be kept anew."""
    role, department = some.role(), some.department()

    def come_and_go(work: Anything) -> None:
        work.roles.save(role, some.at(5))
        work.roles.remove(role.id, some.at(5))
        work.departments.save(department, some.at(5))
        work.departments.remove(department.id, some.at(3))

    change(come_and_go)
    with store.read(tenant) as work:
        assert work.roles.all() == work.roles.all(some.at(5)) == ()
        assert work.departments.all() == work.departments.all(some.at(5)) == ()
    change(lambda work: work.roles.save(role, some.at(6)))
    with store.read(tenant) as work:
        assert work.roles.all() == (role,)


def test_what_was_read_is_read_anew_once_it_has_changed(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Within one unit of work, before anything is committed; two changes of one thing make two states of it."""
    role, other = some.role(), some.role()
    first, second, third = (evolve(role, name=name) for name in ("First", "Second", "Third"))

    def look_and_change(work: Anything) -> None:
        assert work.roles.all() == ()
        work.roles.save(role, some.at(0))
        assert work.roles.all() == (role,)
        work.roles.save(other, some.at(0))
        work.roles.save(first, some.at(0))
        assert set(work.roles.all()) == {first, other}
        work.roles.save(second, some.at(5))
        work.roles.save(third, some.at(10))
        assert set(work.roles.all()) == {third, other}
        assert set(work.roles.all(some.at(5))) == {second, other}

    change(look_and_change)
    with store.read(tenant) as work:
        assert [set(work.roles.all(some.at(each))) for each in (0, 5)] == [{first, other}, {second, other}]


def test_a_department_lies_under_one_of_its_tenant(some: Anything, change: Anything) -> None:
    """A parent that does not exist here is refused."""
    orphan = some.department(parent=DepartmentId(some.id()))
    with pytest.raises(StoreFault):
        change(lambda work: work.departments.save(orphan, some.at()))


def test_assignments_are_found_from_all_sides(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """By user, by role and by exactly the department, each by id, with interval and limit as given."""
    user, colleague, role, department = some.user(), some.user(), some.role(), some.department()
    wide = some.assignment(user, role, approval_limit_minor=2**40)
    there = some.assignment(user, role, department_id=department.id, approval_limit_minor=0)
    theirs = some.assignment(colleague, role, department_id=department.id)

    def keep(work: Anything) -> None:
        for each in (user, colleague):
            work.users.save(each, some.at())
        work.roles.save(role, some.at())
        work.departments.save(department, some.at())
        for each in (theirs, there, wide):
            work.assignments.add(each)

    change(keep)
    with store.read(tenant) as work:
        assert work.assignments.of_user(user.id) == (wide, there)
        assert work.assignments.of_user(colleague.id) == (theirs,)
        assert work.assignments.of_role(role.id) == (wide, there, theirs)
        assert work.assignments.in_department(department.id) == (there, theirs)
        assert work.assignments.of_role(some.role().id) == ()


def test_assignments_keep_their_intervals(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """In force from its first instant to just before its last; ended once, it does not end again later."""
    user, role = some.user(), some.role()
    assignment = some.assignment(user, role, since=some.at(10))

    def keep(work: Anything) -> None:
        work.users.save(user, some.at())
        work.roles.save(role, some.at())
        work.assignments.add(assignment)

    change(keep)
    change(lambda work: work.assignments.end(assignment.id, some.at(20)))
    change(lambda work: work.assignments.end(assignment.id, some.at(30)))
    change(lambda work: work.assignments.end(AssignmentId(some.id()), some.at(30)))
    ended = (evolve(assignment, until=some.at(20)),)
    expected = {9.9: (), 10: ended, 19.9: ended, 20: (), 25: ()}
    with store.read(tenant) as work:
        assert {minute: work.assignments.of_user(user.id, some.at(minute)) for minute in expected} == expected
        assert work.assignments.of_user(user.id) == ()
        assert work.assignments.of_role(role.id, some.at(15)) == ended


def test_an_assignment_ended_as_it_began_was_never_in_force(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Its interval is empty, never backwards."""
    user, role = some.user(), some.role()
    assignment = some.assignment(user, role, since=some.at(10))

    def keep(work: Anything) -> None:
        work.users.save(user, some.at())
        work.roles.save(role, some.at())
        work.assignments.add(assignment)
        work.assignments.end(assignment.id, some.at(9))

    change(keep)
    with store.read(tenant) as work:
        for minute in (8, 9, 10, 11):
            assert work.assignments.of_user(user.id, some.at(minute)) == ()
