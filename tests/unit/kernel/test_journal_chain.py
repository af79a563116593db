"""The chain of the journal, a command's first answer, and how actors and errors are named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from saas_core.kernel.actors import ClientUser, Staff, System, actor_name
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import EntryId, StaffId, TenantId, UserId
from saas_core.kernel.journal import (
    GENESIS,
    Break,
    Checkpoint,
    EntryKind,
    JournalEntry,
    JournalEntryDraft,
    chained,
    verify,
)
from saas_core.kernel.secrets import hashed, matches
from saas_memory import MemoryStore

TENANT = TenantId(UUID(int=1))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _chain(length: int) -> list[JournalEntry]:
    entries: list[JournalEntry] = []
    for number in range(1, length + 1):
        note = JournalEntryDraft(EntryId(UUID(int=number)), NOON, System("test"), "tests.do", "thing", {"n": number})
        previous = entries[-1].hash if entries else GENESIS
        entries.append(chained(note, tenant_id=TENANT, position=number, previous=previous))
    return entries


def _head(entries: list[JournalEntry]) -> tuple[int, str]:
    return (len(entries), entries[-1].hash) if entries else (0, GENESIS)


@given(st.integers(min_value=0, max_value=8))
def test_a_chain_as_written_is_whole(length: int) -> None:
    """Of any length, the empty one too, and with a checkpoint at every entry."""
    entries = _chain(length)
    marks = [Checkpoint(TENANT, each.position, each.hash, NOON) for each in entries]

    assert verify(entries, head=_head(entries), checkpoints=marks) is None


CHANGES: dict[str, Callable[[JournalEntry], JournalEntry]] = {
    "id": lambda entry: evolve(entry, id=EntryId(UUID(int=99))),
    "instant": lambda entry: evolve(entry, at=NOON.replace(hour=13)),
    "actor": lambda entry: evolve(entry, by="staff:nobody"),
    "kind": lambda entry: evolve(entry, kind=EntryKind.REFUSAL),
    "action": lambda entry: evolve(entry, action="tests.undo"),
    "subject": lambda entry: evolve(entry, subject="other"),
    "details": lambda entry: evolve(entry, details={"n": 0}),
    "tenant": lambda entry: evolve(entry, tenant_id=TenantId(UUID(int=2))),
    "hash": lambda entry: evolve(entry, hash=GENESIS),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_later_change_of_any_field_is_found_where_it_is(change: str, place: int) -> None:
    """At the beginning, inside and at the end."""
    entries = _chain(5)
    head = _head(entries)
    entries[place] = CHANGES[change](entries[place])

    found = verify(entries, head=head)

    assert found is not None
    assert (found.kind, found.position) == ("altered", place + 1)


@pytest.mark.parametrize("place", range(4))
def test_a_removed_entry_is_found_where_it_was(place: int) -> None:
    """The next one stands out of its place."""
    entries = _chain(5)
    head = _head(entries)
    del entries[place]

    assert verify(entries, head=head) == Break(
        "missing", place + 1, f"Entry {place + 1} is missing; entry {place + 2} follows."
    )


def test_a_cut_tail_is_found_by_the_head() -> None:
    """The store still knows how far the chain went."""
    entries = _chain(5)

    found = verify(entries[:3], head=_head(entries))

    assert found is not None
    assert found.kind == "head"


def test_a_cut_tail_is_found_by_a_checkpoint_even_with_its_head_cut() -> None:
    """A checkpoint outside the database is not cut off with the tail."""
    entries = _chain(5)
    mark = Checkpoint(TENANT, 5, entries[-1].hash, NOON)

    found = verify(entries[:3], head=_head(entries[:3]), checkpoints=[mark])

    assert found is not None
    assert (found.kind, found.position) == ("cut", 4)


def test_a_chain_written_anew_is_found_by_a_checkpoint() -> None:
    """Every hash fits, yet it is another chain."""
    mark = Checkpoint(TENANT, 2, "f" * 64, NOON)
    entries = _chain(3)

    found = verify(entries, head=_head(entries), checkpoints=[mark])

    assert found is not None
    assert (found.kind, found.position) == ("rewritten", 2)


@pytest.mark.parametrize("order", [1, -1])
def test_a_later_checkpoint_of_the_same_entry_hides_no_earlier_one(order: int) -> None:
    """Whichever was stored last: every one is compared."""
    entries = _chain(3)
    marks = [Checkpoint(TENANT, 2, "f" * 64, NOON), Checkpoint(TENANT, 2, entries[1].hash, NOON)]

    found = verify(entries, head=_head(entries), checkpoints=marks[::order])

    assert found is not None
    assert (found.kind, found.position) == ("rewritten", 2)
    assert verify(entries, head=_head(entries), checkpoints=marks[1:] * 2) is None


def test_an_entry_that_follows_another_is_found() -> None:
    """Its own hash fits, but it was chained to something else."""
    entries = _chain(3)
    note = JournalEntryDraft(entries[1].id, NOON, System("test"), "tests.do", "thing", {"n": 2})
    entries[1] = chained(note, tenant_id=TENANT, position=2, previous="a" * 64)

    found = verify(entries, head=_head(entries))

    assert found is not None
    assert (found.kind, found.position) == ("unchained", 2)


@frozen
class _Result:
    number: int
    at: datetime
    id: UUID


def test_a_command_is_carried_out_once_per_key() -> None:
    """A repeat gets the first result, whatever would come out now."""
    store, answers = MemoryStore(), iter([_Result(1, NOON, UUID(int=1)), _Result(2, NOON, UUID(int=2))])
    given_ = []
    for _ in range(2):
        with store.begin(TENANT) as work:
            given_.append(Request("c", {"a": 1}, "k").once(work, _Result, lambda: next(answers)))
            work.commit()

    assert given_ == [_Result(1, NOON, UUID(int=1))] * 2


def test_without_a_key_a_command_is_carried_out_each_time() -> None:
    """Nothing is kept of it."""
    with MemoryStore().begin(TENANT) as work:
        numbers = iter([1, 2])
        told = [Request("c").once(work, int, lambda: next(numbers)) for _ in range(2)]

    assert told == [1, 2]


@pytest.mark.parametrize(("command", "request_"), [("other", {"a": 1}), ("c", {"a": 2})])
def test_a_key_is_not_used_for_something_else(command: str, request_: dict[str, int]) -> None:
    """Neither for another command nor for another request."""
    store = MemoryStore()
    with store.begin(TENANT) as work:
        Request("c", {"a": 1}, "k").once(work, int, lambda: 1)
        with pytest.raises(KeyReused) as refused:
            Request(command, request_, "k").once(work, int, lambda: 2)

    assert refused.value.field == "idempotency_key"


def test_actors_are_named_by_kind_and_id() -> None:
    """As the journal keeps them."""
    someone = UUID(int=5)

    assert actor_name(ClientUser(TENANT, UserId(someone))) == f"user:{someone}"
    assert actor_name(Staff(StaffId(someone))) == f"staff:{someone}"
    assert actor_name(System("setup")) == "system:setup"


def test_an_error_says_field_sentence_and_remedy() -> None:
    """In this order; each may be missing."""
    assert str(InvalidValue("is empty.", field="name", remedy="Give one.")) == "name: is empty. Give one."
    assert str(InvalidValue("is empty.")) == "is empty."


def test_a_secret_matches_its_hash_alone() -> None:
    """And a lone surrogate is no fault, only a wrong secret."""
    assert matches("secret", hashed("secret"))
    assert not matches("\ud800", hashed("secret"))
