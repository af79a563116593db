"""The roll of some users: every store reads what they hold at once, as the ports of a unit of work would one by one."""

from __future__ import annotations

from typing import Any

from saas_core.access.values import UserState
from saas_core.kernel.ids import UserId

Anything = Any


def test_a_roll_is_what_the_ports_say_of_each_user(
    store: Anything, tenant: Anything, other: Anything, some: Anything
) -> None:
    """State and assignments that last, by id; nobody of another tenant, and none that there is not."""
    role, place = some.role(), some.department()
    users = [some.user(state=state) for state in UserState] + [some.user()]
    foreign, absent = some.user(), UserId(some.id())
    with store.begin(tenant) as work:
        work.departments.save(place, some.at())
        work.roles.save(role, some.at())
        for each in users:
            work.users.save(each, some.at())
        for number, each in enumerate(users[:-1]):
            for _ in range(number + 1):
                work.assignments.add(some.assignment(each, role, department_id=place.id, approval_limit_minor=5))
            work.assignments.add(some.assignment(each, role))
        work.commit()
    with store.begin(tenant) as work:
        work.users.save(users[0].deactivated(), some.at(5))
        for each in work.assignments.of_user(users[1].id)[:1]:
            work.assignments.end(each.id, some.at(6))
        work.commit()
    with store.begin(other) as work:
        work.users.save(foreign, some.at())
        work.commit()
    asked = [*(each.id for each in users), foreign.id, absent]
    roll = store.roll(tenant, asked)
    with store.read(tenant) as work:
        assert roll.edition == work.edition == 2
        assert {number: each.state for number, each in roll.members.items()} == {
            each.id: work.users.get(each.id).state for each in users
        }
        held = {number: each.assignments for number, each in roll.members.items()}
        assert held == {each.id: work.assignments.of_user(each.id) for each in users}
    assert {len(each) for each in held.values()} > {0, 2}


def test_a_roll_of_nobody_and_of_very_many(store: Anything, tenant: Anything, some: Anything) -> None:
    """No tenant, no user, and more users than one statement asks for."""
    assert (store.roll(tenant, []).edition, store.roll(tenant, [UserId(some.id())]).members) == (0, {})
    users = [some.user() for _ in range(1_100)]
    with store.begin(tenant) as work:
        for each in users:
            work.users.save(each, some.at())
        work.commit()
    roll = store.roll(tenant, [each.id for each in users])
    assert (roll.edition, len(roll.members)) == (1, 1_100)
