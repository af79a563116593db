"""The journal in every store: a chain that verifies, read in pages, with nothing of it lost on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from attrs import evolve

from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.ids import EntryId, StaffId, UserId
from saas_core.kernel.journal import GENESIS, EntryFilter, EntryKind, verify

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


def test_entries_are_read_newest_first_and_narrowed(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """By position backwards; by actor, action, subject and time, also where clocks differed a little."""
    start = some.note().at
    drafts = [
        evolve(some.note(by=System(str(n % 2))), action=f"do.{n % 3}", subject=f"thing:{n % 5}", at=start + hours(at))
        for n, at in enumerate((0, 1, 2, 4, 3.99, 5, 6, 7, 8, 9, 10))
    ]
    change(lambda work: [work.journal.append(each) for each in drafts])
    with store.read(tenant) as work:
        whole = work.journal.entries()

        def read(before: int = 0, limit: int = 100, **narrowed: Anything) -> list[int]:
            found = work.journal.newest(EntryFilter(**narrowed), before=before, limit=limit)
            return [each.position for each in found]

        assert read() == list(range(11, 0, -1))
        assert read(limit=2) == [11, 10]
        assert read(before=10, limit=2) == [9, 8]
        assert read(before=1) == []
        assert read(before=10**6, limit=1) == [11]
        for wanted in (
            {"actor": "system:1"}, {"action": "do.2"}, {"subject": "thing:4"}, {"actor": "system:0", "action": "do.0"},
            {"since": start + hours(4)}, {"until": start + hours(4)}, {"since": start + hours(3.99)},
            {"since": start + hours(99)}, {"until": start}, {"since": start - hours(9), "until": start + hours(99)},
            {"since": start + hours(2), "until": start + hours(8), "actor": "system:0"},
        ):  # fmt: skip
            fitting = [each.position for each in whole if EntryFilter(**wanted).fits(each)]
            assert read(**wanted) == fitting[::-1], wanted
    with store.read(tenant) as work:
        assert work.journal.newest(EntryFilter(since=start), before=0, limit=1)[0].position == 11


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


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
