"""Whatever is done to a journal is found, a thousand times each, with its kind and its first place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from attrs import evolve, frozen

from saas_core.kernel.actors import System
from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.journal import (
    GENESIS,
    Break,
    Checkpoint,
    EntryKind,
    JournalEntry,
    JournalEntryDraft,
    chained,
    digest_of,
    verify,
)

TIMES = 1000
OURS, THEIRS = TenantId(UUID(int=1)), TenantId(UUID(int=2))
AT = datetime(2026, 3, 1, tzinfo=UTC)


@frozen
class Kept:
    """A chain as the store keeps it, its head, and the checkpoints outside it."""

    entries: tuple[JournalEntry, ...]
    head: tuple[int, str]
    marks: tuple[Checkpoint, ...]

    def found(self) -> Break | None:
        """Verify it."""
        return verify(self.entries, head=self.head, checkpoints=self.marks)


def chain(tenant_id: TenantId, length: int, start: int = 0) -> tuple[JournalEntry, ...]:
    """Write a journal."""
    entries: list[JournalEntry] = []
    for number in range(1, length + 1):
        note = JournalEntryDraft(
            EntryId(UUID(int=start + number)),
            AT + timedelta(minutes=number),
            System(f"part {number % 3}"),
            "tests.do",
            f"thing:{number}",
            {"n": number, "deep": {"on": [True, None, "ü"]}},
        )
        previous = entries[-1].hash if entries else GENESIS
        entries.append(chained(note, tenant_id=tenant_id, position=number, previous=previous))
    return tuple(entries)


def kept(random: Random) -> Kept:
    """Return a whole journal with one to three checkpoints, one of them at its end."""
    entries = chain(OURS, random.randint(3, 9))
    places = {len(entries), *(random.randint(1, len(entries)) for _ in range(random.randint(0, 2)))}
    marks = tuple(Checkpoint(OURS, place, entries[place - 1].hash, AT) for place in sorted(places))
    return Kept(entries, (len(entries), entries[-1].hash), marks)


def changed(whole: Kept, position: int, **fields: object) -> Kept:
    """Return it with one entry's fields changed and nothing else."""
    entries = tuple(evolve(each, **fields) if each.position == position else each for each in whole.entries)
    return evolve(whole, entries=entries)


def rechained(entries: tuple[JournalEntry, ...]) -> tuple[JournalEntry, ...]:
    """Compute positions and hashes anew, as a forger who knows how would."""
    made: list[JournalEntry] = []
    for position, each in enumerate(entries, 1):
        placed = evolve(each, position=position, previous=made[-1].hash if made else GENESIS)
        made.append(evolve(placed, hash=digest_of(placed)))
    return tuple(made)


def headed(whole: Kept, entries: tuple[JournalEntry, ...]) -> Kept:
    """Put other entries in, with the head adjusted to them."""
    return evolve(whole, entries=entries, head=(len(entries), entries[-1].hash) if entries else (0, GENESIS))


def next_mark(whole: Kept, position: int) -> int:
    """Return the place of the first checkpoint from a position on."""
    return min(each.position for each in whole.marks if each.position >= position)


Tampered = tuple[Kept, tuple[str, int]]


def detail_altered(whole: Kept, random: Random) -> Tampered:
    at = random.choice(whole.entries)
    return changed(whole, at.position, details={**at.details, "n": -1}), ("altered", at.position)


def time_altered(whole: Kept, random: Random) -> Tampered:
    at = random.choice(whole.entries)
    moved = at.at + timedelta(microseconds=random.choice((-1, 1)))
    return changed(whole, at.position, at=moved), ("altered", at.position)


def actor_altered(whole: Kept, random: Random) -> Tampered:
    at = random.choice(whole.entries)
    return changed(whole, at.position, by="user:eve"), ("altered", at.position)


def kind_altered(whole: Kept, random: Random) -> Tampered:
    at = random.choice(whole.entries)
    return changed(whole, at.position, kind=EntryKind.REFUSAL), ("altered", at.position)


def swapped(whole: Kept, random: Random) -> Tampered:
    first, second = sorted(random.sample(range(len(whole.entries)), 2))
    entries = list(whole.entries)
    entries[first], entries[second] = (
        evolve(entries[second], position=first + 1),
        evolve(entries[first], position=second + 1),
    )
    return evolve(whole, entries=tuple(entries)), ("unchained", first + 1)


def one_deleted(whole: Kept, random: Random) -> Tampered:
    gone = random.randint(1, len(whole.entries) - 1)
    return evolve(whole, entries=tuple(each for each in whole.entries if each.position != gone)), ("missing", gone)


def one_deleted_and_closed_up(whole: Kept, random: Random) -> Tampered:
    gone = random.randint(1, len(whole.entries) - 1)
    left = [each for each in whole.entries if each.position != gone]
    entries = tuple(evolve(each, position=number) for number, each in enumerate(left, 1))
    return evolve(whole, entries=entries), ("unchained", gone)


def one_inserted(whole: Kept, random: Random) -> Tampered:
    before = random.randint(1, len(whole.entries) - 1)
    note = JournalEntryDraft(EntryId(UUID(int=99)), AT, System("eve"), "tests.do", "thing:0", {})
    forged = chained(note, tenant_id=OURS, position=before + 1, previous=whole.entries[before - 1].hash)
    later = (evolve(each, position=each.position + 1) for each in whole.entries[before:])
    marked = before + 1 in {each.position for each in whole.marks}
    found = ("rewritten", before + 1) if marked else ("unchained", before + 2)
    return evolve(whole, entries=(*whole.entries[:before], forged, *later)), found


def one_appended(whole: Kept, _random: Random) -> Tampered:
    last = whole.entries[-1]
    note = JournalEntryDraft(EntryId(UUID(int=99)), AT, System("eve"), "tests.do", "thing:0", {})
    forged = chained(note, tenant_id=OURS, position=last.position + 1, previous=last.hash)
    return evolve(whole, entries=(*whole.entries, forged)), ("head", forged.position)


def tail_cut(whole: Kept, random: Random) -> Tampered:
    # A checkpoint beyond the cut would tell it too; the head tells it first.
    left = random.randint(0, len(whole.entries) - 1)
    return evolve(whole, entries=whole.entries[:left]), ("head", left)


def tail_cut_with_its_head(whole: Kept, random: Random) -> Tampered:
    left = random.randint(0, len(whole.entries) - 1)
    return headed(whole, whole.entries[:left]), ("cut", left + 1)


def recomputed_from_an_altered_entry(whole: Kept, random: Random) -> Tampered:
    at = random.choice(whole.entries)
    forged = changed(whole, at.position, details={"n": -1}).entries
    return headed(whole, rechained(forged)), ("rewritten", next_mark(whole, at.position))


def recomputed_without_an_entry(whole: Kept, random: Random) -> Tampered:
    gone = random.randint(1, len(whole.entries) - 1)
    left = rechained(tuple(each for each in whole.entries if each.position != gone))
    first = next_mark(whole, gone)
    # The last checkpoint stands at the former end, which is there no more.
    found = ("cut", len(left) + 1) if first > len(left) else ("rewritten", first)
    return headed(whole, left), found


def moved_from_another_client(whole: Kept, random: Random) -> Tampered:
    at = random.choice(whole.entries)
    other = chain(THEIRS, len(whole.entries), start=100)[at.position - 1]
    # Its own row, with only what must fit here made to fit.
    return changed(
        whole,
        at.position,
        id=other.id,
        at=other.at,
        by=other.by,
        subject=other.subject,
        details=other.details,
        hash=other.hash,
    ), ("altered", at.position)


def all_of_another_client(whole: Kept, _random: Random) -> Tampered:
    theirs = chain(THEIRS, len(whole.entries), start=100)
    return headed(whole, tuple(evolve(each, tenant_id=OURS) for each in theirs)), ("altered", 1)


def hash_altered(whole: Kept, random: Random) -> Tampered:
    at = random.choice(whole.entries)
    return changed(whole, at.position, hash=f"{random.getrandbits(256):064x}"), ("altered", at.position)


def relinked(whole: Kept, random: Random) -> Tampered:
    """Alter an entry, hash it anew, and let the next one name the new hash: that one's own hash no longer fits."""
    at = random.choice(whole.entries[:-1])
    forged = evolve(at, details={"n": -1})
    forged = evolve(forged, hash=digest_of(forged))
    following = evolve(whole.entries[at.position], previous=forged.hash)
    entries = (*whole.entries[: at.position - 1], forged, following, *whole.entries[at.position + 1 :])
    marked = at.position in {each.position for each in whole.marks}
    return evolve(whole, entries=entries), ("rewritten", at.position) if marked else ("altered", at.position + 1)


def head_altered(whole: Kept, random: Random) -> Tampered:
    position, digest = whole.head
    head = random.choice([(position + 1, digest), (position - 1, digest), (position, GENESIS)])
    return evolve(whole, head=head), ("head", position)


TAMPERINGS: tuple[Callable[[Kept, Random], Tampered], ...] = (
    detail_altered,
    time_altered,
    actor_altered,
    kind_altered,
    swapped,
    one_deleted,
    one_deleted_and_closed_up,
    one_inserted,
    one_appended,
    tail_cut,
    tail_cut_with_its_head,
    recomputed_from_an_altered_entry,
    recomputed_without_an_entry,
    moved_from_another_client,
    all_of_another_client,
    hash_altered,
    relinked,
    head_altered,
)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_every_tampering_is_found_with_its_kind_and_place(tamper: Callable[[Kept, Random], Tampered]) -> None:
    """A thousand journals, a thousand places, none missed and none taken for another."""
    # Seeded with its name: a failure comes again.
    random = Random(tamper.__name__)
    for _ in range(TIMES):
        whole = kept(random)
        assert whole.found() is None
        broken, expected = tamper(whole, random)
        found = broken.found()
        assert found is not None
        assert (found.kind, found.position) == expected
        assert str(found.position) in found.sentence or found.kind in {"head", "cut"}


def test_a_journal_cut_and_written_on_beside_its_checkpoint_is_found() -> None:
    """Entries written after a cut do not hide it: the checkpoint's entry is another one now."""
    random = Random(1)
    for _ in range(TIMES):
        whole = kept(random)
        left = random.randint(0, len(whole.entries) - 1)
        later = chain(OURS, len(whole.entries) + 3, start=500)[left:]
        found = headed(whole, rechained((*whole.entries[:left], *later))).found()
        assert found is not None
        assert (found.kind, found.position) == ("rewritten", next_mark(whole, left + 1))
