"""Holders of roles in every store: many users at once, and pages in the promised order."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from saas_core.access.model import Assignment
from saas_core.access.values import UserState

Anything = Any


class Held:
    """Three users, two roles, two departments, and who holds what where."""

    def __init__(self, some: Anything) -> None:
        """Make them; `there` lists every assignment in the order of ids."""
        self.users = [some.user() for _ in range(3)]
        self.clerk, self.buyer = some.role(), some.role(name="Buyer")
        self.left, self.right = some.department(name="Left"), some.department(name="Right")
        ada, bob, cyd = self.users
        self.there: list[Assignment] = [
            some.assignment(user, role, department_id=None if place is None else place.id)
            for user, role, place in (
                (cyd, self.clerk, None),
                (ada, self.clerk, self.left),
                (bob, self.buyer, self.left),
                (ada, self.clerk, self.right),
                (ada, self.buyer, None),
                (bob, self.clerk, None),
            )
        ]

    def keep(self, work: Anything, at: Anything) -> None:
        """Write all of them in one unit of work."""
        for user in self.users:
            work.users.save(user, at)
        for role in (self.clerk, self.buyer):
            work.roles.save(role, at)
        for department in (self.left, self.right):
            work.departments.save(department, at)
        for each in self.there:
            work.assignments.add(each)


@pytest.fixture
def held(some: Anything, change: Anything) -> Held:
    """Return what is kept."""
    made = Held(some)
    change(lambda work: made.keep(work, some.at()))
    return made


def test_an_assignment_is_found_by_its_id_in_force_or_ended(
    store: Anything, tenant: Anything, some: Anything, change: Anything, held: Held
) -> None:
    """An ended one tells when it ended; an unknown id is nothing."""
    first = held.there[0]
    change(lambda work: work.assignments.end(first.id, some.at(5)))
    with store.read(tenant) as work:
        assert work.holders.get(first.id) == evolve(first, until=some.at(5))
        assert work.holders.get(some.id()) is None


def test_assignments_of_many_users_come_by_user_and_id(
    store: Anything, tenant: Anything, some: Anything, change: Anything, held: Held
) -> None:
    """As of an instant, or at present; whoever is asked for twice comes once."""
    ada, bob, _cyd = held.users
    change(lambda work: work.assignments.end(held.there[1].id, some.at(5)))
    with store.read(tenant) as work:
        of_both = [held.there[3], held.there[4], held.there[2], held.there[5]]
        assert list(work.holders.of_users([bob.id, ada.id, ada.id])) == of_both
        assert list(work.holders.of_users([ada.id], some.at(4))) == [
            evolve(held.there[1], until=some.at(5)),
            held.there[3],
            held.there[4],
        ]
        assert work.holders.of_users([]) == ()
        assert work.holders.of_users([some.id()]) == ()


@pytest.mark.parametrize("size", [1, 2, 4, 100])
def test_pages_follow_each_other_without_a_gap(store: Anything, tenant: Anything, held: Held, size: int) -> None:
    """All by id; those of a role by user and id; those of a department by role and id, of any size of page."""
    there = held.there
    clerks = [there[1], there[3], there[5], there[0]]
    listed = {
        (None, None): there,
        (held.clerk.id, None): clerks,
        (None, held.left.id): [there[1], there[2]],
        (held.buyer.id, held.left.id): [there[2]],
    }
    for (role_id, department_id), expected in listed.items():
        found: list[Assignment] = []
        with store.read(tenant) as work:
            while page := work.holders.page(
                found[-1] if found else None, size, role_id=role_id, department_id=department_id
            ):
                assert len(page) <= size
                found += page
        assert found == expected


def test_a_page_as_of_an_instant_holds_what_held_then(
    store: Anything, tenant: Anything, some: Anything, change: Anything, held: Held
) -> None:
    """The cursor may have ended since the page before it was read."""
    second = held.there[1]
    change(lambda work: work.assignments.end(second.id, some.at(5)))
    with store.read(tenant) as work:
        then = work.holders.page(None, 10, some.at(4), role_id=held.clerk.id)
        assert [each.id for each in then] == [held.there[each].id for each in (1, 3, 5, 0)]
        after = work.holders.page(second, 10, role_id=held.clerk.id)
        assert list(after) == [held.there[3], held.there[5], held.there[0]]


def test_active_holders_come_once_each_by_id_and_page_by_page(store: Anything, tenant: Anything, held: Held) -> None:
    """Whoever holds several of the roles, or at several of the places, is one person."""
    ada, bob, cyd = held.users
    roles, places = [held.clerk.id, held.buyer.id], [None, held.left.id, held.right.id]
    with store.read(tenant) as work:
        assert work.holders.active(roles, places, None, 10) == (ada, bob, cyd)
        assert work.holders.active(roles, places, None, 2) == (ada, bob)
        assert work.holders.active(roles, places, bob.id, 2) == (cyd,)
        assert work.holders.active(roles, places, cyd.id, 2) == ()
        assert work.holders.active([held.clerk.id], [None], None, 10) == (bob, cyd)
        assert work.holders.active([held.buyer.id], [held.left.id], None, 10) == (bob,)
        assert work.holders.active([], places, None, 10) == ()
        assert work.holders.active(roles, [], None, 10) == ()
        assert work.holders.active(roles, None, None, 10) == (ada, bob, cyd)
        assert work.holders.active(roles, None, ada.id, 1) == (bob,)
        assert work.holders.active([], None, None, 10) == ()


def test_who_is_not_active_holds_nothing_that_opens(
    store: Anything, tenant: Anything, some: Anything, change: Anything, held: Held
) -> None:
    """Through every turn of a user's state, now and as of then, and for roles given before and after the turn."""
    ada, bob, cyd = held.users
    roles, places = [held.clerk.id, held.buyer.id], [None, held.left.id]
    change(lambda work: work.users.save(evolve(bob, state=UserState.DEACTIVATED), some.at(5)))
    later = some.assignment(bob, held.clerk, department_id=held.left.id, since=some.at(6))
    change(lambda work: work.assignments.add(later))
    with store.read(tenant) as work:
        assert work.holders.active(roles, places, None, 10) == (ada, cyd)
        assert [each.id for each in work.holders.active(roles, places, None, 10, some.at(4))] == [
            ada.id,
            bob.id,
            cyd.id,
        ]
    change(lambda work: work.users.save(bob, some.at(7)))
    change(lambda work: work.assignments.end(held.there[0].id, some.at(8)))
    with store.read(tenant) as work:
        assert work.holders.active(roles, places, None, 10) == (ada, bob)
        assert work.holders.active([held.clerk.id], [held.left.id], None, 10) == (ada, bob)
        assert [each.id for each in work.holders.active(roles, places, None, 10, some.at(6))] == [ada.id, cyd.id]


def test_a_state_changed_in_the_same_unit_of_work_counts_for_roles_given_in_it(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Whether the role or the state is written first."""
    role, first, second, third = some.role(), *(some.user(state=UserState.INVITED) for _ in range(3))

    def all_at_once(work: Anything) -> None:
        work.roles.save(role, some.at())
        for user in (first, second, third):
            work.users.save(user, some.at())
        work.assignments.add(some.assignment(first, role))
        work.users.save(evolve(first, state=UserState.ACTIVE), some.at(1))
        work.users.save(evolve(second, state=UserState.ACTIVE), some.at(1))
        work.assignments.add(some.assignment(second, role))
        work.assignments.add(some.assignment(third, role))

    change(all_at_once)
    with store.read(tenant) as work:
        assert [each.id for each in work.holders.active([role.id], [None], None, 10)] == [first.id, second.id]


def test_users_are_found_by_many_addresses_in_any_case(
    store: Anything, tenant: Anything, other: Anything, some: Anything, change: Anything
) -> None:
    """Those kept before and those added in the same unit of work; nobody of another tenant."""
    old, new, foreign = (some.user(email=f"{name}@Example.com") for name in ("Old", "new", "foreign"))
    change(lambda work: work.users.save(old, some.at()))
    with store.begin(other) as work:
        work.users.save(foreign, some.at())
        work.commit()
    wanted = ["OLD@example.com", "New@example.com", "new@example.com", "foreign@example.com", "absent@example.com"]
    with store.begin(tenant) as work:
        assert work.users.by_emails(wanted) == (old,)
        work.users.save(new, some.at())
        assert {each.id for each in work.users.by_emails(wanted)} == {old.id, new.id}
        assert work.users.by_emails([]) == ()


def test_no_page_shows_another_tenant(store: Anything, other: Anything, some: Anything, held: Held) -> None:
    """With the very ids of the tenant whose they are."""
    roles, places = [held.clerk.id, held.buyer.id], [None, held.left.id, held.right.id]
    with store.read(other) as work:
        assert work.holders.get(held.there[0].id) is None
        assert work.holders.of_users([each.id for each in held.users]) == ()
        assert work.holders.page(None, 10) == ()
        assert work.holders.page(None, 10, role_id=held.clerk.id, department_id=held.left.id) == ()
        assert work.holders.active(roles, places, None, 10) == ()
        assert work.holders.active(roles, places, None, 10, some.at(1)) == ()
