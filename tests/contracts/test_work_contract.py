"""Units of work: all or nothing, one after the other on a tenant, each reader before one consistent state."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from attrs import evolve

from saas_core.access.values import UserState
from saas_core.kernel.errors import StoreFault, StoreUnavailable
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.work import Reply

Anything = Any


def test_what_is_committed_lasts(store: Anything, tenant: Anything, some: Anything) -> None:
    """After the commit a new unit of work sees the change."""
    user = some.user()
    with store.begin(tenant) as work:
        work.users.save(user, some.at())
        work.commit()
    with store.read(tenant) as work:
        assert work.users.get(user.id) == user


def test_what_is_not_committed_is_gone(store: Anything, tenant: Anything, some: Anything) -> None:
    """Leaving without commit, by the end of the block or by an exception, undoes everything of every port."""
    user, role = some.user(), some.role()

    def change(work: Anything) -> None:
        work.users.save(user, some.at())
        work.roles.save(role, some.at())
        work.assignments.add(some.assignment(user, role))
        work.journal.append(some.note())
        work.outbox.put(some.message())
        work.replies.put(Reply("k", "c", "r", "{}"))
        work.tenants.save(some.tenant(tenant))
        work.licenses.open(some.license(tenant))
        work.directory.claim("acme", tenant)

    with store.begin(tenant) as work:
        change(work)

    def fail() -> None:
        with store.begin(tenant) as work:
            change(work)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.read(tenant) as work:
        assert work.users.page(None, 10, None) == ()
        assert work.roles.all() == ()
        assert work.assignments.of_user(user.id) == ()
        assert work.journal.head()[0] == 0
        assert work.journal.entries() == ()
        assert work.outbox.pending() == ()
        assert work.replies.get("k") is None
        assert work.tenants.get() is None
        assert work.licenses.get() is None
        assert work.directory.find("acme") is None
        assert work.epoch == 0


def test_a_unit_of_work_sees_its_own_changes(store: Anything, tenant: Anything, some: Anything) -> None:
    """A saved record can be read back, changed twice and removed before the commit."""
    role = some.role()
    with store.begin(tenant) as work:
        work.roles.save(role, some.at())
        assert work.roles.all() == (role,)
        edited = role.edited(name="Buyer", permissions=frozenset({"orders.read"}))
        work.roles.save(edited, some.at(1))
        assert work.roles.all() == (edited,)
        work.roles.remove(role.id, some.at(2))
        assert work.roles.all() == ()
        assert work.roles.all(some.at(1)) == (edited,)


def test_others_do_not_see_a_change_before_its_commit(store: Anything, tenant: Anything, some: Anything) -> None:
    """A reader beside an open change sees the state before it, without waiting."""
    user = some.user()
    with store.begin(tenant) as writing:
        writing.users.save(user, some.at())
        writing.journal.append(some.note())
        with store.read(tenant) as reading:
            assert reading.users.get(user.id) is None
            assert reading.journal.head()[0] == 0
        writing.commit()
    with store.read(tenant) as reading:
        assert reading.users.get(user.id) == user


def test_a_reader_stays_before_one_state(store: Anything, tenant: Anything, some: Anything) -> None:
    """Commits of others, changes and removals alike, do not reach a reader that began before them."""
    role, later = some.role(), some.role(name="Later")
    with store.begin(tenant) as work:
        work.roles.save(role, some.at())
        work.commit()
    with store.read(tenant) as reading:
        for instant, changes in ((1, role.edited(name="New", permissions=role.permissions)), (2, later)):
            with store.begin(tenant) as work:
                work.roles.save(changes, some.at(instant))
                work.journal.append(some.note())
                work.commit()
        assert reading.roles.all() == (role,)
        assert reading.journal.entries() == ()
        assert reading.epoch == 1
    with store.read(tenant) as reading:
        assert [each.name for each in reading.roles.all()] == ["New", "Later"]


def test_a_reader_cannot_change_anything(store: Anything, tenant: Anything, some: Anything) -> None:
    """Every write in a unit of work for reading is refused, and changes nothing."""
    user = some.user()
    with store.read(tenant) as work:
        with pytest.raises(StoreFault):
            work.users.save(user, some.at())
        with pytest.raises(StoreFault):
            work.directory.claim("acme", tenant)
    with store.read(tenant) as work, pytest.raises(StoreFault):
        work.journal.append(some.note())
    with store.read(tenant) as work:
        assert work.users.get(user.id) is None
        assert work.journal.head()[0] == 0


def test_a_unit_of_work_that_ended_does_nothing_more(store: Anything, tenant: Anything, some: Anything) -> None:
    """After the commit, and after the block, reading and writing are refused."""
    with store.begin(tenant) as work:
        work.users.save(some.user(), some.at())
        work.commit()
        with pytest.raises(StoreFault):
            work.users.save(some.user(), some.at())
        with pytest.raises(StoreFault):
            work.commit()
    with pytest.raises(StoreFault):
        work.users.page(None, 10, None)
    with store.read(tenant) as work:
        assert len(work.users.page(None, 10, None)) == 1


def test_the_epoch_counts_commits_that_changed_something(store: Anything, tenant: Anything, some: Anything) -> None:
    """A commit without a change leaves the epoch, one with a change raises it by one."""
    with store.begin(tenant) as work:
        work.commit()
    assert store.epoch(tenant) == 0
    for expected in (1, 2):
        with store.begin(tenant) as work:
            work.users.save(some.user(), some.at())
            work.users.save(some.user(), some.at())
            work.commit()
        assert store.epoch(tenant) == expected
    with store.read(tenant) as work:
        assert work.epoch == 2


def test_tenants_do_not_see_each_other(store: Anything, tenant: Anything, other: Anything, some: Anything) -> None:
    """The records of one tenant are unknown to another, by id, address, hash or in full."""
    user, role, department = some.user(), some.role(), some.department()
    assignment, invitation, key = some.assignment(user, role), some.invitation(user), some.key(tenant)
    license_ = some.license(tenant)
    with store.begin(tenant) as work:
        work.users.save(user, some.at())
        work.roles.save(role, some.at())
        work.departments.save(department, some.at())
        work.assignments.add(assignment)
        work.invitations.save(invitation)
        work.keys.save(key)
        work.journal.append(some.note())
        work.outbox.put(some.message())
        work.replies.put(Reply("k", "c", "r", "{}"))
        work.tenants.save(some.tenant(tenant))
        work.licenses.open(license_)
        work.commit()
    for reader in (other, PROVIDER):
        with store.read(reader) as work:
            assert work.users.get(user.id) is None
            assert work.users.by_email(user.email) is None
            assert work.users.page(None, 10, None) == ()
            assert work.roles.all() == work.departments.all() == ()
            assert work.assignments.of_user(user.id) == work.assignments.of_role(role.id) == ()
            assert work.invitations.by_token_hash(invitation.token_hash) is None
            assert work.invitations.of_user(user.id) == ()
            assert work.keys.get(key.id) is None
            assert work.keys.of_holder(key.holder) == ()
            assert work.journal.entries() == work.outbox.pending() == ()
            assert work.replies.get("k") is None
            assert work.tenants.get() is None
            assert work.licenses.get() is None
            assert work.epoch == 0


def test_ids_and_addresses_of_one_tenant_are_free_in_another(
    store: Anything, tenant: Anything, other: Anything, some: Anything
) -> None:
    """The same ids, addresses and keys stand side by side, so that nobody learns what others have."""
    user = some.user()
    for each in (tenant, other):
        with store.begin(each) as work:
            work.users.save(user, some.at())
            work.replies.put(Reply("k", "c", str(each), "{}"))
            work.commit()
    with store.read(other) as work:
        assert work.users.by_email(user.email) == user
        assert work.replies.get("k").request == str(other)


def test_a_thing_changes_and_its_namesake_in_another_tenant_does_not(
    store: Anything, tenant: Anything, other: Anything, some: Anything
) -> None:
    """Of two items with one id, only the tenant's own is changed, ended and removed."""
    user, role, department, invitation = some.user(), some.role(), some.department(), some.invitation(some.user())
    assignment, invitation = some.assignment(user, role), evolve(invitation, user_id=user.id)
    for each in (tenant, other):
        with store.begin(each) as work:
            work.users.save(user, some.at())
            work.roles.save(role, some.at())
            work.departments.save(department, some.at())
            work.assignments.add(assignment)
            work.invitations.save(invitation)
            work.keys.save(some.key(each, id=role.id))
            work.commit()
    with store.read(other) as work:
        key = work.keys.get(role.id)
    with store.begin(tenant) as work:
        work.users.save(evolve(user, name="Eve", state=UserState.DEACTIVATED), some.at(1))
        work.roles.save(evolve(role, name="Other"), some.at(1))
        work.departments.remove(department.id, some.at(1))
        work.assignments.end(assignment.id, some.at(1))
        work.invitations.save(invitation.revoked(some.at(1)))
        work.keys.save(work.keys.get(role.id).ended(some.at(1)))
        work.commit()
    with store.read(other) as work:
        assert work.users.get(user.id) == user
        assert work.roles.all() == (role,)
        assert work.departments.all() == (department,)
        assert work.assignments.of_user(user.id) == (assignment,)
        assert work.invitations.of_user(user.id) == (invitation,)
        assert work.keys.get(role.id) == key


@pytest.mark.parametrize("foreign", ["user", "role", "department"])
def test_nothing_refers_to_a_thing_of_another_tenant(
    store: Anything, tenant: Anything, other: Anything, some: Anything, change: Anything, foreign: str
) -> None:
    """An assignment of a foreign user, role or department is refused like one of an unknown."""
    user, role, department = some.user(), some.role(), some.department()
    for holder, kept in ((other, {foreign}), (tenant, {"user", "role", "department"} - {foreign})):
        with store.begin(holder) as work:
            if "user" in kept:
                work.users.save(user, some.at())
            if "role" in kept:
                work.roles.save(role, some.at())
            if "department" in kept:
                work.departments.save(department, some.at())
            work.commit()
    with pytest.raises(StoreFault):
        change(lambda work: work.assignments.add(some.assignment(user, role, department_id=department.id)))
    with store.read(tenant) as work:
        assert work.assignments.of_user(user.id) == ()


def test_a_unit_of_work_keeps_its_own_tenant_only(
    store: Anything, tenant: Anything, other: Anything, some: Anything
) -> None:
    """Saving another tenant's row, license or the provider's things is refused."""
    with store.begin(tenant) as work:
        for attempt in (
            lambda: work.tenants.save(some.tenant(other)),
            lambda: work.licenses.open(some.license(other)),
            lambda: work.keys.save(some.key(other)),
            lambda: work.staff.save(some.member(), some.at()),
        ):
            with pytest.raises(StoreFault):
                attempt()


def test_changes_of_one_tenant_come_one_after_the_other(store: Anything, tenant: Anything, some: Anything) -> None:
    """Eight threads that read, add one and write lose no update, and the journal's chain has no gap."""
    threads, times = 8, 25
    faults: list[BaseException] = []
    notes = [[some.note() for _ in range(times)] for _ in range(threads)]

    def count_up(own: Anything) -> None:
        try:
            for note in own:
                with store.begin(tenant) as work:
                    position, _hash = work.journal.head()
                    entry = work.journal.append(note)
                    assert entry.position == position + 1
                    work.commit()
        except BaseException as fault:  # noqa: BLE001 - the thread hands on whatever it met
            faults.append(fault)

    running = [threading.Thread(target=count_up, args=(own,)) for own in notes]
    for each in running:
        each.start()
    for each in running:
        each.join()
    assert faults == []
    with store.read(tenant) as work:
        assert work.journal.head()[0] == threads * times
        assert [each.position for each in work.journal.entries()] == list(range(1, threads * times + 1))
        assert work.epoch == threads * times


# The databases wait longer, and tests/integration shows how they give up.
@pytest.mark.parametrize("store", ["memory"], indirect=True)
def test_a_second_change_waits_and_gives_up(store: Anything, tenant: Anything) -> None:
    """While a tenant is being changed nobody else begins to, and says so after a while."""
    with store.begin(tenant), pytest.raises(StoreUnavailable), store.begin(tenant):
        pass
    with store.begin(tenant):
        pass


# SQLite has one writer for the whole file.
@pytest.mark.parametrize("store", ["memory", "postgres"], indirect=True)
def test_changes_of_two_tenants_do_not_wait_for_each_other(
    store: Anything, tenant: Anything, other: Anything, some: Anything
) -> None:
    """While one tenant is being changed another one can be."""
    with store.begin(tenant) as first:
        first.users.save(some.user(), some.at())
        with store.begin(other) as second:
            second.users.save(some.user(), some.at())
            second.commit()
        first.commit()
    assert (store.epoch(tenant), store.epoch(other)) == (1, 1)
