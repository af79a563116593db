"""Users in every store: found by id and by address, in pages, as they were at any instant."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from saas_core.access.errors import EmailTaken
from saas_core.access.values import UserState
from saas_core.kernel.journal import digest_of

Anything = Any


@pytest.mark.parametrize("state", UserState)
def test_a_user_comes_back_as_saved(
    store: Anything, tenant: Anything, some: Anything, change: Anything, state: UserState
) -> None:
    """By id and by address, in every state, with the name as written."""
    user = some.user(state=state, name="Zoë Ó Súilleabháin", email="Zoë@Example.com")
    change(lambda work: work.users.save(user, some.at()))
    with store.read(tenant) as work:
        assert work.users.get(user.id) == user
        assert work.users.by_email(user.email) == user
        assert work.users.get(some.user().id) is None
        assert work.users.by_email("nobody@example.com") is None


def test_addresses_are_compared_in_any_case(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """A user is found by the address in capitals too, and nobody else gets it, now or later.

    A letter of one script is no two of another: `straße` and `strasse` are two.
    """
    user = some.user(email="Straße@Example.com")
    change(lambda work: work.users.save(user, some.at()))
    with store.begin(tenant) as work:
        assert work.users.by_email("STRAßE@EXAMPLE.COM") == user
        assert work.users.by_email("strasse@example.com") is None
        with pytest.raises(EmailTaken):
            work.users.save(some.user(email="straße@example.COM"), some.at(1))
        fresh = some.user(email="new@example.com")
        work.users.save(fresh, some.at(1))
        with pytest.raises(EmailTaken):
            work.users.save(some.user(email="New@example.com"), some.at(1))
        work.commit()
    with store.read(tenant) as work:
        assert work.users.page(None, 10, None) == (user, fresh)


def test_an_address_given_up_is_free(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """After a change of address another user can have the former one, in the same unit of work too."""
    user = some.user(email="old@example.com")
    moved = evolve(user, email="new@example.com", name="New Name")
    heir, late = some.user(email="OLD@example.com"), some.user(email="new@example.com")
    change(lambda work: work.users.save(user, some.at()))

    def hand_over(work: Anything) -> None:
        work.users.save(moved, some.at(1))
        work.users.save(heir, some.at(1))
        with pytest.raises(EmailTaken):
            work.users.save(late, some.at(1))

    change(hand_over)
    with store.read(tenant) as work:
        assert work.users.by_email("old@example.com") == heir
        assert work.users.by_email("new@example.com") == moved
        assert work.users.get(user.id) == moved


def test_a_user_added_and_changed_at_once_is_one_user(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Saved, changed in name, address and state, and read between, all in one unit of work."""
    user, neighbor = some.user(state=UserState.INVITED), some.user()
    changed = evolve(user, email="else@example.com", state=UserState.ACTIVE)

    def several(work: Anything) -> None:
        work.users.save(user, some.at())
        work.users.save(neighbor, some.at())
        assert work.users.by_email(user.email) == user
        work.users.save(changed, some.at(1))
        assert work.users.by_email(user.email) is None
        assert work.users.by_email("ELSE@example.com") == changed
        work.users.save(changed.deactivated(), some.at(2))
        assert work.users.by_email("else@example.com") == changed.deactivated()
        work.users.save(evolve(changed.deactivated(), email="third@example.com"), some.at(2))
        work.users.save(changed.deactivated(), some.at(2))
        assert work.users.by_email(neighbor.email) == neighbor

    change(several)
    with store.read(tenant) as work:
        assert work.users.page(None, 10, None) == (changed.deactivated(), neighbor)
        assert [work.users.get(user.id, some.at(each)).state for each in (0, 1, 2)] == [
            UserState.INVITED,
            UserState.ACTIVE,
            UserState.DEACTIVATED,
        ]


def test_states_keep_their_intervals(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """Each state holds from its instant to just before the next one; before the first there is no user."""
    user = some.user(state=UserState.INVITED)
    course = ((0, UserState.INVITED), (10, UserState.ACTIVE), (20, UserState.DEACTIVATED), (30, UserState.ACTIVE))
    for minute, state in course:
        change(lambda work, minute=minute, state=state: work.users.save(evolve(user, state=state), some.at(minute)))
    with store.read(tenant) as work:
        assert work.users.get(user.id, some.at(-0.001)) is None
        for minute, state in course:
            assert work.users.get(user.id, some.at(minute)).state is state
            assert work.users.get(user.id, some.at(minute + 9.99)).state is state
        assert work.users.get(user.id).state is UserState.ACTIVE


def test_a_state_that_held_for_no_time_is_no_state(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Two changes at one instant, or one before the last by another machine's clock: the last word holds."""
    user = some.user(state=UserState.INVITED)
    change(lambda work: work.users.save(user, some.at(5)))
    change(lambda work: work.users.save(user.activated(), some.at(5)))
    change(lambda work: work.users.save(user.deactivated(), some.at(4)))
    with store.read(tenant) as work:
        assert work.users.get(user.id).state is UserState.DEACTIVATED
        assert work.users.get(user.id, some.at(5)).state is UserState.DEACTIVATED
        assert work.users.get(user.id, some.at(4.5)) is None


def test_the_same_state_again_is_no_change_of_state(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """A new name keeps the state's interval."""
    user = some.user()
    change(lambda work: work.users.save(user, some.at()))
    change(lambda work: work.users.save(evolve(user, name="Other"), some.at(9)))
    with store.read(tenant) as work:
        assert work.users.get(user.id, some.at(1)) == evolve(user, name="Other")


def test_users_are_read_in_pages(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """By id, of one state or of any, without repeating or passing over one."""
    states = list(UserState)
    users = [some.user(state=states[place % 3]) for place in range(10)]
    change(lambda work: [work.users.save(each, some.at()) for each in reversed(users)])
    with store.read(tenant) as work:
        assert work.users.page(None, 4) == tuple(users[:4])
        assert work.users.page(users[3].id, 4, None) == tuple(users[4:8])
        assert work.users.page(users[9].id, 4, None) == ()
        invited = tuple(each for each in users if each.state is UserState.INVITED)
        assert work.users.page(None, 3, UserState.INVITED) == invited[:3]
        assert work.users.page(invited[2].id, 3, UserState.INVITED) == invited[3:]


def test_many_users_in_one_unit_of_work_are_all_there(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """An import of 700 with an assignment, an invitation and a journal entry for each loses none."""
    role = some.role()
    users = [some.user() for _ in range(700)]

    def load(work: Anything) -> None:
        work.roles.save(role, some.at())
        for user in users:
            assert work.users.by_email(user.email) is None
            work.users.save(user, some.at())
            work.assignments.add(some.assignment(user, role))
            work.invitations.save(some.invitation(user))
            work.journal.append(some.note())

    change(load)
    with store.read(tenant) as work:
        assert work.users.page(None, 1000, None) == tuple(users)
        assert len(work.assignments.of_role(role.id)) == 700
        assert work.journal.head()[0] == 700


def test_many_people_of_one_unit_of_work_come_back_to_the_letter(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Whatever signs a database's own writing of lists has; entries of the journal too."""
    texts = [
        '"',
        "\\",
        '\\"',
        "{a,b}",
        "NULL",
        "null",
        "a,b",
        "'",
        "%s",
        "{",
        "}",
        "x  y",
        "Ünal 馬 😀",
        "\\N",
        "$1",
        ":a",
    ]
    people = [some.user(name=each) for each in texts]
    notes = [some.note(id=some.id(), subject=each, details={"said": [each, None, 1.5, True]}) for each in texts]

    def all_at_once(work: Anything) -> None:
        for user, note in zip(people, notes, strict=True):
            work.users.save(user, some.at())
            work.journal.append(note)

    change(all_at_once)
    with store.read(tenant) as work:
        assert [each.name for each in work.users.page(None, 100)] == texts
        entries = work.journal.entries(after=0, limit=100)
        assert [each.subject for each in entries] == texts
        assert [each.details["said"][0] for each in entries] == texts
        assert [digest_of(each) for each in entries] == [each.hash for each in entries]
