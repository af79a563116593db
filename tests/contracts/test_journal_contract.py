"""The journal in every store: a chain that verifies, read in pages, with nothing of it lost on the way."""

from __future__ import annotations

from typing import Any

from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.ids import EntryId, StaffId, UserId
from saas_core.kernel.journal import GENESIS, EntryKind, verify

Anything = Any


def test_an_entry_comes_back_as_it_was_written(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Instants to the microsecond, kinds, actors and nested details with any character survive."""
    written = []

    def append(work: Anything) -> None:
        for by in (System("x"), Staff(StaffId(some.id())), ClientUser(tenant, UserId(some.id()))):
            written.extend(work.journal.append(some.note(by=by, kind=kind)) for kind in EntryKind)

    change(append)
    with store.read(tenant) as work:
        assert list(work.journal.entries()) == written
        assert work.journal.head() == (len(written), written[-1].hash)
        assert verify(work.journal.entries(), head=work.journal.head()) is None


def test_a_chain_goes_on_over_units_of_work(store: Anything, tenant: Anything, some: Anything) -> None:
    """Each entry follows on the one before, within a unit of work and from one to the next."""
    for size in (1, 3, 1):
        with store.begin(tenant) as work:
            for _ in range(size):
                work.journal.append(some.note())
            work.commit()
    with store.read(tenant) as work:
        assert verify(work.journal.entries(), head=work.journal.head()) is None
        assert work.journal.head()[0] == 5


def test_an_empty_chain_has_the_head_of_its_beginning(store: Anything, tenant: Anything) -> None:
    """Before the first entry the head is position 0 and the genesis hash."""
    with store.read(tenant) as work:
        assert work.journal.head() == (0, GENESIS)
        assert verify(work.journal.entries(), head=work.journal.head()) is None


def test_entries_are_read_in_pages(store: Anything, tenant: Anything, some: Anything, change: Anything) -> None:
    """`after` and `limit` walk through the chain without repeating or passing over an entry."""
    change(lambda work: [work.journal.append(some.note()) for _ in range(7)])
    with store.read(tenant) as work:
        assert [each.position for each in work.journal.entries(limit=3)] == [1, 2, 3]
        assert [each.position for each in work.journal.entries(after=3, limit=3)] == [4, 5, 6]
        assert [each.position for each in work.journal.entries(after=6)] == [7]
        assert work.journal.entries(after=7) == ()


def test_a_repeated_entry_id_cannot_hide(store: Anything, tenant: Anything, other: Anything, some: Anything) -> None:
    """The chains of two tenants are apart: each counts from one."""
    for each in (tenant, other):
        with store.begin(each) as work:
            assert work.journal.append(some.note()).position == 1
            work.commit()


def test_an_entry_is_found_by_its_id(store: Anything, tenant: Anything, other: Anything, some: Anything) -> None:
    """In the tenant's own chain alone, also before the commit."""
    with store.begin(tenant) as work:
        first, second = (work.journal.append(some.note()) for _ in range(2))
        assert work.journal.find(second.id) == second
        work.commit()
    with store.read(tenant) as work:
        assert [work.journal.find(each.id) for each in (first, second)] == [first, second]
        assert work.journal.find(EntryId(some.id())) is None
    with store.read(other) as work:
        assert work.journal.find(first.id) is None
